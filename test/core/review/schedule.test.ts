import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type Day, daysBetween, isWeekend } from '../../../src/core/calendar.ts';
import type { Pir } from '../../../src/core/pir/pir.ts';
import type { ReviewRecord } from '../../../src/core/review/review.ts';
import { agendaDay, scheduleReviews } from '../../../src/core/review/schedule.ts';
import { aPir } from '../plan/examples.ts';

/** A PIR of an incident on a day, with the reviews that the document writes. */
function pirOf(date: Day | null, reviews: Pir['reviews'] = [], pirDate: Day | null = null): Pir {
  return aPir([], { incident: { id: null, title: null, date, severity: null }, pirDate, reviews });
}

/** Milestone, day, source and state of each review. */
const shortly = (reviews: readonly ReviewRecord[]) =>
  reviews.map(({ milestone, on, source, state }) => `${milestone} ${on} ${source} ${state}`);

describe('the reviews of a PIR', () => {
  test('stand on the days the document writes, also on a Saturday', () => {
    const reviews = scheduleReviews(
      'pir_1',
      pirOf('2024-01-13', [{ milestone: 'P7D', on: '2024-01-20' }]),
      '2024-01-16',
      [],
    );
    expect(shortly(reviews)).toEqual([
      'P7D 2024-01-20 written planned',
      'P1M 2024-02-13 computed planned',
      'P3M 2024-04-15 computed planned', // 13 April is a Saturday
    ]);
  });

  test('are counted from the incident, held back to the month’s end and moved to a working day', () => {
    expect(shortly(scheduleReviews('pir_1', pirOf('2026-01-31'), '2026-02-02', []))).toEqual([
      'P7D 2026-02-09 computed planned', // 7 February is a Saturday
      'P1M 2026-03-02 computed planned', // 28 February is a Saturday
      'P3M 2026-04-30 computed planned',
    ]);
  });

  test('are moved past holidays where they are computed, and stay on one where they are written', () => {
    const easter = new Set<Day>(['2026-04-03', '2026-04-06']);
    const written = [{ milestone: 'P7D' as const, on: '2026-04-03' as const }];
    const reviews = scheduleReviews('pir_1', pirOf('2026-03-03', written), '2026-03-05', [], easter);
    expect(shortly(reviews).slice(0, 2)).toEqual([
      'P7D 2026-04-03 written planned',
      'P1M 2026-04-07 computed planned', // from Good Friday to the Tuesday after Easter
    ]);
  });

  test('count from the PIR where the incident has no date, and from the approval where neither has', () => {
    expect(scheduleReviews('pir_1', pirOf(null, [], '2026-03-04'), '2026-03-05', [])[0]?.on).toBe(
      '2026-03-11',
    );
    expect(scheduleReviews('pir_1', pirOf(null), '2026-03-05', [])[0]?.on).toBe('2026-03-12');
  });

  test('that had passed at the approval are recorded so; one on that very day is still held', () => {
    expect(shortly(scheduleReviews('pir_1', pirOf('2026-03-03'), '2026-04-03', []))).toEqual([
      'P7D 2026-03-10 computed before-approval',
      'P1M 2026-04-03 computed planned',
      'P3M 2026-06-03 computed planned',
    ]);
  });

  test('that have all passed are followed by one more, a month after the approval', () => {
    const reviews = scheduleReviews('pir_1', pirOf('2024-01-15'), '2026-01-31', []);
    expect(
      shortly(reviews)
        .slice(0, 3)
        .every((review) => review.endsWith('before-approval')),
    ).toBe(true);
    expect(shortly(reviews)[3]).toBe('extra 2026-03-02 computed planned');
    expect(scheduleReviews('pir_1', pirOf('2024-01-15'), '2026-01-31', reviews)).toEqual(reviews);
  });

  test('that were announced stay as they are when the PIR is approved again; planned ones follow the document', () => {
    const first = scheduleReviews('pir_1', pirOf('2026-03-03'), '2026-03-05', []);
    const known = first.map(
      (review): ReviewRecord =>
        review.milestone === 'P7D'
          ? { ...review, state: 'announced', announcedAt: '2026-03-06T08:00:00.000Z' }
          : review,
    );
    const moved = pirOf('2026-03-03', [
      { milestone: 'P7D', on: '2026-03-20' },
      { milestone: 'P1M', on: '2026-04-20' },
    ]);
    expect(shortly(scheduleReviews('pir_1', moved, '2026-03-05', known))).toEqual([
      'P7D 2026-03-10 computed announced',
      'P1M 2026-04-20 written planned',
      'P3M 2026-06-03 computed planned',
    ]);
  });

  test('never leave a PIR without a look back, and a computed one never falls on a weekend', () => {
    const anyDay = fc.integer({ min: 0, max: 4000 }).map((count) => addDays('2020-01-01', count));
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 900 }), (incident, wait) => {
        const approvedOn = addDays(incident, wait);
        const reviews = scheduleReviews('pir_1', pirOf(incident), approvedOn, []);
        const ahead = reviews.filter((review) => review.state === 'planned');
        expect(ahead.length).toBeGreaterThanOrEqual(1);
        expect(ahead.every((review) => review.on >= approvedOn && !isWeekend(review.on))).toBe(true);
      }),
    );
  });
});

test('an agenda leaves two working days before its review', () => {
  expect(agendaDay('2026-03-10')).toBe('2026-03-06'); // Tuesday: the Friday before
  expect(agendaDay('2026-03-07')).toBe('2026-03-05'); // a written Saturday
  expect(agendaDay('2026-04-07', new Set<Day>(['2026-04-03', '2026-04-06']))).toBe('2026-04-01');
  expect(daysBetween(agendaDay('2026-03-13'), '2026-03-13')).toBe(2);
});
