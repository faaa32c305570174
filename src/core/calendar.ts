import { Temporal } from 'temporal-polyfill';

/** A calendar day, ISO 8601: `2024-01-15`. Days belong to the organisation's time zone and carry none themselves. */
export type Day = `${number}-${number}-${number}`;

/** A point in time, ISO 8601 in UTC with milliseconds: `2024-01-15T09:00:00.000Z`. Sorts as text. */
export type Instant = `${string}T${string}Z`;

/** A time of day, 24-hour clock: `09:00`. */
export type TimeOfDay = `${number}:${number}`;

/** Whether `text` is a day that exists: `2024-02-30` is not one. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** The day for a year, month (1-12) and day of month, or null where no such day exists. */
export function dayFrom(year: number, month: number, dayOfMonth: number): Day | null {
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(dayOfMonth, 2)}`;
  return isDay(text) ? text : null;
}

/** The day `count` calendar days after `day`; before it when negative. */
export function addDays(day: Day, count: number): Day {
  return Temporal.PlainDate.from(day).add({ days: count }).toString() as Day;
}

/** The same day of the month `count` months later, held back to the month's end: 31 January + 1 is 29 February. */
export function addMonths(day: Day, count: number): Day {
  return Temporal.PlainDate.from(day).add({ months: count }, { overflow: 'constrain' }).toString() as Day;
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;
}

/** 1 for Monday to 7 for Sunday (ISO 8601). */
export function weekday(day: Day): number {
  return Temporal.PlainDate.from(day).dayOfWeek;
}

/** Saturday or Sunday. */
export function isWeekend(day: Day): boolean {
  return weekday(day) > 5;
}

/** `day` itself, or the Monday after it where it falls on a weekend. */
export function nextWorkingDay(day: Day): Day {
  return isWeekend(day) ? nextWorkingDay(addDays(day, 1)) : day;
}

/** The day `count` working days (Monday to Friday) after `day`; before it when negative. */
export function addWorkingDays(day: Day, count: number): Day {
  const step = count < 0 ? -1 : 1;
  let left = Math.abs(count);
  let current = day;
  while (left > 0) {
    current = addDays(current, step);
    if (!isWeekend(current)) left -= 1;
  }
  return current;
}

/** The ISO 8601 week a day lies in: `2024-W03`. */
export function isoWeek(day: Day): string {
  const date = Temporal.PlainDate.from(day);
  return `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, '0')}`;
}

/** The Monday of the week that holds `day`. */
export function mondayOf(day: Day): Day {
  return addDays(day, 1 - weekday(day));
}

/** The calendar day that an instant falls on in a time zone (IANA name). */
export function dayAt(instant: Instant, timeZone: string): Day {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString() as Day;
}

/**
 * The instant of a local time of day. A time that summer time skips moves forward, one that occurs twice is the first.
 */
export function instantAt(day: Day, time: TimeOfDay, timeZone: string): Instant {
  const zoned = Temporal.PlainDate.from(day).toZonedDateTime({
    timeZone,
    plainTime: Temporal.PlainTime.from(time),
  });
  return instantFrom(zoned.epochMilliseconds);
}

/** The instant for milliseconds since 1970-01-01T00:00Z. */
export function instantFrom(epochMilliseconds: number): Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochMilliseconds).toString({
    smallestUnit: 'millisecond',
  }) as Instant;
}

/** The instant `seconds` after `instant`. */
export function addSeconds(instant: Instant, seconds: number): Instant {
  return instantFrom(Temporal.Instant.from(instant).epochMilliseconds + Math.round(seconds * 1000));
}

/** Whether a name is a time zone that this runtime knows (IANA, such as `Europe/Berlin`). */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
