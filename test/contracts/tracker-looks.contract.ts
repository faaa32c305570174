import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createTicket,
  destination,
  trackedFields as fields,
  type TrackerUnderTest,
} from './tracker.contract.ts';

/** What every tracker must tell when it is asked what there is; `open` as for the contract of what is written. */
export function describeTrackerLooks(name: string, open: () => Promise<TrackerUnderTest>): void {
  describe(`${name} as tracker that is asked`, () => {
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

    test('every ticket with a label is listed, with the item that it says it is of', async () => {
      const item = nextItem();
      const made = await createTicket(under.tracker, item, { ...fields, labels: ['to-adopt'] });
      expect(await under.tracker.labelled('to-adopt')).toEqual([
        {
          ticket: { ticketId: made.ticketId, key: made.key, url: made.url },
          summary: fields.summary,
          itemId: item,
        },
      ]);
    });

    test('what changed is told from a cursor on, and nothing else', async () => {
      const [still, moved] = [
        await createTicket(under.tracker, nextItem(), fields),
        await createTicket(under.tracker, nextItem(), fields),
      ];
      under.pass(86_400);
      const start = await under.tracker.changedSince(null);
      expect(start.changed).toEqual([]);
      under.pass(3600);
      await under.tracker.update(moved.ticketId, { summary: 'Moved on' });
      const { changed, cursor } = await under.tracker.changedSince(start.cursor);
      expect(changed.map(({ ticketId }) => ticketId)).toEqual([moved.ticketId]);
      under.pass(3600);
      const later = await under.tracker.changedSince(cursor);
      expect(later.changed.map(({ ticketId }) => ticketId)).not.toContain(still.ticketId);
    });

    test('a change made just before the last look is told again, for the search may have missed it', async () => {
      const ticket = await createTicket(under.tracker, nextItem(), fields);
      under.pass(120);
      const { cursor } = await under.tracker.changedSince(null);
      under.pass(60);
      const { changed } = await under.tracker.changedSince(cursor);
      expect(changed.map(({ ticketId }) => ticketId)).toContain(ticket.ticketId);
    });

    test('preflight says what the project offers, who cannot be given tickets, and what is there already', async () => {
      const item = nextItem();
      const { leftOut: _, ...made } = await createTicket(under.tracker, item, {
        ...fields,
        labels: ['restored'],
      });
      const nobody = { account: 'nobody', project: destination.project };
      const preflight = await under.tracker.preflight({
        destinations: [destination, { ...destination, issueType: 'Spaceship' }],
        accounts: [{ account: under.account, project: destination.project }, nobody],
        labels: ['restored', 'none-such'],
        keys: [made.key, made.key.replace(/\d+$/, '999999')],
      });
      const [here, nowhere] = preflight.destinations;
      expect(here).toMatchObject({ problem: null, missing: [], refused: [], unknownPriorities: [] });
      expect(here?.fields).toEqual(
        expect.arrayContaining(['summary', 'labels', 'priority', 'duedate', 'assignee', 'description']),
      );
      expect(nowhere?.problem).toMatch(/"Spaceship".*Task/);
      expect(preflight.unassignable).toEqual([nobody]);
      expect(preflight.found).toEqual([{ itemId: item, ticket: made }]);
      expect(preflight.named.map(({ ticket }) => ticket)).toEqual([made, null]);
    });
  });
}
