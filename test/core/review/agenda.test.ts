import { describe, expect, test } from '@jest/globals';
import { agendaFor, inScope } from '../../../src/core/review/agenda.ts';
import { anItem, aPir, aReview } from '../status/examples.ts';

const today = '2026-03-10';
const items = [
  anItem({ id: 'later', due: '2026-04-01', priority: 'high' }),
  anItem({ id: 'late', due: '2026-03-01', priority: 'medium' }),
  anItem({ id: 'dateless', due: null, priority: 'low' }),
  anItem({ id: 'soon', due: '2026-03-12', priority: 'high', state: 'in-progress' }),
  anItem({ id: 'done', priority: 'high', state: 'done' }),
  anItem({ id: 'verified', priority: 'high', state: 'verified' }),
  anItem({ id: 'declined', priority: 'high', state: 'declined' }),
  anItem({ id: 'dropped', priority: 'high', state: 'dropped' }),
  anItem({ id: 'proposed', priority: 'high', state: 'proposed' }),
];

describe('what a review looks at', () => {
  test('is the high-priority items after a week, and all of them later', () => {
    expect(inScope('P7D', items).map((item) => item.id)).toEqual(['later', 'soon', 'done']);
    for (const milestone of ['P1M', 'P3M', 'extra'] as const) {
      expect(inScope(milestone, items).map((item) => item.id)).toEqual([
        'later',
        'late',
        'dateless',
        'soon',
        'done',
      ]);
    }
  });

  test('has the overdue ones first, then by date, and asks for the metric of what is done', () => {
    const agenda = agendaFor(aReview('2026-03-12'), aPir(), '@jane.smith', items, today);
    expect(agenda.open.map((line) => line.itemId)).toEqual(['late', 'soon', 'later', 'dateless']);
    expect(agenda.done.map((line) => line.itemId)).toEqual(['done']);
    expect(agenda).toMatchObject({
      incident: 'INC-2026-0216-001',
      facilitator: '@jane.smith',
      on: '2026-03-12',
    });
  });

  test('goes by the PIR’s title where it has no incident id', () => {
    const agenda = agendaFor(aReview('2026-03-12'), aPir({ incidentId: null }), null, items, today);
    expect(agenda.incident).toBe('Refunds paid out twice after a failover');
    expect(agenda.open[0]?.incident).toBe(agenda.incident);
  });
});
