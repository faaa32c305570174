import { isLive, isOverdue } from '../action-item.ts';
import { addDays, type Day, dayAt, isoWeek, mondayOf } from '../calendar.ts';
import { answerablePerson, type Directory, recipientFor } from '../directory.ts';
import { isOpen, type ReviewRecord } from '../review/review.ts';
import { type ItemLine, itemLine } from '../sync/item-line.ts';
import type { TrackedItem } from '../sync/snapshot.ts';
import type { Digest, NoticeRecord } from './notice.ts';

/** What the week's digests are made from. */
export interface DigestInput {
  readonly today: Day;
  readonly timeZone: string;
  /** 1 for Monday to 7 for Sunday: the day of the week from which the digest is due. */
  readonly weekday: number;
  readonly items: readonly TrackedItem[];
  /** Incident id, or title, by PIR id. */
  readonly incidents: ReadonlyMap<string, string>;
  readonly reviews: readonly ReviewRecord[];
  readonly directory: Directory;
  readonly onCall: string | null;
  /** Addresses that hear about everybody's items. */
  readonly organisation: readonly string[];
}

/**
 * The week's digests, from the digest's day on: to each owner theirs, to the lists in settings all. Nobody gets one who
 * had nothing to hear of on that day: who is assigned an item on Thursday hears of it then, and in next week's digest.
 * The natural key is recipient and ISO week, so that later days of the week add nothing.
 */
export function weeklyDigests(input: DigestInput): readonly NoticeRecord[] {
  const { today, timeZone } = input;
  const digestDay = digestDayOf(input);
  if (today < digestDay) return [];
  const openedBefore = (item: TrackedItem) =>
    item.openedAt !== null && dayAt(item.openedAt, timeZone) < digestDay;
  const live = input.items.filter(isLive);
  const byRecipient = new Map<string, TrackedItem[]>();
  for (const item of live) {
    const email = recipientFor(input.directory, item.owners, input.onCall)?.email;
    if (email !== undefined) byRecipient.set(email, [...(byRecipient.get(email) ?? []), item]);
  }
  const notices: NoticeRecord[] = [];
  for (const [email, items] of byRecipient) {
    if (items.some(openedBefore)) notices.push(digestNotice(email, 'owner', items, input));
  }
  if (live.some(openedBefore) || input.items.some((item) => endedLastWeek(item, input))) {
    for (const email of input.organisation)
      notices.push(digestNotice(email, 'organisation', input.items, input));
  }
  return notices;
}

function digestNotice(
  recipient: string,
  audience: Digest['audience'],
  items: readonly TrackedItem[],
  input: DigestInput,
): NoticeRecord {
  const { today } = input;
  const [from, to] = [mondayOf(today), addDays(mondayOf(today), 6)];
  const line = (item: TrackedItem): ItemLine => itemLine(item, input.incidents.get(item.pirId) ?? '');
  const live = items.filter(isLive);
  const overdue = live.filter((item) => isOverdue(item, today));
  const dueThisWeek = live.filter((item) => item.due !== null && item.due >= today && item.due <= to);
  const digest: Digest = {
    audience,
    week: isoWeek(today),
    from,
    to,
    overdue: overdue.map(line),
    dueThisWeek: dueThisWeek.map(line),
    openLater: live.length - overdue.length - dueThisWeek.length,
    doneLastWeek: items.filter((item) => endedLastWeek(item, input)).map(line),
    unowned:
      audience === 'organisation'
        ? live.filter((item) => answerablePerson(input.directory, item.owners) === null).map(line)
        : [],
    reviews: input.reviews
      .filter((review) => audience === 'organisation' || items.some((item) => item.pirId === review.pirId))
      .filter((review) => isOpen(review) && review.on >= today && review.on <= to)
      .map((review) => ({
        incident: input.incidents.get(review.pirId) ?? '',
        milestone: review.milestone,
        on: review.on,
      })),
  };
  return {
    recipient,
    kind: 'digest',
    scope: audience,
    period: isoWeek(today),
    content: { kind: 'digest', digest },
  };
}

/** Done in the seven days before the digest's day, so that each is told once, also when a digest is made late. */
function endedLastWeek(item: TrackedItem, input: DigestInput): boolean {
  if (item.state !== 'done' && item.state !== 'verified') return false;
  // Stated as done when its PIR was approved: that is when we learned of it, not when it was done.
  if (item.openedAt === item.stateSince) return false;
  const day = dayAt(item.stateSince, input.timeZone);
  return day >= addDays(digestDayOf(input), -7) && day < digestDayOf(input);
}

function digestDayOf({ today, weekday }: DigestInput): Day {
  return addDays(mondayOf(today), weekday - 1);
}
