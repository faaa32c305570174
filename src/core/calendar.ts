import { Temporal } from 'temporal-polyfill';

/** A calendar day, ISO 8601: `2024-01-15`. Days belong to the organisation's time zone and carry none themselves. */
export type Day = `${number}-${number}-${number}`;

/** A point in time, ISO 8601 in UTC with milliseconds: `2024-01-15T09:00:00.000Z`. Sorts as text. */
export type Instant = `${string}T${string}Z`;

/** A time of day, 24-hour clock: `09:00`. */
export type TimeOfDay = `${number}:${number}`;

/** Whether `text` is a day that exists: `2024-02-30` is not one. */
export function isDay(text: string): text is Day {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && exists(...partsOf(text as Day));
}

/** The day for a year (0-9999), month (1-12) and day of month, or null where no such day exists. */
export function dayFrom(year: number, month: number, dayOfMonth: number): Day | null {
  return exists(year, month, dayOfMonth) ? dayOf(year, month, dayOfMonth) : null;
}

/** The day `count` calendar days after `day`; before it when negative. */
export function addDays(day: Day, count: number): Day {
  return dayAtCount(countOf(day) + count);
}

/** The same day of the month `count` months later, held back to the month's end: 31 January + 1 is 29 February. */
export function addMonths(day: Day, count: number): Day {
  const [year, month, dayOfMonth] = partsOf(day);
  const months = 12 * year + month - 1 + count;
  const [newYear, newMonth] = [Math.floor(months / 12), (months % 12) + 1];
  return dayOf(newYear, newMonth, Math.min(dayOfMonth, daysIn(newYear, newMonth)));
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return countOf(to) - countOf(from);
}

/** 1 for Monday to 7 for Sunday (ISO 8601). */
export function weekday(day: Day): number {
  return ((countOf(day) + 2) % 7) + 1;
}

// Days are plain numbers while they are counted: Temporal takes some microseconds a day, and a review names dozens.

type Parts = readonly [year: number, month: number, dayOfMonth: number];

const partsOf = (day: Day): Parts => [
  Number(day.slice(0, 4)),
  Number(day.slice(5, 7)),
  Number(day.slice(8, 10)),
];

function dayOf(year: number, month: number, dayOfMonth: number): Day {
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(dayOfMonth, 2)}` as Day;
}

function exists(year: number, month: number, dayOfMonth: number): boolean {
  return (
    year >= 0 &&
    year <= 9999 &&
    month >= 1 &&
    month <= 12 &&
    dayOfMonth >= 1 &&
    dayOfMonth <= daysIn(year, month)
  );
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

// Years that begin in March have their leap day at the end, so that a month always begins on the same day of its year:
// 153 days are five months.
const daysBeforeYear = (year: number) =>
  365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
const daysBeforeMonth = (month: number) => Math.floor((153 * month + 2) / 5);

/** Days since 1 March of the year 0. */
function countOf(day: Day): number {
  const [year, month, dayOfMonth] = partsOf(day);
  const marchYear = month > 2 ? year : year - 1;
  return daysBeforeYear(marchYear) + daysBeforeMonth((month + 9) % 12) + dayOfMonth - 1;
}

function dayAtCount(count: number): Day {
  // The mean length of a year tells it but for its last day or first.
  let marchYear = Math.floor(count / 365.2425);
  if (daysBeforeYear(marchYear) > count) marchYear -= 1;
  else if (daysBeforeYear(marchYear + 1) <= count) marchYear += 1;
  const left = count - daysBeforeYear(marchYear);
  const month = Math.floor((5 * left + 2) / 153);
  const dayOfMonth = left - daysBeforeMonth(month) + 1;
  return dayOf(month < 10 ? marchYear : marchYear + 1, ((month + 2) % 12) + 1, dayOfMonth);
}

/** Saturday or Sunday. */
export function isWeekend(day: Day): boolean {
  return weekday(day) > 5;
}

/** Where people work: a country by its ISO 3166-1 code (`DE`) and, where its parts differ, the region (`BY`). */
export interface Place {
  readonly country: string;
  readonly region: string | null;
}

/** Whose days and holidays count. */
export interface Workplace {
  /** IANA name. */
  readonly timeZone: string;
  /** Null: no holidays are known. */
  readonly place: Place | null;
}

/** Days on which nobody works beside weekends: the public holidays of a place. */
export type Holidays = ReadonlySet<Day>;

/** Where no country is known, only weekends are free. */
export const noHolidays: Holidays = new Set();

/** Monday to Friday, and no holiday. */
export function isWorkingDay(day: Day, holidays: Holidays = noHolidays): boolean {
  return !isWeekend(day) && !holidays.has(day);
}

/** `day` itself, or the first working day after it. */
export function nextWorkingDay(day: Day, holidays: Holidays = noHolidays): Day {
  return isWorkingDay(day, holidays) ? day : nextWorkingDay(addDays(day, 1), holidays);
}

/** The day `count` working days after `day`; before it when negative. */
export function addWorkingDays(day: Day, count: number, holidays: Holidays = noHolidays): Day {
  const step = count < 0 ? -1 : 1;
  let left = Math.abs(count);
  let current = day;
  while (left > 0) {
    current = addDays(current, step);
    if (isWorkingDay(current, holidays)) left -= 1;
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

/** The time of day that an instant falls on in a time zone (IANA name), to the minute. */
export function timeOfDayAt(instant: Instant, timeZone: string): TimeOfDay {
  const time = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainTime();
  return time.toString({ smallestUnit: 'minute' }) as TimeOfDay;
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
