import { describe, expect, test } from '@jest/globals';
import { Failure, type FailureCode, failures } from '../../src/core/failure.ts';

describe('the catalogue of failures', () => {
  test.each(Object.entries(failures))('%s says what to do, in one sentence or two', (_code, entry) => {
    expect(entry.hint).toMatch(/^[A-Z`].*[.)]$/s);
    expect([1, 2]).toContain(entry.exit);
    expect(entry.status).toBeGreaterThanOrEqual(400);
  });

  test('what a caller did wrong is a 4xx, and the same call is not said to succeed later', () => {
    for (const [code, { status, retry }] of Object.entries(failures)) {
      if (status < 500) expect([code, retry]).toEqual([code, false]);
    }
  });

  test('a delivery is tried again after every trouble but a refusal', () => {
    const codes = Object.keys(failures).filter((code) => /^(tracker|mail)-/.test(code)) as FailureCode[];
    const dead = codes.filter((code) => !failures[code].retry);
    expect(dead.toSorted()).toEqual(['mail-refused', 'tracker-rejected']);
  });

  test('carries its entry, what the other side said, and the cause', () => {
    const cause = new Error('socket hang up');
    const failure = new Failure('tracker-limited', 'Jira asked to wait.', { cause, retryAfter: 7 });
    expect(failure).toMatchObject({
      ...failures['tracker-limited'],
      message: 'Jira asked to wait.',
      retryAfter: 7,
      cause,
    });
    expect(new Failure('plan-stale', 'Out of date.', { hint: 'Ask Jo.' })).toMatchObject({
      hint: 'Ask Jo.',
      retryAfter: null,
    });
    expect('cause' in new Failure('plan-stale', 'Out of date.')).toBe(false);
  });
});
