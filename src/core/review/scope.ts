import { type ActionItem, isLive, isOverdue } from '../action-item.ts';
import type { Day } from '../calendar.ts';
import { type ItemOutcome, isSecondLook, type ReviewMilestone } from './review.ts';

/** What a review looks at. An item stands in one of the lists, or in none where the review has no interest in it. */
export interface ReviewScope<Item> {
  /** Live: how do they go on? */
  readonly open: readonly Item[];
  /** Done: did they work? */
  readonly done: readonly Item[];
  /** Live and not due before the review: listed from the third month on, and not asked about. */
  readonly notYetDue: readonly Item[];
  /** Done, and too early to tell as an earlier review said. */
  readonly waiting: readonly Item[];
}

type Reviewed = Pick<ActionItem, 'id' | 'state' | 'due' | 'priority' | 'stateSince'>;

/**
 * The verdict that stands for a done item: the newest one since it came to be done. An item that was reopened and done
 * again is looked at anew.
 */
export function standingVerdict(
  item: Pick<ActionItem, 'id' | 'state' | 'stateSince'>,
  outcomes: readonly ItemOutcome[],
): ItemOutcome | null {
  if (item.state !== 'done' && item.state !== 'verified') return null;
  return outcomes
    .filter(({ itemId, verdict, at }) => itemId === item.id && verdict !== null && at >= item.stateSince)
    .reduce<ItemOutcome | null>(
      (newest, each) => (newest === null || each.at >= newest.at ? each : newest),
      null,
    );
}

/** Whether "too early" still holds on a day. */
function waits({ verdict, until }: ItemOutcome, on: Day): boolean {
  return verdict === 'too-early' && (until === null || until > on);
}

/**
 * What a review on a day looks at: after a week the high-priority items, after a month all. From the third month on all
 * must be done and verified: what is overdue, has no date or waits for a verdict is asked about, what is not yet due is
 * only listed. A second look has eyes for what was too early until its very day.
 */
export function scopeOf<Item extends Reviewed>(
  milestone: ReviewMilestone,
  on: Day,
  items: readonly Item[],
  outcomes: readonly ItemOutcome[],
): ReviewScope<Item> {
  const done: Item[] = [];
  const waiting: Item[] = [];
  const live: Item[] = [];
  for (const item of items) {
    if (milestone === 'P7D' && item.priority !== 'high') continue;
    const verdict = standingVerdict(item, outcomes);
    if (isSecondLook(milestone)) {
      if (item.state === 'done' && verdict?.verdict === 'too-early' && verdict.until === on) done.push(item);
      continue;
    }
    if (isLive(item)) live.push(item);
    else if (item.state !== 'done') continue;
    else if (verdict === null || (verdict.verdict === 'too-early' && !waits(verdict, on))) done.push(item);
    else if (verdict.verdict === 'too-early') waiting.push(item);
  }
  const asksForAll = milestone !== 'P7D' && milestone !== 'P1M';
  const isListed = (item: Item) => asksForAll && item.due !== null && !isOverdue(item, on);
  return {
    open: live.filter((item) => !isListed(item)),
    done,
    notYetDue: live.filter(isListed),
    waiting,
  };
}

/** Whether a review has something to ask about. The first three and the extra one are also held to list what is to come. */
export function hasSomethingToLookAt(milestone: ReviewMilestone, scope: ReviewScope<unknown>): boolean {
  const asked = scope.open.length + scope.done.length;
  const isBase = /^(P7D|P1M|P3M|extra)$/.test(milestone);
  return asked > 0 || (isBase && scope.notYetDue.length > 0);
}
