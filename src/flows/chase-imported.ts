import { type Day, dayAt, type Instant } from '../core/calendar.ts';
import { type ChasePreview, previewChase, type SilentPir, silentPirs } from '../core/notice/chasing.ts';
import type { Audience } from '../core/notice/due-notices.ts';
import type { ReminderOffsets } from '../core/notice/reminders.ts';
import type { PirRecord } from '../core/pir/pir-record.ts';
import { scheduleReviews } from '../core/review/schedule.ts';
import type { Ports, Records } from '../ports.ts';

/** What a preview of chasing depends on in the settings. */
export interface ChaseSettings {
  readonly timeZone: string;
  readonly reminders: ReminderOffsets;
  /** 1 for Monday to 7 for Sunday. */
  readonly digestWeekday: number;
}

/** How many mails to whom it would mean to chase the imported PIRs that are silent so far. Changes nothing. */
export async function previewChasing(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  settings: ChaseSettings,
  audience: Audience,
): Promise<ChasePreview> {
  const today = dayAt(clock.now(), settings.timeZone);
  return store.transaction(async (records) => {
    const silent: SilentPir[] = [];
    for (const pir of silentPirs(await records.pirs.list()))
      silent.push(await loadSilent(records, pir, today));
    return previewChase(silent, today, settings.reminders, settings.digestWeekday, audience);
  });
}

async function loadSilent(records: Records, pir: PirRecord, today: Day): Promise<SilentPir> {
  const revision = await records.pirs.revision(pir.id, pir.revision);
  if (revision === null) throw new Error(`the PIR ${pir.id} has no revision ${pir.revision}`);
  const { incidentCommander, attendees } = revision.pir;
  const known = await records.reviews.ofPir(pir.id);
  const reviews = scheduleReviews(pir.id, revision.pir, today, known);
  return { pir, incidentCommander, attendees, reviews, items: await records.items.ofPir(pir.id) };
}

/**
 * Turns chasing on for every silent PIR: from now on its owners are written to, about nothing that has passed. Its reviews
 * are scheduled as if it had been approved today, each PIR in a transaction of its own.
 * @param by who wants it, for the trail
 * @returns how many PIRs are chased from now on
 */
export async function chaseImported(
  { store, clock, log }: Pick<Ports, 'store' | 'clock' | 'log'>,
  timeZone: string,
  by: string,
): Promise<number> {
  const silent = await store.transaction(async (records) => silentPirs(await records.pirs.list()));
  let chased = 0;
  for (const { id } of silent) {
    if (await store.transaction((records) => chasePir(records, id, clock.now(), timeZone, by))) chased += 1;
  }
  log.info('imported PIRs are chased', { pirs: chased });
  return chased;
}

async function chasePir(
  records: Records,
  id: string,
  now: Instant,
  timeZone: string,
  by: string,
): Promise<boolean> {
  const pir = await records.pirs.lock(id);
  const revision = pir === null ? null : await records.pirs.revision(id, pir.revision);
  if (pir === null || revision === null || pir.chasedSince !== null) return false;
  await records.pirs.save({ ...pir, chasedSince: now });
  const known = await records.reviews.ofPir(id);
  await records.reviews.save(scheduleReviews(id, revision.pir, dayAt(now, timeZone), known));
  const entry = { action: 'pir-chased', subject: id, payload: { reviews: known.length } };
  await records.trail.append(id, by, [entry], now);
  return true;
}
