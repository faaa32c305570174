import { describe, expect, test } from '@jest/globals';
import { emptyDirectory } from '../../../src/core/directory.ts';
import { summarise } from '../../../src/core/status/summarise.ts';
import { anOutcome } from '../review/examples.ts';
import { anItem, aPir, aReview, aStatusInput, aTicket, directory } from './examples.ts';

const waiting = (
  kind: 'create-ticket' | 'update-ticket' | 'send-mail',
  count: number,
  lastReason?: string,
) => ({
  kind,
  waiting: count,
  dead: 0,
  delivered: 0,
  oldestWaiting: null,
  lastReason: lastReason ?? null,
});

const titles = (lines: readonly { readonly title: string }[]) => lines.map((line) => line.title);

describe('what is open', () => {
  test('an item is overdue from the day after its due date, in the organisation’s zone', () => {
    const items = [
      anItem({ title: 'yesterday', due: '2026-03-09' }),
      anItem({ title: 'today', due: '2026-03-10' }),
      anItem({ title: 'done late', due: '2026-03-01', state: 'done' }),
      anItem({ title: 'not approved', due: '2026-03-01', state: 'proposed' }),
    ];
    const status = summarise(aStatusInput({ items }));
    expect(status.overdue).toMatchObject([{ title: 'yesterday', daysLate: 1 }]);
    // At 01:30 in Tokyo it is the 10th there, and still the 9th in UTC.
    const tokyo = aStatusInput({ items, now: '2026-03-09T16:30:00.000Z', timeZone: 'Asia/Tokyo' });
    expect(titles(summarise(tokyo).overdue)).toEqual(['yesterday']);
    expect(summarise({ ...tokyo, timeZone: 'UTC' }).overdue).toEqual([]);
  });

  test('overdue, due this week and later are every live item once; the week ends on Sunday', () => {
    const items = [
      anItem({ title: 'late', due: '2026-02-01' }),
      anItem({ title: 'sunday', due: '2026-03-15' }),
      anItem({ title: 'monday', due: '2026-03-16', state: 'blocked' }),
      anItem({ title: 'no date', due: null, dueSource: null }),
      anItem({ title: 'declined', state: 'declined' }),
    ];
    const status = summarise(aStatusInput({ items }));
    expect(titles(status.dueThisWeek)).toEqual(['sunday']);
    expect(titles(status.openLater)).toEqual(['monday', 'no date']);
    expect(status.counts).toMatchObject({ open: 4, overdue: 1, dueThisWeek: 1, blocked: 1, declined: 1 });
  });

  test('done lately is what ended within seven days, newest first', () => {
    const items = [
      anItem({ title: 'just in', state: 'done', stateSince: '2026-03-03T08:02:00.000Z' }),
      anItem({ title: 'too old', state: 'done', stateSince: '2026-03-03T08:01:59.999Z' }),
      anItem({ title: 'newest', state: 'verified', stateSince: '2026-03-09T10:00:00.000Z' }),
    ];
    const status = summarise(aStatusInput({ items }));
    expect(titles(status.doneLately)).toEqual(['newest', 'just in']);
    expect(status.counts).toMatchObject({ done: 2, verified: 1 });
  });
});

describe('who cannot be reached', () => {
  const items = [
    anItem({ title: 'has address' }),
    anItem({ title: 'team only', owners: [{ kind: 'team', handle: 'dba-team', raw: '@dba-team' }] }),
    anItem({ title: 'left', owners: [{ kind: 'person', handle: 'left.long-ago', raw: '@left.long-ago' }] }),
    anItem({ title: 'nobody', owners: [] }),
    anItem({ title: 'ended', owners: [], state: 'done' }),
  ];

  test('with a directory, whoever it gives no address for', () => {
    const status = summarise(aStatusInput({ items, directory }));
    expect(titles(status.unowned).sort()).toEqual(['left', 'nobody', 'team only']);
  });

  test('without one, only items that name nobody', () => {
    expect(titles(summarise(aStatusInput({ items, directory: emptyDirectory })).unowned)).toEqual(['nobody']);
  });
});

describe('reviews', () => {
  test('are late until they are recorded, come within 30 days, and are left out where a later one stands for them', () => {
    const reviews = [
      aReview('2026-03-08', { milestone: 'P7D', state: 'announced' }),
      aReview('2026-03-09', { milestone: 'P1M', pirId: 'pir-2' }),
      aReview('2026-03-02', {
        ...{ milestone: 'P7D', pirId: 'pir-2', state: 'recorded' },
        ...{ recordedAt: '2026-03-03T09:00:00.000Z', recordedBy: 'jo.doe' },
      }),
      aReview('2026-02-20', { milestone: 'P4M', state: 'overtaken' }),
      aReview('2026-03-10'),
      aReview('2026-04-09', { milestone: 'P3M' }),
      aReview('2026-04-10', { milestone: 'extra' }),
      aReview('2026-02-01', { pirId: 'pir-2', state: 'before-approval' }),
    ];
    const status = summarise(aStatusInput({ pirs: [aPir(), aPir({ id: 'pir-2' })], reviews }));
    expect(status.reviews.late).toMatchObject([
      { pirId: 'pir-1', milestone: 'P7D' },
      { pirId: 'pir-2', milestone: 'P1M' },
    ]);
    expect(status.reviews.recorded).toMatchObject([{ pirId: 'pir-2', recordedBy: 'jo.doe' }]);
    expect(status.reviews.coming.map((review) => review.on)).toEqual(['2026-03-10', '2026-04-09']);
  });
});

