import { describe, expect, test } from '@jest/globals';
import type { ItemState } from '../../../src/core/action-item.ts';
import type { Day } from '../../../src/core/calendar.ts';
import { asCreated, type StatusCategory } from '../../../src/core/sync/snapshot.ts';
import { anItem, aTicket, created, fields, now, ref, settle, theirs } from './examples.ts';

describe('the due date, between what was agreed, ours and theirs', () => {
  // base, ours, theirs -> ours afterwards, base afterwards, drift
  test.each<
    [string, Day | null, Day | null, Day | null, Day | null, Day | null, 'none' | 'drift' | 'conflict']
  >([
    ['nothing moved', '2026-03-13', '2026-03-13', '2026-03-13', '2026-03-13', '2026-03-13', 'none'],
    ['they moved: taken', '2026-03-13', '2026-03-13', '2026-03-20', '2026-03-20', '2026-03-20', 'none'],
    ['we moved: on its way', '2026-03-13', '2026-03-20', '2026-03-13', '2026-03-20', '2026-03-13', 'drift'],
    [
      'our move came back: settled',
      '2026-03-13',
      '2026-03-20',
      '2026-03-20',
      '2026-03-20',
      '2026-03-20',
      'none',
    ],
    [
      'both apart: conflict',
      '2026-03-13',
      '2026-03-20',
      '2026-03-27',
      '2026-03-20',
      '2026-03-13',
      'conflict',
    ],
    ['they emptied it: kept', '2026-03-13', '2026-03-13', null, '2026-03-13', '2026-03-13', 'drift'],
    ['they gave the first one', null, null, '2026-03-20', '2026-03-20', '2026-03-20', 'none'],
  ])('%s', (_what, base, ours, now_, oursAfter, baseAfter, drift) => {
    const settled = settle(
      anItem({ due: ours }),
      theirs({ dueDate: now_ }),
      aTicket({ ...created, dueDate: base }),
    );
    expect(settled.item.due).toBe(oursAfter);
    expect(settled.ticket.base?.dueDate).toBe(baseAfter);
    expect(settled.ticket.drift.map(({ field, conflict }) => [field, conflict])).toEqual(
      drift === 'none' ? [] : [['dueDate', drift === 'conflict']],
    );
  });

  test('a conflict stays one until the two agree', () => {
    let ticket = aTicket();
    const item = anItem({ due: '2026-03-20' });
    for (let time = 0; time < 3; time += 1) {
      const settled = settle(item, theirs({ dueDate: '2026-03-27' }), ticket);
      expect(settled.ticket.drift).toMatchObject([{ field: 'dueDate', conflict: true, base: '2026-03-13' }]);
      ticket = settled.ticket;
    }
    expect(settle(item, theirs({ dueDate: '2026-03-20' }), ticket).ticket.drift).toEqual([]);
  });

  test('what somebody moved in Jira before the first sync is taken, too', () => {
    expect(settle(anItem(), theirs({ dueDate: '2026-03-20' })).item.due).toBe('2026-03-20');
  });

  test('moved in Jira it is a person’s word, the first one only where nobody gave one before', () => {
    const given = settle(anItem(), theirs({ dueDate: '2026-03-20' })).item;
    expect(given).toMatchObject({ dueSource: 'written', firstDue: '2026-03-13' });
    const computed = anItem({ dueSource: 'default', firstDue: null });
    expect(settle(computed, theirs({ dueDate: '2026-03-20' })).item.firstDue).toBe('2026-03-20');
  });
});

describe('the other fields', () => {
  test('a priority they moved is taken, one without a counterpart is not', () => {
    expect(settle(anItem(), theirs({ priority: 'low' })).item.priority).toBe('low');
    const unknown = settle(anItem(), theirs({ priority: null }));
    expect(unknown.item.priority).toBe('high');
    expect(unknown.ticket.drift).toMatchObject([{ field: 'priority', conflict: false }]);
  });

  test('title and owner belong to the PIR: what they moved is shown and never taken', () => {
    const settled = settle(anItem(), theirs({ summary: 'Renamed', assignee: 'j2' }));
    expect(settled.item).toMatchObject({ title: 'Alert on lag', ticketFields: fields });
    expect(settled.ticket.drift.map((drift) => drift.field)).toEqual(['summary', 'assignee']);
    expect(settled.changes).toEqual([]);
  });

  test('of a ticket that was there before, the first reading is the starting point and its differences are shown', () => {
    const found = theirs({ dueDate: '2026-06-01', summary: 'Old words' });
    const settled = settle(anItem(), found, aTicket(null));
    expect(settled.item.due).toBe('2026-03-13');
    expect(settled.ticket.base).toMatchObject({ dueDate: '2026-06-01', summary: 'Old words' });
    expect(settled.ticket.drift.map(({ field, conflict }) => [field, conflict])).toEqual([
      ['dueDate', false],
      ['summary', false],
    ]);
  });

  test('a ticket moved to another project is followed, and the trail says so', () => {
    const settled = settle(anItem(), theirs({ key: 'PLAT-9' }), { ...aTicket(), missingSince: now });
    expect(settled.ticket).toMatchObject({
      key: 'PLAT-9',
      url: 'https://acme.atlassian.net/browse/PLAT-9',
      missingSince: null,
    });
    expect(settled.changes).toEqual([{ field: 'key', before: 'OPS-1', after: 'PLAT-9' }]);
  });
});

describe('the state', () => {
  test.each<[ItemState, StatusCategory, ItemState]>([
    ['open', 'new', 'open'],
    ['open', 'indeterminate', 'in-progress'],
    ['open', 'done', 'done'],
    ['in-progress', 'new', 'open'],
    ['done', 'indeterminate', 'in-progress'],
    ['done', 'new', 'open'],
    ['verified', 'done', 'verified'],
    ['verified', 'indeterminate', 'in-progress'],
    ['declined', 'done', 'declined'],
    ['dropped', 'indeterminate', 'dropped'],
    ['accepted-risk', 'new', 'accepted-risk'],
    ['proposed', 'done', 'proposed'],
  ])('%s with a ticket in category %s is %s', (state, statusCategory, expected) => {
    const { item } = settle(anItem({ state }), theirs({ statusCategory, statusName: 'Fertig' }));
    expect(item.state).toBe(expected);
    expect(item.stateSince).toBe(state === expected ? '2026-03-05T12:00:00.000Z' : now);
    if (state !== expected) expect(item.stateReason).toBe('OPS-1 is Fertig');
  });
});

test('what the tracker left out when the ticket was made is no drift, whatever it shows there', () => {
  const leftOut = asCreated(ref, fields, ['dueDate', 'priority', 'assignee']);
  const shown = theirs({ dueDate: null, priority: 'low', assignee: 'j2' });
  const settled = settle(anItem(), shown, aTicket(leftOut));
  expect(settled.item).toMatchObject({ due: anItem().due, priority: anItem().priority });
  expect(settled.ticket.drift.map((drift) => drift.field)).toEqual(['assignee']);
});
