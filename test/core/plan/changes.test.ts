import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changesBetween, withChanges } from '../../../src/core/plan/changes.ts';
import type { TicketFields } from '../../../src/core/plan/plan.ts';

const text = fc.constantFrom('a', 'b', 'c');
const fields: fc.Arbitrary<TicketFields> = fc.record({
  summary: text,
  description: fc.constant([]),
  priority: fc.constantFrom('high' as const, 'low' as const, null),
  dueDate: fc.constantFrom('2026-03-13' as const, null),
  assignee: fc.option(text, { nil: null }),
  labels: fc.uniqueArray(text),
  custom: fc.dictionary(fc.constantFrom('customfield_1', 'customfield_2'), text, { noNullPrototype: true }),
});
const sorted = (each: TicketFields) => ({ ...each, labels: each.labels.toSorted() });

test('what is sent makes of the ticket as it was approved last the ticket that is approved now', () => {
  fc.assert(
    fc.property(fields, fields, (before, after) => {
      expect(sorted(withChanges(before, changesBetween(before, after)))).toEqual(sorted(after));
    }),
  );
});

test('nothing is sent of what did not change', () => {
  fc.assert(
    fc.property(fields, (before) => {
      expect(changesBetween(before, { ...before, labels: before.labels.toReversed() })).toEqual({});
    }),
  );
});

test('labels are added and taken off one by one, so those that people put on stay', () => {
  const [before, after] = [
    ['pir', 'INC-7'],
    ['pir', 'INC-8'],
  ].map((labels) => ({ ...blank, labels }));
  expect(changesBetween(before ?? blank, after ?? blank)).toEqual({
    labels: { add: ['INC-8'], remove: ['INC-7'] },
  });
});

const blank: TicketFields = {
  ...{ summary: 's', description: [], priority: null, dueDate: null, assignee: null, labels: [], custom: {} },
};
