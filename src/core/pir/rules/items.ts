import type { ItemReading } from '../items.ts';
import { missing, nameOf, type Rule } from './rule.ts';

/** A PIR without items promises nothing. */
export const noItems: Rule = ({ items, lines }) =>
  items.length > 0
    ? []
    : [
        {
          line: lines.actions,
          message: 'No action items were found.',
          hint: 'Put them below a heading "Action Items", one "**[1] Title**" each, with an owner and a due date.',
        },
      ];

/** Two items with one number cannot be told apart when the PIR is submitted again. */
export const sameNumber: Rule = ({ items }) =>
  repeated(items, ({ item }) => item.ref).map(([first, second]) => ({
    line: second.item.line,
    about: `[${second.item.ref}]`,
    message: `Number ${second.item.ref} is used twice: ${nameOf(second.item)} and, on line ${first.item.line}, ${nameOf(first.item)}.`,
    hint: 'Give each item a number of its own; a number once used stays with its item.',
  }));

/** Two items with one title are one item written twice, or two that nobody can tell apart. */
export const sameTitle: Rule = ({ items }) =>
  repeated(items, ({ item }) => item.title.toLowerCase()).map(([first, second]) => ({
    line: second.item.line,
    about: second.item.title,
    message: `${nameOf(second.item)} has the same title as the item on line ${first.item.line}.`,
    hint: 'Remove one of them, or say in the titles how they differ.',
  }));

function repeated(
  items: readonly ItemReading[],
  keyOf: (reading: ItemReading) => string | null,
): readonly (readonly [ItemReading, ItemReading])[] {
  const seen = new Map<string, ItemReading>();
  const pairs: (readonly [ItemReading, ItemReading])[] = [];
  for (const reading of items) {
    const key = keyOf(reading);
    if (key === null) continue;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, reading);
    else if (reading.item.state !== 'done' || first.item.state !== 'done') pairs.push([first, reading]);
  }
  return pairs;
}

/** Without a priority an item is treated as medium. */
export const noPriority: Rule = (subject) =>
  missing(
    subject,
    (item) => item.priority === null,
    (item) => ({
      message: `${nameOf(item)} has no priority and is treated as medium.`,
      hint: 'Put it below a heading such as "High Priority", or add a line "**Priority**: high".',
    }),
    () => ({
      message: 'No item has a priority; all are treated as medium.',
      hint: 'Group them below headings such as "High Priority (Implement Within 2 Weeks)".',
    }),
  );

/** Without a success metric nobody can say later whether the work helped. */
export const noMetric: Rule = (subject) =>
  missing(
    subject,
    (item) => item.successMetric === null,
    (item) => ({
      message: `${nameOf(item)} does not say how to tell that it worked.`,
      hint: 'Add a line "**Success Metric**: …" with what to look at and what it must show.',
    }),
    () => ({
      message: 'No item says how to tell that it worked.',
      hint: 'Add a line "**Success Metric**: …" to each; the 3-month review asks for it.',
    }),
  );
