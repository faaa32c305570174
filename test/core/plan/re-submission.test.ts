import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PirItem } from '../../../src/core/pir/pir.ts';
import { itemIdOf, pirIdOf, titleSimilarity } from '../../../src/core/plan/identity.ts';
import type { KnownItem } from '../../../src/core/plan/plan.ts';
import { anItem, aPir, approvedItems, decide, draft, pirId, shortly } from './examples.ts';

const alert = anItem({ ref: '1', title: 'Alert on the age of the oldest message' });
const runbook = anItem({ ref: '2', title: 'Write a runbook for standing queues' });
const before = aPir([alert, runbook]);
const known = approvedItems(before);

/** What the plan would do about a new revision with these items. */
const planned = (items: readonly PirItem[], over: readonly KnownItem[] = known) =>
  draft(aPir(items), over).plan.changes;

describe('a PIR that is submitted again', () => {
  test('unchanged asks for nothing', () => {
    expect(shortly(planned([alert, runbook]))).toEqual(['none 1 unchanged', 'none 2 unchanged']);
  });

  test('with another date updates that date and nothing else', () => {
    expect(planned([{ ...alert, due: '2026-03-20', dueBy: '2026-03-20' }, runbook])[0]).toMatchObject({
      kind: 'update',
      ticket: 'OPS-1',
      fields: { dueDate: '2026-03-20' },
      reason: 'changed: due date',
    });
  });

  test('with another title under the same number updates the summary and nothing else', () => {
    const [change] = planned([
      { ...alert, title: 'Alert on the age of the oldest waiting message' },
      runbook,
    ]);
    expect(change).toMatchObject({ kind: 'update', ticket: 'OPS-1', itemId: known[0]?.id });
    expect(change?.kind === 'update' && Object.keys(change.fields)).toEqual(['summary']);
  });

  test('with another owner and metric updates assignee and description', () => {
    const [change] = planned([{ ...anItem({ owners: '@omar.haddad', successMetric: 'A page' }) }, runbook]);
    expect(change?.kind === 'update' && Object.keys(change.fields).toSorted()).toEqual([
      'assignee',
      'description',
    ]);
  });

  test('without an item drops it, and says on which ticket', () => {
    const changes = planned([alert]);
    expect(shortly(changes)).toEqual(['none 1 unchanged', 'drop 2']);
    expect(changes[1]).toMatchObject({ ticket: 'OPS-2', line: null });
  });

  test.each(['done', 'verified', 'declined', 'dropped', 'accepted-risk'] as const)(
    'leaves an item alone that is %s, there or gone',
    (state) => {
      const ended = known.map((item) => ({ ...item, state }));
      const why = state === 'declined' ? 'declined' : 'ended';
      expect(shortly(planned([{ ...alert, due: '2026-04-01', dueBy: '2026-04-01' }], ended))).toEqual([
        `none 1 ${why}`,
      ]);
    },
  );
});

describe('an item is known again', () => {
  test('under another number, by its title', () => {
    const changes = planned([
      { ...runbook, ref: '1' },
      { ...alert, ref: '2' },
    ]);
    expect(changes.map((change) => change.itemId)).toEqual([known[1]?.id, known[0]?.id]);
    expect(shortly(changes)).toEqual(['none 1 unchanged', 'none 2 unchanged']);
  });

  test('by the key of its ticket, whatever else changed', () => {
    const [change] = planned([
      anItem({ ref: '9', title: 'Something quite different', ticket: 'OPS-2' }),
      alert,
    ]);
    expect(change).toMatchObject({ kind: 'update', itemId: known[1]?.id, ticket: 'OPS-2' });
  });

  test('before a new one that took its number and sounds alike', () => {
    const lag = anItem({ ref: '1', title: 'Add an alert for replication lag' });
    const queue = anItem({ ref: '2', title: 'Add an alert for queue lag' });
    const over = approvedItems(aPir([lag, queue]));
    const disk = anItem({ ref: '1', title: 'Add an alert for disk lag' });
    const changes = planned([disk, { ...lag, ref: '2' }, { ...queue, ref: '3' }], over);
    expect(shortly(changes)).toEqual(['none 1 blocked', 'none 2 unchanged', 'none 3 unchanged']);
    expect(shortly(planned([{ ...disk, ref: '3' }, lag, queue], over))).toEqual([
      'create 3',
      'none 1 unchanged',
      'none 2 unchanged',
    ]);
  });
});

