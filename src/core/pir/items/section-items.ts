import { type Block, type Paragraph, plainText, type Section } from '../markdown/markdown.ts';
import { describesWork, readFields } from '../words/fields.ts';
import { personScore } from '../words/person-label.ts';
import { headingName, kindOf, type SectionKind } from '../words/section-names.ts';
import { isVerb } from '../words/verbs.ts';
import { entryOfParagraph, entryOfSection, isEntrySection, isTitle, readHead } from './entries.ts';
import { type Group, groupOf, groupOfLabel } from './group.ts';
import { entriesOfTable } from './item-table.ts';
import { entriesOfList, type Found } from './list-items.ts';
import { entriesOfProse, entryOfProse, isOwnerParagraph, isStatusParagraph } from './prose-items.ts';

const elsewhere: ReadonlySet<SectionKind> = new Set([
  'document',
  'follow-up',
  'improvements',
  'legend',
  'sign-off',
]);

/** All entries of a section of actions and of the headings below it. */
export function itemsBelow(section: Section, group: Group): readonly Found[] {
  const nested = section.sections.flatMap((child): readonly Found[] => {
    const kind = kindOf(child);
    // Reviews, signatures or explanations, wherever they stand; "Add a checklist" is work.
    if (kind !== null && elsewhere.has(kind) && !(kind === 'legend' && isWork(child))) return [];
    if (isEntrySection(child)) return [{ entry: entryOfSection(child), group }];
    return itemsBelow(child, groupOf(child.heading?.text ?? '', group));
  });
  const direct = itemsAmong(section.blocks, group);
  if (direct.length > 0 || nested.length > 0) return [...direct, ...nested];
  return entriesOfProse(
    section.blocks.filter((block) => block.type === 'paragraph'),
    group,
  );
}

/** Whether a section named for a checklist is work: it begins with a verb, or has a number and an owner, priority or date. */
function isWork({ heading, blocks }: Section): boolean {
  const text = heading?.text ?? '';
  return (
    isVerb(headingName(text).split(' ', 1)[0] ?? '') ||
    (readHead(text).ref !== null && describesWork(readFields(blocks)))
  );
}

/** The entries that stand directly in some blocks: titled paragraphs, tables, lists, marked paragraphs. */
export function itemsAmong(blocks: readonly Block[], group: Group): readonly Found[] {
  const found: Found[] = [];
  let current = group;
  const interrupted = blocks.some(
    (block) => block.type === 'list' && Number(block.items[0]?.number ?? 1) > 1,
  );
  for (let index = 0; index < blocks.length; index += 1) {
    const block = blocks[index];
    if (block?.type === 'paragraph') {
      if (isTitleOf(block)) {
        const following = blocksUntilTitle(blocks, index + 1);
        const entry = entryOfParagraph(block, following);
        if (entry.ref !== null || describesWork(entry.fields)) {
          found.push({ entry, group: current });
          index += following.length;
        } else current = groupOfLabel(block.text, group); // "**High priority**" or "**NP**" above a list
      } else if (isPersonLine(block)) current = groupOfLabel(block.text, group);
      else if (isStatusParagraph(block) || isOwnerParagraph(block)) {
        const next = blocks[index + 1];
        const owns = /[:：]$/.test(block.text) && next?.type === 'list';
        found.push({ entry: entryOfProse(block, owns ? [next] : []), group });
        if (owns) index += 1;
      }
    } else if (block?.type === 'table')
      for (const each of entriesOfTable(block).map((entry) => ({ entry, group: current }))) found.push(each);
    else if (block?.type === 'list') {
      // "1. …", bullets, "2. …": the bullets were meant to be nested.
      const detail = interrupted && found.length > 0 && block.items[0]?.number === null;
      if (!detail) for (const each of entriesOfList(block, current)) found.push(each);
    }
  }
  return found;
}

const isTitleOf = (block: Paragraph) => isTitle(block) && !describesWork(readFields([block]).slice(0, 1));

/** "JG:" or "@kim:" on a line of its own. */
function isPersonLine({ text }: Paragraph): boolean {
  return text.length < 60 && /^[^\n]+[:：]$/.test(text) && personScore(plainText(text)) === 2;
}

function blocksUntilTitle(blocks: readonly Block[], from: number): readonly Block[] {
  let end = from;
  for (let block = blocks[end]; block !== undefined; block = blocks[end]) {
    if (block.type === 'paragraph' && isTitle(block) && !describesWork(readFields([block]))) break;
    end += 1;
  }
  return blocks.slice(from, end);
}
