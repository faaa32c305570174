import { isLive } from '../action-item.ts';
import { type Day, dayAt, daysBetween } from '../calendar.ts';
import { type Directory, recipientFor } from '../directory.ts';
import { type ItemLine, itemLine } from '../sync/item-line.ts';
import type { TrackedItem } from '../sync/snapshot.ts';
import type { NoticeContent, NoticeRecord } from './notice.ts';
import { type ReminderOffsets, reminderFor } from './reminders.ts';
import { reviewPeriod } from './review-notices.ts';

/** Who hears about items: the directory, and the address that stands in where it knows nobody. */
export interface Audience {
  readonly directory: Directory;
  readonly onCall: string | null;
}

/** "This is yours now", one for each item just opened. */
export function assignmentNotices(
  items: readonly TrackedItem[],
  incident: string,
  { directory, onCall }: Audience,
): readonly NoticeRecord[] {
  return items.filter(isLive).flatMap((item) => {
    const recipient = recipientFor(directory, item.owners, onCall);
    if (recipient === null) return [];
    const { email, insteadOf } = recipient;
    const content = { kind: 'assigned' as const, item: itemLine(item, incident), insteadOf };
    return [{ recipient: email, kind: 'assigned' as const, scope: item.id, period: 'approval', content }];
  });
}

/** The reminders that today calls for: before, on and after each live item's due date. */
export function reminderNotices(
  items: readonly TrackedItem[],
  incidents: ReadonlyMap<string, string>,
  today: Day,
  timeZone: string,
  offsets: ReminderOffsets,
  { directory, onCall }: Audience,
): readonly NoticeRecord[] {
  return items.flatMap((item) => {
    if (item.openedAt === null || item.due === null) return [];
    const occasion = reminderFor(item, dayAt(item.openedAt, timeZone), today, offsets);
    const recipient = occasion === null ? null : recipientFor(directory, item.owners, onCall);
    if (occasion === null || recipient === null) return [];
    const line = itemLine(item, incidents.get(item.pirId) ?? '');
    const content = dueContent(line, item.due, today, recipient.insteadOf);
    // The kind is the occasion's, not the day's: else one occasion would be told as due and, a day later, as overdue.
    return [
      { recipient: recipient.email, kind: occasion.kind, scope: item.id, period: occasion.period, content },
    ];
  });
}

/** A reminder from before the due date may only leave after it, when days were missed: it says what is true today. */
function dueContent(item: ItemLine, due: Day, today: Day, insteadOf: string | null): NoticeContent {
  const days = daysBetween(due, today);
  return days > 0
    ? { kind: 'overdue', item, daysLate: days, insteadOf }
    : { kind: 'due', item, daysLeft: daysBetween(today, due), insteadOf };
}

/**
 * A notice as it reads on the day its mail is made, which may be days after it was noted. Null where it no longer holds:
 * nothing is asked about an item that has ended, nor about a due date that has moved, nor about a review that was recorded
 * or that a later one overtook.
 * @param live all live items by id
 * @param openReviews periods of the reviews that wait to be recorded, see {@link reviewPeriod}, with the PIR before them
 */
export function upToDate(
  notice: NoticeRecord,
  live: ReadonlyMap<string, TrackedItem>,
  openReviews: ReadonlySet<string>,
  today: Day,
): NoticeRecord | null {
  const { content } = notice;
  if (content.kind === 'digest') return notice;
  if (content.kind === 'review')
    return openReviews.has(`${content.agenda.pirId} ${reviewPeriod(content.agenda)}`) ? notice : null;
  const item = live.get(notice.scope);
  if (item === undefined) return null;
  const line = itemLine(item, content.item.incident);
  if (content.kind === 'assigned') return { ...notice, content: { ...content, item: line } };
  if (item.due === null || !notice.period.startsWith(item.due)) return null;
  return { ...notice, content: dueContent(line, item.due, today, content.insteadOf) };
}
