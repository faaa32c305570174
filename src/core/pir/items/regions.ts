import {
  allBlocks,
  type Block,
  type List,
  type Paragraph,
  plainText,
  type Section,
} from '../markdown/markdown.ts';
import { isClosingChecklist, isLegend } from '../words/checklists.ts';
import { isInstruction } from '../words/placeholders.ts';
import { headingName, kindOf, kindOfName } from '../words/section-names.ts';
import { stateOfWords } from '../words/states.ts';
import { type Group, groupOf, noGroup } from './group.ts';
import { entriesOfTable, findTitle, isActionTable, looksLikeItems } from './item-table.ts';
import { entriesOfList, type Found, firstText } from './list-items.ts';
import { entryOfProse, isStatusParagraph } from './prose-items.ts';
import { itemsAmong, itemsBelow } from './section-items.ts';

/** Items from one place of the document, and how much that place says that they are some. */
export interface Region {
  /** 1: it is named for actions. 2: for measures, advice, next steps. 3: for follow-up. 4: a promise among lessons. */
  readonly rank: 1 | 2 | 3 | 4;
  readonly line: number;
  readonly found: readonly Found[];
  /** Whether nothing stands there that could have been meant for an item. */
  readonly empty: boolean;
  /** The heading's own words. */
  readonly name?: string;
  /** It looks like items, but its place does not say that it holds some: nothing is read, and that is said. */
  readonly doubtful?: boolean;
  /** It is a section without lists and tables. */
  readonly prose?: boolean;
}

/**
 * The places of a document that can hold action items, in its order: sections by their names; below them labels such as
 * "**Actions planned:**" and "- **Review actions**:"; tables with an action and an owner, date or state that stand outside;
 * paragraphs marked TODO. What tells the story of the incident is left out.
 */
export function readRegions(root: Section): readonly Region[] {
  const [first, second] = root.sections;
  return regionsOf(root, noGroup, second === undefined && first?.level === 1 ? first : undefined);
}

const ranks = { actions: 1, 'weak-actions': 2, 'follow-up': 3 } as const;

// Groups by time, and below a response what was done at once.
const horizon = /^(?:immediate|short|medium|mid|long|planned|urgent)[- ]?(?:term)?\b|^actions?(?: taken)?$/;

function regionsOf(section: Section, group: Group, only: Section | undefined): readonly Region[] {
  const kind = kindOf(section);
  const title = section === only;
  if (
    kind === 'actions' ||
    (kind === 'weak-actions' && !title) ||
    (kind === 'follow-up' && !title && !speaksOfReviews(section))
  ) {
    const found = itemsBelow(section, groupOf(section.heading?.text ?? '', group));
    const prose =
      section.sections.length === 0 &&
      !section.blocks.some(({ type }) => type === 'list' || type === 'table');
    const own: Region = {
      rank: ranks[kind],
      line: section.line,
      found,
      empty: !holdsWork(section),
      prose,
      name: headingName(section.heading?.text ?? ''),
    };
    // What is named for actions may stand inside what is only named for measures, and takes its place.
    const inner =
      kind === 'actions' ? [] : section.sections.flatMap((child) => regionsOf(child, group, only));
    return inner.some(({ rank, name }) => rank === 1 && !horizon.test(name ?? '')) ? inner : [own];
  }
  if (kind === 'legend' || kind === 'sign-off' || kind === 'improvements') return [];
  // The document's own title may be "Incident summary"; its sections are not the story for that.
  const story = kind === 'story' && !title;
  return [
    ...blockRegions(section.blocks, story),
    ...section.sections
      .filter(
        (child) =>
          !story || kindOf(child) !== 'actions' || !horizon.test(headingName(child.heading?.text ?? '')),
      )
      .flatMap((child) => regionsOf(child, group, only)),
  ];
}

