import { addSeconds, type Instant } from '../calendar.ts';
import type { Failure } from '../failure.ts';
import { type DeliveryKind, ticketKinds } from './delivery.ts';

/** What a pause holds up: every call to the tracker, or those of one kind. */
export type PauseScope = 'all' | DeliveryKind;

/**
 * How the tracker answers, where it does not as it should. A value that all instances share: what one of them meets keeps the
 * others from calling too.
 */
export interface Pause {
  readonly scope: PauseScope;
  /** Calls in a row that the tracker did not serve at all. */
  readonly failures: number;
  /** When the first of them was, or when the tracker asked to wait. */
  readonly since: Instant;
  /** Nothing is called before; null: not paused, but already counted. */
  readonly until: Instant | null;
  /** What the tracker said, or that it said nothing. */
  readonly reason: string;
}

/** So many calls in a row that went unserved, and calling stops: a circuit that is open. */
export const failuresAllowed = 5;

/** The first pause of an open circuit; each further one is twice as long. */
const firstPauseSeconds = 30;

/** How long to wait where the tracker asks to and does not say how long. */
const limitSeconds = 30;

/** What is paused once a call has failed; null where that says nothing about other calls, as with a mail. */
export function pauseAfter(
  pauses: readonly Pause[],
  kind: DeliveryKind,
  failure: Failure,
  now: Instant,
  longestPauseSeconds: number,
): Pause | null {
  if (!goesToTracker(kind)) return null;
  if (failure.code === 'tracker-limited') {
    if (failure.scope === null || failure.scope === 'ticket') return null;
    const scope = failure.scope === 'all' ? 'all' : kind;
    const before = pauses.find((pause) => pause.scope === scope);
    const until = addSeconds(now, Math.min(failure.retryAfter ?? limitSeconds, 86_400));
    return {
      scope,
      failures: before?.failures ?? 0,
      since: before?.since ?? now,
      until: before?.until && before.until > until ? before.until : until,
      reason: failure.message,
    };
  }
  if (!goneUnserved.has(failure.code)) return null;
  const before = pauses.find((pause) => pause.scope === 'all');
  const failures = (before?.failures ?? 0) + 1;
  const wait = firstPauseSeconds * 2 ** Math.min(failures - failuresAllowed, 20);
  return {
    scope: 'all',
    failures,
    since: before?.since ?? now,
    until:
      failures < failuresAllowed
        ? (before?.until ?? null)
        : addSeconds(now, Math.max(failure.retryAfter ?? 0, Math.min(wait, longestPauseSeconds))),
    reason: failure.message,
  };
}

const goesToTracker = (kind: DeliveryKind) => ticketKinds.includes(kind);

/** The tracker is down, does not answer or does not let us in: no other call would fare better. */
const goneUnserved: ReadonlySet<string> = new Set([
  'tracker-unreachable',
  'tracker-unauthorized',
  'tracker-outcome-unknown',
]);

/**
 * The pauses that end because a delivery of that kind was served; a mail ends none, for it says nothing about the tracker.
 * One whose time has not come stays: it was not this call's.
 */
export function endedBy(pauses: readonly Pause[], kind: DeliveryKind, now: Instant): readonly PauseScope[] {
  if (!goesToTracker(kind)) return [];
  return pauses
    .filter(({ scope }) => scope === 'all' || scope === kind)
    .filter(({ until }) => until === null || until <= now)
    .map(({ scope }) => scope);
}

/** Which of these kinds may be sent now, and how many at most: one to try it, where the circuit was open. */
export function sendable<Kind extends DeliveryKind>(
  kinds: readonly Kind[],
  pauses: readonly Pause[],
  now: Instant,
): { readonly kinds: readonly Kind[]; readonly isProbe: boolean } {
  const holds = (scope: PauseScope) =>
    pauses.some((pause) => pause.scope === scope && pause.until !== null && pause.until > now);
  const mails = kinds.filter((kind) => kind === 'send-mail');
  const open = kinds.filter((kind) => kind === 'send-mail' || !(holds('all') || holds(kind)));
  const isTried = pauses.some(({ scope, failures }) => scope === 'all' && failures >= failuresAllowed);
  return { kinds: open, isProbe: isTried && open.length > mails.length };
}

/** Until when the tracker is not called at all; null where it is. */
export function pausedUntil(pauses: readonly Pause[], now: Instant): Pause | null {
  return pauses.find(({ scope, until }) => scope === 'all' && until !== null && until > now) ?? null;
}