describe('what cannot be told apart is said and not guessed', () => {
  test('another promise under a number once used is blocked, and the old one is not dropped for it', () => {
    const changes = planned([{ ...alert, title: 'Hire somebody' }, runbook]);
    expect(shortly(changes)).toEqual(['none 1 blocked', 'none 2 unchanged']);
    expect(changes[0]?.reason).toContain('belongs to "Alert on the age of the oldest message"');
  });

  test('two items that fit one known item are both blocked, and it is not dropped', () => {
    const changes = planned([alert, { ...alert, line: 999 }, runbook]);
    expect(shortly(changes)).toEqual(['none 1 blocked', 'none 1 blocked', 'none 2 unchanged']);
  });

  test('an item that fits two known ones is blocked, and neither is dropped', () => {
    const twins = approvedItems(aPir([alert, { ...alert, ref: '2' }]));
    expect(shortly(planned([{ ...alert, ref: null }], twins))).toEqual([`none ${alert.title} blocked`]);
  });

  test('what was only proposed gives its number up to whatever the document says now', () => {
    const proposed = known.map((item) => ({
      ...item,
      state: 'proposed' as const,
      ticketFields: null,
      ticket: null,
    }));
    expect(shortly(planned([{ ...alert, title: 'Hire somebody' }], proposed))).toEqual(['create 1']);
  });
});

describe('identity', () => {
  test('no shuffle of a document’s items makes, loses or exchanges one', () => {
    const items = ['Alert on lag', 'Alert on depth', 'Alert on age', 'Write a runbook', 'Run a drill'].map(
      (title, index) => anItem({ ref: String(index + 1), title }),
    );
    const over = approvedItems(aPir(items));
    const ids = new Map(over.map((item) => [item.title, item.id]));
    fc.assert(
      fc.property(fc.shuffledSubarray(items), (subset) => {
        const renumbered = subset.map((item, index) => ({ ...item, ref: String(index + 1) }));
        const changes = planned(renumbered, over);
        expect(changes.every((change) => change.itemId === ids.get(change.title))).toBe(true);
        expect(changes.filter((change) => change.kind === 'none')).toHaveLength(subset.length);
        expect(changes.filter((change) => change.kind === 'drop')).toHaveLength(items.length - subset.length);
      }),
    );
  });

  test('a PIR is the same by its incident id however written, else by where it lies', () => {
    const named = (id: string | null) =>
      aPir([], { incident: { id, title: null, date: null, severity: null } });
    expect(pirIdOf(named('INC-7'), 'a.md')).toBe(pirIdOf(named('inc-7'), 'b.md'));
    expect(pirIdOf(named('INC-7'), 'a.md')).not.toBe(pirIdOf(named('INC-8'), 'a.md'));
    expect(pirIdOf(named(null), 'a.md')).not.toBe(pirIdOf(named(null), 'b.md'));
    expect(pirIdOf(named('a.md'), 'x')).not.toBe(pirIdOf(named(null), 'a.md'));
  });

  test('an item without a number is the same whatever its title’s case and punctuation', () => {
    const id = (title: string) => itemIdOf(pirId, { ref: null, title });
    expect(id('Alert, on **lag**!')).toBe(id('alert on lag'));
    expect(id('Alert on lag')).not.toBe(id('Alert on depth'));
    expect(itemIdOf(pirId, { ref: '1', title: 'x' })).not.toBe(itemIdOf('pir_2', { ref: '1', title: 'x' }));
  });

  test('likeness of titles lies between 0 and 1, goes both ways, and is whole for the same words', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const likeness = titleSimilarity(a, b);
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
        expect(titleSimilarity(b, a)).toBe(likeness);
        expect(titleSimilarity(a, a)).toBe(1);
      }),
    );
  });
});

describe('an item whose ticket lives elsewhere', () => {
  const ticket = 'https://github.com/acme/app/issues/12';
  const elsewhere = anItem({ ticket });
  const open: readonly KnownItem[] = decide(aPir([elsewhere]), []).items.map((item) => ({
    ...item,
    ticket: null,
  }));

  test('asks for nothing again, follows its document, and is done when that says so', () => {
    expect(shortly(planned([elsewhere], open))).toEqual(['none 1 referenced']);
    const moved = { ...elsewhere, due: '2026-04-01' as const, dueBy: '2026-04-01' as const };
    expect(decide(aPir([moved]), open).items).toMatchObject([
      { state: 'open', due: '2026-04-01', firstDue: '2026-03-13', ticketFields: null },
    ]);
    expect(decide(aPir([{ ...elsewhere, state: 'done' }]), open).items).toMatchObject([{ state: 'done' }]);
  });

  test('is linked once the document names a ticket of ours instead', () => {
    expect(shortly(planned([{ ...elsewhere, ticket: 'OPS-5' }], open))).toEqual(['link 1']);
  });
});
