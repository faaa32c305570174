import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type Day, instantAt, isWeekend, noHolidays } from '../../../src/core/calendar.ts';
import { dueReviews, matchesIncident, type ReviewedPir } from '../../../src/core/review/due.ts';
import { isLate, isOpen, type ReviewRecord } from '../../../src/core/review/review.ts';
import { scheduleReviews } from '../../../src/core/review/schedule.ts';
import { aPir } from '../plan/examples.ts';
import { anItem, aReview } from '../status/examples.ts';
import { anOutcome } from './examples.ts';

const zone = 'Europe/Berlin';
const item = anItem({ priority: 'high', due: '2026-03-20' });
const from: Day = '2026-02-16';

function aReviewedPir(reviews: readonly ReviewRecord[], given: Partial<ReviewedPir> = {}): ReviewedPir {
  return { pirId: 'pir-1', from, reviews, items: [item], outcomes: [], ...given };
}
const onDay = (pir: ReviewedPir, today: Day) => {
  const { changed, announced, askedAgain } = dueReviews(pir, today, zone, noHolidays);
  return {
    changed: changed.map(({ milestone, on, state }) => `${milestone} ${on} ${state}`),
    announced: announced.map(({ milestone }) => milestone),
    askedAgain: askedAgain.map(({ milestone, askedOn }) => `${milestone} ${askedOn}`),
  };
};
const nothing = { changed: [], announced: [], askedAgain: [] };

describe('the agenda of a review', () => {
  test('is due two working days before it, on no earlier day, and not when nothing is left to look at', () => {
    const pir = aReviewedPir([aReview('2026-03-16')]);
    expect(onDay(pir, '2026-03-11')).toEqual(nothing);
    expect(onDay(pir, '2026-03-12').announced).toEqual(['P1M']);
    const over = { ...pir, items: [{ ...item, state: 'verified' as const }] };
    expect(onDay(over, '2026-03-12')).toEqual({ ...nothing, changed: ['P1M 2026-03-16 not-needed'] });
  });

  test('counts holidays as free days', () => {
    // Good Friday and Easter Monday 2026.
    const easter = new Set<Day>(['2026-04-03', '2026-04-06']);
    const pir = aReviewedPir([aReview('2026-04-07')]);
    expect(dueReviews(pir, '2026-03-31', zone, easter).announced).toEqual([]);
    expect(dueReviews(pir, '2026-04-01', zone, easter).announced).toHaveLength(1);
  });

  test('is sent after a downtime for the newest only, which looks at all that the others would have', () => {
    const reviews = [
      aReview('2026-02-23', {
        milestone: 'P7D',
        state: 'announced',
        announcedAt: '2026-02-19T08:00:00.000Z',
      }),
      aReview('2026-03-16', { milestone: 'P1M' }),
      aReview('2026-05-18', { milestone: 'P3M' }),
    ];
    expect(onDay(aReviewedPir(reviews), '2026-05-20')).toEqual({
      changed: ['P3M 2026-05-18 announced', 'P1M 2026-03-16 overtaken', 'P7D 2026-02-23 overtaken'],
      announced: ['P3M'],
      askedAgain: [],
    });
  });
});

describe('a review that was not recorded', () => {
  const announced = aReview('2026-03-16', { state: 'announced', announcedAt: '2026-03-12T08:00:00.000Z' });

  test('is asked for again after two working days, then weekly, each time once', () => {
    let review = announced;
    const asked: string[] = [];
    for (let day: Day = '2026-03-13'; day < '2026-04-06'; day = addDays(day, 1)) {
      const { askedAgain } = dueReviews(aReviewedPir([review]), day, zone, noHolidays);
      expect(dueReviews(aReviewedPir([askedAgain[0] ?? review]), day, zone, noHolidays).askedAgain).toEqual(
        [],
      );
      if (askedAgain[0] === undefined) continue;
      review = askedAgain[0];
      asked.push(`${day} ${review.askedOn}`);
    }
    expect(asked).toEqual(['2026-03-18 2026-03-18', '2026-03-25 2026-03-25', '2026-04-01 2026-04-01']);
  });

  test('is asked for once after a downtime, and not again when the clock is set back', () => {
    expect(onDay(aReviewedPir([announced]), '2026-04-03').askedAgain).toEqual(['P1M 2026-04-01']);
    const asked = { ...announced, askedOn: '2026-04-01' as const };
    expect(onDay(aReviewedPir([asked]), '2026-03-26').askedAgain).toEqual([]);
  });

  test('is late until a later one overtakes it', () => {
    expect(isLate(announced, '2026-03-16')).toBe(false);
    expect(isLate(announced, '2026-03-17')).toBe(true);
    expect(isLate({ ...announced, state: 'recorded' }, '2026-03-17')).toBe(false);
  });
});

