import { dayAt, isWeekend } from '../core/calendar.ts';
import { silentPirs } from '../core/notice/chasing.ts';
import { type Audience, agendaNotices } from '../core/notice/due-notices.ts';
import { agendaFor, inScope } from '../core/review/agenda.ts';
import { agendaDay } from '../core/review/schedule.ts';
import type { Ports } from '../ports.ts';

/**
 * Announces every review whose agenda is due: two working days before it, on working days. After a downtime only the
 * newest review of a PIR is announced; the ones it overtook are marked and their scope lies within the newer one's.
 * @returns how many were announced
 */
export async function holdReviews(
  { store, clock, log }: Pick<Ports, 'store' | 'clock' | 'log'>,
  timeZone: string,
  audience: Audience,
): Promise<number> {
  const now = clock.now();
  const today = dayAt(now, timeZone);
  if (isWeekend(today)) return 0;
  const due = await store.transaction(async (records) => {
    const silent = new Set(silentPirs(await records.pirs.list()).map((pir) => pir.id));
    return (await records.reviews.list()).filter(
      (review) => review.state === 'planned' && agendaDay(review.on) <= today && !silent.has(review.pirId),
    );
  });
  const newest = new Map(due.map((review) => [review.pirId, review]));

  for (const { pirId } of newest.values()) {
    await store.transaction(async (records) => {
      const pir = await records.pirs.lock(pirId);
      const revision = pir === null ? null : await records.pirs.revision(pirId, pir.revision);
      if (pir === null || revision === null) return;
      const reviews = (await records.reviews.ofPir(pirId)).filter(
        (review) => review.state === 'planned' && agendaDay(review.on) <= today,
      );
      const review = reviews.at(-1);
      if (review === undefined) return;
      const items = await records.items.ofPir(pirId);
      const { incidentCommander, attendees } = revision.pir;
      const agenda = agendaFor(review, pir, incidentCommander, items, today);
      await records.notices.add(
        agendaNotices(agenda, attendees, inScope(review.milestone, items), audience),
        now,
      );
      await records.reviews.save(
        reviews.map((entry) => ({ ...entry, state: 'announced' as const, announcedAt: now })),
      );
      const payload = {
        milestone: review.milestone,
        on: review.on,
        open: agenda.open.length,
        done: agenda.done.length,
      };
      await records.trail.append(
        pirId,
        'service',
        [{ action: 'review-announced', subject: review.milestone, payload }],
        now,
      );
      log.info('review announced', { pirId, ...payload });
    });
  }
  return newest.size;
}
