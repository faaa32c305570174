import { isLive, isOverdue } from '../action-item.ts';
import type { Day } from '../calendar.ts';
import type { Milestone } from '../pir/pir.ts';
import type { PirRecord } from '../pir/pir-record.ts';
import { type ItemLine, itemLine } from '../sync/item-line.ts';
import type { TrackedItem } from '../sync/snapshot.ts';
import type { ReviewRecord } from './review.ts';

/** What a review will look at. */
export interface Agenda {
  readonly pirId: string;
  readonly incident: string;
  readonly title: string;
  readonly milestone: Milestone | 'extra';
  readonly on: Day;
  readonly facilitator: string | null;
  /** What the milestone is for, one sentence. */
  readonly question: string;
  /** Live items in scope, overdue first. */
  readonly open: readonly ItemLine[];
  /** Items done, whose success metric is to be looked at. */
  readonly done: readonly ItemLine[];
}

const questions: Record<Agenda['milestone'], string> = {
  P7D: 'Are the high-priority items under way?',
  P1M: 'Where does every item stand?',
  P3M: 'Is everything done, and did it help?',
  extra: 'Where does every item stand, and did what is done help?',
};

/** The items a review looks at: the high-priority ones after a week, all of them later. */
export function inScope(
  milestone: Agenda['milestone'],
  items: readonly TrackedItem[],
): readonly TrackedItem[] {
  const kept = items.filter((item) => isLive(item) || item.state === 'done');
  return milestone === 'P7D' ? kept.filter((item) => item.priority === 'high') : kept;
}

/** What a review will look at, as things stand today. */
export function agendaFor(
  review: ReviewRecord,
  pir: PirRecord,
  facilitator: string | null,
  items: readonly TrackedItem[],
  today: Day,
): Agenda {
  const incident = pir.incidentId ?? pir.title;
  const scope = inScope(review.milestone, items);
  const open = scope.filter(isLive).toSorted((a, b) => {
    const late = Number(isOverdue(b, today)) - Number(isOverdue(a, today));
    return late !== 0 ? late : (a.due ?? '9999').localeCompare(b.due ?? '9999');
  });
  return {
    pirId: pir.id,
    incident,
    title: pir.title,
    milestone: review.milestone,
    on: review.on,
    facilitator,
    question: questions[review.milestone],
    open: open.map((item) => itemLine(item, incident)),
    done: scope.filter((item) => item.state === 'done').map((item) => itemLine(item, incident)),
  };
}
