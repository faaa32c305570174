import {
  type Entry,
  entryOfListItem,
  entryOfParagraph,
  entryOfSection,
  isTitle,
  readHead,
} from '../items/entries.ts';
import { type Block, plainText, type Section } from '../markdown/markdown.ts';
import type { Improvement } from '../pir.ts';
import { describesWork, fieldAbout, fieldText, readFields } from '../words/fields.ts';
import { readOwners } from '../words/owners.ts';
import { sectionsOf } from '../words/section-names.ts';

/** The entries of "What Could Be Better": one a heading, bold paragraph or list entry. They are never items. */
export function readImprovements(root: Section): readonly Improvement[] {
  return sectionsOf(root, 'improvements').flatMap((section) => entriesBelow(section).map(readImprovement));
}

function entriesBelow(section: Section): readonly Entry[] {
  const direct = entriesAmong(section.blocks);
  const below = section.sections.flatMap((child) => {
    const named = child.sections.length === 0 || readHead(child.heading?.text ?? '').ref !== null;
    return named ? [entryOfSection(child)] : entriesBelow(child);
  });
  return [...direct, ...below];
}

function entriesAmong(blocks: readonly Block[]): readonly Entry[] {
  const entries: Entry[] = [];
  let titled: number | null = null;
  for (const [index, block] of blocks.entries()) {
    if (block.type === 'paragraph' && isTitle(block) && blocks[index + 1]?.type === 'list') {
      const entry = entryOfParagraph(block, blocks.slice(index + 1, index + 2));
      titled = entry.fields.length > 0 ? index + 1 : null;
      if (titled !== null) entries.push(entry);
    } else if (block.type === 'list' && index !== titled) {
      const found = block.items.map(entryOfListItem).filter((entry) => entry !== null);
      // Bullets that only tell a story are none; one with an owner or a date below it is.
      for (const each of found.filter((entry) => describesWork(entry.fields))) entries.push(each);
    }
  }
  return entries;
}

function readImprovement(entry: Entry): Improvement {
  const fields = entry.fields.length > 0 ? entry.fields : readFields(entry.body);
  return {
    ref: entry.ref,
    title: plainText(entry.title),
    howToFix: fieldText(fieldAbout(fields, 'fix')),
    owners: readOwners(fieldAbout(fields, 'owner')?.value ?? ''),
    timeline: fieldText(fieldAbout(fields, 'due')),
    line: entry.line,
  };
}