test('what a review said of done items is told: missed and without metric apart from verified', () => {
  const done = (id: string, state: 'done' | 'verified' = 'done') =>
    anItem({ id, title: id, state, stateSince: '2026-03-09T09:00:00.000Z' });
  const said = (itemId: string, verdict: 'met' | 'missed' | 'no-metric') =>
    anOutcome(itemId, { verdict, at: '2026-03-09T10:00:00.000Z' });
  const status = summarise(
    aStatusInput({
      items: [done('a', 'verified'), done('b'), done('c'), done('d')],
      outcomes: [said('b', 'missed'), said('c', 'no-metric')],
    }),
  );
  expect(status.counts).toMatchObject({ done: 3, verified: 1, missed: 1, noMetric: 1 });
  expect(Object.fromEntries(status.doneLately.map(({ title, verdict }) => [title, verdict]))).toEqual({
    ...{ a: null, b: 'missed', c: 'no-metric', d: null },
  });
});

describe('what waits to be delivered', () => {
  test('is said in one sentence with its reason', () => {
    const note = (given: Parameters<typeof aStatusInput>[0]) => summarise(aStatusInput(given)).tickets.note;
    const nine = [waiting('create-ticket', 9, 'no tracker')];
    expect(note({ outbox: nine, trackerConfigured: false })).toBe('9 tickets wait: no tracker configured');
    expect(note({ outbox: [waiting('create-ticket', 1, 'Jira answered 503.\n')] })).toBe(
      '1 ticket waits: Jira answered 503',
    );
    expect(note({ outbox: [waiting('create-ticket', 2)] })).toBe('2 tickets wait to be sent');
    expect(note({ outbox: [waiting('create-ticket', 1), waiting('update-ticket', 2)] })).toBe(
      '3 ticket changes wait to be sent',
    );
    expect(note({ outbox: [waiting('create-ticket', 0)] })).toBeNull();
    const mail = summarise(aStatusInput({ outbox: [waiting('send-mail', 1)], mailerConfigured: false }));
    expect(mail.mails).toMatchObject({ waiting: 1, note: '1 mail waits: no mail server configured' });
  });
});

test('the JSON of the status keeps its shape', () => {
  const drift = [
    { field: 'dueDate', base: null, ours: 'a', theirs: 'b', conflict: false, taken: null },
  ] as const;
  const item = anItem({ id: 'late', due: '2026-03-01', dueSource: 'default', firstDue: null });
  const input = aStatusInput({
    items: [{ ...item, ticket: aTicket('late', 'PAY-1', { drift }) }],
    reviews: [aReview('2026-03-16')],
    sync: {
      ...{ at: '2026-03-10T07:58:00.000Z', asOf: '2026-03-10T07:58:00.000Z', sweptAt: null },
      ...{ read: 1, failed: 0, reason: null },
    },
  });
  const line = {
    itemId: 'late',
    pirId: 'pir-1',
    title: item.title,
    incident: 'INC-2026-0216-001',
    priority: 'medium',
    due: '2026-03-01',
    dueIsDefault: true,
    owner: '@jane.smith',
    successMetric: 'p99 of payment queries below 100 ms for 7 days',
    state: 'open',
    ticket: { key: 'PAY-1', url: 'https://acme.atlassian.net/browse/PAY-1' },
  };
  expect(JSON.parse(JSON.stringify(summarise(input)))).toEqual({
    version: 1,
    organisation: 'Acme Payments',
    asOf: '2026-03-10T08:02:00.000Z',
    today: '2026-03-10',
    counts: {
      open: 1,
      overdue: 1,
      dueThisWeek: 0,
      blocked: 0,
      unowned: 0,
      done: 0,
      verified: 0,
      missed: 0,
      noMetric: 0,
      proposed: 0,
      declined: 0,
    },
    overdue: [{ ...line, daysLate: 9 }],
    dueThisWeek: [],
    openLater: [],
    unowned: [],
    doneLately: [],
    pirs: [
      {
        id: 'pir-1',
        incident: 'INC-2026-0216-001',
        title: 'Refunds paid out twice after a failover',
        severity: 'SEV-2 (High)',
        state: 'approved',
        total: 1,
        open: 1,
        overdue: 1,
        done: 0,
      },
    ],
    reviews: {
      late: [],
      coming: [
        {
          pirId: 'pir-1',
          incident: 'INC-2026-0216-001',
          title: 'Refunds paid out twice after a failover',
          milestone: 'P1M',
          on: '2026-03-16',
          announced: false,
          state: 'planned',
          recordedAt: null,
          recordedBy: null,
        },
      ],
      recorded: [],
    },
    tickets: { waiting: 0, dead: 0, note: null, held: null },
    mails: { waiting: 0, dead: 0, note: null, held: null },
    deadLetters: [],
    sync: {
      ...{ at: '2026-03-10T07:58:00.000Z', asOf: '2026-03-10T07:58:00.000Z', sweptAt: null },
      ...{ read: 1, failed: 0, reason: null },
    },
    drift: [{ item: line, fields: drift, version: expect.stringMatching(/^[0-9a-f]{16}$/) }],
    step: { conflicts: 0, missing: 0, hints: 0 },
  });
});
