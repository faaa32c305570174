import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  addMonths,
  addSeconds,
  addWorkingDays,
  type Day,
  dayAt,
  dayFrom,
  daysBetween,
  type Instant,
  instantAt,
  instantFrom,
  isDay,
  isoWeek,
  isTimeZone,
  isWeekend,
  mondayOf,
  nextWorkingDay,
  type TimeOfDay,
  weekday,
} from '../../src/core/calendar.ts';

const anyDay = fc.integer({ min: -25_567, max: 73_049 }).map((count) => addDays('1970-01-01', count));
const anyZone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia');
const anyTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}` as TimeOfDay);

const lastDayOf = (year: number, month: number) =>
  Array.from({ length: 40 }, (_, day) => day).findLast((day) => dayFrom(year, month, day) !== null);
const lastOfTemporal = (year: number, month: number) =>
  month < 1 || month > 12 ? undefined : Temporal.PlainYearMonth.from({ year, month }).daysInMonth;

describe('days', () => {
  test.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['1900-02-29', false],
    ['2000-02-29', true],
    ['2024-04-31', false],
    ['2024-1-5', false],
    ['2024-01-15T00:00', false],
    ['', false],
  ])('%s: a day that exists? %s', (text, exists) => {
    expect(isDay(text)).toBe(exists);
  });

  test('no day is made of parts that make none', () => {
    expect(dayFrom(2024, 2, 29)).toBe('2024-02-29');
    expect(dayFrom(2023, 2, 29)).toBeNull();
    expect(dayFrom(2024, 13, 1)).toBeNull();
    expect(dayFrom(2024, 0, 1)).toBeNull();
  });

  test.each<[Day, number, Day]>([
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2024-01-31', 3, '2024-04-30'],
    ['2024-11-30', 3, '2025-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2024-12-15', 1, '2025-01-15'],
  ])('%s and %i months is %s', (day, count, expected) => {
    expect(addMonths(day, count)).toBe(expected);
  });

  test('adding days and counting them are each other’s inverse', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (day, count) => {
        expect(daysBetween(day, addDays(day, count))).toBe(count);
        expect(addDays(addDays(day, count), -count)).toBe(day);
      }),
    );
  });

  test('adding months never leaves the month that is meant, and days sort as text', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 60 }), (day, count) => {
        const later = addMonths(day, count);
        const months = (text: Day) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
        expect(months(later) - months(day)).toBe(count);
        expect(later >= day).toBe(true);
      }),
    );
  });

  test('days are what Temporal says they are', () => {
    const counts = fc.integer({ min: -40_000, max: 40_000 });
    fc.assert(
      fc.property(
        anyDay,
        anyDay,
        counts,
        fc.integer({ min: -900, max: 900 }),
        (day, other, count, months) => {
          const date = Temporal.PlainDate.from(day);
          expect(addDays(day, count)).toBe(date.add({ days: count }).toString());
          expect(addMonths(day, months)).toBe(date.add({ months }).toString());
          expect(daysBetween(day, other)).toBe(date.until(other).days);
          expect(weekday(day)).toBe(date.dayOfWeek);
        },
      ),
      { numRuns: 2000 },
    );
    for (let year = 1895; year < 2105; year += 1)
      for (let month = 0; month <= 13; month += 1)
        expect(lastDayOf(year, month)).toBe(lastOfTemporal(year, month));
  });
});

describe('weeks and working days', () => {
  test.each<[Day, string]>([
    ['2024-12-29', '2024-W52'],
    ['2024-12-30', '2025-W01'],
    ['2025-01-01', '2025-W01'],
    ['2020-12-31', '2020-W53'],
    ['2021-01-03', '2020-W53'],
    ['2021-01-04', '2021-W01'],
    ['2026-03-09', '2026-W11'],
  ])('%s lies in %s', (day, week) => {
    expect(isoWeek(day)).toBe(week);
  });

  test('a week has one name from Monday to Sunday, and the next week another', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const monday = mondayOf(day);
        expect(weekday(monday)).toBe(1);
        expect(daysBetween(monday, day)).toBe(weekday(day) - 1);
        expect(isoWeek(monday)).toBe(isoWeek(day));
        expect(isoWeek(addDays(monday, 6))).toBe(isoWeek(day));
        expect(isoWeek(addDays(monday, 7))).not.toBe(isoWeek(day));
      }),
    );
  });

  test.each<[Day, number, Day]>([
    ['2026-03-06', 1, '2026-03-09'], // Friday to Monday
    ['2026-03-09', -1, '2026-03-06'],
    ['2026-03-09', -3, '2026-03-04'],
    ['2026-03-07', -1, '2026-03-06'], // from a Saturday
    ['2026-03-07', 1, '2026-03-09'],
    ['2026-03-07', 0, '2026-03-07'],
    ['2026-01-02', -2, '2025-12-31'],
  ])('%s and %i working days is %s', (day, count, expected) => {
    expect(addWorkingDays(day, count)).toBe(expected);
  });

  test('working days forth and back lead to the same working day, and never to a weekend', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (day, count) => {
        const start = nextWorkingDay(day);
        expect(isWeekend(start)).toBe(false);
        expect(daysBetween(day, start)).toBeLessThanOrEqual(2);
        const later = addWorkingDays(start, count);
        expect(isWeekend(later)).toBe(false);
        expect(addWorkingDays(later, -count)).toBe(start);
      }),
    );
  });
});

describe('instants', () => {
  test.each<[string, Day, TimeOfDay, Instant]>([
    ['winter', '2026-01-15', '09:00', '2026-01-15T08:00:00.000Z'],
    ['summer', '2026-07-15', '09:00', '2026-07-15T07:00:00.000Z'],
    ['the hour that spring skips, moved on', '2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
    ['the hour that autumn repeats, the first', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
  ])('Berlin in %s', (_name, day, time, expected) => {
    expect(instantAt(day, time, 'Europe/Berlin')).toBe(expected);
  });

  test.each<[Instant, string, Day]>([
    ['2026-03-28T23:30:00.000Z', 'Europe/Berlin', '2026-03-29'],
    ['2026-03-29T21:59:59.999Z', 'Europe/Berlin', '2026-03-29'],
    ['2026-03-29T22:00:00.000Z', 'Europe/Berlin', '2026-03-30'],
    ['2026-10-25T22:59:59.999Z', 'Europe/Berlin', '2026-10-25'],
    ['2026-10-25T23:00:00.000Z', 'Europe/Berlin', '2026-10-26'],
    ['2026-03-10T04:59:00.000Z', 'America/New_York', '2026-03-10'],
    ['2026-03-10T03:59:00.000Z', 'America/New_York', '2026-03-09'],
  ])('%s in %s is on %s', (instant, zone, day) => {
    expect(dayAt(instant, zone)).toBe(day);
  });

  test('a local time leads to an instant on its own day, whatever the zone', () => {
    // Samoa skipped one whole day, 30 December 2011; a time on it is none.
    const present = anyDay.filter((day) => day >= '1970-01-01' && day !== '2011-12-30');
    fc.assert(
      fc.property(present, anyTime, anyZone, (day, time, zone) => {
        expect(dayAt(instantAt(day, time, zone), zone)).toBe(day);
      }),
    );
  });

  test('instants have milliseconds and so sort as text', () => {
    const anyMillis = fc.integer({ min: 0, max: 4_102_444_800_000 });
    fc.assert(
      fc.property(anyMillis, anyMillis, (a, b) => {
        expect(Date.parse(instantFrom(a))).toBe(a);
        expect(instantFrom(a) < instantFrom(b)).toBe(a < b);
      }),
    );
    expect(addSeconds('2026-03-05T09:00:00.000Z', 0.5)).toBe('2026-03-05T09:00:00.500Z');
    expect(addSeconds('2026-03-05T00:00:00.000Z', -1)).toBe('2026-03-04T23:59:59.000Z');
  });

  test('a time zone is known by its IANA name only', () => {
    expect(isTimeZone('Europe/Berlin')).toBe(true);
    expect(isTimeZone('Berlin')).toBe(false);
    expect(isTimeZone('')).toBe(false);
  });
});
