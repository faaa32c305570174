import { describe, expect, test } from '@jest/globals';
import { noHolidays } from '../../../src/core/calendar.ts';
import { agendaFor } from '../../../src/core/review/agenda.ts';
import { type Recorded, type RecordingInput, record } from '../../../src/core/review/record.ts';
import type { Entry } from '../../../src/core/review/recording.ts';
import { aPir, context } from '../plan/examples.ts';
import { anItem, aPir as aPirRecord, aReview, aTicket } from '../status/examples.ts';
import { anOutcome } from './examples.ts';

const open = anItem({ id: 'open', ref: '1', position: 1, title: 'Warm the cache' });
const done = anItem({
  ...{ id: 'done', ref: '2', position: 2, title: 'Alert on lag', state: 'done', due: '2026-03-01' },
  ...{ firstDue: '2026-02-27', stateSince: '2026-03-02T09:00:00.000Z', ticket: aTicket('done', 'OPS-2') },
});
const unnumbered = anItem({ id: 'bare', ref: null, position: 3, title: 'Write it down', state: 'done' });
const review = aReview('2026-03-16', { state: 'announced', announcedAt: '2026-03-12T08:00:00.000Z' });
const third = aReview('2026-05-18', { milestone: 'P3M' });

function recording(entries: readonly Entry[], given: Partial<RecordingInput> = {}): Recorded {
  return record({
    ...{
      pirId: 'pir-1',
      from: '2026-02-16',
      review,
      reviews: [review, third],
      items: [open, done, unnumbered],
    },
    ...{ outcomes: [], pir: aPir([]), context, now: '2026-03-16T10:00:00.000Z', today: '2026-03-16' },
    holidays: noHolidays,
    recording: { version: 0, by: 'Jo Doe', note: null, entries },
    ...given,
  });
}

