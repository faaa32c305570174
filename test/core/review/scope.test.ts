import { describe, expect, test } from '@jest/globals';
import { type ReviewScope, scopeOf } from '../../../src/core/review/scope.ts';
import type { TrackedItem } from '../../../src/core/sync/snapshot.ts';
import { anItem } from '../status/examples.ts';
import { anOutcome } from './examples.ts';

const items = [
  anItem({ id: 'later', due: '2026-06-01', priority: 'high' }),
  anItem({ id: 'late', due: '2026-03-01', priority: 'medium' }),
  anItem({ id: 'dateless', due: null, priority: 'low' }),
  anItem({ id: 'blocked', due: '2026-03-12', priority: 'high', state: 'blocked' }),
  anItem({ id: 'done', priority: 'high', state: 'done' }),
  anItem({ id: 'done too', priority: 'low', state: 'done' }),
  ...(['verified', 'declined', 'dropped', 'accepted-risk', 'proposed'] as const).map((state) =>
    anItem({ id: state, priority: 'high', state }),
  ),
];

const ids = (scope: ReviewScope<TrackedItem>) =>
  Object.entries(scope).map(
    ([list, its]: [string, readonly TrackedItem[]]) => `${list}: ${its.map(({ id }) => id).join(', ')}`,
  );

describe('what a review looks at', () => {
  test('is the high-priority items after a week, and all after a month', () => {
    expect(ids(scopeOf('P7D', '2026-03-10', items, []))).toEqual([
      'open: later, blocked',
      'done: done',
      'notYetDue: ',
      'waiting: ',
    ]);
    expect(ids(scopeOf('P1M', '2026-03-16', items, []))).toEqual([
      'open: later, late, dateless, blocked',
      'done: done, done too',
      'notYetDue: ',
      'waiting: ',
    ]);
  });

  test.each(['P3M', 'P4M', 'extra'] as const)('only lists in %s what is not yet due', (milestone) => {
    expect(ids(scopeOf(milestone, '2026-05-18', items, []))).toEqual([
      'open: late, dateless, blocked',
      'done: done, done too',
      'notYetDue: later',
      'waiting: ',
    ]);
  });

  test('leaves out what has its verdict, until the item is done once more', () => {
    const said = [anOutcome('done', { verdict: 'missed' }), anOutcome('done too', { verdict: 'no-metric' })];
    expect(scopeOf('P3M', '2026-05-18', items, said).done).toEqual([]);
    const again = [anItem({ id: 'done', state: 'done', stateSince: '2026-04-01T09:00:00.000Z' })];
    expect(scopeOf('P3M', '2026-05-18', again, said).done).toEqual(again);
  });

  test('waits with what is too early to tell until its day, and then has a second look at it alone', () => {
    const until = anOutcome('done', { verdict: 'too-early', until: '2026-05-04' });
    const incident = anOutcome('done too', { verdict: 'too-early', untilIncident: 'failover' });
    expect(ids(scopeOf('P3M', '2026-05-03', items, [until, incident])).slice(1)).toEqual([
      'done: ',
      'notYetDue: later',
      'waiting: done, done too',
    ]);
    expect(ids(scopeOf('P3M', '2026-05-04', items, [until, incident]))[1]).toBe('done: done');
    expect(ids(scopeOf('again-2026-05-04', '2026-05-04', items, [until, incident]))).toEqual([
      'open: ',
      'done: done',
      'notYetDue: ',
      'waiting: ',
    ]);
  });
});
