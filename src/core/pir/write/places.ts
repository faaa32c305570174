import type { PirItem } from '../pir.ts';
import { editsOfRow } from './cells.ts';
import { editsOfFields, fieldLines } from './fields.ts';
import type { Edit } from './lines.ts';
import type { TicketLink } from './link.ts';
import type { Outline, OutlineNode } from './outline.ts';

/** A document and one of its items; lines are 0-based. */
export interface Place {
  readonly contents: readonly string[];
  readonly outline: Outline;
  readonly item: PirItem;
  /** Where the next item begins, or the document ends. */
  readonly nextItem: number;
}

/**
 * The ways to put a ticket to an item, best first, each in the shape that the item is written in. Which of them the
 * reader understands is for the caller to try.
 */
export function editsFor(place: Place, link: TicketLink): readonly (readonly Edit[])[] {
  const { contents, outline, item } = place;
  const start = item.line - 1;
  const blocks = outline.startingAt(start);
  const row = blocks.find(({ type }) => type === 'tr');
  if (row !== undefined) {
    const header = contents[tableOf(row)?.start ?? start] ?? '';
    return [...editsOfRow(start, contents[start] ?? '', header, item.title, link)];
  }
  const bullet = blocks.findLast(({ type }) => type === 'list_item');
  const heading = blocks.find(({ type }) => type === 'heading');
  const section = outline.headingAfter(start, heading?.rank ?? 6);
  const end = Math.min(place.nextItem, section, bullet?.end ?? section);
  const fields = fieldLines(contents, outline, start + 1, end);
  return [
    ...editsOfFields(contents, fields, link),
    ...editsOfText(place, heading, fields[0]?.line ?? end, link),
    ...(bullet === undefined ? [] : [belowText(place, bullet, link)]),
  ];
}

function tableOf(row: OutlineNode): OutlineNode | null {
  let block: OutlineNode | null = row;
  while (block !== null && block.type !== 'table') block = block.parent;
  return block;
}

/** A link behind the item's own words: the heading, the paragraph to its end, or its first line alone. */
function* editsOfText(
  { contents, outline, item }: Place,
  heading: OutlineNode | undefined,
  end: number,
  { markdown }: TicketLink,
): Generator<readonly Edit[]> {
  const start = item.line - 1;
  if (heading !== undefined) {
    const last = heading.markup.startsWith('#') ? start : heading.end - 2;
    const at = headingEnd(contents[last] ?? '', heading.markup.startsWith('#'));
    yield [{ line: last, from: at, to: at, text: ` ${markdown}` }];
    return;
  }
  const paragraph = outline.paragraphAt(start);
  if (paragraph === null) return;
  const whole = Math.min(paragraph.end, end) - 1;
  // A title ends with its line, a sentence with its paragraph.
  const titled = outline.startingAt(start).every(({ type }) => type !== 'list_item') && whole > start;
  const lines = titled ? [start, whole] : [whole, start];
  for (const text of [markdown, `(${markdown})`])
    for (const line of new Set(lines)) {
      const at = textEnd(contents[line] ?? '', line + 1 < paragraph.end);
      yield [{ line, from: at, to: at, text: ` ${text}` }];
    }
  // Words behind bold ones or a colon can change what the line is to the reader; then the link goes in before them.
  const title = contents[start] ?? '';
  const closing = /(?:\*\*|__)?\s*[:：]?(?:\*\*|__)?$/.exec(title.slice(0, textEnd(title, whole > start)));
  if (closing !== null && closing[0] !== '')
    yield [{ line: start, from: closing.index, to: closing.index, text: ` ${markdown}` }];
}

/** Before closing hashes and the attributes that some renderers take. */
function headingEnd(content: string, hashed: boolean): number {
  const text = content.trimEnd();
  const open = hashed ? text.replace(/\s+#+$/, '') : text;
  return open.replace(/\s*\{[#.:][^{}]*\}$/, '').trimEnd().length;
}

/** Before the blanks or the backslash that break the line; on a paragraph's last line a backslash is text. */
function textEnd(content: string, followed: boolean): number {
  const text = content.trimEnd();
  return (followed && text.length === content.length ? text.replace(/\s*\\$/, '') : text).length;
}

/** A bullet of its own below an entry whose text takes no link. */
function belowText(
  { contents, outline, item }: Place,
  bullet: OutlineNode,
  link: TicketLink,
): readonly Edit[] {
  const start = item.line - 1;
  const paragraph = outline.paragraphAt(start);
  const lead = /^[\s>]*(?:[-*+]|\d{1,9}[.)])\s+/.exec(contents[start] ?? '')?.[0] ?? '  ';
  const marker = /^[-*+]$/.test(bullet.markup) ? bullet.markup : '-';
  const indent = lead.replace(/[^\s>]/g, ' ');
  return [
    { below: (paragraph?.end ?? start + 1) - 1, lines: [`${indent}${marker} **Ticket**: ${link.markdown}`] },
  ];
}
