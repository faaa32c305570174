import type { ItemReading } from '../items/items.ts';
import type { PirItem } from '../pir.ts';
import { nameOf, type Rule } from './rule.ts';

/** Two items with one number cannot be told apart when the PIR is submitted again. */
export const sameNumber: Rule = {
  title: 'Two items with one number',
  why: 'An item keeps its number for good: it is how a changed review finds its tickets again. With one number on two items, an approval would update the wrong ticket.',
  source: 'How items are matched when a review is submitted again.',
  mend: 'Give each item a number of its own. A number once used stays with its item, also when that is dropped.',
  find: ({ items }) =>
    repeated(items, ({ item }) => item.ref).map(([first, second]) => ({
      line: second.item.line,
      about: `[${second.item.ref}]`,
      message: `Number ${second.item.ref} is used twice: ${nameOf(second.item)} and, on line ${first.item.line}, ${nameOf(first.item)}.`,
      hint: 'Give each item a number of its own; a number once used stays with its item.',
    })),
};

/** Two items without numbers and with one title: one item written twice, or two that nobody can tell apart. */
export const sameTitle: Rule = {
  title: 'One title twice, without numbers',
  why: 'An item without a number is known by its title. Two of the same title are either one promise written twice, which would become two tickets, or two that cannot be told apart later.',
  source:
    'How items are matched when a review is submitted again; duplicates are the oldest complaint about ticket scripts.',
  mend: 'Remove one of them, or say in the titles how they differ.',
  find: ({ items }) =>
    repeated(
      items.filter(({ item }) => item.ref === null),
      ({ item }) => foldTitle(item.title),
    ).map(([first, second]) => ({
      line: second.item.line,
      about: second.item.title,
      message: `${nameOf(second.item)} has the same title as the item on line ${first.item.line}.`,
      hint: 'Remove one of them, or say in the titles how they differ.',
    })),
};

/** The same work under two numbers. */
export const sameWork: Rule = {
  title: 'One title under two numbers',
  why: 'Two numbers make two tickets. Where both carry the same title, one promise was probably written down twice, and two people will each wait for the other.',
  source: 'Duplicates are the oldest complaint about ticket scripts.',
  mend: 'Remove one of them, or say in the titles how they differ.',
  find: ({ items }) =>
    repeated(items, ({ item }) => foldTitle(item.title))
      .filter(([first, second]) => first.item.ref !== second.item.ref)
      .map(([first, second]) => ({
        line: second.item.line,
        about: second.item.title,
        message: `${nameOf(second.item)} says the same as ${nameOf(first.item)} on line ${first.item.line}.`,
        hint: 'Keep one of them, or say in the titles how they differ.',
      })),
};

/** A title that still is the template's. One finding, however many. */
export const placeholderTitle: Rule = {
  title: 'Text of the template left standing',
  why: 'A title in the brackets of a template says what should stand there, not what is to be done. Approval would make a ticket of it.',
  source: 'Templates of many teams come with rows or bullets to be replaced.',
  mend: 'Write what is to be done in its place, or remove the item.',
  find: ({ items }) => {
    const left = items.filter(({ item }) => isPending(item) && isPlaceholder(item.title));
    const [first] = left;
    if (first === undefined) return [];
    const rest = left.length - 1;
    return [
      {
        line: first.item.line,
        message: `${nameOf(first.item)} still is the template's text${rest === 0 ? '' : `, and ${rest} more ${rest === 1 ? 'is' : 'are'}`}.`,
        hint: 'Write what is to be done in its place, or remove the item.',
      },
    ];
  },
};

/** More items than will be done. */
export const tooManyItems: Rule = {
  title: 'More items than anybody will do',
  why: 'Every item costs attention until it is done. A long list hides the two or three items that keep the incident from coming back, and most of it will never be touched.',
  source:
    'PagerDuty makes tickets only of the urgent items and records the decision not to act on others. The limit is `limits.items` in the settings.',
  mend: 'Keep what prevents, detects or shortens the next incident. Decline the rest at approval, with the reason: it stays on record and is not chased.',
  find: ({ pending, lines, options }) =>
    pending.length <= options.mostItems
      ? []
      : [
          {
            line: lines.actions,
            message: `There are ${pending.length} items to be done; more than ${options.mostItems} are rarely done.`,
            hint: 'Keep the ones that matter, and decline the rest with a reason when you approve.',
          },
        ],
};

const isPending = ({ state }: PirItem) => state !== 'done' && state !== 'dropped';

/** Whether a title is nothing but a bracket of a template, with or without another for a link. */
export function isPlaceholder(title: string): boolean {
  return /^(?:\{\{[^{}]{0,200}\}\}|\$?\{[^{}]{0,200}\}|<[^<>]{1,200}>|\[[^[\]]{4,200}\])(?:\s{0,3}[[(](?:link|url|ticket|issue)[^\])]{0,100}[\])])?$/i.test(
    title.trim(),
  );
}

const foldTitle = (title: string) => {
  if (isPlaceholder(title)) return null;
  const words = title.normalize('NFKC').toLowerCase();
  return words.replace(/[^\p{L}\p{N}]+/gu, ' ').trim() || null;
};

function repeated(
  items: readonly ItemReading[],
  keyOf: (reading: ItemReading) => string | null,
): readonly (readonly [ItemReading, ItemReading])[] {
  if (items.length < 2) return [];
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
