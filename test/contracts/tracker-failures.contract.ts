import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { FailureCode } from '../../src/core/failure.ts';
import {
  createTicket,
  destination,
  expectFailure,
  trackedFields as fields,
  findTicket,
  type Mishap,
  type TrackerUnderTest,
} from './tracker.contract.ts';

/** What every tracker must say when a request goes wrong; `open` as for the contract of what goes well. */
export function describeTrackerFailures(name: string, open: () => Promise<TrackerUnderTest>): void {
  describe(`${name} as tracker that fails`, () => {
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

    test.each<[Mishap, FailureCode, number]>([
      ['error-before', 'tracker-outcome-unknown', 0],
      ['error-after', 'tracker-outcome-unknown', 1],
      ['reset-before', 'tracker-outcome-unknown', 0],
      ['reset-after', 'tracker-outcome-unknown', 1],
      ['half-answer-after', 'tracker-outcome-unknown', 1],
      ['silence', 'tracker-outcome-unknown', 0],
      ['limited', 'tracker-limited', 0],
      ['forbidden', 'tracker-unauthorized', 0],
    ])('creating with %s is %s, and what was made is found', async (mishap, code, made) => {
      const item = nextItem();
      const before = await under.count();
      await under.fail('create', mishap);
      const failure = await expectFailure(createTicket(under.tracker, item, fields), code);
      expect(failure.retryAfter).toBe(mishap === 'limited' ? 7 : null);
      expect((await under.count()) - before).toBe(made);
      const found = await findTicket(under.tracker, item, 'incident-PIR-2024-01-15');
      expect(found === null ? 0 : 1).toBe(made);
    });

    test.each<[Mishap, FailureCode, number]>([
      ['error-before', 'tracker-outcome-unknown', 0],
      ['error-after', 'tracker-outcome-unknown', 3],
      ['reset-before', 'tracker-outcome-unknown', 0],
      ['reset-after', 'tracker-outcome-unknown', 3],
      ['half-answer-after', 'tracker-outcome-unknown', 3],
      ['silence', 'tracker-outcome-unknown', 0],
      ['limited', 'tracker-limited', 0],
      ['forbidden', 'tracker-unauthorized', 0],
    ])(
      'creating three with %s is %s for all of them, and what was made is found',
      async (mishap, code, made) => {
        const wanted = [1, 2, 3].map(() => ({ itemId: nextItem(), destination, parent: null, fields }));
        await under.fail('create many', mishap);
        await expectFailure(under.tracker.createMany(wanted), code);
        const label = 'incident-PIR-2024-01-15';
        const found = await under.tracker.findMany(wanted.map(({ itemId }) => ({ itemId, label })));
        expect(found.size).toBe(made);
      },
    );

    test.each<[Mishap, FailureCode]>([
      ['error-before', 'tracker-unreachable'],
      ['reset-before', 'tracker-unreachable'],
      ['half-answer-after', 'tracker-unreachable'],
      ['silence', 'tracker-unreachable'],
      ['limited', 'tracker-limited'],
      ['forbidden', 'tracker-unauthorized'],
    ])('reading and finding with %s is %s', async (mishap, code) => {
      await under.fail('read', mishap);
      await expectFailure(under.tracker.read(['10001']), code);
      await under.fail('find', mishap);
      await expectFailure(findTicket(under.tracker, 'item-1', 'incident-PIR-2024-01-15'), code);
    });

    test('an update or comment whose answer is lost has an unknown outcome', async () => {
      const ticket = await createTicket(under.tracker, nextItem(), fields);
      await under.fail('update', 'reset-after');
      await expectFailure(
        under.tracker.update(ticket.ticketId, { summary: 'Other' }),
        'tracker-outcome-unknown',
      );
      await under.fail('comment', 'error-after');
      await expectFailure(under.tracker.comment(ticket.ticketId, [], 'mark'), 'tracker-outcome-unknown');
      await under.fail('link', 'reset-after');
      const link = { globalId: 'g', url: 'https://pir.example.com', title: 't', summary: '' };
      await expectFailure(under.tracker.linkBack(ticket.ticketId, link), 'tracker-outcome-unknown');
      expect((await under.tracker.read([ticket.ticketId]))[0]?.summary).toBe('Other');
    });
  });
}
