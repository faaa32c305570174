import { dayAt, type Instant, instantAt, isWeekend, type TimeOfDay } from '../calendar.ts';

/** When mails may leave. */
export interface MailHours {
  /** IANA name; whose days and times count. */
  readonly timeZone: string;
  /** Not before this time of day. */
  readonly time: TimeOfDay;
}

/** Whether mails may leave now: on working days, from the time of day in settings on. */
export function isMailTime(now: Instant, { timeZone, time }: MailHours): boolean {
  const today = dayAt(now, timeZone);
  return !isWeekend(today) && now >= instantAt(today, time, timeZone);
}
