import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Failure, type FailureCode } from '../../src/core/failure.ts';
import type { CreatedTicket, TicketDestination, TicketFields, TicketRef } from '../../src/core/plan/plan.ts';
import type { Tracker } from '../../src/ports.ts';

/** A way for a request to go wrong. `-after` means that it was carried out all the same. */
export type Mishap =
  | 'error-before'
  | 'error-after'
  | 'reset-before'
  | 'reset-after'
  | 'half-answer-after'
  | 'silence'
  | 'limited'
  | 'forbidden';

/** What has to be provided for a tracker to be held to the contract. */
export interface TrackerUnderTest {
  readonly tracker: Tracker;
  /** Somebody who can be given tickets. */
  readonly account: string;
  /** How many tickets there are. */
  count(): Promise<number>;
  /** How many links lead from tickets to somewhere else. */
  links(): Promise<number>;
  /** Lets the next request of a verb go wrong. `limited` asks to wait 7 seconds. */
  fail(
    verb: 'create' | 'create many' | 'find' | 'read' | 'update' | 'comment' | 'link',
    mishap: Mishap,
  ): Promise<void>;
  /** Lets time pass, for the tracker and for us. */
  pass(seconds: number): void;
  /** Moves a ticket to its last status, as a person would. */
  finish(key: string): Promise<void>;
  /** Nothing waits to go wrong any more. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** A ticket. */
export const trackedFields: TicketFields = {
  summary: 'Add an alert on replication lag',
  description: [{ heading: 'Objective', paragraphs: ['See it **first**.'], steps: [], link: null }],
  priority: 'high',
  dueDate: '2024-01-31',
  assignee: null,
  labels: ['incident-PIR-2024-01-15'],
  custom: {},
};

const fields = trackedFields;

/** The behaviour that every tracker must have; `open` starts a fresh one, with a request timeout of about a second. */
export function describeTracker(name: string, open: () => Promise<TrackerUnderTest>): void {
  describe(`${name} as tracker`, () => {
    let under: TrackerUnderTest;
    let items = 0;
    const nextItem = () => {
      items += 1;
      return `item-${items}`;
    };

    beforeAll(async () => {
      under = await open();
    });
    afterEach(() => under.settle());
    afterAll(() => under.close());

    test('a ticket that was created is read back as it was sent', async () => {
      const ticket = await createTicket(under.tracker, nextItem(), { ...fields, assignee: under.account });
      expect(ticket.url).toContain(ticket.key);
      expect(await under.tracker.read([ticket.ticketId])).toEqual([
        {
          ticketId: ticket.ticketId,
          key: ticket.key,
          project: ticket.key.replace(/-\d+$/, ''),
          issueType: 'Task',
          summary: fields.summary,
          statusCategory: 'new',
          statusName: expect.any(String),
          resolution: null,
          flagged: false,
          blockedBy: [],
          duplicateOf: null,
          splitInto: [],
          priority: 'high',
          dueDate: '2024-01-31',
          assignee: under.account,
          assigneeActive: true,
          labels: fields.labels,
          updated: expect.any(String),
        },
      ]);
    });

    test('tickets created together are named in the order given, and those refused say why', async () => {
      const wanted = [
        fields,
        { ...fields, summary: 'x'.repeat(256) },
        { ...fields, summary: 'Third', assignee: 'nobody' },
        { ...fields, summary: 'Fourth', assignee: under.account },
      ].map((each) => ({ itemId: nextItem(), destination, parent: null, fields: each }));
      const [first, second, third, fourth] = await under.tracker.createMany(wanted);
      if (!first?.ok || second?.ok !== false || !third?.ok || !fourth?.ok) throw new Error('not as expected');
      expect(second.failure).toMatchObject({
        code: 'tracker-rejected',
        message: expect.stringContaining('255'),
      });
      expect([first.ticket.leftOut, third.ticket.leftOut]).toEqual([[], ['assignee']]);
      const tickets = [first, third, fourth].map(({ ticket }) => ticket.ticketId);
      const read = await under.tracker.read(tickets);
      const byId = new Map(read.map((snapshot) => [snapshot.ticketId, snapshot]));
      expect(tickets.map((id) => byId.get(id)?.summary)).toEqual([fields.summary, 'Third', 'Fourth']);
      expect(tickets.map((id) => byId.get(id)?.assignee)).toEqual([null, null, under.account]);
      const found = await under.tracker.findMany(
        wanted.map(({ itemId }) => ({ itemId, label: 'incident-PIR-2024-01-15' })),
      );
      expect(wanted.map(({ itemId }) => found.get(itemId)?.ticketId)).toEqual([
        tickets[0],
        undefined,
        ...tickets.slice(1),
      ]);
    });

    test('as many as go into one request are created, and no more are taken', async () => {
      const one = () => ({
        itemId: nextItem(),
        destination,
        parent: null,
        fields: { ...fields, labels: ['full'] },
      });
      const many = Array.from({ length: under.tracker.createsAtOnce }, one);
      const creations = await under.tracker.createMany(many);
      expect(creations.filter(({ ok }) => ok)).toHaveLength(under.tracker.createsAtOnce);
      await expect(under.tracker.createMany([...many, one()])).rejects.toThrow(/at once/);
      expect(await under.tracker.createMany([])).toEqual([]);
    });

    test('a ticket is found by the item it was created for, among others with the same label', async () => {
      const [mine, other] = [nextItem(), nextItem()];
      await createTicket(under.tracker, other, fields);
      const { leftOut: _, ...ticket } = await createTicket(under.tracker, mine, fields);
      expect(await findTicket(under.tracker, mine, 'incident-PIR-2024-01-15')).toEqual(ticket);
    });

    test('of two tickets for one item the older is found', async () => {
      const item = nextItem();
      const { leftOut: _, ...older } = await createTicket(under.tracker, item, fields);
      await createTicket(under.tracker, item, fields);
      expect(await findTicket(under.tracker, item, 'incident-PIR-2024-01-15')).toEqual(older);
    });

    test.each(['no-such-label', '" OR project is not EMPTY OR labels = "', 'back\\slash', 'ümlaut'])(
      'nothing is found under the label %j, and no label reads as a query',
      async (label) => {
        expect(await findTicket(under.tracker, 'item-1', label)).toBeNull();
      },
    );

    test('a ticket with a long queue before it is still found', async () => {
      const item = nextItem();
      const label = 'crowded';
      for (let each = 0; each < 120; each += 1) {
        await createTicket(under.tracker, nextItem(), { ...fields, labels: [label] });
      }
      const { leftOut: _, ...ticket } = await createTicket(under.tracker, item, {
        ...fields,
        labels: [label],
      });
      expect(await findTicket(under.tracker, item, label)).toEqual(ticket);
    });

    test('linking by key twice names the same ticket, and a key that does not exist is refused', async () => {
      const { leftOut: _, ...made } = await createTicket(under.tracker, nextItem(), fields);
      expect(await under.tracker.adopt('item-adopted', made.key, [])).toEqual(made);
      expect(await under.tracker.adopt('item-adopted', made.key.toLowerCase(), [])).toEqual(made);
      const nobody = made.key.replace(/\d+$/, '999999');
      await expectFailure(under.tracker.adopt('item-adopted', nobody, []), 'tracker-rejected');
      await expectFailure(under.tracker.adopt('item-adopted', '../myself', []), 'tracker-rejected');
    });

    test('reading leaves out what is gone and takes more than one page', async () => {
      const first = await createTicket(under.tracker, nextItem(), fields);
      const ids = [...Array(230).keys()].map((at) => String(Number(first.ticketId) + at));
      const snapshots = await under.tracker.read(ids);
      expect(snapshots.map((snapshot) => snapshot.ticketId)).toEqual([first.ticketId]);
      expect(await under.tracker.read([])).toEqual([]);
    });

    test('progress made in the tracker is seen', async () => {
      const ticket = await createTicket(under.tracker, nextItem(), fields);
      await under.finish(ticket.key);
      expect((await under.tracker.read([ticket.ticketId]))[0]?.statusCategory).toBe('done');
    });

    test('an update sets what it names and leaves the rest alone', async () => {
      const ticket = await createTicket(under.tracker, nextItem(), { ...fields, assignee: under.account });
      await under.tracker.update(ticket.ticketId, {
        summary: 'Alert on lag',
        dueDate: null,
        priority: 'low',
      });
      const [snapshot] = await under.tracker.read([ticket.ticketId]);
      expect(snapshot).toMatchObject({
        summary: 'Alert on lag',
        dueDate: null,
        priority: 'low',
        assignee: under.account,
        labels: fields.labels,
      });
    });

    test('an update adds and removes labels and keeps those that people put on', async () => {
      const ticket = await createTicket(under.tracker, nextItem(), {
        ...fields,
        labels: ['by-hand', 'old', 'gone'],
      });
      await under.tracker.update(ticket.ticketId, { labels: { add: ['new', 'old'], remove: ['gone'] } });
      const [snapshot] = await under.tracker.read([ticket.ticketId]);
      expect([...(snapshot?.labels ?? [])].sort()).toEqual(['by-hand', 'new', 'old']);
    });

    test('linking takes the labels as well and keeps those that are there', async () => {
      const made = await createTicket(under.tracker, nextItem(), { ...fields, labels: ['theirs'] });
      await under.tracker.adopt('item-labelled', made.key, ['ours', 'theirs']);
      const [snapshot] = await under.tracker.read([made.ticketId]);
      expect([...(snapshot?.labels ?? [])].sort()).toEqual(['ours', 'theirs']);
    });

    test('the link back to the PIR is one, however often it is made', async () => {
      const ticket = await createTicket(under.tracker, nextItem(), fields);
      const link = { globalId: 'pir=1', url: 'https://pir.example.com/1', title: 'PIR', summary: 'Lag' };
      const before = await under.links();
      await under.tracker.linkBack(ticket.ticketId, link);
      await under.tracker.linkBack(ticket.ticketId, { ...link, title: 'The PIR' });
      expect((await under.links()) - before).toBe(1);
    });

    test('a comment is taken', async () => {
      const ticket = await createTicket(under.tracker, nextItem(), fields);
      const part = { heading: null, paragraphs: ['The PIR was *withdrawn*.'], steps: [], link: null };
      await expect(under.tracker.comment(ticket.ticketId, [part], 'mark')).resolves.toBeUndefined();
    });

    test('a summary that is too long is refused for good, in the tracker’s own words', async () => {
      const failure = await expectFailure(
        createTicket(under.tracker, nextItem(), { ...fields, summary: 'x'.repeat(256) }),
        'tracker-rejected',
      );
      expect(failure.message).toContain('255');
    });

    test('an owner that the tracker does not know costs the assignee and not the ticket', async () => {
      const ticket = await createTicket(under.tracker, nextItem(), { ...fields, assignee: 'nobody' });
      expect((await under.tracker.read([ticket.ticketId]))[0]?.assignee).toBeNull();
    });

    test('all is well with a tracker that is set up', async () => {
      const checks = await under.tracker.check();
      expect(checks.filter((check) => !check.ok)).toEqual([]);
      expect(checks.length).toBeGreaterThan(3);
    });
  });
}

/** Waits for a failure of one code and gives it. */
export async function expectFailure(work: Promise<unknown>, code: FailureCode): Promise<Failure> {
  const outcome = await work.then(
    () => 'no failure',
    (error: unknown) => error,
  );
  if (!(outcome instanceof Failure)) throw new Error(`expected ${code}`, { cause: outcome });
  expect(outcome.code).toBe(code);
  return outcome;
}

/** Where the tickets of tests go. */
export const destination: TicketDestination = {
  project: 'OPS',
  issueType: 'Task',
  components: [],
  values: {},
};

/** Creates one ticket, and throws where it is refused. */
export async function createTicket(
  tracker: Tracker,
  itemId: string,
  fields: TicketFields,
  where: TicketDestination = destination,
): Promise<CreatedTicket> {
  const [creation] = await tracker.createMany([{ itemId, destination: where, parent: null, fields }]);
  if (creation === undefined) throw new Error('no outcome for a ticket');
  if (!creation.ok) throw creation.failure;
  return creation.ticket;
}

/** The ticket of one item, found by a label; null where there is none. */
export async function findTicket(tracker: Tracker, itemId: string, label: string): Promise<TicketRef | null> {
  return (await tracker.findMany([{ itemId, label }])).get(itemId) ?? null;
}
