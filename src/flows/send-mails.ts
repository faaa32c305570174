import { type Day, dayAt, type Instant, type Workplace } from '../core/calendar.ts';
import { type Directory, workplaceOf } from '../core/directory.ts';
import { composeMail } from '../core/notice/compose.tsx';
import { upToDate } from '../core/notice/due-notices.ts';
import { isMailTime, type MailHours } from '../core/notice/mail-hours.ts';
import { mailKey } from '../core/notice/notice.ts';
import { reviewPeriod } from '../core/notice/review-notices.ts';
import { isOpen } from '../core/review/review.ts';
import type { Ports, Records } from '../ports.ts';

/** What mails are made with. */
export interface MailSettings extends MailHours, Workplace {
  /** Who works elsewhere, by another clock and with other holidays. */
  readonly directory: Directory;
  readonly organisation: string;
  readonly baseUrl: string;
  /** Right-hand side of the Message-ID, the sender's domain. */
  readonly messageIdDomain: string;
}

/**
 * Puts the day together: all pending notices of a recipient become one mail in the outbox, at most one a day, on the
 * recipient's working days, not before the time in settings by the recipient's clock and the organisation's. What no longer holds is left out. Mails of earlier days that never left, because
 * no server took them, are taken back first: what they said goes into today's mail as far as it still holds.
 * @returns how many mails were composed
 */
export async function sendMails(
  { store, clock, holidays, log }: Pick<Ports, 'store' | 'clock' | 'holidays' | 'log'>,
  settings: MailSettings,
): Promise<number> {
  const now = clock.now();
  if (!isMailTime(now, settings)) return 0;
  const today = dayAt(now, settings.timeZone);
  const recipients = await store.transaction(async (records) => {
    await records.notices.takeBackMails(today);
    return new Set((await records.notices.pending(null)).map((notice) => notice.recipient));
  });
  let composed = 0;
  for (const recipient of recipients) {
    // One at a time: a notice that no mail can be made of must not keep the others from theirs.
    try {
      const { timeZone, place } = workplaceOf(settings.directory, recipient, settings);
      const theirDay = dayAt(now, timeZone);
      const free = await holidays.of(place, theirDay, theirDay);
      if (!isMailTime(now, { timeZone, time: settings.time }, free)) continue;
      if (await store.transaction((records) => composeFor(records, recipient, theirDay, now, settings)))
        composed += 1;
    } catch (error) {
      log.error('mail could not be composed', { recipient, error });
    }
  }
  if (composed > 0) log.info('mails composed', { day: today, mails: composed });
  return composed;
}

async function composeFor(
  records: Records,
  recipient: string,
  today: Day,
  now: Instant,
  { baseUrl, organisation, messageIdDomain }: MailSettings,
): Promise<boolean> {
  const pending = await records.notices.pending(recipient);
  if ((await records.notices.mailedOn(today)).has(recipient)) return false;
  const live = await records.items.inStates(['open', 'in-progress', 'blocked']);
  const liveById = new Map(live.map((item) => [item.id, item]));
  const openReviews = new Set(
    (await records.reviews.list()).filter(isOpen).map((review) => `${review.pirId} ${reviewPeriod(review)}`),
  );
  const current = pending.map((notice) => ({
    notice,
    holds: upToDate(notice, liveById, openReviews, today),
  }));
  await records.notices.withdraw(current.flatMap(({ notice, holds }) => (holds === null ? [notice] : [])));
  const notices = current.flatMap(({ holds }) => (holds === null ? [] : [holds]));
  if (notices.length === 0) return false;

  const mail = composeMail({ recipient, day: today, notices, baseUrl, organisation, messageIdDomain });
  const { messageId, to, subject, text, html } = mail;
  await records.notices.addMail(mail, notices, now);
  const delivery = { kind: 'send-mail' as const, mail: { messageId, to, subject, text, html } };
  await records.outbox.add([{ key: mailKey(recipient, today), delivery }], now);
  return true;
}
