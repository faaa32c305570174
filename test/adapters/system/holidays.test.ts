import { expect, test } from '@jest/globals';
import { createHolidaySource } from '../../../src/adapters/system/holidays.ts';
import { addWorkingDays, nextWorkingDay } from '../../../src/core/calendar.ts';

const source = createHolidaySource();

test('holidays are the whole public days of a country and region, over the turn of the year', async () => {
  const bavaria = await source.of({ country: 'DE', region: 'BY' }, '2026-12-01', '2027-01-31');
  expect(bavaria.has('2026-12-25')).toBe(true);
  expect(bavaria.has('2027-01-06')).toBe(true);
  expect(bavaria.has('2026-12-24')).toBe(false); // half a day, and only for banks
  expect(bavaria.has('2026-11-18')).toBe(false); // only schools are closed
  const germany = await source.of({ country: 'DE', region: null }, '2027-01-01', '2027-12-31');
  expect(germany.has('2027-01-06')).toBe(false);
  expect(addWorkingDays('2026-12-23', 2, bavaria)).toBe('2026-12-28');
  expect(nextWorkingDay('2027-03-26', germany)).toBe('2027-03-30'); // Good Friday to Easter Monday
});

test('a day in lieu is free where the holiday itself falls on a weekend', async () => {
  const britain = await source.of({ country: 'GB', region: null }, '2027-12-01', '2027-12-31');
  expect(nextWorkingDay('2027-12-25', britain)).toBe('2027-12-29');
});

test('no place has no holidays; one that nobody knows is said, with what there is', async () => {
  expect((await source.of(null, '2026-01-01', '2026-12-31')).size).toBe(0);
  await expect(source.of({ country: 'XX', region: null }, '2026-01-01', '2026-01-01')).rejects.toThrow(
    '"XX"',
  );
  await expect(source.of({ country: 'DE', region: 'ZZ' }, '2026-01-01', '2026-01-01')).rejects.toMatchObject({
    code: 'settings-invalid',
    hint: expect.stringContaining('BY'),
  });
});
