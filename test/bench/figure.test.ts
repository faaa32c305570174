import { describe, expect, test } from '@jest/globals';
import { figureOf, printFigures } from '../../bench/figure.ts';
import { measure, median, medianRatio, quartile, ratio, ratioOfTotals } from '../../bench/measure.ts';

describe('a figure', () => {
  test('holds up to its goal, from above or from below', () => {
    const holds = (ratio: number, goal: Parameters<typeof figureOf>[4]) =>
      figureOf('a', 'b', 1, ratio, goal).holds;
    expect([holds(1, { atMost: 1 }), holds(1.01, { atMost: 1 })]).toEqual([true, false]);
    expect([holds(15, { atLeast: 15 }), holds(14.9, { atLeast: 15 })]).toEqual([true, false]);
    expect(holds(Number.NaN, { atMost: 1 })).toBe(false);
  });

  test('is printed as a row for people, and whole for programs', () => {
    const figures = [figureOf('read it', 'another', 1.2345, 0.98765, { atMost: 1 })];
    expect(printFigures(figures, 'text')).toBe(
      '    figure   takes    against  ratio  goal\nok  read it  1.23 ms  another  0.988  <= 1\n',
    );
    expect(JSON.parse(printFigures(figures, 'json'))).toEqual([
      {
        figure: 'read it',
        value: 1.23,
        unit: 'ms',
        baseline: 'another',
        ratio: 0.988,
        goal: '<= 1',
        holds: true,
      },
    ]);
  });
});

describe('measuring', () => {
  test('runs the tasks in turn, every other round backwards', () => {
    const order: string[] = [];
    const rounds = measure(
      { a: () => order.push('a'), b: () => order.push('b') },
      { rounds: 4, budget: 300 },
    );
    expect([rounds.a.length, rounds.b.length]).toEqual([4, 4]);
    expect(order.slice(-8).join('')).toBe('abbaabba');
  });

  test('compares what is typical of the rounds', () => {
    expect([quartile([7]), quartile([4, 1, 3, 2]), quartile([9, 5, 8, 1, 2, 7, 3, 6])]).toEqual([7, 2, 3]);
    expect(ratio([90, 10, 40, 80], [10, 20, 30, 40])).toBe(2);
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
    expect(medianRatio([10, 40, 90], [10, 20, 30])).toBe(2);
    expect(ratioOfTotals([1, 2, 9], [1, 3])).toBe(2);
  });
});