describe('monthly reviews', () => {
  const third = aReview('2026-05-18', {
    ...{ milestone: 'P3M', state: 'recorded' },
    ...{ version: 1, recordedAt: '2026-05-18T10:00:00.000Z', recordedBy: 'Jo Doe' },
  });

  test('follow the third month while something is overdue or not verified', () => {
    expect(onDay(aReviewedPir([third]), '2026-05-19').changed).toEqual(['P4M 2026-06-16 planned']);
    const fourth = aReview('2026-06-16', { milestone: 'P4M', state: 'recorded' });
    expect(onDay(aReviewedPir([third, fourth]), '2026-06-17').changed).toEqual(['P5M 2026-07-16 planned']);
  });

  test('do not follow where all is verified, waits for its day, ended without a metric, or is not yet due', () => {
    const settled = [
      anItem({ id: 'verified', state: 'verified' }),
      anItem({ id: 'dropped', state: 'dropped' }),
      anItem({ id: 'later', due: '2026-12-31' }),
      anItem({ id: 'early', state: 'done' }),
      anItem({ id: 'without', state: 'done' }),
    ];
    const outcomes = [
      anOutcome('early', { verdict: 'too-early', untilIncident: 'failover' }),
      anOutcome('without', { verdict: 'no-metric' }),
    ];
    const pir = aReviewedPir([third], { items: settled, outcomes });
    expect(onDay(pir, '2026-05-19')).toEqual(nothing);
    // The one that was not due then is overdue in the new year.
    expect(onDay(pir, '2027-01-04').changed).toEqual(['P11M 2027-01-18 planned']);
  });

  test('do not wait for ever for a third month that nobody recorded', () => {
    const forgotten = aReview('2026-05-18', {
      ...{
        milestone: 'P3M',
        state: 'announced',
        announcedAt: '2026-05-14T08:00:00.000Z',
        askedOn: '2026-06-10',
      },
    });
    expect(onDay(aReviewedPir([forgotten]), '2026-06-11')).toEqual(nothing);
    expect(onDay(aReviewedPir([forgotten]), '2026-06-12').changed).toEqual([
      'P4M 2026-06-16 announced',
      'P3M 2026-05-18 overtaken',
    ]);
  });
});

test('an incident matches by all words of title or root cause, whatever their case', () => {
  const incident = { title: 'Refunds paid twice', rootCause: 'A failover of the Ledger database' };
  expect(matchesIncident('ledger FAILOVER', incident)).toBe(true);
  expect(matchesIncident('ledger deadlock', incident)).toBe(false);
  expect(matchesIncident(' … ', incident)).toBe(false);
});

test('whatever days are missed, every review is announced or overtaken, none twice, and nothing on two runs of a day', () => {
  const schedule = fc.record({
    incident: fc.integer({ min: 0, max: 1500 }).map((count) => addDays('2023-06-01', count)),
    wait: fc.integer({ min: 0, max: 200 }),
    downDays: fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 45 })), {
      maxLength: 4,
    }),
  });
  fc.assert(
    fc.property(schedule, ({ incident, wait, downDays }) => {
      const approvedOn = addDays(incident, wait);
      const pir = aPir([], { incident: { id: null, title: null, date: incident, severity: null } });
      let reviews = scheduleReviews('pir-1', pir, approvedOn, []);
      const live = anItem({ priority: 'high', due: addDays(approvedOn, 20) });
      const told = new Map<string, number>();
      for (let count = 0; count < 300; count += 1) {
        const today = addDays(approvedOn, count);
        if (downDays.some(([start, length]) => count >= start && count < start + length) || isWeekend(today))
          continue;
        for (let run = 0; run < 2; run += 1) {
          const known = { pirId: 'pir-1', from: incident, reviews, items: [live], outcomes: [] };
          const { changed, announced } = dueReviews(known, today, zone, noHolidays);
          if (run === 1) expect(changed).toEqual([]);
          for (const { milestone } of announced) told.set(milestone, (told.get(milestone) ?? 0) + 1);
          const at = instantAt(today, '09:00', zone);
          const after = changed.map((each) =>
            announced.includes(each) ? { ...each, announcedAt: at } : each,
          );
          reviews = [
            ...reviews.filter(({ milestone }) => after.every((each) => each.milestone !== milestone)),
            ...after,
          ];
        }
      }
      expect([...told.values()].every((times) => times === 1)).toBe(true);
      const ended = addDays(approvedOn, 230);
      expect(
        reviews.filter((review) => isOpen(review) && review.on < ended && !told.has(review.milestone)),
      ).toEqual([]);
      expect(told.size).toBeGreaterThan(0);
    }),
    { numRuns: 12 },
  );
});
