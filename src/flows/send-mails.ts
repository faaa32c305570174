import { dayAt, instantAt, isWeekend, type TimeOfDay } from '../core/calendar.ts';
import { composeMail } from '../core/notice/compose.tsx';
import { stillHolds } from '../core/notice/due-notices.ts';
import type { NoticeRecord } from '../core/notice/notice.ts';
import type { Ports } from '../ports.ts';

/** What mails are made with. */
export interface MailSettings {
  readonly organisation: string;
  readonly timeZone: string;
  /** Not before this time of day. */
  readonly time: TimeOfDay;
  readonly baseUrl: string;
  /** Right-hand side of the Message-ID, the sender's domain. */
  readonly messageIdDomain: string;
}

/**
 * Puts the day together: all pending notices of a recipient become one mail in the outbox, at most one a day, on working
 * days, not before the time in settings. What no longer holds is left out.
 * @returns how many mails were composed
 */
export async function sendMails(
  { store, clock, log }: Pick<Ports, 'store' | 'clock' | 'log'>,
  { organisation, timeZone, time, baseUrl, messageIdDomain }: MailSettings,
): Promise<number> {
  const now = clock.now();
  const today = dayAt(now, timeZone);
  if (isWeekend(today) || now < instantAt(today, time, timeZone)) return 0;
  return store.transaction(async (records) => {
    const live = await records.items.inStates(['open', 'in-progress', 'blocked']);
    const liveIds = new Set(live.map((item) => item.id));
    const pending = await records.notices.pending();
    await records.notices.withdraw(pending.filter((notice) => !stillHolds(notice, liveIds)));
    const mailed = await records.notices.mailedOn(today);
    const due = pending.filter((notice) => stillHolds(notice, liveIds) && !mailed.has(notice.recipient));
    const byRecipient = new Map<string, NoticeRecord[]>();
    for (const notice of due)
      byRecipient.set(notice.recipient, [...(byRecipient.get(notice.recipient) ?? []), notice]);

    for (const [recipient, notices] of byRecipient) {
      const mail = composeMail({ recipient, day: today, notices, baseUrl, organisation, messageIdDomain });
      const { messageId, to, subject, text, html } = mail;
      const delivery = { kind: 'send-mail' as const, mail: { messageId, to, subject, text, html } };
      await records.notices.addMail(mail, notices, now);
      await records.outbox.add([{ key: `mail ${recipient} ${today}`, delivery }], now);
    }
    if (byRecipient.size > 0)
      log.info('mails composed', { day: today, mails: byRecipient.size, notices: due.length });
    return byRecipient.size;
  });
}
