import { addDays, type Day, dayAt, isWorkingDay, type Workplace } from '../core/calendar.ts';
import { agendaNotices, lateReviewNotices, type ReviewAudience } from '../core/notice/review-notices.ts';
import type { PirRecord } from '../core/pir/pir-record.ts';
import { agendaFor } from '../core/review/agenda.ts';
import { type DueReviews, dueReviews } from '../core/review/due.ts';
import { facilitatorOf } from '../core/review/facilitator.ts';
import type { ItemOutcome, ReviewRecord } from '../core/review/review.ts';
import { reviewsFrom } from '../core/review/schedule.ts';
import type { TrackedItem } from '../core/sync/snapshot.ts';
import type { TrailEntry } from '../core/trail.ts';
import type { Ports, Records } from '../ports.ts';

/**
 * Does what the day asks of the reviews of every PIR that is not silent, on working days: notes agendas for mailing, asks again for what was not
 * recorded, plans monthly reviews and closes those that are not needed. See {@link dueReviews} for what is due when.
 * @returns how many reviews were announced
 */
export async function holdReviews(
  { store, clock, holidays: source, log }: Pick<Ports, 'store' | 'clock' | 'holidays' | 'log'>,
  { timeZone, place }: Workplace,
  audience: ReviewAudience,
): Promise<number> {
  const now = clock.now();
  const today = dayAt(now, timeZone);
  const known = await store.transaction(async (records) => ({
    pirs: (await records.pirs.list()).filter(
      ({ state, chasedSince }) => state === 'approved' && chasedSince !== null,
    ),
    reviews: await records.reviews.list(),
    items: await records.items.inStates(['open', 'in-progress', 'blocked', 'done']),
    outcomes: await records.reviews.outcomes(null),
  }));
  const earliest = known.pirs.map((pir) => countedFrom(pir, timeZone)).reduce(earlier, today);
  const holidays = await source.of(place, earliest, addDays(today, 366));
  if (!isWorkingDay(today, holidays)) return 0;

  const decide = (pir: PirRecord, all: Known): DueReviews => {
    const ofPir = { pirId: pir.id, from: countedFrom(pir, timeZone), ...all };
    return dueReviews(ofPir, today, timeZone, holidays);
  };
  const reviews = byPir(known.reviews);
  const items = byPir(known.items);
  const outcomes = byPir(known.outcomes);
  const withWork = known.pirs.filter((pir) => {
    const [of, its, said] = [reviews.get(pir.id) ?? [], items.get(pir.id) ?? [], outcomes.get(pir.id) ?? []];
    return decide(pir, { reviews: of, items: its, outcomes: said }).changed.length > 0;
  });

  let announced = 0;
  for (const { id } of withWork) {
    announced += await store.transaction(async (records) => {
      const pir = await records.pirs.lock(id);
      if (pir === null) return 0;
      // Decided once more on what holds by now: another process may have been here meanwhile.
      const all = {
        reviews: await records.reviews.ofPir(id),
        items: await records.items.ofPir(id),
        outcomes: await records.reviews.outcomes(id),
      };
      const due = decide(pir, all);
      await records.reviews.save(due.changed.map((review) => withAnnouncement(review, due, now)));
      await noteMails(records, pir, all, due, audience, now);
      await records.trail.append(
        id,
        'service',
        due.changed.map((review) => trailEntry(review, due)),
        now,
      );
      return due.announced.length;
    });
    log.info('reviews due', { pirId: id });
  }
  return announced;
}

type Known = {
  readonly reviews: readonly ReviewRecord[];
  readonly items: readonly TrackedItem[];
  readonly outcomes: readonly ItemOutcome[];
};

const earlier = (a: Day, b: Day) => (a < b ? a : b);

function countedFrom(pir: PirRecord, timeZone: string): Day {
  return reviewsFrom(pir, dayAt(pir.approvedAt ?? pir.submittedAt, timeZone));
}

function byPir<Row extends { readonly pirId: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, readonly Row[]> {
  const grouped = new Map<string, Row[]>();
  for (const row of rows) {
    const group = grouped.get(row.pirId);
    if (group) group.push(row);
    else grouped.set(row.pirId, [row]);
  }
  return grouped;
}

function withAnnouncement(
  review: ReviewRecord,
  { announced }: DueReviews,
  now: ReviewRecord['recordedAt'],
): ReviewRecord {
  return announced.includes(review) ? { ...review, announcedAt: now } : review;
}

async function noteMails(
  records: Records,
  pir: PirRecord,
  { reviews, items, outcomes }: Known,
  { announced, askedAgain }: DueReviews,
  audience: ReviewAudience,
  now: PirRecord['submittedAt'],
): Promise<void> {
  const revision = await records.pirs.revision(pir.id, pir.revision);
  for (const review of [...announced, ...askedAgain]) {
    const commander = revision?.pir.incidentCommander ?? null;
    const facilitator = facilitatorOf(review, commander, audience.facilitator, audience.directory);
    const agenda = agendaFor({
      review,
      pir,
      facilitator: facilitator?.name ?? null,
      items,
      reviews,
      outcomes,
    });
    const notices = announced.includes(review)
      ? agendaNotices(agenda, facilitator, revision?.pir.attendees ?? [], items, audience)
      : lateReviewNotices(agenda, facilitator, review.askedOn ?? review.on, audience);
    await records.notices.add(notices, now);
  }
}

function trailEntry(review: ReviewRecord, { askedAgain }: DueReviews): TrailEntry {
  const { milestone, on, state, askedOn } = review;
  const action = askedAgain.includes(review) ? 'review-asked-again' : `review-${state}`;
  return { action, subject: milestone, payload: { on, ...(askedOn === null ? {} : { askedOn }) } };
}
