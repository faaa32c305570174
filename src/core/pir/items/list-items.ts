import { type List, type ListItem, plainText } from '../markdown/markdown.ts';
import { isAdvice, isClosingChecklist, isLegend } from '../words/checklists.ts';
import { isFieldList } from '../words/fields.ts';
import { personScore } from '../words/person-label.ts';
import { isVerb } from '../words/verbs.ts';
import { actionKey, checkbox, type Entry, entryOfListItem } from './entries.ts';
import { type Group, groupOf, groupOfLabel } from './group.ts';

/** An entry with what stands above it. */
export interface Found {
  readonly entry: Entry;
  readonly group: Group;
}

/** The entries of a list, one a bullet; the children of bullets that only name a category or people. */
export function entriesOfList(list: List, group: Group): readonly Found[] {
  const titles = list.items.map(firstText);
  const named = titles.every((title) => actionKey.test(title));
  if ((isFieldList(list) && !named) || isClosingChecklist(titles) || isLegend(titles) || isAdvice(titles))
    return [];
  const ticked = list.items.map((item) => checkbox.test(firstText(item)));
  return list.items.flatMap((item, index): readonly Found[] => {
    const children = item.blocks.filter((block) => block.type === 'list');
    // A box in front of a category only sums up the boxes below it.
    const boxed = ticked[index] === true;
    if (children.length > 0 && (!boxed || children.every(isChecklist))) {
      const label = firstText(item).replace(checkbox, '');
      if (isPersonLabel(label)) return below(children, groupOfLabel(label, group));
      if (item.number === null && isCategory(label, children)) return below(children, groupOf(label, group));
    }
    const entry = entryOfListItem(item);
    return entry === null ? [] : [{ entry, group }];
  });
}

const isChecklist = (list: List) => list.items.every((item) => checkbox.test(firstText(item)));

const below = (lists: readonly List[], group: Group) => lists.flatMap((list) => entriesOfList(list, group));

/** The first paragraph of a list entry, as Markdown. */
export function firstText(item: ListItem): string {
  const [first] = item.blocks;
  return first?.type === 'paragraph' ? first.text : '';
}

function isPersonLabel(text: string): boolean {
  const score = personScore(text);
  return score === 2 || (score === 1 && /^(?:\*\*|__)|[:：]$/.test(text));
}

const sentence =
  /\b(?:we|i|you|it|this|there|should|could|would|will|need|needs|must|can|is|are|was|were|has|have)\b/i;

/** Whether a bullet only heads what stands below it: a few words without a verb, "Monitoring:" or "**Docs**". */
function isCategory(label: string, children: readonly List[]): boolean {
  const text = plainText(label);
  const words = text.replace(/[:：]$/, '').split(' ');
  const [first = ''] = words;
  if (words.length > 5 || text.length > 60 || /[.!?。]$|https?:|[([]/.test(text)) return false;
  // A name of a few ideographs; more of them make a sentence.
  if (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]{13}|\p{sc=Han}.*，/u.test(text)) return false;
  if (isVerb(first) || sentence.test(text)) return false;
  if (children.every(isFieldList)) return false;
  const starts = children.flatMap((list) =>
    list.items.map((item) => plainText(firstText(item).slice(0, 80)).replace(checkbox, '')),
  );
  const working = starts.filter((start) => isVerb(start.split(' ', 1)[0] ?? '')).length;
  return (
    working * 2 >= starts.length ||
    /[:：]$/.test(text) ||
    children.some((list) => list.items.some((item) => checkbox.test(firstText(item))))
  );
}