describe('recording a review', () => {
  test('verifies an item only by "met", and keeps what was said of the others', () => {
    const { verified, outcomes, reviews, trail } = recording([
      { item: '1', progress: 'at-risk', note: 'needs hardware' },
      { item: '2', verdict: 'met' },
      { item: '#3', verdict: 'no-metric' },
    ]);
    expect(verified).toMatchObject([
      { id: 'done', state: 'verified', stateSince: '2026-03-16T10:00:00.000Z' },
    ]);
    expect(outcomes).toMatchObject([
      { itemId: 'open', progress: 'at-risk', verdict: null, note: 'needs hardware', by: 'Jo Doe' },
      { itemId: 'done', verdict: 'met' },
      { itemId: 'bare', verdict: 'no-metric' },
    ]);
    expect(reviews).toMatchObject([
      { milestone: 'P1M', state: 'recorded', version: 1, recordedBy: 'Jo Doe' },
    ]);
    expect(trail.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      'review-recorded P1M',
      'item-verified done',
    ]);
  });

  test('makes a new item of what was missed: its owner, no date, a title and an id of its own', () => {
    const { made, verified, outcomes } = recording([
      { item: '2', verdict: 'missed', note: 'Lag went unseen.' },
    ]);
    expect(verified).toEqual([]);
    expect(made).toMatchObject([
      {
        ...{
          title: 'Alert on lag (2nd try)',
          owners: done.owners,
          due: null,
          dueSource: null,
          firstDue: null,
        },
        ...{ ref: null, position: 4, state: 'open', follows: 'done', successMetric: done.successMetric },
        ticketFields: { summary: 'Alert on lag (2nd try)', dueDate: null, assignee: 'j1' },
      },
    ]);
    expect(made[0]?.ticketFields.description[0]?.paragraphs).toEqual([
      '"Alert on lag" (OPS-2) was done, and its success metric was missed.',
      'Lag went unseen.',
    ]);
    expect(outcomes[0]?.newItemId).toBe(made[0]?.id);
    // The same verdict in another database, or after a restore, makes the same item.
    expect(recording([{ item: '2', verdict: 'missed' }]).made[0]?.id).toBe(made[0]?.id);
  });

  test('gives what makes up for it the title and the day that were asked for', () => {
    const makeUp = { title: 'Alert on lag by percentile', due: '2026-04-30' } as const;
    const [made] = recording([{ item: '2', verdict: 'missed', makeUp }]).made;
    expect(made).toMatchObject({
      title: makeUp.title,
      due: makeUp.due,
      dueSource: 'written',
      firstDue: makeUp.due,
    });
    const again = recording([{ item: 'x', verdict: 'missed' }], {
      items: [anItem({ id: 'x', title: 'Alert on lag (2nd try)', state: 'done' })],
    });
    expect(again.made[0]?.title).toBe('Alert on lag (3rd try)');
  });

  test('asks again on the day until which it is too early to tell, once for all that wait for it', () => {
    const { reviews } = recording([
      { item: '2', verdict: 'too-early', until: '2026-05-02' },
      { item: '#3', verdict: 'too-early', until: '2026-05-02' },
    ]);
    expect(reviews.slice(1)).toMatchObject([
      { milestone: 'again-2026-05-02', on: '2026-05-02', source: 'written', state: 'planned' },
    ]);
    expect(recording([{ item: '2', verdict: 'too-early', untilIncident: 'lag' }]).reviews).toHaveLength(1);
  });

  test('is followed by the next month where it was the last one and something is left', () => {
    const last = { ...third, state: 'announced' as const };
    const given = {
      review: last,
      reviews: [{ ...review, state: 'recorded' as const }, last],
      today: '2026-05-19',
    } as const;
    const { reviews } = recording([{ item: '2', verdict: 'met' }], given);
    expect(reviews.map(({ milestone, on }) => `${milestone} ${on}`)).toEqual([
      'P3M 2026-05-18',
      'P4M 2026-06-16',
    ]);
    const settled = [
      { item: '2', verdict: 'met' },
      { item: '#3', verdict: 'no-metric' },
    ] as const;
    expect(recording(settled, { ...given, items: [done, unnumbered] }).reviews).toHaveLength(1);
  });

  test('twice at once tells the second what the first recorded, and changes nothing', () => {
    const first = {
      ...review,
      state: 'recorded',
      version: 1,
      recordedBy: 'Mo Roe',
      recordedAt: '2026-03-16T09:59:00.000Z',
    } as const;
    const outcomes = [
      anOutcome('open', { progress: 'on-track' }),
      anOutcome('done', { verdict: 'too-early' }),
    ];
    expect(() => recording([{ item: '2', verdict: 'met' }], { review: first, outcomes })).toThrow(
      'Mo Roe recorded this review at 2026-03-16T09:59:00.000Z, after you read it: 1 on track, 2 too early.',
    );
  });

  test('can be done once more, to add what was left out and to correct what is not final', () => {
    const first = { ...review, state: 'recorded', version: 1, note: 'Half an hour.' } as const;
    const outcomes = [anOutcome('done', { verdict: 'no-metric' })];
    const again = {
      review: first,
      outcomes,
      recording: { version: 1, by: 'Mo', note: null, entries: [{ item: '2', verdict: 'met' }] },
    } as const;
    expect(recording([], again)).toMatchObject({
      verified: [{ id: 'done' }],
      reviews: [{ version: 2, note: 'Half an hour.', recordedBy: 'Mo' }],
    });
  });

  const misfits: readonly (readonly [string, Entry, string])[] = [
    ['an unknown item', { item: '9', progress: 'on-track' }, 'there is no item 9'],
    ['a verdict of an open item', { item: '1', verdict: 'met' }, 'item 1 is not done'],
    ['progress of a done item', { item: '2', progress: 'on-track' }, 'item 2 is done'],
    ['neither of both', { item: '2' }, 'neither progress nor verdict'],
    ['too early without end', { item: '2', verdict: 'too-early' }, 'until either a day or an incident'],
    [
      'too early until yesterday',
      { item: '2', verdict: 'too-early', until: '2026-03-15' },
      'on a day to come',
    ],
    [
      'a day to wait for what was met',
      { item: '2', verdict: 'met', until: '2026-05-01' },
      'is not too early',
    ],
    ['a make-up of what was met', { item: '2', verdict: 'met', makeUp: {} }, 'nothing makes up for it'],
    [
      'a make-up by the same title',
      { item: '2', verdict: 'missed', makeUp: { title: 'ALERT on lag' } },
      'a title of its own',
    ],
    [
      'a make-up due yesterday',
      { item: '2', verdict: 'missed', makeUp: { due: '2026-03-15' } },
      'before today',
    ],
  ];
  test.each(misfits)('refuses %s', (_, entry, why) => {
    expect(() => recording([entry])).toThrow(why);
  });

  test('refuses a review that is over, and one that says nothing', () => {
    expect(() =>
      recording([{ item: '2', verdict: 'met' }], { review: { ...review, state: 'overtaken' } }),
    ).toThrow('a later review looks at all');
    expect(() => recording([])).toThrow('says nothing');
  });
});

describe('an agenda', () => {
  const agenda = (reviews = [review], given = {}) =>
    agendaFor({
      ...{ review, pir: aPirRecord(), facilitator: 'Jane Smith', reviews, outcomes: [] },
      items: [open, done, anItem({ id: 'late', due: '2026-03-01' })],
      ...given,
    });

  test('has what is overdue first, and the metric of what is done', () => {
    expect(agenda()).toMatchObject({
      incident: 'INC-2026-0216-001',
      open: [{ itemId: 'late' }, { itemId: 'open' }],
      done: [{ itemId: 'done', successMetric: 'p99 of payment queries below 100 ms for 7 days' }],
    });
  });

  test('says what changed since the approval, or since the last review that was recorded', () => {
    expect(agenda().changes).toMatchObject([
      {
        title: 'Alert on lag',
        state: { from: 'open', to: 'done' },
        due: { from: '2026-02-27', to: '2026-03-01' },
      },
      { itemId: 'late', due: { from: '2026-03-20', to: '2026-03-01' } },
    ]);
    const week = aReview('2026-02-23', {
      ...{ milestone: 'P7D', state: 'recorded' },
      standings: [
        { itemId: 'open', state: 'blocked', due: '2026-03-20' },
        { itemId: 'done', state: 'done', due: '2026-03-01' },
      ],
    });
    expect(agenda([week, review])).toMatchObject({
      since: '2026-02-23',
      changes: [
        { itemId: 'open', isNew: false, state: { from: 'blocked', to: 'open' }, due: null },
        { itemId: 'late', isNew: true },
      ],
    });
  });
});
