import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ItemState, Priority } from '../../../src/core/action-item.ts';
import type { Day } from '../../../src/core/calendar.ts';
import { Failure } from '../../../src/core/failure.ts';
import { missed, reconcile } from '../../../src/core/sync/reconcile.ts';
import type { Snapshot, TicketRecord, TrackedItem } from '../../../src/core/sync/snapshot.ts';
import { takeSide } from '../../../src/core/sync/take-side.ts';
import { anItem, aTicket, fields, now, rules, theirs } from './examples.ts';

const anyDay = fc.constantFrom<Day | null>('2026-03-13', '2026-03-20', '2026-03-27', null);
const anyPriority = fc.constantFrom<Priority | null>('high', 'medium', 'low', null);
const anyState = fc.constantFrom<ItemState>(
  ...([
    'open',
    'in-progress',
    'blocked',
    'done',
    'verified',
    'dropped',
    'declined',
    'accepted-risk',
  ] as const),
);

/** Whatever a ticket may say, in the given minute. */
const saysAt = (minute: number): fc.Arbitrary<Snapshot> =>
  fc
    .record({
      dueDate: anyDay,
      priority: anyPriority,
      summary: fc.constantFrom('Alert on lag', 'Renamed'),
      assignee: fc.constantFrom('j1', 'j2', 'j9', null),
      labels: fc.subarray(['pir', 'theirs']),
      key: fc.constantFrom('OPS-1', 'PLAT-9'),
      statusCategory: fc.constantFrom('new', 'indeterminate', 'done'),
      statusName: fc.constantFrom('To Do', 'On Hold', 'Done'),
      resolution: fc.constantFrom('Done', "Won't Do", 'Duplicate', null),
      flagged: fc.boolean(),
      blockedBy: fc.subarray(['NET-4']),
      duplicateOf: fc.constantFrom('OPS-9', null),
      splitInto: fc.subarray(['OPS-5']),
      assigneeActive: fc.boolean(),
    })
    .map((says) => ({
      ...theirs(says),
      project: says.key.replace(/-\d+$/, ''),
      updated: `2026-03-10T08:${String(minute).padStart(2, '0')}:00.000+0000`,
    }));

const anyItem = fc
  .record({ due: anyDay, priority: anyPriority, state: anyState })
  .map((given): TrackedItem => anItem({ ...given, ticketFields: { ...fields, priority: given.priority } }));

interface Both {
  readonly item: TrackedItem;
  readonly ticket: TicketRecord;
}
const read = ({ item, ticket }: Both, snapshot: Snapshot): Both => {
  const { item: next, ticket: after } = reconcile(item, ticket, snapshot, rules, now);
  return { item: next, ticket: after };
};

/** Item and ticket after a first reading, or before it. */
const anyBoth = fc
  .tuple(anyItem, fc.option(saysAt(1), { nil: null }), fc.boolean())
  .map(([item, base, isRead]): Both => {
    const both = { item, ticket: aTicket(base) };
    return isRead && base !== null ? read(both, base) : both;
  });

describe('reconciling, whatever the three sides say', () => {
  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyBoth, saysAt(2), (both, says) => {
        const once = read(both, says);
        expect(reconcile(once.item, once.ticket, says, rules, now)).toEqual({ ...once, changes: [] });
      }),
    );
  });

  test('is not undone by a reading that comes late', () => {
    fc.assert(
      fc.property(anyBoth, saysAt(2), saysAt(3), (both, early, late) => {
        const settled = read(both, late);
        // What does not follow its ticket keeps no time of it, and follows no older one either.
        expect(read(settled, early).item).toEqual(settled.item);
      }),
    );
  });

  test('settles a field once what we sent is read there', () => {
    fc.assert(
      fc.property(anyBoth, saysAt(2), (both, says) => {
        const before = read(both, says);
        for (const drift of before.ticket.drift) {
          if (drift.field !== 'dueDate' && drift.field !== 'assignee') continue;
          const { told } = takeSide(before.item, before.ticket, drift, 'ours', rules, 'mo.roe', now);
          const echo = {
            ...says,
            updated: '2026-03-10T09:00:00.000+0000',
            ...(told?.kind === 'update' ? told.changes : {}),
          };
          const after = reconcile(
            before.item,
            before.ticket,
            { ...echo, labels: says.labels } as Snapshot,
            rules,
            now,
          );
          expect(after.ticket.drift.map(({ field }) => field)).not.toContain(drift.field);
          expect(after.item).toEqual(before.item);
        }
      }),
    );
  });

  test('never loses the day that a person gave first, nor a promise, whatever is decided', () => {
    const steps = fc.array(
      fc.record({
        says: saysAt(0),
        isGone: fc.boolean(),
        side: fc.constantFrom('ours', 'theirs', null),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(anyBoth, steps, (start, all) => {
        let both = start;
        all.forEach(({ says, isGone, side }, index) => {
          const stamp = `2026-03-11T08:${String(index).padStart(2, '0')}:00.000+0000`;
          both = isGone
            ? { ...both, ticket: missed(both.item, both.ticket, now) }
            : read(both, { ...says, updated: stamp });
          const [drift] = both.ticket.drift;
          if (drift === undefined || side === null) return;
          try {
            const taken = takeSide(both.item, both.ticket, drift, side, rules, 'mo.roe', now);
            both = { item: { ...taken.item, ticket: null }, ticket: taken.ticket ?? both.ticket };
          } catch (error) {
            if (!(error instanceof Failure)) throw error;
          }
        });
        expect(both.item.firstDue).toBe('2026-03-13');
        expect(both.item.title).toBe(start.item.title);
        expect(both.item.ticketFields).toEqual(start.item.ticketFields);
        // Only a word of Jira or of a person ends an item, and it is kept with it.
        if (both.item.state === 'dropped' && start.item.state !== 'dropped')
          expect(both.item.stateReason).toMatch(/was closed as|dropped by mo\.roe/);
      }),
    );
  });
});
