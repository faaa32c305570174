import { describe, expect, test } from '@jest/globals';
import type { Day } from '../../../src/core/calendar.ts';
import { assignmentNotices, reminderNotices, upToDate } from '../../../src/core/notice/due-notices.ts';
import { defaultReminderOffsets, type ReminderOffsets } from '../../../src/core/notice/reminders.ts';
import { agendaNotices, lateReviewNotices } from '../../../src/core/notice/review-notices.ts';
import { agendaFor } from '../../../src/core/review/agenda.ts';
import { facilitatorOf } from '../../../src/core/review/facilitator.ts';
import type { TrackedItem } from '../../../src/core/sync/snapshot.ts';
import { anItem, aPir, aReview, directory } from '../status/examples.ts';

const audience = { directory, onCall: 'oncall@acme.example', facilitator: null };
const incidents = new Map([['pir-1', 'INC-1']]);
const owned = (raw: string) => [{ kind: 'person' as const, handle: raw.slice(1), raw }];

describe('reminders', () => {
  const item = anItem({ due: '2026-03-20' });
  const remind = (today: Day, offsets: ReminderOffsets = defaultReminderOffsets, who = audience) =>
    reminderNotices([item], incidents, today, 'Europe/Berlin', offsets, who);

  test('go to the owner under the item and the occasion, and count the days from today', () => {
    expect(remind('2026-03-18')).toMatchObject([
      {
        recipient: 'jane@acme.example',
        kind: 'due',
        scope: item.id,
        period: '2026-03-20-3wd',
        content: { kind: 'due', daysLeft: 2, insteadOf: null, item: { incident: 'INC-1' } },
      },
    ]);
    expect(remind('2026-03-23')).toMatchObject([
      { kind: 'overdue', period: '2026-03-20+3d', content: { daysLate: 3 } },
    ]);
  });

  test('of one occasion have one key, also when it is told a day late as overdue', () => {
    const offsets = { before: [], after: [5], every: 7 };
    const [punctual] = remind('2026-03-20', offsets);
    const [late] = remind('2026-03-23', offsets);
    expect([late?.kind, late?.scope, late?.period]).toEqual([
      punctual?.kind,
      punctual?.scope,
      punctual?.period,
    ]);
    expect(late?.content).toMatchObject({ kind: 'overdue', daysLate: 3 });
  });

  test('are counted from the local day on which the item was opened', () => {
    // 23:30 UTC on the 19th is the 20th in Berlin: the due day itself, which is then past.
    const opened = { ...item, openedAt: '2026-03-19T23:30:00.000Z' as const };
    const on = (zone: string) =>
      reminderNotices([opened], incidents, '2026-03-20', zone, defaultReminderOffsets, audience);
    expect(on('Europe/Berlin')).toEqual([]);
    expect(on('UTC')).toHaveLength(1);
  });

  test('go to whoever stands in for an owner without an address, saying for whom; to nobody where nobody does', () => {
    const gone = anItem({ due: '2026-03-20', owners: owned('@gone.person') });
    const to = (onCall: string | null) =>
      reminderNotices([gone], incidents, '2026-03-20', 'UTC', defaultReminderOffsets, { directory, onCall });
    expect(to('oncall@acme.example')).toMatchObject([
      { recipient: 'oncall@acme.example', content: { insteadOf: '@gone.person' } },
    ]);
    expect(to(null)).toEqual([]);
  });

  test('are none for items that were never opened', () => {
    const never = anItem({ due: '2026-03-20', openedAt: null });
    expect(
      reminderNotices([never], incidents, '2026-03-20', 'UTC', defaultReminderOffsets, audience),
    ).toEqual([]);
  });
});

test('an assignment is told once for each live item, under a key that no second approval can repeat', () => {
  const items = [
    anItem({ id: 'a' }),
    anItem({ id: 'b', state: 'done' }),
    anItem({ id: 'c', state: 'declined' }),
  ];
  expect(assignmentNotices(items, 'INC-1', audience)).toMatchObject([
    { recipient: 'jane@acme.example', kind: 'assigned', scope: 'a', period: 'approval' },
  ]);
});

const items = [anItem({ owners: owned('@john.doe') }), anItem({ owners: owned('@john.doe') })];
const jane = facilitatorOf(aReview('2026-03-12'), '@jane.smith (IC)', null, directory);
const agenda = agendaFor({
  review: aReview('2026-03-12'),
  pir: aPir(),
  facilitator: 'Jane Smith',
  items,
  reviews: [],
  outcomes: [],
});

describe('an agenda', () => {
  test('goes once to facilitator, attendees and owners, however often each is named', () => {
    const notices = agendaNotices(
      agenda,
      jane,
      ['@jane.smith (IC)', 'John Doe (DBA)', '@somebody.else'],
      items,
      audience,
    );
    expect(notices.map((notice) => notice.recipient)).toEqual(['jane@acme.example', 'john@acme.example']);
    expect(notices[0]).toMatchObject({ kind: 'review', scope: 'pir-1', period: 'P1M 2026-03-12' });
  });

  test('of a review nobody would hear of goes to the on-call address', () => {
    expect(agendaNotices(agenda, null, [], [], audience).map((notice) => notice.recipient)).toEqual([
      'oncall@acme.example',
    ]);
    expect(agendaNotices(agenda, null, [], [], { ...audience, onCall: null })).toEqual([]);
  });

  test('that was not recorded is asked for of its facilitator alone, each time under a key of its own', () => {
    const asked = lateReviewNotices(agenda, jane, '2026-03-16', audience);
    expect(asked.map(({ recipient, period }) => [recipient, period])).toEqual([
      ['jane@acme.example', 'P1M 2026-03-12 again 2026-03-16'],
    ]);
  });
});

describe('a notice whose mail is made days after it was noted', () => {
  const item = anItem({ id: 'a', due: '2026-03-12' });
  const [reminder] = reminderNotices(
    [item],
    new Map(),
    '2026-03-12',
    'UTC',
    defaultReminderOffsets,
    audience,
  );
  if (reminder === undefined) throw new Error('no reminder');
  const on = (day: Day, live: readonly TrackedItem[]) =>
    upToDate(reminder, new Map(live.map((each) => [each.id, each])), new Set(), day);

  test('says what is true by then', () => {
    expect(reminder.content).toMatchObject({ kind: 'due' });
    expect(on('2026-03-16', [{ ...item, title: 'Reworded' }])).toMatchObject({
      period: reminder.period,
      content: { kind: 'overdue', daysLate: 4, item: { title: 'Reworded' } },
    });
  });

  test('is dropped when the item has ended or its due date has moved', () => {
    expect(on('2026-03-16', [])).toBeNull();
    expect(on('2026-03-16', [{ ...item, due: '2026-04-01' }])).toBeNull();
  });

  test('of a review is dropped when the review was recorded or moved to another day', () => {
    const [notice] = agendaNotices(agenda, jane, [], [item], audience);
    if (notice === undefined) throw new Error('no agenda');
    const withOpen = (reviews: readonly string[]) =>
      upToDate(notice, new Map(), new Set(reviews), '2026-03-12');
    expect(withOpen(['pir-1 P1M 2026-03-12'])).toBe(notice);
    expect(withOpen(['pir-1 P1M 2026-03-19'])).toBeNull();
    expect(withOpen([])).toBeNull();
  });
});
