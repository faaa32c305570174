import {
  dayAt,
  type Holidays,
  type Instant,
  instantAt,
  isWorkingDay,
  noHolidays,
  type TimeOfDay,
} from '../calendar.ts';

/** When mails may leave. */
export interface MailHours {
  /** IANA name; whose days and times count. */
  readonly timeZone: string;
  /** Not before this time of day. */
  readonly time: TimeOfDay;
}

/** Whether mails may leave now: on working days, from the time of day in settings on. */
export function isMailTime(
  now: Instant,
  { timeZone, time }: MailHours,
  holidays: Holidays = noHolidays,
): boolean {
  const today = dayAt(now, timeZone);
  return isWorkingDay(today, holidays) && now >= instantAt(today, time, timeZone);
}
