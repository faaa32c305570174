import { describe, expect, test } from '@jest/globals';
import { addSeconds, type Instant } from '../../../src/core/calendar.ts';
import { endedBy, type Pause, pauseAfter, pausedUntil, sendable } from '../../../src/core/delivery/pauses.ts';
import { Failure, type FailureCode, type LimitScope } from '../../../src/core/failure.ts';
import { sideOf, waitingNote } from '../../../src/core/status/backlog.ts';

const now: Instant = '2026-03-05T08:12:00.000Z';
const longest = 900;

const failure = (code: FailureCode, options: { retryAfter?: number; scope?: LimitScope } = {}) =>
  new Failure(code, 'Jira did not answer.', options);

/** What is paused after so many calls that Jira did not serve. */
function afterFailures(count: number, code: FailureCode = 'tracker-unreachable'): readonly Pause[] {
  let pauses: readonly Pause[] = [];
  for (let index = 0; index < count; index += 1) {
    const pause = pauseAfter(pauses, 'create-ticket', failure(code), now, longest);
    pauses = pause === null ? pauses : [pause];
  }
  return pauses;
}

const secondsPaused = ([pause]: readonly Pause[]) =>
  pause?.until == null ? null : (Date.parse(pause.until) - Date.parse(now)) / 1000;

describe('a Jira that serves no call', () => {
  test('is called no more after five in a row, then tried after pauses that grow up to the longest', () => {
    expect([1, 4, 5, 6, 7, 20].map((count) => secondsPaused(afterFailures(count)))).toEqual([
      null,
      null,
      30,
      60,
      120,
      900,
    ]);
  });

  test.each(['tracker-unreachable', 'tracker-unauthorized', 'tracker-outcome-unknown'] as const)(
    '%s counts',
    (code) => {
      expect(pausedUntil(afterFailures(5, code), now)).toMatchObject({
        scope: 'all',
        failures: 5,
        since: now,
      });
    },
  );

  test.each(['tracker-rejected', 'mail-unreachable'] as const)('%s does not', (code) => {
    expect(afterFailures(9, code)).toEqual([]);
  });

  test('holds up all that goes to it, and no mail; then one delivery tries whether it is back', () => {
    const pauses = afterFailures(5);
    const kinds = ['create-ticket', 'update-ticket', 'send-mail'] as const;
    expect(sendable(kinds, pauses, now)).toEqual({ kinds: ['send-mail'], isProbe: false });
    expect(sendable(kinds, pauses, addSeconds(now, 30))).toEqual({ kinds, isProbe: true });
    expect(sendable(kinds, afterFailures(4), now)).toEqual({ kinds, isProbe: false });
  });

  test('counts anew once it serves a call; one that was under way before does not end the pause', () => {
    expect(endedBy(afterFailures(4), 'create-ticket', now)).toEqual(['all']);
    expect(endedBy(afterFailures(5), 'create-ticket', now)).toEqual([]);
    expect(endedBy(afterFailures(5), 'create-ticket', addSeconds(now, 30))).toEqual(['all']);
  });
});

test('a mail says nothing about Jira: served it ends no count and no pause, failed it begins none', () => {
  expect(endedBy(afterFailures(4), 'send-mail', now)).toEqual([]);
  expect(endedBy(afterFailures(5), 'send-mail', addSeconds(now, 30))).toEqual([]);
  expect(pauseAfter([], 'send-mail', failure('tracker-outcome-unknown'), now, longest)).toBeNull();
});

describe('a limit', () => {
  const paused = (scope: LimitScope, before: readonly Pause[] = []) =>
    pauseAfter(before, 'create-ticket', failure('tracker-limited', { retryAfter: 60, scope }), now, longest);
  const open = (pause: Pause | null) =>
    sendable(['create-ticket', 'update-ticket'], pause === null ? [] : [pause], now).kinds;

  test('of everything holds up everything, of an endpoint its kind, of a ticket that ticket alone', () => {
    expect(open(paused('all'))).toEqual([]);
    expect(open(paused('endpoint'))).toEqual(['update-ticket']);
    expect(paused('ticket')).toBeNull();
  });

  test('is not cut short by a shorter one, and counts as no failure', () => {
    const long: Pause = { scope: 'all', failures: 0, since: now, until: addSeconds(now, 600), reason: '' };
    expect(paused('all', [long])).toMatchObject({ until: long.until, failures: 0 });
    expect(sendable(['create-ticket'], [long], addSeconds(now, 600))).toMatchObject({ isProbe: false });
  });
});

describe('the status page', () => {
  const waiting = {
    kind: 'create-ticket',
    waiting: 14,
    dead: 0,
    delivered: 0,
    oldestWaiting: now,
    lastReason: 'x',
  } as const;
  const quiet = { holds: [], trackerConfigured: true, mailerConfigured: true };
  const note = (pauses: readonly Pause[], at: Instant) =>
    waitingNote([waiting], sideOf('jira', { now: at, pauses, timeZone: 'Europe/Berlin', ...quiet }));

  test('says since when Jira does not answer, when it is tried next and what waits', () => {
    expect(note(afterFailures(9), now)).toBe(
      'Jira does not answer since 09:12; next try 09:20; 14 tickets wait',
    );
    expect(note(afterFailures(9), addSeconds(now, 3600))).toBe('14 tickets wait: x');
  });

  test('says the day where it was not today', () => {
    const [pause] = afterFailures(9);
    const since = { ...pause, since: '2026-03-03T22:59:00.000Z' } as Pause;
    expect(note([since], now)).toMatch(/^Jira does not answer since 2026-03-03 23:59; next try 09:20;/);
  });
});
