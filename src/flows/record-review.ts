import { addDays, dayAt, type Workplace } from '../core/calendar.ts';
import { creationIntent, outcomeIntent } from '../core/delivery/intents.ts';
import { assignmentNotices } from '../core/notice/due-notices.ts';
import type { ReviewAudience } from '../core/notice/review-notices.ts';
import { destinationOf } from '../core/plan/destination.ts';
import { record } from '../core/review/record.ts';
import type { Recording } from '../core/review/recording.ts';
import type { ItemOutcome, ReviewRecord } from '../core/review/review.ts';
import { reviewsFrom } from '../core/review/schedule.ts';
import type { Ports } from '../ports.ts';
import { lockReview } from './locked-pir.ts';
import { contextOf, type Planning, readRevision } from './planning.ts';

/** Which review, by its PIR (id, incident id or source) and milestone, and what it came to. */
export interface RecordingRequest {
  readonly pir: string;
  readonly milestone: string;
  readonly recording: Recording;
}

/** What came of a recording. */
export interface RecordedReview {
  readonly review: ReviewRecord;
  /** What was recorded this time. */
  readonly outcomes: readonly ItemOutcome[];
  /** Ids of the items that are verified now. */
  readonly verified: readonly string[];
  /** Items that make up for missed ones. */
  readonly made: readonly { readonly itemId: string; readonly title: string; readonly follows: string }[];
  /** Reviews that follow from it. */
  readonly following: readonly { readonly milestone: string; readonly on: string }[];
}

/** What of the settings a recording depends on. */
export interface RecordingSettings {
  readonly workplace: Workplace;
  readonly planning: Planning;
  readonly audience: ReviewAudience;
  /** Whether the tickets get a comment with the outcome. */
  readonly commentOnTickets: boolean;
}

/**
 * Takes in what a review came to, in one transaction: outcomes, verified items, items that make up for missed ones with
 * the creation of their tickets, and the reviews that follow.
 * @throws {Failure} pir-unknown, review-unknown, and those of {@link record}; nothing is changed then
 */
export async function recordReview(
  { store, clock, holidays: source, log }: Pick<Ports, 'store' | 'clock' | 'holidays' | 'log'>,
  { workplace, planning, audience, commentOnTickets }: RecordingSettings,
  { pir: name, milestone, recording }: RecordingRequest,
): Promise<RecordedReview> {
  const now = clock.now();
  const { timeZone, place } = workplace;
  const today = dayAt(now, timeZone);
  const holidays = await source.of(place, today, addDays(today, 366));
  const result = await store.transaction(async (records) => {
    const { pir, review, reviews } = await lockReview(records, name, milestone);
    const revision = await records.pirs.revision(pir.id, pir.revision);
    if (revision === null) throw new Error(`the PIR ${pir.id} has no revision`);
    const recorded = record({
      ...{ pirId: pir.id, review, reviews, recording, now, today, holidays },
      from: reviewsFrom(pir, dayAt(pir.approvedAt ?? now, timeZone)),
      items: await records.items.ofPir(pir.id),
      outcomes: await records.reviews.outcomes(pir.id),
      pir: readRevision(revision, planning).pir,
      context: contextOf(pir.id, planning),
    });
    const { verified, made, outcomes } = recorded;
    const incident = pir.incidentId ?? pir.title;
    const [after = review] = recorded.reviews;
    await records.items.save([...verified, ...made]);
    await records.reviews.save(recorded.reviews);
    await records.reviews.saveOutcomes(outcomes);
    const { directory, tickets } = planning;
    const parent = tickets.parent ?? (await records.pirs.epic(pir.id))?.key ?? null;
    await records.outbox.add(
      made.map((item) =>
        creationIntent({
          itemId: item.id,
          destination: destinationOf(item, directory, tickets.destination),
          parent,
          fields: item.ticketFields,
          askedAt: null,
        }),
      ),
      now,
    );
    if (commentOnTickets) {
      const withTicket = await itemsWithTicket(outcomes, (id) => records.items.find(id));
      await records.outbox.add(
        withTicket.map((each) => outcomeIntent(each, { incident, version: after.version })),
        now,
      );
    }
    const opened = made.map((item) => ({ ...item, ticket: null }));
    if (pir.chasedSince !== null)
      await records.notices.add(assignmentNotices(opened, incident, audience), now);
    await records.trail.append(pir.id, recording.by, recorded.trail, now);
    return { ...recorded, review: after };
  });
  const { review, outcomes, verified, made } = result;
  log.info('review recorded', {
    pirId: review.pirId,
    milestone,
    outcomes: outcomes.length,
    made: made.length,
  });
  return {
    review,
    outcomes,
    verified: verified.map(({ id }) => id),
    made: made.map(({ id: itemId, title, follows }) => ({ itemId, title, follows: follows ?? '' })),
    following: result.reviews
      .filter((each) => each.state === 'planned')
      .map((each) => ({ milestone: each.milestone, on: each.on })),
  };
}

/** Those whose item has a ticket of ours, or will have one. */
async function itemsWithTicket(
  outcomes: readonly ItemOutcome[],
  find: (id: string) => Promise<{ readonly ticketFields: unknown } | null>,
): Promise<readonly ItemOutcome[]> {
  const kept: ItemOutcome[] = [];
  for (const outcome of outcomes) {
    if ((await find(outcome.itemId))?.ticketFields) kept.push(outcome);
  }
  return kept;
}
