import { isLive } from '../action-item.ts';
import { type Day, dayAt, daysBetween } from '../calendar.ts';
import { type Directory, findPerson, type Recipient, recipientFor } from '../directory.ts';
import type { Agenda } from '../review/agenda.ts';
import { itemLine } from '../sync/item-line.ts';
import type { TrackedItem } from '../sync/snapshot.ts';
import type { NoticeRecord } from './notice.ts';
import { type ReminderOffsets, reminderFor } from './reminders.ts';

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
    const days = daysBetween(item.due, today);
    const { insteadOf } = recipient;
    // A reminder from before the due date may only leave after it, when days were missed: it says what is true today.
    const content =
      days > 0
        ? { kind: 'overdue' as const, item: line, daysLate: days, insteadOf }
        : { kind: 'due' as const, item: line, daysLeft: -days, insteadOf };
    // The kind is the occasion's, not the day's: else one occasion would be told as due and, a day later, as overdue.
    return [
      { recipient: recipient.email, kind: occasion.kind, scope: item.id, period: occasion.period, content },
    ];
  });
}

/** The agenda of a review, to its facilitator, the attendees and the owners of what it looks at. */
export function agendaNotices(
  agenda: Agenda,
  attendees: readonly string[],
  inScope: readonly TrackedItem[],
  { directory, onCall }: Audience,
): readonly NoticeRecord[] {
  const people = [agenda.facilitator, ...attendees]
    .map((name) => (name === null ? null : findPerson(directory, bareName(name))))
    .flatMap((person) => (person?.email ? [person.email] : []));
  const owners = inScope
    .map((item) => recipientFor(directory, item.owners, onCall))
    .filter((recipient): recipient is Recipient => recipient !== null)
    .map((recipient) => recipient.email);
  const recipients = new Set([...people, ...owners]);
  // A review that nobody would hear of is worse than one the on-call address hears of.
  if (recipients.size === 0 && onCall !== null) recipients.add(onCall);
  return [...recipients].map((recipient) => ({
    recipient,
    kind: 'review',
    scope: agenda.pirId,
    period: `${agenda.milestone} ${agenda.on}`,
    content: { kind: 'review', agenda },
  }));
}

/** An attendee without the remark behind the name: "@john.doe (IC)" is "@john.doe". */
function bareName(attendee: string): string {
  return attendee.replace(/\s*\(.*\)\s*$/, '').trim();
}

/** Whether a notice still holds when its mail is made: nothing is asked about an item that has ended meanwhile. */
export function stillHolds(notice: NoticeRecord, liveItems: ReadonlySet<string>): boolean {
  return notice.kind === 'review' || notice.kind === 'digest' || liveItems.has(notice.scope);
}
