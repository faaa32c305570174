import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { withTick } from '../../../src/core/sync/drift.ts';
import { missed } from '../../../src/core/sync/reconcile.ts';
import type { Snapshot, TicketRecord, TrackedItem } from '../../../src/core/sync/snapshot.ts';
import { anItem, aTicket, created, fields, now, settle, theirs } from './examples.ts';

/** What is to be seen of a drift: field, ours, theirs. */
const driftOf = (ticket: TicketRecord) =>
  ticket.drift.map(({ field, ours, theirs: other }) => [field, ours, other]);

/** Item and ticket after one reading. */
function reading(
  says: Partial<Snapshot>,
  given: { readonly item?: Partial<TrackedItem>; readonly ticket?: TicketRecord } = {},
) {
  const { item, ticket, changes } = settle(anItem(given.item), theirs(says), given.ticket);
  const { state, stateReason, due, firstDue, priority, title } = item;
  return {
    state,
    stateReason,
    due,
    firstDue,
    priority,
    title,
    drift: driftOf(ticket),
    ticket,
    item,
    changes,
  };
}

const done = { statusCategory: 'done', statusName: 'Done', resolution: 'Done' } as const;
const wontDo = { ...done, resolution: "Won't Do" };
const working = { statusCategory: 'indeterminate', statusName: 'In Progress' } as const;
const nothing: readonly unknown[] = [];

