import { dayAt, isWeekend } from '../core/calendar.ts';
import { chasedItems, silentPirs } from '../core/notice/chasing.ts';
import { weeklyDigests } from '../core/notice/digest.ts';
import type { Audience } from '../core/notice/due-notices.ts';
import type { Ports } from '../ports.ts';

/** When the weekly digest is due and who gets the whole organisation's. */
export interface DigestSettings {
  /** 1 for Monday to 7 for Sunday. */
  readonly weekday: number;
  readonly to: readonly string[];
}

/**
 * Notes the week's digests once their day has come. A week is told once, whenever in it the service gets round to it.
 * @returns how many were new
 */
export async function prepareDigests(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  timeZone: string,
  { weekday, to }: DigestSettings,
  { directory, onCall }: Audience,
): Promise<number> {
  const now = clock.now();
  const today = dayAt(now, timeZone);
  if (isWeekend(today) && weekday <= 5) return 0;
  return store.transaction(async (records) => {
    const pirs = await records.pirs.list();
    const known = await records.items.inStates(['open', 'in-progress', 'blocked', 'done', 'verified']);
    const items = chasedItems(known, pirs);
    const silent = new Set(silentPirs(pirs).map((pir) => pir.id));
    const reviews = (await records.reviews.list()).filter((review) => !silent.has(review.pirId));
    const incidents = new Map(pirs.map((pir) => [pir.id, pir.incidentId ?? pir.title]));
    const digests = weeklyDigests({
      today,
      timeZone,
      weekday,
      items,
      incidents,
      reviews,
      directory,
      onCall,
      organisation: to,
    });
    return records.notices.add(digests, now);
  });
}
