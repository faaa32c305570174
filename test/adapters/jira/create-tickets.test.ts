import { afterEach, describe, expect, test } from '@jest/globals';
import type { NewTicket, TicketFields } from '../../../src/core/plan/plan.ts';
import { destination, expectFailure, findTicket } from '../../contracts/tracker.contract.ts';
import { fields, jiras } from './jira-under-test.ts';

const bulk = 'POST /rest/api/3/issue/bulk';
const single = 'POST /rest/api/3/issue';

/** Tickets of items a, b, c …, by their summaries. */
function tickets(...summaries: string[]): NewTicket[] {
  return summaries.map((summary, at) => ({
    ...{ itemId: String.fromCharCode(97 + at), destination, parent: null },
    fields: { ...fields, summary },
  }));
}

function changed(ticket: NewTicket | undefined, given: Partial<TicketFields>): NewTicket {
  if (ticket === undefined) throw new Error('no ticket');
  return { ...ticket, fields: { ...ticket.fields, ...given } };
}

describe('creating many tickets in Jira', () => {
  const opened = jiras();
  const { start } = opened;
  afterEach(() => opened.closeAll());
  const creates = (requests: readonly string[]) =>
    requests.filter((each) => /POST .*\/issue(\/bulk)?$/.test(each));

  test('takes one request for fifty', async () => {
    const { tracker, sandbox, requests } = await start();
    const fifty = tickets(...Array.from({ length: 50 }, (_, at) => `Ticket ${at}`));
    const creations = await tracker.createMany(fifty.map((each, at) => ({ ...each, itemId: `item-${at}` })));
    expect(creates(requests)).toEqual([bulk]);
    expect(creations.map((each) => each.ok && each.ticket.key)).toEqual(
      sandbox.tickets().map(({ key }) => key),
    );
    expect(sandbox.tickets().map(({ itemId }) => itemId)).toEqual(fifty.map((_, at) => `item-${at}`));
  });

  test.each([
    { refused: [0], made: ['b', 'c', 'd'] },
    { refused: [3], made: ['a', 'b', 'c'] },
    { refused: [1, 2], made: ['a', 'd'] },
    { refused: [0, 1, 3], made: ['c'] },
    { refused: [0, 1, 2, 3], made: [] },
  ])('with $refused of four refused names the others rightly', async ({ refused, made }) => {
    const { tracker, sandbox, fail, requests } = await start();
    const body = { errorMessages: ['Team is required.'], errors: {} };
    await fail(bulk, { fault: 'refuse-elements', elements: refused, status: 400, body });
    const wanted = tickets('A', 'B', 'C', 'D');
    const creations = await tracker.createMany(wanted);
    const keyOf = new Map(sandbox.tickets().map(({ itemId, key }) => [itemId, key]));
    expect([...keyOf.keys()]).toEqual(made);
    for (const [at, creation] of creations.entries()) {
      const itemId = wanted[at]?.itemId ?? '';
      if (creation.ok) expect(creation.ticket.key).toBe(keyOf.get(itemId));
      else expect(creation.failure.message).toContain('Team is required.');
      expect(creation.ok).toBe(!refused.includes(at));
    }
    expect(creates(requests)).toEqual([bulk]);
  });

  test.each([
    { why: 'names a place twice', errors: [0, 0], issues: 1 },
    { why: 'names a place that there is not', errors: [7], issues: 1 },
    { why: 'has fewer successes than there should be', errors: [0], issues: 0 },
    { why: 'has more successes than there should be', errors: [0], issues: 2 },
  ])('is in doubt as a whole where the answer $why', async ({ errors, issues }) => {
    const { tracker, fail } = await start();
    const body = {
      issues: Array.from({ length: issues }, (_, at) => ({ id: `${at}`, key: `OPS-${at}`, self: 'x' })),
      errors: errors.map((failedElementNumber) => ({ status: 400, failedElementNumber, elementErrors: {} })),
    };
    await fail(bulk, { fault: 'status', status: 201, body });
    await expectFailure(tracker.createMany(tickets('A', 'B')), 'tracker-outcome-unknown');
  });

  test('leaves those in doubt that were under way when the connection broke, and finds them', async () => {
    const { tracker, sandbox, fail } = await start();
    await fail(bulk, { fault: 'reset-midway', elements: [2] });
    await expectFailure(tracker.createMany(tickets('A', 'B', 'C')), 'tracker-outcome-unknown');
    expect(sandbox.tickets()).toHaveLength(2);
    const found = await tracker.findMany(['a', 'b', 'c'].map((itemId) => ({ itemId, label: 'pir' })));
    expect([...found.keys()]).toEqual(['a', 'b']);
  });

  test('goes one by one where bulk is unknown, and remembers', async () => {
    const { tracker, fail, requests } = await start();
    await fail(bulk, { fault: 'status', status: 405, times: 9 });
    expect((await tracker.createMany(tickets('A', 'B'))).map(({ ok }) => ok)).toEqual([true, true]);
    await tracker.createMany(tickets('C', 'D'));
    expect(creates(requests)).toEqual([bulk, single, single, single, single]);
  });

  test('goes one by one past a proxy that forbids bulk, and asks for bulk again where nothing was made', async () => {
    const { tracker, fail, requests } = await start();
    await fail(bulk, { fault: 'status', status: 403, body: '<html>blocked</html>' });
    await fail(single, { fault: 'status', status: 400, times: 2 });
    expect((await tracker.createMany(tickets('A', 'B'))).map(({ ok }) => ok)).toEqual([false, false]);
    await tracker.createMany(tickets('C', 'D'));
    expect(creates(requests)).toEqual([bulk, single, single, bulk]);
  });

  test('goes one by one where all was refused without a word about which', async () => {
    const { tracker, fail, requests } = await start();
    await fail(bulk, { fault: 'status', status: 413, body: '<html>too large</html>' });
    expect((await tracker.createMany(tickets('A', 'B'))).map(({ ok }) => ok)).toEqual([true, true]);
    await tracker.createMany(tickets('C', 'D'));
    expect(creates(requests)).toEqual([bulk, single, single, bulk]);
  });

  test('stops going one by one once Jira asks to wait, and says which were made', async () => {
    const { tracker, sandbox, fail } = await start();
    await fail(bulk, { fault: 'status', status: 404 });
    await tracker.createMany(tickets('A', 'B'));
    const limit = { status: 429, retryAfter: 30, headers: { 'RateLimit-Reason': 'jira-quota-tenant-based' } };
    await fail(single, { fault: 'status-after-commit', status: 502 });
    const [inDoubt, notSent] = await tracker.createMany(tickets('C', 'D'));
    expect(inDoubt).toMatchObject({ ok: false, failure: { code: 'tracker-outcome-unknown' } });
    expect(notSent).toMatchObject({ ok: false, failure: { code: 'tracker-unreachable' } });
    await fail(single, { fault: 'status', ...limit });
    const waiting = await tracker.createMany(tickets('E', 'F'));
    for (const creation of waiting) {
      expect(creation).toMatchObject({
        ok: false,
        failure: { code: 'tracker-limited', scope: 'all', retryAfter: 30 },
      });
    }
    expect(sandbox.tickets().map(({ summary }) => summary)).toEqual(['A', 'B', 'C']);
  });

  test('sends those again without an owner whose owner is refused, together and once', async () => {
    const { tracker, sandbox, requests } = await start();
    const [one, two, three] = tickets('A', 'B', 'C');
    const creations = await tracker.createMany([
      changed(one, { assignee: 'left' }),
      changed(two, { assignee: '5b10ac8d:jane' }),
      changed(three, { assignee: 'gone' }),
    ]);
    expect(creations.map((each) => each.ok && each.ticket.leftOut)).toEqual([['assignee'], [], ['assignee']]);
    expect(creates(requests)).toEqual([bulk, bulk]);
    const byItem = new Map(sandbox.tickets().map((ticket) => [ticket.itemId, ticket]));
    expect(byItem.get('b')?.assignee).toBe('5b10ac8d:jane');
    expect(JSON.stringify(byItem.get('c')?.description)).toContain("User 'gone' cannot be assigned issues.");
  });

  test('keeps what was made when the second request is lost', async () => {
    const { tracker, sandbox, fail } = await start();
    const [one, two] = tickets('A', 'B');
    await fail(single, { fault: 'reset-after-commit' });
    const [made, inDoubt] = await tracker.createMany([changed(one, {}), changed(two, { assignee: 'gone' })]);
    expect(made?.ok).toBe(true);
    expect(inDoubt).toMatchObject({ ok: false, failure: { code: 'tracker-outcome-unknown' } });
    expect(sandbox.tickets()).toHaveLength(2);
    expect(await findTicket(tracker, 'b', 'pir')).not.toBeNull();
  });

  test('says in the description what a screen lost since it was looked at', async () => {
    const { tracker, sandbox, fail } = await start();
    const errors = {
      duedate: "Field 'duedate' cannot be set. It is not on the appropriate screen, or unknown.",
    };
    await fail(bulk, {
      fault: 'refuse-elements',
      elements: [1],
      status: 400,
      body: { errorMessages: [], errors },
    });
    const creations = await tracker.createMany(tickets('A', 'B'));
    expect(creations.map((each) => each.ok && each.ticket.leftOut)).toEqual([[], ['dueDate']]);
    const late = sandbox.tickets().find(({ itemId }) => itemId === 'b');
    expect(late?.dueDate).toBeNull();
    expect(JSON.stringify(late?.description)).toContain('Due date: 2024-01-31');
  });
});
