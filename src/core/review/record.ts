import type { Day, Holidays, Instant } from '../calendar.ts';
import type { Json } from '../digest.ts';
import { Failure } from '../failure.ts';
import type { Pir } from '../pir/pir.ts';
import type { PlannedItem, TicketFields } from '../plan/plan.ts';
import type { PlanContext } from '../plan/ticket-fields.ts';
import type { TrackedItem } from '../sync/snapshot.ts';
import type { TrailEntry } from '../trail.ts';
import { standingsOf } from './agenda.ts';
import { looksAtAllOf, type ReviewedPir, secondLook } from './due.ts';
import { makeUpItem } from './make-up.ts';
import { itemName, type Recording } from './recording.ts';
import { checkRecording } from './recording-check.ts';
import { type ItemOutcome, isOpen, isSecondLook, type ReviewRecord } from './review.ts';
import { nextMonthlyReview } from './schedule.ts';
import { hasSomethingToLookAt, scopeOf } from './scope.ts';

/** What a recording is decided on. */
export interface RecordingInput extends ReviewedPir {
  readonly review: ReviewRecord;
  readonly recording: Recording;
  /** The newest revision, for the ticket of an item that makes up for another. */
  readonly pir: Pir;
  readonly context: PlanContext;
  readonly now: Instant;
  readonly today: Day;
  readonly holidays: Holidays;
}

/** What a recording changes. */
export interface Recorded {
  /** The review itself first, then others that it overtakes or brings about. */
  readonly reviews: readonly ReviewRecord[];
  readonly outcomes: readonly ItemOutcome[];
  /** Verified ones. */
  readonly verified: readonly TrackedItem[];
  /** Items that make up for missed ones; each gets a ticket. */
  readonly made: readonly (PlannedItem & { readonly ticketFields: TicketFields })[];
  readonly trail: readonly TrailEntry[];
}

/**
 * Takes in what a review came to. Verified is an item only by "met"; "missed" makes a new item and leaves the old one and
 * its ticket as they are; "too early" brings a second look on its day; with "no metric" an item ends at done. Items that
 * are not mentioned stay as they are, and the review can be recorded once more to add them.
 * @throws {Failure} review-changed when somebody else recorded it since it was read; review-refused when the review is
 *   over, or an entry does not fit its item
 */
export function record(input: RecordingInput): Recorded {
  const { review, recording, items, now } = input;
  const { by } = recording;
  refuseStale(input);
  const entries = checkRecording(input);
  const last = Math.max(0, ...items.map(({ position }) => position));
  const made = entries
    .filter(({ entry }) => entry.verdict === 'missed')
    .map(({ entry, item }, index) =>
      makeUpItem({
        ...input,
        missed: item,
        milestone: review.milestone,
        note: entry.note ?? null,
        wishes: entry.makeUp ?? {},
        position: last + index + 1,
      }),
    );
  const outcomes = entries.map(({ entry, item }): ItemOutcome => {
    const isTooEarly = entry.verdict === 'too-early';
    return {
      pirId: review.pirId,
      milestone: review.milestone,
      itemId: item.id,
      progress: entry.progress ?? null,
      verdict: entry.verdict ?? null,
      until: isTooEarly ? (entry.until ?? null) : null,
      untilIncident: isTooEarly ? (entry.untilIncident ?? null) : null,
      note: entry.note ?? null,
      by,
      at: now,
      newItemId: made.find(({ follows }) => follows === item.id)?.id ?? null,
    };
  });
  const verified = entries
    .filter(({ entry }) => entry.verdict === 'met')
    .map(({ item }): TrackedItem => ({ ...item, state: 'verified', stateReason: null, stateSince: now }));
  const after = [
    ...items.map((item) => verified.find(({ id }) => id === item.id) ?? item),
    ...made.map((item) => ({ ...item, ticket: null })),
  ];
  const recorded: ReviewRecord = {
    ...review,
    state: 'recorded',
    version: review.version + 1,
    recordedAt: now,
    recordedBy: by,
    note: recording.note ?? review.note,
    standings: standingsOf(after),
  };
  const others = otherReviews(input, recorded, after, outcomes);
  return {
    reviews: [recorded, ...others],
    outcomes,
    verified,
    made,
    trail: trailOf(recorded, others, outcomes, items, made),
  };
}

