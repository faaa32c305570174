import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type Day, instantAt, isoWeek } from '../../../src/core/calendar.ts';
import { type DigestInput, weeklyDigests } from '../../../src/core/notice/digest.ts';
import type { Digest, NoticeRecord } from '../../../src/core/notice/notice.ts';
import { anItem, aReview, directory } from '../status/examples.ts';

const digestsOf = (given: Partial<DigestInput>) =>
  weeklyDigests({
    today: '2026-03-09', // a Monday
    timeZone: 'Europe/Berlin',
    weekday: 1,
    items: [],
    incidents: new Map([['pir-1', 'INC-1']]),
    reviews: [],
    directory,
    onCall: null,
    organisation: ['eng@acme.example'],
    ...given,
  });

const to = (notices: readonly NoticeRecord[]) =>
  notices.map(({ recipient, scope }) => `${recipient} ${scope}`);
const contentOf = (notice: NoticeRecord | undefined): Digest => {
  if (notice?.content.kind !== 'digest') throw new Error('no digest');
  return notice.content.digest;
};
const done = (stateSince: ReturnType<typeof instantAt>) => anItem({ state: 'done', stateSince });

describe('the weekly digest', () => {
  test('goes to each owner with theirs, and to the lists in settings with all', () => {
    const items = [
      anItem({ id: 'late', due: '2026-03-06' }),
      anItem({ id: 'sunday', due: '2026-03-15' }),
      anItem({ id: 'next', due: '2026-03-16' }),
      anItem({ id: 'nobody', owners: [], due: null }),
      done('2026-03-05T10:00:00.000Z'),
    ];
    const notices = digestsOf({ items, reviews: [aReview('2026-03-12'), aReview('2026-03-16')] });
    expect(to(notices)).toEqual(['jane@acme.example owner', 'eng@acme.example organisation']);
    expect(notices[0]).toMatchObject({ kind: 'digest', period: '2026-W11' });
    const [owner, organisation] = notices.map(contentOf);
    expect(owner).toMatchObject({
      from: '2026-03-09',
      to: '2026-03-15',
      openLater: 1,
      unowned: [],
      doneLastWeek: [],
    });
    expect(owner?.overdue.map((line) => line.itemId)).toEqual(['late']);
    expect(owner?.dueThisWeek.map((line) => line.itemId)).toEqual(['sunday']);
    expect(organisation).toMatchObject({ openLater: 2, reviews: [{ incident: 'INC-1', on: '2026-03-12' }] });
    expect(organisation?.unowned.map((line) => line.itemId)).toEqual(['nobody']);
    expect(organisation?.doneLastWeek).toHaveLength(1);
  });

  test('is for nobody who has nothing in it', () => {
    expect(digestsOf({})).toEqual([]);
    expect(
      digestsOf({
        items: [
          anItem({ state: 'declined' }),
          anItem({ state: 'verified', stateSince: '2026-01-05T10:00:00.000Z' }),
        ],
      }),
    ).toEqual([]);
  });

  test('is for nobody whose first item came on its day or later: that they hear of in next week’s', () => {
    const items = [anItem({ openedAt: '2026-03-08T23:30:00.000Z' })]; // already Monday in Berlin
    expect(digestsOf({ items })).toEqual([]);
    expect(digestsOf({ items, timeZone: 'UTC' })).toHaveLength(2);
    expect(digestsOf({ items, today: '2026-03-16' })).toHaveLength(2);
  });

  test('is due from its weekday on, and has one key for the whole week', () => {
    const items = [anItem()];
    expect(digestsOf({ items, weekday: 3 })).toEqual([]);
    const days = (['2026-03-11', '2026-03-13', '2026-03-15'] as const).map((today) =>
      digestsOf({ items, weekday: 3, today }),
    );
    expect(
      new Set(
        days.map((notices) =>
          JSON.stringify(notices.map(({ recipient, scope, period }) => [recipient, scope, period])),
        ),
      ).size,
    ).toBe(1);
  });

  test('names its week by ISO 8601 over the turn of the year', () => {
    const items = [anItem()];
    const last = digestsOf({ items, today: '2026-12-28' });
    expect(last[0]).toMatchObject({ period: '2026-W53' });
    expect(contentOf(last[0])).toMatchObject({ from: '2026-12-28', to: '2027-01-03' });
    expect(digestsOf({ items, today: '2027-01-01' })[0]?.period).toBe('2026-W53');
    expect(digestsOf({ items, today: '2027-01-04' })[0]?.period).toBe('2027-W01');
  });

  test('does not call done last week what a PIR of long ago states as done', () => {
    const stated = anItem({
      state: 'done',
      openedAt: '2026-03-05T10:00:00.000Z',
      stateSince: '2026-03-05T10:00:00.000Z',
    });
    expect(digestsOf({ items: [stated] })).toEqual([]);
  });

  test('tells each finished item in exactly one week, whichever day of the week each digest is made on', () => {
    const anyDay = fc.integer({ min: 0, max: 27 }).map((count) => addDays('2026-03-02', count));
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(6), { minLength: 8, maxLength: 8 }),
        (day, weekday, delays) => {
          const items = [done(instantAt(day, '12:00', 'Europe/Berlin'))];
          const told = delays.flatMap((delay, week) => {
            // Made on the digest's day or later in the same week.
            const today: Day = addDays('2026-03-02', 7 * week + Math.min(6, weekday - 1 + delay));
            return digestsOf({ items, today, weekday });
          });
          expect(told.map((notice) => contentOf(notice).doneLastWeek.length)).toEqual([1]);
          expect(told[0]?.period === isoWeek(day) || told[0]?.period === isoWeek(addDays(day, 7))).toBe(true);
        },
      ),
    );
  });
});
