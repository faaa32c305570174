import { addDays, type Day, dayAt, type Holidays, type Instant, type Workplace } from '../core/calendar.ts';
import { type ChasePreview, previewChase, type SilentPir, silentPirs } from '../core/notice/chasing.ts';
import type { ReminderOffsets } from '../core/notice/reminders.ts';
import type { ReviewAudience } from '../core/notice/review-notices.ts';
import type { PirRecord } from '../core/pir/pir-record.ts';
import { scheduleReviews } from '../core/review/schedule.ts';
import type { Ports, Records } from '../ports.ts';

/** What a preview of chasing depends on in the settings. */
export interface ChaseSettings {
  readonly workplace: Workplace;
  readonly reminders: ReminderOffsets;
  /** 1 for Monday to 7 for Sunday. */
  readonly digestWeekday: number;
}

/** How many mails to whom it would mean to chase the imported PIRs that are silent so far. Changes nothing. */
export async function previewChasing(
  { store, clock, holidays: source }: Pick<Ports, 'store' | 'clock' | 'holidays'>,
  settings: ChaseSettings,
  audience: ReviewAudience,
): Promise<ChasePreview> {
  const { timeZone, place } = settings.workplace;
  const today = dayAt(clock.now(), timeZone);
  const holidays = await source.of(place, today, addDays(today, 366));
  return store.transaction(async (records) => {
    const silent: SilentPir[] = [];
    for (const pir of silentPirs(await records.pirs.list()))
      silent.push(await loadSilent(records, pir, today, holidays));
    return previewChase(silent, today, settings.reminders, settings.digestWeekday, audience, holidays);
  });
}

async function loadSilent(
  records: Records,
  pir: PirRecord,
  today: Day,
  holidays: Holidays,
): Promise<SilentPir> {
  const revision = await records.pirs.revision(pir.id, pir.revision);
  if (revision === null) throw new Error(`the PIR ${pir.id} has no revision ${pir.revision}`);
  const { incidentCommander, attendees } = revision.pir;
  const known = await records.reviews.ofPir(pir.id);
  const reviews = scheduleReviews(pir.id, revision.pir, today, known, holidays);
  return { pir, incidentCommander, attendees, reviews, items: await records.items.ofPir(pir.id) };
}

/**
 * Turns chasing on for every silent PIR: from now on its owners are written to, about nothing that has passed. Its reviews
 * are scheduled as if it had been approved today, each PIR in a transaction of its own.
 * @param by who wants it, for the trail
 * @returns how many PIRs are chased from now on
 */
export async function chaseImported(
  { store, clock, holidays: source, log }: Pick<Ports, 'store' | 'clock' | 'holidays' | 'log'>,
  { timeZone, place }: Workplace,
  by: string,
): Promise<number> {
  const now = clock.now();
  const today = dayAt(now, timeZone);
  const holidays = await source.of(place, today, addDays(today, 366));
  const silent = await store.transaction(async (records) => silentPirs(await records.pirs.list()));
  let chased = 0;
  for (const { id } of silent) {
    if (await store.transaction((records) => chasePir(records, id, now, today, holidays, by))) chased += 1;
  }
  log.info('imported PIRs are chased', { pirs: chased });
  return chased;
}

async function chasePir(
  records: Records,
  id: string,
  now: Instant,
  today: Day,
  holidays: Holidays,
  by: string,
): Promise<boolean> {
  const pir = await records.pirs.lock(id);
  const revision = pir === null ? null : await records.pirs.revision(id, pir.revision);
  if (pir === null || revision === null || pir.chasedSince !== null) return false;
  await records.pirs.save({ ...pir, chasedSince: now });
  const known = await records.reviews.ofPir(id);
  await records.reviews.save(scheduleReviews(id, revision.pir, today, known, holidays));
  const entry = { action: 'pir-chased', subject: id, payload: { reviews: known.length } };
  await records.trail.append(id, by, [entry], now);
  return true;
}
