import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addSeconds, type Instant } from '../../../src/core/calendar.ts';
import type { ClaimedDelivery } from '../../../src/core/delivery/delivery.ts';
import {
  afterFailure,
  afterFruitlessLookUp,
  freshSince,
  looksFirst,
  pauseSeconds,
} from '../../../src/core/delivery/outcome.ts';
import { Failure, type FailureCode } from '../../../src/core/failure.ts';
import type { TicketFields } from '../../../src/core/plan/plan.ts';

const now: Instant = '2026-03-05T12:00:00.000Z';
const patience = { indexLagSeconds: 60, longestPauseSeconds: 900 };

const fields: TicketFields = {
  ...{
    summary: 's',
    description: [],
    priority: null,
    dueDate: null,
    assignee: null,
    labels: ['x'],
    custom: {},
  },
};

function aClaim(given: Partial<ClaimedDelivery> = {}): ClaimedDelivery {
  const delivery = { kind: 'comment-ticket' as const, itemId: 'item_1', parts: [], mark: '' };
  return { key: 'create item_1', delivery, attempts: 0, inDoubt: false, lookUps: 0, ...given };
}

const failed = (code: FailureCode, claimed = aClaim(), options: { retryAfter?: number } = {}) =>
  afterFailure(claimed, new Failure(code, 'Jira said no.', options), now, patience);

const secondsUntil = (outcome: { readonly at?: Instant }) =>
  (Date.parse(outcome.at ?? '') - Date.parse(now)) / 1000;

describe('a delivery that failed', () => {
  test('with an unknown outcome is in doubt, to be looked up once the search has caught up', () => {
    expect(failed('tracker-outcome-unknown')).toEqual({
      outcome: 'again',
      at: addSeconds(now, 60),
      reason: 'Jira said no.',
      inDoubt: true,
      lookUps: 0,
    });
  });

  test('is looked up twice before it counts as not carried out', () => {
    const first = afterFruitlessLookUp(aClaim({ inDoubt: true }), now, patience);
    expect(first).toMatchObject({ outcome: 'again', at: addSeconds(now, 60), inDoubt: true, lookUps: 1 });
    expect(afterFruitlessLookUp(aClaim({ inDoubt: true, lookUps: 1 }), now, patience)).toBeNull();
  });

  test('is looked for before it is created where Jira was not asked lately, and one look suffices', () => {
    const creation = (askedAt: Instant | null, inDoubt = false) => ({
      ...aClaim({ inDoubt }),
      delivery: {
        kind: 'create-ticket',
        itemId: 'i',
        destination: null,
        parent: null,
        fields,
        askedAt,
      } as const,
    });
    expect(looksFirst(creation(now), freshSince(addSeconds(now, 120)))).toBe(false);
    expect(looksFirst(creation(now), freshSince(addSeconds(now, 121)))).toBe(true);
    expect(looksFirst(creation(null), freshSince(now))).toBe(true);
    expect(looksFirst(creation(now, true), freshSince(now))).toBe(true);
    expect(afterFruitlessLookUp(creation(null), now, patience)).toBeNull();
  });

  test.each(['tracker-unreachable', 'tracker-unauthorized', 'tracker-limited', 'mail-unreachable'] as const)(
    'with %s is tried again, and a doubt from before remains',
    (code) => {
      expect(failed(code)).toMatchObject({ outcome: 'again', inDoubt: false, reason: 'Jira said no.' });
      expect(failed(code, aClaim({ inDoubt: true, lookUps: 1 }))).toMatchObject({
        inDoubt: true,
        lookUps: 1,
      });
    },
  );

  test.each(['tracker-rejected', 'mail-refused'] as const)(
    'with %s is given up, with the words and what to do',
    (code) => {
      const outcome = failed(code);
      expect(outcome.outcome).toBe('dead');
      expect('reason' in outcome && outcome.reason).toMatch(/^Jira said no\. .+/);
    },
  );

  test.each(['tracker-limited', 'tracker-outcome-unknown', 'tracker-unreachable'] as const)(
    'with %s is not tried before the time that the other side asked for',
    (code) => {
      const outcome = failed(code, aClaim(), { retryAfter: 3600 });
      expect('at' in outcome && secondsUntil(outcome)).toBe(3600);
    },
  );

  test('waits longer from try to try, also where the other side asks for no wait or leaves its outcome open', () => {
    for (const code of ['tracker-limited', 'tracker-outcome-unknown'] as const) {
      const waits = [0, 6, 12].map((attempts) => {
        const outcome = failed(code, aClaim({ attempts }), { retryAfter: 0 });
        return 'at' in outcome ? secondsUntil(outcome) : 0;
      });
      expect(waits[0]).toBeGreaterThan(3);
      expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
      expect(waits[2]).toBeGreaterThan(waits[1] ?? 0);
    }
  });
});

test('the pause doubles from 5 seconds to the longest, times 0.7 to 1.3, the same for the same try', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.nat(100_000),
      fc.integer({ min: 5, max: 86_400 }),
      (key, attempts, longest) => {
        const base = Math.min(longest, 5 * 2 ** attempts);
        const pause = pauseSeconds({ key, attempts }, longest);
        expect(pause).toBeGreaterThanOrEqual(base * 0.7);
        expect(pause).toBeLessThanOrEqual(base * 1.3);
        expect(pauseSeconds({ key, attempts }, longest)).toBe(pause);
      },
    ),
  );
  const pauses = Array.from({ length: 50 }, (_, index) =>
    pauseSeconds({ key: `create item_${index}`, attempts: 0 }, 900),
  );
  expect(new Set(pauses).size).toBe(50);
});
