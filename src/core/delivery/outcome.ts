import { addSeconds, type Instant } from '../calendar.ts';
import { sha256 } from '../digest.ts';
import type { Failure } from '../failure.ts';
import type { ClaimedDelivery, CreationDelivery, DeliveryOutcome } from './delivery.ts';

/** How patiently deliveries are tried. */
export interface Patience {
  /** How long Jira's search may lag behind its writes; look-ups are spaced by it. */
  readonly indexLagSeconds: number;
  /** The longest pause between two tries. */
  readonly longestPauseSeconds: number;
}

/** How old may be what the tracker said about tickets that are there already, before it is asked again. */
const freshSeconds = 120;

/**
 * Whether a ticket is looked for before it is created: an earlier try may have created it, or the tracker was not asked lately,
 * so that the database may be older than what is in the tracker (a restored backup). One look suffices in the second case.
 */
export function looksFirst(
  { inDoubt, delivery: { askedAt } }: ClaimedDelivery<CreationDelivery>,
  freshSince: Instant,
): boolean {
  return inDoubt || askedAt === null || askedAt < freshSince;
}

/** From when on what the tracker said is fresh enough at `now`. */
export function freshSince(now: Instant): Instant {
  return addSeconds(now, -freshSeconds);
}

/** Fruitless look-ups after which a ticket in doubt is taken as not created. */
export const lookUpsNeeded = 2;

/** What becomes of a delivery whose try failed. */
export function afterFailure(
  claimed: ClaimedDelivery,
  failure: Failure,
  now: Instant,
  patience: Patience,
): DeliveryOutcome {
  const reason = failure.message;
  // The pause grows whatever the other side asks for: "Retry-After: 0" again and again must not become a storm of calls.
  const pause = Math.max(failure.retryAfter ?? 0, pauseSeconds(claimed, patience.longestPauseSeconds));
  if (failure.code === 'tracker-outcome-unknown') {
    return {
      outcome: 'again',
      at: addSeconds(now, Math.max(pause, patience.indexLagSeconds)),
      reason,
      inDoubt: true,
      lookUps: 0,
    };
  }
  if (!failure.retry) return { outcome: 'dead', reason: `${reason} ${failure.hint}` };
  // The other codes say that nothing was carried out; a doubt from an earlier try remains.
  return {
    outcome: 'again',
    at: addSeconds(now, pause),
    reason,
    inDoubt: claimed.inDoubt,
    lookUps: claimed.lookUps,
  };
}

/** What becomes of a ticket that a look-up did not find; null: it was looked for often enough, create it. */
export function afterFruitlessLookUp(
  claimed: ClaimedDelivery,
  now: Instant,
  patience: Patience,
): DeliveryOutcome | null {
  const lookUps = claimed.lookUps + 1;
  if (!claimed.inDoubt || lookUps >= lookUpsNeeded) return null;
  const at = addSeconds(now, patience.indexLagSeconds);
  return {
    outcome: 'again',
    at,
    reason: 'Looking whether an interrupted try created the ticket.',
    inDoubt: true,
    lookUps,
  };
}

/** Doubles from 5 seconds up to the longest, times 0.7 to 1.3; the jitter is drawn from the key, so it can be tested. */
export function pauseSeconds(claimed: Pick<ClaimedDelivery, 'key' | 'attempts'>, longest: number): number {
  const base = Math.min(longest, 5 * 2 ** Math.min(claimed.attempts, 20));
  const draw = Number.parseInt(sha256(`${claimed.key} ${claimed.attempts}`).slice(0, 8), 16) / 0xffffffff;
  return base * (0.7 + 0.6 * draw);
}