function blockRegions(blocks: readonly Block[], story: boolean): readonly Region[] {
  const regions: Region[] = [];
  for (let index = 0; index < blocks.length; index += 1) {
    const block = blocks[index];
    if (block?.type === 'paragraph') {
      const label = isStatusParagraph(block) ? null : readLabel(block);
      // In the story "immediate actions" are what was done; only a label that speaks of items announces some.
      if (label !== null && (!story || speaksOfItems(block.text))) {
        const end = endOfLabel(blocks, index + 1, label.kind);
        const inside = blocks.slice(index + 1, end);
        const found = itemsOfLabel(label, inside);
        if (found.length > 0) {
          regions.push(regionOfLabel(label, block.line, found));
          index = end - 1;
          continue;
        }
      }
      if (!story && isStatusParagraph(block))
        regions.push({
          rank: 2,
          line: block.line,
          found: [{ entry: entryOfProse(block, []), group: noGroup }],
          empty: false,
        });
    } else if (block?.type === 'list')
      for (const each of regionsOfList(block, blocks[index + 1], story)) regions.push(each);
    else if (!story && block?.type === 'table' && isActionTable(block))
      regions.push({ rank: 1, line: block.line, found: itemsAmong([block], noGroup), empty: false });
    else if (!story && block?.type === 'table' && looksLikeItems(block))
      regions.push({ rank: 4, line: block.line, found: [], empty: false, doubtful: true });
  }
  return regions;
}

/** "**Action:** We told them" is a sentence of the text: a section of measures says more. */
function regionOfLabel({ rank, rest, single }: Label, line: number, found: readonly Found[]): Region {
  const alone = single && rest !== null && found.length === 1;
  return { rank: alone ? 2 : rank, line, found, empty: false, prose: alone };
}

/** Whether a follow-up is about looking back at the items, not about more of them. */
function speaksOfReviews(section: Section): boolean {
  if (!/^follow/.test(headingName(section.heading?.text ?? ''))) return true;
  return [...allBlocks(section)].some((block) => {
    const texts =
      block.type === 'list' ? block.items.map(firstText) : block.type === 'paragraph' ? [block.text] : [];
    return texts.some((text) => reviewOrLabel.test(text.slice(0, 500)));
  });
}

const reviewOrLabel =
  /\blabels?\b|\b(?:week|month|day)s?\b.{0,20}\breviews?\b|\breview (?:action items?|progress|dates?|schedule)\b/i;

/** Whether a section holds a text that is neither an instruction to the author nor a checklist for the report itself. */
function holdsWork(section: Section): boolean {
  return [...allBlocks(section)].some((block) => {
    if (block.type === 'paragraph')
      return !isInstruction(block.text) && plainText(block.text).split(' ', 4).length > 3;
    if (block.type === 'table')
      return entriesOfTable(block).length > 0 || (findTitle(block)[0] < 0 && block.rows.length > 0);
    if (block.type !== 'list') return false;
    const titles = block.items.map(firstText);
    return (
      !isClosingChecklist(titles) &&
      !isLegend(titles) &&
      titles.some((title) => !isInstruction(title) && plainText(title).length > 12)
    );
  });
}

const speaksOfItems = (text: string) =>
  /\bitems?\b|\breview actions?\b|\bfollow[- ]?up|\b(?:corrective|prevent(?:ive|ative)) actions?\b|アイテム|项|아이템/iu.test(
    text.slice(0, 80),
  );

interface Label {
  readonly kind: 'bare' | 'bold';
  readonly rank: 1 | 2;
  /** What follows the label in its own paragraph. */
  readonly rest: Paragraph | null;
  readonly group: Group;
  /** It names one action: "**Action:**". */
  readonly single: boolean;
}

const boldLabel = /^(?:\*\*|__)([^*_\n]{3,60})(?:\*\*|__)\s*[:：]?\s*/;
const spokenLabel =
  /^(?:.{0,40}\s)?(?:actions?|action items?|next steps|follow[- ]?ups?|to-?dos?)(?:\s(?:planned|in the future|for the future|going forward|to take|we will take|are|include|from this|for us|arising)(?:\s\p{L}+){0,4})?:$/iu;

