import { dayAt, isWeekend } from '../core/calendar.ts';
import { chasedItems } from '../core/notice/chasing.ts';
import { type Audience, reminderNotices } from '../core/notice/due-notices.ts';
import type { ReminderOffsets } from '../core/notice/reminders.ts';
import type { Ports } from '../ports.ts';

/**
 * Notes the reminders that today calls for, on working days. Asking twice a day, or in two processes, notes nothing twice.
 * @returns how many were new
 */
export async function remindOwners(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  timeZone: string,
  offsets: ReminderOffsets,
  audience: Audience,
): Promise<number> {
  const now = clock.now();
  const today = dayAt(now, timeZone);
  if (isWeekend(today)) return 0;
  return store.transaction(async (records) => {
    const pirs = await records.pirs.list();
    const items = chasedItems(await records.items.inStates(['open', 'in-progress', 'blocked']), pirs);
    const incidents = new Map(pirs.map((pir) => [pir.id, pir.incidentId ?? pir.title]));
    return records.notices.add(reminderNotices(items, incidents, today, timeZone, offsets, audience), now);
  });
}