function refuseStale({ review, recording, outcomes, items }: RecordingInput): void {
  if (recording.version === review.version) return;
  if (recording.version > review.version) {
    throw new Failure(
      'review-changed',
      `There is no version ${recording.version} of this review; it is ${review.version}.`,
    );
  }
  const theirs = outcomes
    .filter(({ milestone }) => milestone === review.milestone)
    .map(({ itemId, progress, verdict }) => {
      const item = items.find(({ id }) => id === itemId);
      return `${item === undefined ? itemId : itemName(item)} ${(verdict ?? progress ?? '').replace('-', ' ')}`;
    });
  throw new Failure(
    'review-changed',
    `${review.recordedBy} recorded this review at ${review.recordedAt}, after you read it: ${theirs.join(', ') || 'a note'}.`,
  );
}

/** What else the recording means for the PIR's reviews: older ones are over, second looks and a monthly one may follow. */
function otherReviews(
  { pirId, from, reviews, outcomes, today, holidays }: RecordingInput,
  recorded: ReviewRecord,
  items: readonly TrackedItem[],
  news: readonly ItemOutcome[],
): readonly ReviewRecord[] {
  const rest = reviews.filter(({ milestone }) => milestone !== recorded.milestone);
  const overtaken = looksAtAllOf(recorded.milestone)
    ? rest
        .filter((review) => isOpen(review) && review.on < recorded.on)
        .map((review): ReviewRecord => ({ ...review, state: 'overtaken' }))
    : [];
  const known = [
    recorded,
    ...rest.map((review) => overtaken.find((each) => each.milestone === review.milestone) ?? review),
  ];
  const days = new Set(news.flatMap(({ until }) => (until === null ? [] : [until])));
  const looks = [...days]
    .map((day) => secondLook(pirId, day, 'written', known))
    .filter((review) => review !== null);
  const monthly = isSecondLook(recorded.milestone)
    ? null
    : nextMonthlyReview(pirId, from, known, today, holidays);
  const all = [...outcomes, ...news];
  const needsMonthly =
    monthly !== null &&
    hasSomethingToLookAt(monthly.milestone, scopeOf(monthly.milestone, monthly.on, items, all));
  return [...overtaken, ...looks, ...(needsMonthly ? [monthly] : [])];
}

function trailOf(
  recorded: ReviewRecord,
  others: readonly ReviewRecord[],
  outcomes: readonly ItemOutcome[],
  items: readonly TrackedItem[],
  made: readonly PlannedItem[],
): readonly TrailEntry[] {
  const { milestone, on, note, version } = recorded;
  const itemsById = new Map(items.map((item) => [item.id, item]));
  const said = outcomes.map(
    ({ itemId, progress, verdict, until, untilIncident, note: why, newItemId }): Json => {
      return { itemId, progress, verdict, until, untilIncident, note: why, newItemId };
    },
  );
  return [
    { action: 'review-recorded', subject: milestone, payload: { on, version, note, outcomes: said } },
    ...outcomes
      .filter(({ verdict }) => verdict === 'met')
      .map(({ itemId }) => ({
        action: 'item-verified',
        subject: itemId,
        payload: { milestone, before: itemsById.get(itemId)?.state ?? null, after: 'verified' },
      })),
    ...made.map(({ id, title, priority, due, owners, follows, state }) => ({
      action: 'item-open',
      subject: id,
      payload: {
        milestone,
        follows,
        before: null,
        after: { title, priority, due, state, owners: owners.map(({ raw }) => ({ person: raw })) },
      },
    })),
    ...others.map((review) => ({
      action: `review-${review.state}`,
      subject: review.milestone,
      payload: { on: review.on, by: milestone },
    })),
  ];
}
