import { describe, expect, test } from '@jest/globals';
import type { Drift, Side } from '../../../src/core/sync/drift.ts';
import { missed } from '../../../src/core/sync/reconcile.ts';
import type { Snapshot, TicketRecord, TrackedItem } from '../../../src/core/sync/snapshot.ts';
import { takeSide } from '../../../src/core/sync/take-side.ts';
import { anItem, aTicket, fields, now, rules, settle, theirs } from './examples.ts';

const done = { statusCategory: 'done', statusName: 'Done' } as const;

/** Reads a ticket, takes one side of what is apart, and reads it again as it is then. */
function decide(says: Partial<Snapshot>, side: Side, given: Partial<TrackedItem> = {}, then = says) {
  const read = settle(anItem(given), theirs(says));
  const taken = take(read.item, read.ticket, side);
  const item = { ...taken.item, ticket: taken.ticket };
  const after = taken.ticket === null ? null : settle(item, theirs(then), taken.ticket);
  return { ...taken, after };
}

function take(item: TrackedItem, ticket: TicketRecord, side: Side) {
  const [drift] = ticket.drift;
  return takeSide(item, ticket, drift as Drift, side, rules, 'mo.roe', now);
}

const fieldsApart = (ticket: TicketRecord | undefined) => ticket?.drift.map(({ field }) => field);

describe('taking ours', () => {
  test.each<[string, Partial<Snapshot>, Partial<TrackedItem>, unknown, Partial<Snapshot>]>([
    ['due date', { dueDate: null }, {}, { dueDate: '2026-03-13' }, {}],
    ['an emptied due date', {}, { due: null }, { dueDate: null }, { dueDate: null }],
    ['priority', { priority: null }, {}, { priority: 'high' }, {}],
    ['title', { summary: 'Renamed' }, {}, { summary: 'Alert on lag' }, {}],
    ['owner', { assignee: 'j9' }, {}, { assignee: 'j1' }, {}],
    [
      'labels',
      { labels: ['theirs'] },
      {},
      { labels: { add: ['pir'], remove: [] } },
      { labels: ['pir', 'theirs'] },
    ],
  ])('sends the %s and nothing else, and settles once that is back', (_what, says, item, changes, echo) => {
    const { told, after, changes: ours } = decide(says, 'ours', item, echo);
    expect(told).toEqual({ kind: 'update', changes });
    expect(ours).toEqual([]);
    expect(after?.ticket.drift).toEqual([]);
  });

  test('is on its way until then, and open again where they move it once more', () => {
    const { after } = decide({ summary: 'Renamed' }, 'ours');
    expect(after?.ticket.drift).toMatchObject([{ field: 'summary', taken: 'ours' }]);
    const moved = settle(anItem(), theirs({ summary: 'Renamed again' }), after?.ticket);
    expect(moved.ticket.drift).toMatchObject([{ field: 'summary', taken: null }]);
  });

  test('of a ticket that is gone makes another', () => {
    const ticket = missed(anItem(), aTicket(), now);
    expect(take(anItem(), ticket, 'ours')).toMatchObject({ told: { kind: 'create' }, ticket: null });
  });

  test.each<[string, Partial<Snapshot>, TicketRecord, RegExp]>([
    ['a project', { project: 'PLAT' }, aTicket(), /^Move the ticket back/],
    ['a duplicate', { ...done, resolution: 'Duplicate', duplicateOf: 'OPS-9' }, aTicket(), /^Reopen OPS-1/],
  ])('is refused for %s, with what to do instead', (_what, says, ticket, hint) => {
    const read = settle(anItem(), theirs(says), ticket);
    expect(() => take(read.item, read.ticket, 'ours')).toThrow(
      expect.objectContaining({ code: 'drift-refused', hint: expect.stringMatching(hint) }),
    );
  });
});

describe('taking theirs', () => {
  test('takes a moved due date over, and the first one stays', () => {
    const { item, changes, after, told } = decide({ dueDate: '2026-03-27' }, 'theirs', { due: '2026-03-20' });
    expect(item).toMatchObject({ due: '2026-03-27', firstDue: '2026-03-13', dueSource: 'written' });
    expect(changes).toEqual([{ field: 'due', before: '2026-03-20', after: '2026-03-27' }]);
    expect(told).toBeNull();
    expect(after).toMatchObject({ changes: [], ticket: { drift: [] } });
  });

  test('takes the date away where they emptied it, and the first one stays', () => {
    const { item, after } = decide({ dueDate: null }, 'theirs');
    expect(item).toMatchObject({ due: null, dueSource: null, firstDue: '2026-03-13' });
    expect(after?.ticket.drift).toEqual([]);
  });

  test('hands the item over to whom the directory knows, and names the others still', () => {
    const team = { kind: 'team', handle: 'dba', raw: '@dba' } as const;
    const owners = [team, ...anItem().owners];
    const { item, changes, after } = decide({ assignee: 'j2' }, 'theirs', { owners });
    expect(item.owners.map(({ handle }) => handle)).toEqual(['mo', 'dba']);
    expect(changes).toEqual([
      {
        field: 'owners',
        before: [{ person: '@dba' }, { person: '@jane' }],
        after: [{ person: '@mo' }, { person: '@dba' }],
      },
    ]);
    expect(after?.ticket.drift).toEqual([]);
  });

  test('is refused for an account that the directory does not know', () => {
    expect(() => decide({ assignee: 'j9' }, 'theirs')).toThrow(
      expect.objectContaining({
        code: 'drift-refused',
        message: 'Nobody in the directory has the account j9.',
      }),
    );
  });

  test.each<[string, Partial<Snapshot>, Partial<TrackedItem>, string]>([
    ['title', { summary: 'Renamed' }, {}, 'summary'],
    ['missing assignee', { assignee: null }, {}, 'assignee'],
    ['priority without a counterpart', { priority: null }, {}, 'priority'],
    ['missing label', { labels: [] }, {}, 'labels'],
    ['project', { project: 'PLAT' }, {}, 'project'],
    ['split', { splitInto: ['OPS-5'] }, {}, 'split'],
  ])('lets the %s stand as long as both say the same', (_what, says, given, field) => {
    const { item, after, told } = decide(says, 'theirs', given);
    expect([item, told]).toEqual([expect.objectContaining(given), null]);
    expect(after?.ticket.drift).toMatchObject([{ field, taken: 'theirs' }]);
    expect(fieldsApart(settle(anItem(given), theirs(), after?.ticket).ticket)).toEqual([]);
  });

  test('of a ticket that is gone drops the item, and of a merged one follows the other', () => {
    const ticket = missed(anItem(), aTicket(), now);
    const dropped = take(anItem(), ticket, 'theirs');
    expect(dropped).toMatchObject({
      item: {
        state: 'dropped',
        stateReason: 'OPS-1 is gone from the tracker; dropped by mo.roe',
        stateSince: now,
      },
      ticket: { missingSince: now, drift: [] },
      told: null,
    });
    const merged = { ...done, resolution: 'Duplicate', duplicateOf: 'OPS-9' };
    expect(decide(merged, 'theirs').told).toEqual({ kind: 'follow', ticket: 'OPS-9' });
  });

  test('what the document says keeps standing: the fields as approved are not touched', () => {
    for (const says of [{ dueDate: '2026-03-27' as const }, { assignee: 'j2' }])
      expect(decide(says, 'theirs', { due: '2026-03-20' }).item.ticketFields).toBe(fields);
  });
});
