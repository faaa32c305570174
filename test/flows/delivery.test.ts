import { describe, expect, test } from '@jest/globals';
import { createJiraTracker } from '../../src/adapters/jira/jira-tracker.ts';
import type { Tracker } from '../../src/ports.ts';
import { createTicket } from '../contracts/tracker.contract.ts';
import { testDatabases } from '../setup/databases.ts';
import { aDocument, eachWithScene, jiraSettings, type Scene, threeItems } from './examples.ts';

const create = 'POST /rest/api/3/issue';
const createMany = 'POST /rest/api/3/issue/bulk';
const oneItem = threeItems.slice(0, 1);

describe.each(testDatabases)('delivering to Jira on $name', (database) => {
  let scene: Scene;
  eachWithScene(database, (started) => {
    scene = started;
  });

  /** Submits and approves, without delivering. */
  async function approved(items = threeItems) {
    const submission = await scene.submit(aDocument(items));
    await scene.approve(submission.plan);
    return submission;
  }
  const tracker = () => scene.ports.tracker as Tracker;
  const counts = () => scene.read((records) => records.outbox.counts());
  const itemsOf = (pirId: string) => scene.read((records) => records.items.ofPir(pirId));
  const ticketActions = async (pirId: string) =>
    (await scene.trail(pirId)).map((row) => row.action).filter((action) => action.startsWith('ticket-'));

  test('creates each ticket once, with its item’s id on it, and the trail says so', async () => {
    const { pirId, plan } = await approved();
    expect(await scene.deliver()).toMatchObject({ delivered: 3, again: 0, dead: 0 });
    expect(await scene.deliver()).toMatchObject({ delivered: 0, again: 0, dead: 0 });
    const tickets = scene.jira.tickets();
    expect(tickets.map((ticket) => ticket.itemId).toSorted()).toEqual(
      plan.changes.map((change) => change.itemId).toSorted(),
    );
    const keys = (await itemsOf(pirId)).map((item) => [item.id, item.ticket?.key]);
    expect(new Map(tickets.map((ticket) => [ticket.itemId, ticket.key]))).toEqual(
      new Map(keys as [string, string][]),
    );
    expect(await ticketActions(pirId)).toEqual(Array(3).fill('ticket-created'));
  });

  test('in two processes at once, however often, still creates each ticket once', async () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      ref: String(index + 1),
      title: `Item number ${index + 1}`,
    }));
    const { pirId } = await approved(many);
    const reports = await Promise.all(['one', 'two', 'three'].map((holder) => scene.deliver({}, holder)));
    expect(reports.reduce((sum, report) => sum + report.delivered, 0)).toBe(12);
    expect(
      scene.jira
        .tickets()
        .map((ticket) => ticket.summary)
        .toSorted(),
    ).toEqual(many.map((item) => item.title).toSorted());
    expect(await ticketActions(pirId)).toHaveLength(12);
  });

  test('whose answer is lost looks for the ticket before it creates another, and finds it', async () => {
    await scene.fail(create, { fault: 'reset-after-commit' });
    const { pirId } = await approved(oneItem);
    expect(await scene.deliver()).toMatchObject({ delivered: 0, again: 1, dead: 0 });
    expect((await itemsOf(pirId))[0]?.ticket).toBeNull();
    expect(await scene.deliver()).toMatchObject({ delivered: 0, again: 0, dead: 0 });
    scene.wait(60);
    expect(await scene.deliver()).toMatchObject({ delivered: 1, again: 0, dead: 0 });
    expect(scene.jira.tickets()).toHaveLength(1);
    expect(await ticketActions(pirId)).toEqual(['ticket-found']);
  });

  test('that was cut off before anything was done creates the ticket after two look-ups in vain', async () => {
    await scene.fail(create, { fault: 'reset-before' });
    await approved(oneItem);
    const reports = [];
    for (let time = 0; time < 3; time += 1) {
      reports.push(await scene.deliver());
      expect(scene.jira.tickets()).toHaveLength(time < 2 ? 0 : 1);
      scene.wait(60);
    }
    expect(reports.map((report) => report.delivered)).toEqual([0, 0, 1]);
  });

  test('of a process that died between call and record is found again by the next', async () => {
    const { pirId } = await approved(oneItem);
    const request = {
      kinds: ['create-ticket' as const],
      now: scene.ports.clock.now(),
      limit: 9,
      holder: 'died',
      leaseSeconds: 120,
    };
    const [claimed] = await scene.read((records) => records.outbox.claim(request));
    if (claimed?.delivery.kind !== 'create-ticket') throw new Error('nothing claimed');
    await createTicket(tracker(), claimed.delivery.itemId, claimed.delivery.fields);
    expect(await scene.deliver()).toMatchObject({ delivered: 0, again: 0, dead: 0 });
    await scene.read((records) => records.outbox.releaseAll());
    scene.wait(60);
    expect(await scene.deliver()).toMatchObject({ delivered: 1 });
    expect(scene.jira.tickets()).toHaveLength(1);
    expect(await ticketActions(pirId)).toEqual(['ticket-found']);
  });

  test('whose lease ran out while Jira worked still records the ticket, once, and nobody creates another', async () => {
    const { pirId } = await approved(oneItem);
    const slow: Tracker = {
      ...tracker(),
      createMany: async (tickets) => {
        const created = await tracker().createMany(tickets);
        await scene.read((records) => records.outbox.releaseAll());
        // Somebody else takes the row meanwhile, and does not find the ticket yet.
        expect(await scene.deliver({}, 'other')).toMatchObject({ delivered: 0, again: 1, dead: 0 });
        return created;
      },
    };
    expect(await scene.deliver({ tracker: slow }, 'slow')).toMatchObject({ delivered: 0, again: 0, dead: 0 });
    expect((await itemsOf(pirId))[0]?.ticket?.key).toBe('OPS-1');
    scene.wait(600);
    expect(await scene.deliver({}, 'other')).toMatchObject({ delivered: 1 });
    expect(scene.jira.tickets()).toHaveLength(1);
    expect(await ticketActions(pirId)).toEqual(['ticket-created']);
  });

  test('waits with the reason while Jira is down or not configured, and is carried out once it is there', async () => {
    await approved();
    expect(await scene.deliver({ tracker: null })).toMatchObject({ delivered: 0, again: 0, dead: 0 });
    const down = createJiraTracker(jiraSettings('http://127.0.0.1:9'), scene.ports.clock);
    expect(await scene.deliver({ tracker: down })).toMatchObject({ delivered: 0, again: 3, dead: 0 });
    await down.close();
    expect(await counts()).toMatchObject([
      {
        kind: 'create-ticket',
        waiting: 3,
        dead: 0,
        lastReason: expect.stringContaining('could not be reached'),
      },
    ]);
    scene.wait(30);
    expect(await scene.deliver()).toMatchObject({ delivered: 3, again: 0, dead: 0 });
    expect(await counts()).toMatchObject([{ waiting: 0, delivered: 3, lastReason: null }]);
    expect(scene.jira.tickets()).toHaveLength(3);
  });

  test('waits as long as Jira asks, and comes to an end where Jira asks for no wait at all', async () => {
    await scene.fail(create, { fault: 'status', status: 429, retryAfter: 100 });
    await approved(oneItem);
    expect(await scene.deliver()).toMatchObject({ again: 1 });
    scene.wait(99);
    expect(await scene.deliver()).toMatchObject({ delivered: 0, again: 0, dead: 0 });
    await scene.fail(create, { fault: 'status', status: 429, retryAfter: 0, times: 5 });
    scene.wait(1);
    expect(await scene.deliver()).toMatchObject({ delivered: 0, again: 1, dead: 0 });
  });

  test('that Jira refuses for good is given up with Jira’s words, and the others go on', async () => {
    const errors = { customfield_10042: 'Team is required.' };
    await scene.fail(createMany, {
      fault: 'refuse-elements',
      status: 400,
      body: { errorMessages: [], errors },
    });
    await approved();
    expect(await scene.deliver()).toMatchObject({ delivered: 2, again: 0, dead: 1 });
    expect(await scene.read((records) => records.outbox.dead())).toMatchObject([
      { kind: 'create-ticket', reason: expect.stringContaining('Team is required.') },
    ]);
    expect(await counts()).toMatchObject([{ waiting: 0, dead: 1, delivered: 2 }]);
  });

  test('that was given up on is tried again on demand, and not before', async () => {
    await scene.fail(createMany, { fault: 'refuse-elements', status: 400 });
    await scene.carryOut();
    scene.wait(86_400);
    expect(await scene.deliver()).toMatchObject({ delivered: 0, again: 0, dead: 0 });
    const revived = await scene.read((records) => records.outbox.reviveDead(scene.ports.clock.now()));
    expect(revived).toBe(1);
    expect(await scene.deliver()).toMatchObject({ delivered: 1, again: 0, dead: 0 });
    expect(scene.jira.tickets()).toHaveLength(3);
  });

  test('changes a ticket only after it was created, though both were approved while Jira was down', async () => {
    const { pirId } = await approved(oneItem);
    scene.wait(60);
    await approved(oneItem.map((item) => ({ ...item, due: '2026-03-20' })));
    expect(await scene.deliver()).toMatchObject({ delivered: 2 });
    expect(scene.jira.tickets()).toMatchObject([{ dueDate: '2026-03-20' }]);
    expect(await ticketActions(pirId)).toEqual(['ticket-created', 'ticket-updated']);
  });

  test('creates no ticket for an item that was taken out of the document while it waited', async () => {
    const { pirId } = await approved(threeItems);
    scene.wait(60);
    await approved(threeItems.slice(0, 2));
    expect(await scene.deliver()).toMatchObject({ again: 0, dead: 0 });
    expect(scene.jira.tickets()).toHaveLength(2);
    expect((await ticketActions(pirId)).toSorted()).toEqual([
      'ticket-created',
      'ticket-created',
      'ticket-not-needed',
    ]);
    const [, , third] = await scene.read((records) => records.items.ofPir(pirId));
    expect(third).toMatchObject({ state: 'dropped', ticket: null });
  });

  test('links a ticket that the document names, and creates none', async () => {
    const there = await createTicket(tracker(), 'somebody else’s', {
      summary: 'Already there',
      description: [],
      priority: 'low',
      dueDate: null,
      assignee: null,
      labels: ['x'],
      custom: {},
    });
    const { pirId } = await scene.carryOut(
      aDocument([{ ref: '1', title: 'Alert', more: `**Jira**: ${there.key}` }]),
    );
    expect(await itemsOf(pirId)).toMatchObject([
      { state: 'open', ticket: { key: there.key, ticketId: there.ticketId } },
    ]);
    expect(scene.jira.tickets()).toHaveLength(1);
    expect(await ticketActions(pirId)).toEqual(['ticket-linked']);
  });

  test('treats a bug in the way out like a lost answer, and says so', async () => {
    await approved(oneItem);
    const broken: Tracker = {
      ...tracker(),
      createMany: () => Promise.reject(new TypeError('undefined is not a function')),
    };
    expect(await scene.deliver({ tracker: broken })).toMatchObject({ delivered: 0, again: 1, dead: 0 });
    expect(await counts()).toMatchObject([{ lastReason: 'Unexpected: undefined is not a function' }]);
  });
});
