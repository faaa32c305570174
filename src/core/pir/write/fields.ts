import { foldKey, isBlank, topicOf } from '../words/fields.ts';
import type { Edit } from './lines.ts';
import type { TicketLink } from './link.ts';
import type { Outline, OutlineNode } from './outline.ts';

/** A line of the form `- **Owner**: @kim`, as it is written. */
interface FieldLine {
  readonly line: number;
  /** Blanks, quote marks and bullet before the name. */
  readonly lead: string;
  /** The name with its emphasis and colon, and the blanks behind it. */
  readonly name: string;
  readonly topic: string;
  readonly value: string;
  readonly paragraph: OutlineNode;
  /** The bullet that it opens; null for a line of a paragraph. */
  readonly bullet: OutlineNode | null;
}

const leadPattern = /^[\s>\uFEFF]*(?:(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX*]?\]\s+)?)?/;
const boldName = /^(\*\*|__)([^*_]{1,60})\1\s*[:–—-]?\s*/;
const plainName = /^\*?([\p{L}][\p{L} -]{1,30})\*?:\*?(?:\s+|$)/u;

/** The field that a line gives, or null. Only names that mean something to items count. */
function fieldLineAt(line: number, content: string, outline: Outline): FieldLine | null {
  const paragraph = outline.paragraphAt(line);
  if (paragraph === null) return null;
  const lead = leadPattern.exec(content)?.[0] ?? '';
  const rest = content.slice(lead.length);
  const named = boldName.exec(rest) ?? plainName.exec(rest);
  const topic = named === null ? null : topicOf(foldKey(named[2] ?? named[1] ?? ''));
  if (named === null || topic === null || topic === 'action' || topic === 'ref') return null;
  const bullet = paragraph.start === line ? itemOpenedBy(paragraph) : null;
  const value = rest.slice(named[0].length).replace(/\s*\\?$/, '');
  return { line, lead, name: named[0], topic, value, paragraph, bullet };
}

function itemOpenedBy(paragraph: OutlineNode): OutlineNode | null {
  const { parent } = paragraph;
  return parent?.type === 'list_item' && parent.start === paragraph.start ? parent : null;
}

/** The lines from `start` to before `end` that give fields. */
export function fieldLines(
  contents: readonly string[],
  outline: Outline,
  start: number,
  end: number,
): readonly FieldLine[] {
  const found: FieldLine[] = [];
  for (let line = start; line < end; line += 1) {
    const field = fieldLineAt(line, contents[line] ?? '', outline);
    if (field !== null) found.push(field);
  }
  return found;
}

/** The ways to put a ticket among an item's fields, best first: into its ticket field, else below the last field. */
export function* editsOfFields(
  contents: readonly string[],
  fields: readonly FieldLine[],
  link: TicketLink,
): Generator<readonly Edit[]> {
  const own = fields.find(({ topic }) => topic === 'ticket');
  if (own !== undefined) yield [intoField(contents[own.line] ?? '', own, link)];
  const [first] = fields;
  if (first === undefined) return;
  const siblings = fields.filter((field) => containerOf(field) === containerOf(first));
  const last = siblings.at(-1);
  if (last === undefined || own !== undefined) return;
  if (last.bullet !== null) yield [belowBullet(contents, last, last.bullet, link)];
  else yield [amongLines(contents, siblings, last, link)];
}

/** What the fields of one item share: the list of their bullets, or the block of their paragraphs. */
function containerOf({ bullet, paragraph }: FieldLine): OutlineNode | null {
  return bullet === null ? paragraph.parent : bullet.parent;
}

function intoField(content: string, field: FieldLine, link: TicketLink): Edit {
  const named = field.lead.length + field.name.length;
  const from = isBlank(field.value) ? named : named + field.value.length;
  const blank = /\s$/.test(content.slice(0, from)) ? '' : ' ';
  return { line: field.line, from, to: named + field.value.length, text: `${blank}${link.markdown}` };
}

function belowBullet(
  contents: readonly string[],
  last: FieldLine,
  bullet: OutlineNode,
  link: TicketLink,
): Edit {
  const lead = last.lead.replace(/\d+(?=[.)]\s)/, (number) => String(Number(number) + 1));
  return { below: lastWritten(contents, bullet), lines: [`${lead}${nameLike(last)}${link.markdown}`] };
}

/** Below the last field line, or before it where only the lines before it end in a hard break, so that it breaks as well. */
function amongLines(
  contents: readonly string[],
  siblings: readonly FieldLine[],
  last: FieldLine,
  link: TicketLink,
): Edit {
  const lead = last.lead.replace(/[^\s>]/g, ' ').replace('\uFEFF', '');
  const text = `${lead}${nameLike(last)}${link.markdown}`;
  const end = lastWritten(contents, last.paragraph);
  const before = siblings.at(-2);
  if (before !== undefined && before.paragraph !== last.paragraph)
    return { below: end, lines: [lead.trimEnd(), text] };
  const breakAtEnd = hardBreak(contents[end] ?? '');
  const breakBefore = before === undefined ? '' : hardBreak(contents[last.line - 1] ?? '');
  if (breakAtEnd === '' && breakBefore !== '')
    return { below: last.line - 1, lines: [`${text}${breakBefore}`] };
  return { below: end, lines: [`${text}${breakAtEnd}`] };
}

const hardBreak = (content: string) => /(?: {2,}|\\)$/.exec(content)?.[0] ?? '';

/** The last line of a block that is not blank. */
function lastWritten(contents: readonly string[], block: OutlineNode): number {
  let line = block.end - 1;
  while (line > block.start && /^[\s>]*$/.test(contents[line] ?? '')) line -= 1;
  return line;
}

/** `**Ticket**: ` with the emphasis, colon and case of another field's name. */
function nameLike({ name }: FieldLine): string {
  const like = name.replace(/\p{L}(?:.*[\p{L}\p{N}])?/u, (words) =>
    words === words.toLowerCase() ? 'ticket' : 'Ticket',
  );
  return /\s$/.test(like) ? like : `${like} `;
}