/** The cases of docs/jira.md that one reading settles, under the words that stand there. */
const cases: Readonly<Record<string, () => void>> = {
  'work begins: status in category "in progress"': () =>
    expect(reading(working)).toMatchObject({ state: 'in-progress', stateReason: 'OPS-1 is In Progress' }),
  'back to a status in category "to do"': () =>
    expect(reading({}, { item: { state: 'in-progress' } })).toMatchObject({ state: 'open' }),
  'done: status in category "done", whatever it is called': () =>
    expect(reading({ ...done, statusName: 'Fertig' })).toMatchObject({
      state: 'done',
      stateReason: 'OPS-1 is Fertig',
    }),
  'done, and the metric was met already': () =>
    expect(reading(done, { item: { state: 'verified' } })).toMatchObject({ state: 'verified', changes: [] }),
  reopened: () => {
    expect(reading({}, { item: { state: 'done' } }).state).toBe('open');
    expect(reading(working, { item: { state: 'verified' } }).state).toBe('in-progress');
  },
  'closed with a resolution in `jira.droppedResolutions` ("Won\'t Do")': () =>
    expect(reading({ ...wontDo, resolution: "won't do" })).toMatchObject({
      state: 'dropped',
      stateReason: "OPS-1 was closed as won't do",
    }),
  'reopened after that': () => {
    const dropped = reading(wontDo);
    const again = settle(dropped.item, theirs({ updated: '2026-03-11T08:00:00.000+0000' }), dropped.ticket);
    expect(again.item.state).toBe('open');
  },
  flagged: () =>
    expect(reading({ ...working, flagged: true })).toMatchObject({
      state: 'blocked',
      stateReason: 'OPS-1 is flagged',
    }),
  'a status in `jira.blockedStatuses` ("On Hold")': () =>
    expect(reading({ ...working, statusName: 'on hold' })).toMatchObject({
      state: 'blocked',
      stateReason: 'OPS-1 is on hold',
    }),
  'an open "is blocked by" link': () =>
    expect(reading({ blockedBy: ['NET-4', 'NET-7'] })).toMatchObject({
      state: 'blocked',
      stateReason: 'OPS-1 is blocked by NET-4, NET-7',
    }),
  'blocked by something else than before': () => {
    const item = { state: 'blocked', stateReason: 'OPS-1 is flagged' } as const;
    const now_ = reading({ blockedBy: ['NET-4'] }, { item });
    expect(now_).toMatchObject({ state: 'blocked', stateReason: 'OPS-1 is blocked by NET-4' });
    expect(now_.item.stateSince).toBe(anItem().stateSince);
    expect(now_.changes).toMatchObject([{ field: 'reason' }]);
  },
  'flag, status or link gone, or the other ticket closed': () =>
    expect(reading(working, { item: { state: 'blocked' } })).toMatchObject({ state: 'in-progress' }),
  'item ended here (declined, dropped, risk accepted)': () => {
    for (const state of ['declined', 'dropped', 'accepted-risk'] as const) {
      for (const says of [working, done, wontDo, { summary: 'x', dueDate: '2026-04-01' as const }])
        expect(reading(says, { item: { state } })).toMatchObject({ state, changes: [], drift: [] });
    }
    // Dropped by the document and closed as such in Jira, it is not opened by a reopened ticket.
    const closed = reading(wontDo, { item: { state: 'dropped' } });
    expect(settle(closed.item, theirs(working), closed.ticket).item.state).toBe('dropped');
  },

  'due date moved in Jira': () =>
    expect(reading({ dueDate: '2026-03-20' })).toMatchObject({
      ...{ due: '2026-03-20', firstDue: '2026-03-13', drift: nothing },
    }),
  'due date given in Jira where the PIR gave none': () =>
    expect(
      reading(
        { dueDate: '2026-03-20' },
        {
          item: { due: null, dueSource: null, firstDue: null },
          ticket: aTicket({ ...created, dueDate: null }),
        },
      ),
    ).toMatchObject({ due: '2026-03-20', firstDue: '2026-03-20' }),
  'due date emptied in Jira': () =>
    expect(reading({ dueDate: null })).toMatchObject({
      due: '2026-03-13',
      drift: [['dueDate', '2026-03-13', null]],
    }),
  'due date moved on both sides': () => {
    const both = reading({ dueDate: '2026-03-27' }, { item: { due: '2026-03-20' } });
    expect(both).toMatchObject({ due: '2026-03-20', drift: [['dueDate', '2026-03-20', '2026-03-27']] });
    expect(both.ticket.drift).toMatchObject([{ conflict: true, base: '2026-03-13' }]);
  },
  'field that no screen of the project has': () =>
    expect(
      reading(
        { dueDate: null, priority: 'low' },
        { ticket: aTicket({ ...created, dueDate: null, priority: null }) },
      ),
    ).toMatchObject({ due: '2026-03-13', priority: 'high', drift: [] }),
  'priority changed in Jira': () =>
    expect(reading({ priority: 'low' })).toMatchObject({ priority: 'low', drift: [] }),
  'priority without a counterpart in the settings': () =>
    expect(reading({ priority: null })).toMatchObject({
      priority: 'high',
      drift: [['priority', 'high', null]],
    }),
  'title changed in Jira': () =>
    expect(reading({ summary: 'Renamed' })).toMatchObject({
      title: 'Alert on lag',
      drift: [['summary', 'Alert on lag', 'Renamed']],
    }),
  'assigned to somebody else in Jira': () =>
    expect(reading({ assignee: 'j2' })).toMatchObject({ changes: [], drift: [['assignee', 'j1', 'j2']] }),
  'unassigned in Jira': () =>
    expect(reading({ assignee: null })).toMatchObject({ changes: [], drift: [['assignee', 'j1', null]] }),
  'account of the assignee deactivated': () =>
    expect(reading({ assigneeActive: false }).ticket.base).toMatchObject({
      assignee: 'j1',
      assigneeActive: false,
    }),
  'one of our labels removed': () => {
    const labels = ['pir', 'INC-1'];
    const item = { ticketFields: { ...fields, labels } };
    expect(reading({ labels: ['pir', 'theirs'] }, { item }).drift).toEqual([['labels', 'INC-1', null]]);
  },
  'labels of other people': () =>
    expect(reading({ labels: ['pir', 'theirs', 'more'] })).toMatchObject({ drift: [], changes: [] }),

  'key changed: moved between projects that are watched': () => {
    const moved = reading({ key: 'OPS-77' }, { ticket: aTicket({ ...created, project: 'OPS' }) });
    expect(moved).toMatchObject({ drift: [], changes: [{ field: 'key', before: 'OPS-1', after: 'OPS-77' }] });
    expect(moved.ticket).toMatchObject({ key: 'OPS-77', url: 'https://acme.atlassian.net/browse/OPS-77' });
  },
  'moved to a project that is not watched': () => {
    const away = reading({ key: 'PLAT-9', project: 'PLAT' });
    expect(away.drift).toEqual([['project', 'OPS', 'PLAT']]);
    // Shown as long as it is there, and gone once it is back.
    const later = settle(away.item, theirs({ key: 'PLAT-9', project: 'PLAT' }), away.ticket);
    expect(driftOf(later.ticket)).toEqual(away.drift);
    expect(driftOf(settle(later.item, theirs(), later.ticket).ticket)).toEqual([]);
    // One that the document named there was never moved.
    expect(reading({ key: 'PLAT-9', project: 'PLAT' }, { ticket: aTicket(null) }).drift).toEqual([]);
  },
  'deleted, or no longer visible to our account': () => {
    const gone = missed(anItem(), aTicket(), now);
    expect(gone).toMatchObject({
      missingSince: now,
      drift: [{ field: 'ticket', ours: 'OPS-1', theirs: null }],
    });
    expect(missed(anItem(), gone, '2026-03-12T09:00:00.000Z').missingSince).toBe(now);
    expect(missed(anItem({ state: 'done' }), aTicket(), now).drift).toEqual([]);
  },
  'restored, or visible again': () => {
    const back = reading({}, { ticket: missed(anItem(), aTicket(), now) });
    expect(back.ticket).toMatchObject({ missingSince: null, drift: [] });
    expect(back.state).toBe('open');
  },
  'closed as duplicate of another ticket': () => {
    const merged = reading({ ...done, resolution: 'Duplicate', duplicateOf: 'OPS-9' });
    expect(merged).toMatchObject({ state: 'open', drift: [['duplicate', 'OPS-1', 'OPS-9']] });
    // Dropped here meanwhile, it stays dropped; without the link the resolution is what counts.
    const ended = settle({ ...merged.item, state: 'dropped' }, theirs(done), merged.ticket);
    expect(ended.item.state).toBe('dropped');
    expect(reading({ ...done, resolution: 'Duplicate' }).state).toBe('dropped');
    expect(reading({ ...done, duplicateOf: 'OPS-9' }).state).toBe('done');
  },
  'split: others were split off': () =>
    expect(reading({ ...working, splitInto: ['OPS-5', 'OPS-6'] })).toMatchObject({
      state: 'in-progress',
      drift: [['split', 'OPS-1', 'OPS-5, OPS-6']],
    }),
  'ticked in the document, not done in Jira': () => {
    const ticked = aTicket(created, { drift: withTick([], 'done', true) });
    const open = reading(working, { ticket: ticked });
    expect(open).toMatchObject({ state: 'in-progress', drift: [['state', 'done', 'not done']] });
    expect(reading(done, { ticket: open.ticket }).drift).toEqual([]);
    expect(withTick(open.ticket.drift, null, true)).toEqual([]);
  },

  'our own change coming back': () => {
    const onItsWay = reading({}, { item: { due: '2026-03-20' } });
    const back = settle(onItsWay.item, theirs({ dueDate: '2026-03-20' }), onItsWay.ticket);
    expect(back.ticket).toMatchObject({ drift: [], base: { dueDate: '2026-03-20' } });
    expect(back.changes).toEqual([]);
  },
  'our own change not there yet': () => {
    const onItsWay = reading({}, { item: { due: '2026-03-20' } });
    expect(onItsWay).toMatchObject({ due: '2026-03-20', drift: [['dueDate', '2026-03-20', '2026-03-13']] });
    expect(onItsWay.ticket.drift).toMatchObject([{ conflict: false }]);
  },
  'read late: older than what is recorded': () => {
    const first = reading({ ...done, updated: '2026-03-10T10:00:00.000+0100' });
    // An hour of summer time apart, so that the text alone would sort the other way.
    const late = settle(first.item, theirs({ updated: '2026-03-10T08:30:00.000+0000' }), first.ticket);
    expect(late).toEqual({ item: first.item, ticket: first.ticket, changes: [] });
  },
};

describe('docs/jira.md', () => {
  test.each(Object.entries(cases))('%s', (_case, holds) => holds());

  test('has a test for each case, and a case for each test', () => {
    const page = readFileSync(new URL('../../../docs/jira.md', import.meta.url), 'utf8');
    const table = /## What comes of each case\n\n([\s\S]*?)\n\n/.exec(page)?.[1] ?? '';
    const rows = table.split('\n').slice(2);
    const named = rows.map((row) => row.split('|')[1]?.trim() ?? '');
    const whole = readFileSync(new URL('../../flows/in-step.test.ts', import.meta.url), 'utf8');
    const others = named.filter((name) => !(name in cases));
    expect(others.filter((name) => !whole.includes(`test('${name}'`))).toEqual([]);
    expect(Object.keys(cases).filter((name) => !named.includes(name))).toEqual([]);
  });
});
