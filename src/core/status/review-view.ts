import { type Day, dayAt, type Instant } from '../calendar.ts';
import type { Directory } from '../directory.ts';
import type { PirRecord } from '../pir/pir-record.ts';
import { type Agenda, agendaFor } from '../review/agenda.ts';
import { type Facilitator, facilitatorOf } from '../review/facilitator.ts';
import { itemName } from '../review/recording.ts';
import { type Evidence, type ItemOutcome, isLate, isOpen, type ReviewRecord } from '../review/review.ts';
import { scopeOf } from '../review/scope.ts';
import { type ItemLine, itemLine } from '../sync/item-line.ts';
import type { TrackedItem } from '../sync/snapshot.ts';
import type { ReviewLine } from './status.ts';
import { reviewLine } from './summarise.ts';

/** A review in the list, with who holds it. */
export interface ReviewListLine extends ReviewLine {
  readonly facilitator: string | null;
}

/** All reviews: the JSON of GET /reviews. Fields may be added, none renamed. */
export interface ReviewList {
  readonly version: 1;
  readonly organisation: string;
  readonly asOf: Instant;
  readonly today: Day;
  /** Their day has passed and they are not recorded; longest late first. */
  readonly late: readonly ReviewListLine[];
  readonly coming: readonly ReviewListLine[];
  /** The newest hundred, newest first. */
  readonly recorded: readonly ReviewListLine[];
}

/** What the review asks of an item: how it goes on, whether it worked, or nothing. */
export type Asked = 'progress' | 'verdict' | 'nothing';

/** An item in a review. */
export interface ReviewItem extends ItemLine {
  /** What recordings call it: its number in the document, else `#` and its place. */
  readonly name: string;
  /** Which part of the agenda it stands in; `settled`: an outcome is all it has here. */
  readonly part: 'open' | 'done' | 'notYetDue' | 'waiting' | 'settled';
  readonly asked: Asked;
  /** What this review recorded of it. */
  readonly outcome: ItemOutcome | null;
  readonly evidence: readonly Evidence[];
}

/** One review, to be held or recorded: the JSON of GET /reviews/PIR/MILESTONE. Fields may be added, none renamed. */
export interface ReviewView {
  readonly version: 1;
  readonly organisation: string;
  readonly asOf: Instant;
  readonly today: Day;
  readonly review: ReviewRecord;
  readonly late: boolean;
  /** Whether it can be recorded, or added to. */
  readonly recordable: boolean;
  readonly facilitator: Facilitator | null;
  readonly agenda: Agenda;
  readonly items: readonly ReviewItem[];
}

/** Everything the view of a review is put together from. */
export interface ReviewViewInput {
  readonly organisation: string;
  readonly timeZone: string;
  readonly now: Instant;
  readonly directory: Directory;
  /** Who stands in the settings. */
  readonly fallback: string | null;
  /** As the PIR writes it. */
  readonly commander: string | null;
  readonly pir: PirRecord;
  readonly review: ReviewRecord;
  readonly reviews: readonly ReviewRecord[];
  readonly items: readonly TrackedItem[];
  readonly outcomes: readonly ItemOutcome[];
  readonly evidence: readonly Evidence[];
}

/** Puts the view of one review together. */
export function viewReview(input: ReviewViewInput): ReviewView {
  const { now, pir, review, items, outcomes } = input;
  const today = dayAt(now, input.timeZone);
  const facilitator = facilitatorOf(review, input.commander, input.fallback, input.directory);
  return {
    version: 1,
    organisation: input.organisation,
    asOf: now,
    today,
    review,
    late: isLate(review, today),
    recordable: isOpen(review) || review.state === 'recorded',
    facilitator,
    agenda: agendaFor({ ...input, facilitator: facilitator?.name ?? null }),
    items: reviewItems(
      input,
      pir.incidentId ?? pir.title,
      scopeOf(review.milestone, review.on, items, outcomes),
    ),
  };
}

function reviewItems(
  { review, items, outcomes, evidence }: ReviewViewInput,
  incident: string,
  scope: ReturnType<typeof scopeOf<TrackedItem>>,
): readonly ReviewItem[] {
  const own = outcomes.filter(({ milestone }) => milestone === review.milestone);
  const parts = [
    ...scope.open.map((item) => ({ item, part: 'open' as const })),
    ...scope.done.map((item) => ({ item, part: 'done' as const })),
    ...scope.notYetDue.map((item) => ({ item, part: 'notYetDue' as const })),
    ...scope.waiting.map((item) => ({ item, part: 'waiting' as const })),
  ];
  const settled = items
    .filter(({ id }) => parts.every(({ item }) => item.id !== id) && own.some(({ itemId }) => itemId === id))
    .map((item) => ({ item, part: 'settled' as const }));
  return [...parts, ...settled].map(({ item, part }) => {
    const outcome = own.find(({ itemId }) => itemId === item.id) ?? null;
    return {
      ...itemLine(item, incident),
      name: itemName(item),
      part,
      asked: askedOf(item, outcome),
      outcome,
      evidence: evidence.filter(({ itemId }) => itemId === item.id),
    };
  });
}

function askedOf({ state }: TrackedItem, outcome: ItemOutcome | null): Asked {
  if (state === 'done') return outcome?.verdict === 'missed' ? 'nothing' : 'verdict';
  return state === 'open' || state === 'in-progress' || state === 'blocked' ? 'progress' : 'nothing';
}

const recordedShown = 100;

/**
 * Puts the list of reviews together.
 * @param facilitators who holds each, by PIR id and milestone with a blank between
 */
export function listReviews(
  {
    organisation,
    timeZone,
    now,
  }: { readonly organisation: string; readonly timeZone: string; readonly now: Instant },
  pirs: readonly PirRecord[],
  reviews: readonly ReviewRecord[],
  facilitators: ReadonlyMap<string, string | null>,
): ReviewList {
  const today = dayAt(now, timeZone);
  const byId = new Map(pirs.map((pir) => [pir.id, pir]));
  const lines = (some: readonly ReviewRecord[]) =>
    some.flatMap((review): readonly ReviewListLine[] => {
      const pir = byId.get(review.pirId);
      if (pir === undefined) return [];
      const facilitator = facilitators.get(`${review.pirId} ${review.milestone}`) ?? null;
      return [{ ...reviewLine(review, pir), facilitator }];
    });
  // Nobody is asked to hold those of imported PIRs before chasing is turned on.
  const asked = reviews.filter(({ pirId }) => (byId.get(pirId)?.chasedSince ?? null) !== null);
  const recorded = reviews
    .filter(({ state }) => state === 'recorded')
    .toSorted((a, b) => (b.recordedAt ?? '').localeCompare(a.recordedAt ?? ''));
  return {
    version: 1,
    organisation,
    asOf: now,
    today,
    late: lines(asked.filter((review) => isLate(review, today))),
    coming: lines(asked.filter((review) => isOpen(review) && review.on >= today)),
    recorded: lines(recorded.slice(0, recordedShown)),
  };
}
