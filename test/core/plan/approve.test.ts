import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { intentsFor } from '../../../src/core/delivery/intents.ts';
import { Failure } from '../../../src/core/failure.ts';
import { approveAll, type Decisions, wantsMore } from '../../../src/core/plan/approve.ts';
import type { KnownItem } from '../../../src/core/plan/plan.ts';
import { anItem, aPir, approvedItems, decide, draft, later, now } from './examples.ts';

const alert = anItem({ ref: '1', title: 'Alert on the age of the oldest message' });
const runbook = anItem({ ref: '2', title: 'Write a runbook', priority: 'medium' });
const drill = anItem({ ref: '3', title: 'Run a drill', priority: 'low', due: null });
const pir = aPir([alert, runbook, drill]);

function refusal(work: () => unknown): Failure {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('an approval', () => {
  test('opens every item as of now and asks for its ticket', () => {
    const { items, changes, trail } = decide(pir, []);
    expect(items.map(({ state, openedAt, firstDue }) => [state, openedAt, firstDue])).toEqual([
      ['open', now, '2026-03-13'],
      ['open', now, '2026-03-13'],
      ['open', now, null],
    ]);
    expect(items.map(({ ticketFields }) => ticketFields?.summary)).toEqual(
      [alert, runbook, drill].map((item) => item.title),
    );
    expect(changes).toHaveLength(3);
    expect(trail.map(({ action, subject }) => [action, subject])).toEqual(
      items.map(({ id }) => ['item-open', id]),
    );
  });

  test('of some items leaves the others as they were, without a word in the trail', () => {
    const { items, changes, trail } = decide(pir, [], { only: ['1', '3'], declined: {} });
    expect(items.map((item) => item.ref)).toEqual(['1', '3']);
    expect([changes.length, trail.length]).toEqual([2, 2]);
  });

  test('keeps an item that is declined, with its reason, and makes no ticket for it', () => {
    const { items, changes, declined } = decide(pir, [], { only: null, declined: { 2: 'covered by INC-6' } });
    const [, second] = items;
    expect(second).toMatchObject({
      state: 'declined',
      stateReason: 'covered by INC-6',
      ticketFields: null,
      openedAt: null,
    });
    expect(declined).toEqual({ [second?.id ?? '']: 'covered by INC-6' });
    expect(changes.map((change) => change.ref)).toEqual(['1', '3']);
  });

  test('takes items that the document states as done for done, without a ticket', () => {
    const done = aPir([{ ...alert, state: 'done' }]);
    expect(decide(done, [])).toMatchObject({ items: [{ state: 'done', ticketFields: null }], changes: [] });
  });

  test.each<[string, Decisions, RegExp]>([
    ['names an item that is not there', { only: ['4'], declined: {} }, /no item 4; it has 1, 2, 3/],
    ['declines one that is not there', { only: null, declined: { 9: 'x' } }, /no item 9/],
    ['declines without a reason', { only: null, declined: { 2: ' \n' } }, /needs a reason/],
    ['says both of one item', { only: ['2'], declined: { 2: 'x' } }, /both/],
  ])('that %s is refused', (_what, decisions, why) => {
    const failure = refusal(() => decide(pir, [], decisions));
    expect([failure.code, failure.status]).toEqual(['approval-refused', 422]);
    expect(failure.message).toMatch(why);
  });

  test('of a blocked item is refused; the others go on without it, and with nothing else left it says so', () => {
    const twice = aPir([alert, { ...runbook, ref: '1' }, drill]);
    expect(decide(twice, []).items.map((item) => item.ref)).toEqual(['3']);
    expect(refusal(() => decide(twice, [], { only: ['1'], declined: {} })).code).toBe('approval-refused');
    expect(refusal(() => decide(twice, [], { only: null, declined: { 1: 'x' } })).code).toBe(
      'approval-refused',
    );
    expect(refusal(() => decide(aPir([alert, alert]), [])).code).toBe('plan-blocked');
  });

  test('cannot decline what was approved before: neither a change, nor what is done, nor a drop', () => {
    const known = approvedItems(pir).map((item) =>
      item.ref === '2' ? { ...item, state: 'done' as const } : item,
    );
    const next = aPir([{ ...alert, due: '2026-04-01', dueBy: '2026-04-01' }, runbook]);
    for (const name of ['1', '2', '3']) {
      const failure = refusal(() => decide(next, known, { only: null, declined: { [name]: 'no' } }, later));
      expect(failure.message).toMatch(/decided on before/);
    }
  });

  test('that names the plan approved last wants more only where items of it are left to open', () => {
    const known = decide(pir, [], { only: ['1'], declined: { 2: 'no' } }).items;
    const { plan } = draft(
      pir,
      known.map((item) => ({ ...item, ticket: null })),
    );
    expect(wantsMore(plan, { only: ['1'], declined: { 2: 'no' } }, [])).toBe(false);
    expect(wantsMore(plan, approveAll, [])).toBe(true);
  });
});

describe('an approval of changes', () => {
  const known = approvedItems(pir);
  const over = (change: Partial<KnownItem>) =>
    known.map((item) => (item.ref === '1' ? { ...item, ...change } : item));

  test('updates the item and sends only what changed', () => {
    const next = aPir([{ ...alert, due: '2026-03-20', dueBy: '2026-03-20' }, runbook, drill]);
    const { items, changes } = decide(next, known, approveAll, later);
    expect(items).toMatchObject([{ state: 'open', due: '2026-03-20', openedAt: now, stateSince: now }]);
    expect(items[0]?.ticketFields).toEqual({ ...known[0]?.ticketFields, dueDate: '2026-03-20' });
    expect(changes).toMatchObject([{ kind: 'update', fields: { dueDate: '2026-03-20' } }]);
  });

  test('drops an item that is gone, with the reason', () => {
    const { items } = decide(aPir([alert, runbook]), known, approveAll, later);
    expect(items).toMatchObject([
      { ref: '3', state: 'dropped', stateReason: 'the document no longer has it', stateSince: later },
    ]);
  });

  test('keeps date and priority that were moved in Jira, where the document says the same as before', () => {
    const moved = over({ due: '2026-05-01', dueSource: 'written', priority: 'low' });
    const reworded = aPir([
      { ...alert, title: 'Alert on the age of the oldest waiting message' },
      runbook,
      drill,
    ]);
    expect(decide(reworded, moved, approveAll, later).items).toMatchObject([
      { due: '2026-05-01', priority: 'low' },
    ]);
  });

  test('takes date and priority from the document where that changed them', () => {
    const moved = over({ due: '2026-05-01', priority: 'low' });
    const changed = aPir([
      { ...alert, due: '2026-03-20', dueBy: '2026-03-20', priority: 'medium' },
      runbook,
      drill,
    ]);
    expect(decide(changed, moved, approveAll, later).items).toMatchObject([
      { due: '2026-03-20', priority: 'medium' },
    ]);
  });

  test('never changes the first date that was promised, and keeps the first that is given later', () => {
    const anyDue = fc.constantFrom('2026-03-20' as const, '2026-01-02' as const, '2026-12-31' as const, null);
    fc.assert(
      fc.property(fc.array(anyDue, { minLength: 1, maxLength: 6 }), (dues) => {
        let items = known;
        for (const due of dues) {
          const stated = { due, dueBy: due, dueSource: due === null ? null : ('written' as const) };
          const next = aPir([{ ...alert, ...stated }, runbook, { ...drill, ...stated }]);
          const changed = new Map(
            decide(next, items, approveAll, later).items.map((item) => [item.id, item]),
          );
          items = items.map((item) => ({ ...item, ...changed.get(item.id) }));
        }
        expect(items[0]?.firstDue).toBe('2026-03-13');
        expect(items[2]?.firstDue).toBe(dues.find((due) => due !== null) ?? null);
        expect(items[0]?.due).toBe(dues.at(-1));
      }),
    );
  });

  test('counts a date put right before the approval as no slip', () => {
    const proposed = known.map((item) => ({
      ...item,
      state: 'proposed' as const,
      ticketFields: null,
      openedAt: null,
    }));
    const next = aPir([{ ...alert, due: '2026-03-20', dueBy: '2026-03-20' }]);
    expect(decide(next, proposed).items[0]).toMatchObject({ due: '2026-03-20', firstDue: '2026-03-20' });
  });
});

describe('what approved changes ask of the tracker', () => {
  const unlinked = { askedAt: null, link: null };

  test('has a key that is the same however often it is approved, and one per plan for changes', () => {
    const known = approvedItems(pir);
    const { plan: first } = draft(pir);
    expect(intentsFor(first, first.changes, unlinked).map(({ key }) => key)).toEqual(
      known.map(({ id }) => `create ${id}`),
    );
    const { plan: second } = draft(
      aPir([{ ...alert, due: '2026-03-20', dueBy: '2026-03-20' }, runbook]),
      known,
    );
    expect(
      intentsFor(second, second.changes, unlinked).map(({ key, delivery }) => [key, delivery.kind]),
    ).toEqual([
      [`update ${known[0]?.id} ${second.fingerprint}`, 'update-ticket'],
      [`drop ${known[2]?.id} ${second.fingerprint}`, 'comment-ticket'],
    ]);
  });

  test('is nothing for an item whose ticket lives elsewhere', () => {
    const elsewhere = { ...alert, ticket: 'https://github.com/acme/app/issues/12' };
    const open = decide(aPir([elsewhere]), []).items.map((item) => ({ ...item, ticket: null }));
    const { plan } = draft(aPir([{ ...elsewhere, title: 'Alert on the age of messages' }]), open);
    expect(plan.changes).toMatchObject([{ kind: 'update', fields: {} }]);
    expect(intentsFor(plan, plan.changes, unlinked)).toEqual([]);
  });
});
