import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type Day, daysBetween } from '../../../src/core/calendar.ts';
import { defaultReminderOffsets, type Occasion, reminderFor } from '../../../src/core/notice/reminders.ts';

const due: Day = '2026-03-13'; // a Friday
const item = { state: 'open' as const, due };
const opened = '2026-02-02';

const on = (today: Day, openedOn: Day = opened) => reminderFor(item, openedOn, today, defaultReminderOffsets);

describe('the reminder that a day calls for', () => {
  test.each<[Day, string | null, string]>([
    ['2026-03-09', null, 'nothing yet'],
    ['2026-03-10', '2026-03-13-3wd', 'three working days before'],
    ['2026-03-12', '2026-03-13-3wd', 'still that one'],
    ['2026-03-13', '2026-03-13', 'on the day'],
    ['2026-03-14', '2026-03-13+1d', 'one day after'],
    ['2026-03-16', '2026-03-13+3d', 'three days after'],
    ['2026-03-19', '2026-03-13+3d', 'still that one'],
    ['2026-03-20', '2026-03-13+7d', 'a week after'],
    ['2026-03-26', '2026-03-13+7d', 'still that one'],
    ['2026-03-27', '2026-03-13+14d', 'then weekly'],
    ['2026-09-04', '2026-03-13+175d', 'as long as it takes'],
  ])('%s: %s (%s)', (today, period) => {
    expect(on(today)?.period ?? null).toBe(period);
  });

  test('is the newest one only, after however long a downtime', () => {
    expect(on('2026-03-18')).toEqual({ kind: 'overdue', day: '2026-03-16', period: '2026-03-13+3d' });
  });

  test('is none for what has passed when the item is opened, and the next one comes', () => {
    expect(on('2026-03-16', '2026-03-16')).toBeNull();
    expect(on('2026-03-19', '2026-03-16')).toBeNull();
    expect(on('2026-03-20', '2026-03-16')?.period).toBe('2026-03-13+7d');
  });

  test('begins anew when the date is moved', () => {
    const moved = { ...item, due: '2026-04-10' as Day };
    expect(reminderFor(moved, opened, '2026-04-10', defaultReminderOffsets)?.period).toBe('2026-04-10');
    expect(reminderFor(moved, opened, '2026-03-20', defaultReminderOffsets)).toBeNull();
  });

  test.each(['done', 'verified', 'declined', 'dropped', 'accepted-risk', 'proposed'] as const)(
    'is none for an item that is %s',
    (state) => {
      expect(reminderFor({ ...item, state }, opened, '2026-03-20', defaultReminderOffsets)).toBeNull();
    },
  );

  test('is none without a due date', () => {
    expect(reminderFor({ ...item, due: null }, opened, '2026-03-20', defaultReminderOffsets)).toBeNull();
  });

  test('follows settings, also those that leave days out', () => {
    const offsets = { before: [10, 1], after: [], every: 3 };
    const period = (today: Day) => reminderFor(item, opened, today, offsets)?.period ?? null;
    expect(period('2026-02-27')).toBe('2026-03-13-10wd');
    expect(period('2026-03-12')).toBe('2026-03-13-1wd');
    expect(period('2026-03-15')).toBe('2026-03-13');
    expect(period('2026-03-16')).toBe('2026-03-13+3d');
    expect(period('2026-03-19')).toBe('2026-03-13+6d');
  });
});

test('walking day by day, none lies on or before the opening, comes twice, or is from another day than its name', () => {
  const anyDay = fc.integer({ min: 0, max: 800 }).map((count) => addDays('2026-01-01', count));
  const anyOffsets = fc.record({
    before: fc.array(fc.integer({ min: 1, max: 15 }), { maxLength: 3 }),
    after: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 3 }),
    every: fc.integer({ min: 0, max: 10 }),
  });
  fc.assert(
    fc.property(anyDay, anyDay, anyOffsets, (openedOn, dueOn, offsets) => {
      const seen = new Map<string, Occasion>();
      let last: Day = openedOn;
      for (let count = 0; count <= 60; count += 1) {
        const today = addDays(openedOn, count);
        const occasion = reminderFor({ state: 'open', due: dueOn }, openedOn, today, offsets);
        if (occasion === null) continue;
        expect(occasion.day > openedOn && occasion.day <= today).toBe(true);
        expect(occasion.day >= last).toBe(true);
        last = occasion.day;
        const known = seen.get(occasion.period);
        if (known !== undefined) expect(occasion).toEqual(known);
        seen.set(occasion.period, occasion);
        expect(occasion.kind).toBe(daysBetween(dueOn, occasion.day) > 0 ? 'overdue' : 'due');
      }
      // One name for each day on which something is to be said.
      expect(new Set([...seen.values()].map((each) => each.day)).size).toBe(seen.size);
    }),
  );
});