/** A paragraph that announces items: "**Actions planned:**", "Action Items" as a bare line, "Some actions for the future:". */
function readLabel(block: Paragraph): Label | null {
  const [first = '', ...lower] = block.text.split('\n');
  const bold = boldLabel.exec(first);
  const name = bold?.[1] ?? first;
  // Most paragraphs are long sentences: no label is.
  if (
    name.length > 120 ||
    (bold === null && !first.endsWith(':') && (first.length > 60 || /[.!?。]$/.test(first)))
  )
    return null;
  const kind = kindOfName(name.replace(/^(actions?) taken/i, '$1').replace(/[:：]\s*$/, ''));
  const alone = bold === null ? first : first.slice(bold[0].length);
  const spoken = bold === null && first.endsWith(':') && spokenLabel.test(plainText(first));
  if (kind !== 'actions' && !spoken) return null;
  const text = bold === null ? lower.join('\n') : [alone, ...lower].join('\n').trim();
  const offset = bold !== null && alone.trim() !== '' ? 0 : 1;
  const rest: Paragraph | null = text === '' ? null : { type: 'paragraph', text, line: block.line + offset };
  return {
    kind: bold === null ? 'bare' : 'bold',
    rank: spoken ? 2 : 1,
    rest,
    group: groupOf(name, noGroup),
    single: /^action:?$/i.test(name.trim()),
  };
}

/** Where the blocks end that a label announces: at the next bold label, or behind the first run of lists and tables. */
function endOfLabel(blocks: readonly Block[], from: number, kind: Label['kind']): number {
  let index = from;
  let listed = false;
  for (let block = blocks[index]; block !== undefined; block = blocks[index]) {
    const bold = block.type === 'paragraph' && boldLabel.test(block.text);
    if (bold && index > from) break;
    if (bold && kind === 'bold') break;
    if (block.type === 'paragraph' && (listed || kind === 'bare')) break;
    if (block.type === 'opaque') break;
    listed ||= block.type === 'list' || block.type === 'table';
    index += 1;
  }
  return index;
}

function itemsOfLabel({ rest, group }: Label, inside: readonly Block[]): readonly Found[] {
  const [first, ...more] = inside;
  // "**Action taken:** We now …" is the item itself; a list below it belongs to it where it ends in a colon.
  if (rest !== null) {
    const entry = entryOfProse(rest, []);
    const leads = /[:：]$/.test(rest.text);
    const listed = leads
      ? []
      : itemsAmong(
          inside.filter(({ type }) => type !== 'paragraph'),
          group,
        );
    return [{ entry, group }, ...listed];
  }
  if (first?.type === 'paragraph') {
    const entry = entryOfProse(first, more);
    return [{ entry, group }];
  }
  return itemsAmong(inside, group);
}

/** Bullets that name actions: "- **Review actions**:" with the items below the bullet, or in the list that follows it. */
function regionsOfList(list: List, next: Block | undefined, story: boolean): readonly Region[] {
  return list.items.flatMap((item, index): readonly Region[] => {
    const [first, ...nested] = item.blocks;
    if (first?.type !== 'paragraph') return [];
    const label = /^(?:\*\*|__)/.test(first.text) || /[:：]$/.test(first.text) ? readLabel(first) : null;
    if (label !== null && label.rank === 1 && (!story || speaksOfItems(first.text))) {
      const last = index === list.items.length - 1;
      const lists = nested.filter((block) => block.type === 'list' || block.type === 'table');
      const below = lists.length === 0 && last && next?.type === 'list' ? [next] : lists;
      const found = below.length > 0 ? itemsAmong(below, label.group) : [];
      const prose =
        found.length === 0 && label.rest !== null
          ? [{ entry: entryOfProse(label.rest, []), group: label.group }]
          : [];
      return [
        {
          rank: prose.length > 0 && label.single ? 2 : 1,
          line: item.line,
          found: [...found, ...prose],
          empty: false,
          prose: prose.length > 0,
        },
      ];
    }
    if (!story && /\bwe\b/i.test(first.text) && promise.test(plainText(first.text.slice(0, 400))))
      return [
        { rank: 4, line: item.line, found: entriesOfList({ ...list, items: [item] }, noGroup), empty: false },
      ];
    return !story && isStatusBullet(first)
      ? [
          {
            rank: 2,
            line: item.line,
            found: entriesOfList({ ...list, items: [item] }, noGroup),
            empty: false,
          },
        ]
      : [];
  });
}

const promise =
  /^(?:[^\s"“\d]\S* ){0,16}we(?:['’]ll| will| are going to| plan to) (?!be able|not\b|have to)\p{Ll}/iu;

/** "- **TODO** …" wherever it stands; what is done may be a step of the story. */
const isStatusBullet = (first: Paragraph) =>
  isStatusParagraph(first) && stateOfWords(plainText(first.text.slice(0, 60))) === 'open';
