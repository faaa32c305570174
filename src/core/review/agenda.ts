import { isOverdue } from '../action-item.ts';
import type { Day } from '../calendar.ts';
import type { PirRecord } from '../pir/pir-record.ts';
import { type ItemLine, itemLine } from '../sync/item-line.ts';
import type { TrackedItem } from '../sync/snapshot.ts';
import {
  type ItemOutcome,
  type ItemStanding,
  isSecondLook,
  type ReviewMilestone,
  type ReviewRecord,
} from './review.ts';
import { scopeOf, standingVerdict } from './scope.ts';

/** What a review will look at. */
export interface Agenda {
  readonly pirId: string;
  readonly incident: string;
  readonly title: string;
  readonly milestone: ReviewMilestone;
  readonly on: Day;
  readonly facilitator: string | null;
  /** What the milestone is for, one sentence. */
  readonly question: string;
  /** Live items in scope, overdue first. */
  readonly open: readonly ItemLine[];
  /** Items done, whose success metric is to be looked at. */
  readonly done: readonly ItemLine[];
  /** Live items that are not due by then: to be known of, not to be gone through. */
  readonly notYetDue: readonly ItemLine[];
  /** Items done of which an earlier review said that it was too early to tell. */
  readonly waiting: readonly WaitingLine[];
  /** The day of the review, or of the approval, that `changes` counts from. */
  readonly since: Day | null;
  readonly changes: readonly ItemChange[];
}

/** An item done that waits for its verdict. */
export interface WaitingLine extends ItemLine {
  readonly until: Day | null;
  readonly untilIncident: string | null;
}

/** An item that is not as it was at the last review. */
export interface ItemChange {
  readonly itemId: string;
  readonly title: string;
  /** `new`, or what moved: from and to. Null where it did not. */
  readonly isNew: boolean;
  readonly state: { readonly from: ItemStanding['state']; readonly to: ItemStanding['state'] } | null;
  readonly due: { readonly from: Day | null; readonly to: Day | null } | null;
}

/** What a review is for. */
export function questionOf(milestone: ReviewMilestone): string {
  switch (milestone) {
    case 'P7D':
      return 'Are the high-priority items under way?';
    case 'P1M':
      return 'Where does every item stand?';
    case 'P3M':
      return 'Is everything done, and did it help?';
    case 'extra':
      return 'Where does every item stand, and did what is done help?';
    default:
      return isSecondLook(milestone)
        ? 'It was too early to tell whether these helped. Can it be told now?'
        : 'What is still overdue or not verified, and what does it need to end?';
  }
}

/** What an agenda is made from. */
export interface AgendaInput {
  readonly review: ReviewRecord;
  readonly pir: PirRecord;
  /** As people call them. */
  readonly facilitator: string | null;
  readonly items: readonly TrackedItem[];
  readonly reviews: readonly ReviewRecord[];
  readonly outcomes: readonly ItemOutcome[];
}

/** What a review will look at, as things stand now. */
export function agendaFor({ review, pir, facilitator, items, reviews, outcomes }: AgendaInput): Agenda {
  const incident = pir.incidentId ?? pir.title;
  const line = (item: TrackedItem) => itemLine(item, incident);
  const scope = scopeOf(review.milestone, review.on, items, outcomes);
  const open = scope.open.toSorted((a, b) => {
    const late = Number(isOverdue(b, review.on)) - Number(isOverdue(a, review.on));
    return late !== 0 ? late : (a.due ?? '9999').localeCompare(b.due ?? '9999');
  });
  const last = lastRecorded(reviews, review);
  return {
    pirId: pir.id,
    incident,
    title: pir.title,
    milestone: review.milestone,
    on: review.on,
    facilitator,
    question: questionOf(review.milestone),
    open: open.map(line),
    done: scope.done.map(line),
    notYetDue: scope.notYetDue.map(line),
    waiting: scope.waiting.map((item) => {
      const verdict = standingVerdict(item, outcomes);
      return {
        ...line(item),
        until: verdict?.until ?? null,
        untilIncident: verdict?.untilIncident ?? null,
      };
    }),
    since: last === null ? null : last.on,
    changes: isSecondLook(review.milestone) ? [] : changesSince(last, items),
  };
}

/** The newest review before this one that was recorded: the one its agenda compares with. */
function lastRecorded(reviews: readonly ReviewRecord[], review: ReviewRecord): ReviewRecord | null {
  const before = reviews.filter(
    ({ state, on, milestone }) =>
      state === 'recorded' && on <= review.on && milestone !== review.milestone && !isSecondLook(milestone),
  );
  return before.toSorted((a, b) => a.on.localeCompare(b.on)).at(-1) ?? null;
}

/** What moved since a review; since the approval, where none was recorded, when every item was open. */
function changesSince(last: ReviewRecord | null, items: readonly TrackedItem[]): readonly ItemChange[] {
  const standings = new Map(last?.standings.map((standing) => [standing.itemId, standing]));
  return items.flatMap((item): readonly ItemChange[] => {
    if (item.openedAt === null) return [];
    // One that the document stated as done was never open.
    const first = item.openedAt === item.stateSince ? item.state : 'open';
    const atApproval = { itemId: item.id, state: first, due: item.firstDue ?? item.due };
    const before: ItemStanding | undefined = last === null ? atApproval : standings.get(item.id);
    const { id: itemId, title } = item;
    if (before === undefined) return [{ itemId, title, isNew: true, state: null, due: null }];
    const state = before.state === item.state ? null : { from: before.state, to: item.state };
    const due = before.due === item.due ? null : { from: before.due, to: item.due };
    return state === null && due === null ? [] : [{ itemId, title, isNew: false, state, due }];
  });
}

/** How the items stand, to be compared with at the next review. */
export function standingsOf(items: readonly TrackedItem[]): readonly ItemStanding[] {
  return items
    .filter(({ openedAt }) => openedAt !== null)
    .map(({ id: itemId, state, due }) => ({ itemId, state, due }));
}
