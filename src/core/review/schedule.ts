import {
  addDays,
  addMonths,
  addWorkingDays,
  type Day,
  type Holidays,
  nextWorkingDay,
  noHolidays,
} from '../calendar.ts';
import { type Milestone, milestones, type Pir } from '../pir/pir.ts';
import { isOpen, isSecondLook, plannedReview, type ReviewRecord } from './review.ts';

/** Where the reviews of a PIR are counted from. */
export function reviewsFrom(
  { incidentDate, pirDate }: { readonly incidentDate: Day | null; readonly pirDate: Day | null },
  approvedOn: Day,
): Day {
  return incidentDate ?? pirDate ?? approvedOn;
}

/**
 * The reviews of a PIR first approved on a day. A date that the document writes stays as written, on a Saturday too; one it
 * does not write is computed from the incident (else the PIR, else the approval) and moved to the next working day. A
 * review whose day had passed before the approval is recorded as such and its scope passes to the next; where none is
 * left, one follows a month after the approval, so that no PIR goes without a look back.
 * @param known reviews of an earlier approval: only those still planned follow the document
 */
export function scheduleReviews(
  pirId: string,
  pir: Pir,
  approvedOn: Day,
  known: readonly ReviewRecord[],
  holidays: Holidays = noHolidays,
): readonly ReviewRecord[] {
  const from = reviewsFrom({ incidentDate: pir.incident.date, pirDate: pir.pirDate }, approvedOn);
  const facilitator = facilitatorNow(known);
  const reviews = milestones.map((milestone): ReviewRecord => {
    const before = known.find((review) => review.milestone === milestone);
    if (before !== undefined && before.state !== 'planned') return before;
    const written = pir.reviews.find((review) => review.milestone === milestone)?.on ?? null;
    const on = written ?? nextWorkingDay(milestoneDay(from, milestone), holidays);
    const planned = plannedReview(
      { pirId, milestone, on, source: written === null ? 'computed' : 'written' },
      before?.facilitator ?? facilitator,
    );
    return on < approvedOn ? { ...planned, state: 'before-approval' } : planned;
  });
  if (reviews.some((review) => review.state !== 'before-approval')) return reviews;
  const on = nextWorkingDay(addMonths(approvedOn, 1), holidays);
  const extra =
    known.find((review) => review.milestone === 'extra') ??
    plannedReview({ pirId, milestone: 'extra', on, source: 'computed' }, facilitator);
  return [...reviews, extra];
}

function milestoneDay(from: Day, milestone: Milestone): Day {
  switch (milestone) {
    case 'P7D':
      return addDays(from, 7);
    case 'P1M':
      return addMonths(from, 1);
    case 'P3M':
      return addMonths(from, 3);
  }
}

/** Whom the newest of the reviews was handed over to: what is planned later goes to them too. */
export function facilitatorNow(reviews: readonly ReviewRecord[]): string | null {
  return reviews.toSorted((a, b) => a.on.localeCompare(b.on)).at(-1)?.facilitator ?? null;
}

/** Working days before a review on which its agenda is sent. */
export const agendaLeadDays = 2;

/** The day a review's agenda is due: two working days before it. */
export function agendaDay(on: Day, holidays: Holidays = noHolidays): Day {
  return addWorkingDays(on, -agendaLeadDays, holidays);
}

/**
 * The next monthly review, counted on from the incident (P4M, P5M …), once the third month's and all others are over.
 * Null while one of the others is still to come, or waits to be recorded and no monthly one is near enough to overtake it.
 */
export function nextMonthlyReview(
  pirId: string,
  from: Day,
  known: readonly ReviewRecord[],
  today: Day,
  holidays: Holidays,
): ReviewRecord | null {
  const main = known.filter(({ milestone }) => !isSecondLook(milestone));
  if (main.length === 0 || main.some((review) => isOpen(review) && review.on >= today)) return null;
  const last =
    main
      .map(({ on }) => on)
      .toSorted()
      .at(-1) ?? today;
  for (let month = 4; ; month += 1) {
    const milestone = `P${month}M` as const;
    const on = nextWorkingDay(addMonths(from, month), holidays);
    if (on < today || on <= last || main.some((review) => review.milestone === milestone)) continue;
    const waits = main.some(isOpen) && agendaDay(on, holidays) > today;
    return waits ? null : plannedReview({ pirId, milestone, on, source: 'computed' }, facilitatorNow(known));
  }
}
