import { type ActionItem, isLive } from '../action-item.ts';
import { addDays, addWorkingDays, type Day, daysBetween } from '../calendar.ts';

/** When owners hear about a due date. */
export interface ReminderOffsets {
  /** Working days before the due date. */
  readonly before: readonly number[];
  /** Calendar days after it. */
  readonly after: readonly number[];
  /** After the last of those, every so many days. */
  readonly every: number;
}

/** Three working days before, on the day, after 1, 3 and 7 days, then weekly. */
export const defaultReminderOffsets: ReminderOffsets = { before: [3], after: [1, 3, 7], every: 7 };

/** An occasion to write to an item's owner. */
export interface Occasion {
  readonly kind: 'due' | 'overdue';
  /** The day it fell on. */
  readonly day: Day;
  /** Natural key together with the item: the due date and the offset, so that a moved date starts anew. */
  readonly period: string;
}

/**
 * The newest occasion that has come by today, or null. Only the newest counts, so offsets missed in a downtime become one
 * mail; none that lies on or before the day the item was opened counts, so approving an old PIR says nothing of the past.
 */
export function reminderFor(
  item: Pick<ActionItem, 'state' | 'due'>,
  openedOn: Day,
  today: Day,
  offsets: ReminderOffsets,
): Occasion | null {
  if (!isLive(item) || item.due === null) return null;
  const newest = occasions(item.due, today, offsets)
    .filter((occasion) => occasion.day <= today)
    .toSorted((a, b) => b.day.localeCompare(a.day))[0];
  return newest !== undefined && newest.day > openedOn ? newest : null;
}

function occasions(due: Day, today: Day, { before, after, every }: ReminderOffsets): readonly Occasion[] {
  const overdue = (days: number): Occasion => ({
    kind: 'overdue',
    day: addDays(due, days),
    period: `${due}+${days}d`,
  });
  const last = Math.max(0, ...after);
  const rounds = every > 0 ? Math.floor((daysBetween(due, today) - last) / every) : 0;
  return [
    ...before.map(
      (days): Occasion => ({ kind: 'due', day: addWorkingDays(due, -days), period: `${due}-${days}wd` }),
    ),
    { kind: 'due', day: due, period: `${due}` },
    ...after.map(overdue),
    ...(rounds > 0 ? [overdue(last + rounds * every)] : []),
  ];
}
