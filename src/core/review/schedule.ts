import { addDays, addMonths, addWorkingDays, type Day, nextWorkingDay } from '../calendar.ts';
import { type Milestone, milestones, type Pir } from '../pir/pir.ts';
import type { ReviewRecord } from './review.ts';

/**
 * The reviews of a PIR first approved on a day. A date that the document writes stays as written; one it does not write is
 * computed from the incident (else the PIR, else the approval) and moved to the next working day. A review whose day had
 * passed before the approval is recorded as such and its scope passes to the next; where none is left, one follows a
 * month after the approval, so that no PIR goes without a look back.
 * @param known reviews of an earlier approval: those announced already stay as they are
 */
export function scheduleReviews(
  pirId: string,
  pir: Pir,
  approvedOn: Day,
  known: readonly ReviewRecord[],
): readonly ReviewRecord[] {
  const from = pir.incident.date ?? pir.pirDate ?? approvedOn;
  const reviews = milestones.map((milestone): ReviewRecord => {
    const kept = known.find((review) => review.milestone === milestone && review.state !== 'planned');
    if (kept !== undefined) return kept;
    const written = pir.reviews.find((review) => review.milestone === milestone)?.on ?? null;
    const on = written ?? nextWorkingDay(milestoneDay(from, milestone));
    return {
      pirId,
      milestone,
      on,
      source: written === null ? 'computed' : 'written',
      state: on < approvedOn ? 'before-approval' : 'planned',
      announcedAt: null,
    };
  });
  if (reviews.some((review) => review.state !== 'before-approval')) return reviews;
  const extra = known.find((review) => review.milestone === 'extra') ?? {
    pirId,
    milestone: 'extra' as const,
    on: nextWorkingDay(addMonths(approvedOn, 1)),
    source: 'computed' as const,
    state: 'planned' as const,
    announcedAt: null,
  };
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

/** Working days before a review on which its agenda is sent. */
export const agendaLeadDays = 2;

/** The day a review's agenda is due: two working days before it. */
export function agendaDay(on: Day): Day {
  return addWorkingDays(on, -agendaLeadDays);
}
