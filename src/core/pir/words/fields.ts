import type { Block, List, Paragraph } from '../markdown/markdown.ts';
import { plainText } from '../markdown/markdown.ts';
import { type Topic, topicOf } from './field-names.ts';

export { type Topic, topicOf, topicsOfColumns } from './field-names.ts';

/** A value with a name: `**Owner**: @dba-team`, or a cell of a table under its column's head. */
export interface Field {
  /** The name as written, folded by {@link foldKey}. */
  readonly key: string;
  /** What a field of that name is about; null for names that mean nothing to items. */
  readonly topic: Topic | null;
  /** Markdown on one line; empty where the value stands in the details only. */
  readonly value: string;
  /** What stands below the value: nested lists mostly. */
  readonly details: readonly Block[];
  readonly line: number;
}

/** A name without emphasis, case, punctuation and symbols around it: `**Due Date:**` is `due date`. */
export function foldKey(text: string): string {
  // Most names are plain words.
  if (/^[A-Za-z]{1,30}(?: [A-Za-z]{1,30}){0,9}$/.test(text)) return text.toLowerCase();
  const words = plainText(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#]+/gu, ' ');
  return words.trim();
}

/** The first field about `topic`, or null. */
export function fieldAbout(fields: readonly Field[], topic: Topic): Field | null {
  return fields.find((field) => field.topic === topic) ?? null;
}

/** Whether any field says something that only work to be done has: an owner, a date, a metric … */
export function describesWork(fields: readonly Field[]): boolean {
  return fields.some(({ topic }) => topic !== null && topic !== 'action' && topic !== 'ref');
}

/** The fields that stand in some blocks: bullets or lines that begin with a bold name, or with a known one. */
export function readFields(blocks: readonly Block[]): Field[] {
  const fields: Field[] = [];
  for (const [index, block] of blocks.entries()) {
    if (block.type === 'list') for (const each of fieldsOfList(block)) fields.push(each);
    if (block.type !== 'paragraph') continue;
    const next = blocks[index + 1];
    // "**Approach**:" as a line of its own, its steps in the list that follows.
    const steps = next?.type === 'list' && fieldsOfList(next).length === 0 ? [next] : [];
    for (const each of fieldsOfParagraph(block, steps)) fields.push(each);
  }
  return fields;
}

/** Whether every entry of a list is a field of work, so that the list describes one item and is none itself. */
export function isFieldList(list: List): boolean {
  return list.items.every((item) => {
    const [first] = item.blocks;
    return first?.type === 'paragraph' && describesWork(fieldsOfParagraph(first, []));
  });
}

function fieldsOfList(list: List): Field[] {
  const fields: Field[] = [];
  for (const { blocks } of list.items) {
    const [first] = blocks;
    if (first?.type !== 'paragraph') continue;
    const details = blocks.length > 1 ? blocks.slice(1) : none;
    for (const field of fieldsOfParagraph(first, details)) fields.push(field);
  }
  return fields;
}

/** The details go to the paragraph's last field: they stand below it. */
function fieldsOfParagraph(paragraph: Paragraph, details: readonly Block[]): Field[] {
  const fields: Writable<Field>[] = [];
  let { line } = paragraph;
  for (const text of linesOf(paragraph)) {
    const named = splitName(text);
    const last = fields.at(-1);
    if (named !== null)
      fields.push({ key: named.key, topic: named.topic, value: named.value, details: none, line });
    else if (last === undefined) return fields;
    else last.value += ` ${text}`;
    line += 1;
  }
  for (const field of fields) field.value = field.value.trim();
  const last = fields.at(-1);
  if (last !== undefined) last.details = details;
  return fields;
}

/** Most paragraphs of a list are one line, which costs nothing to part. */
const linesOf = ({ text }: Paragraph) => (text.includes('\n') ? text.split('\n') : [text]);

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };
const none: readonly Block[] = [];

const boldName = /^(\*\*|__)([^*_\n]{1,60})\1\s*([:·–—-]?)\s*(.*)$/s;
const plainName = /^\*?([\p{L}][\p{L} -]{1,30})\*?:\*?(?:\s+(.*))?$/su;

function splitName(text: string): Pick<Field, 'key' | 'topic' | 'value'> | null {
  const bold = boldName.exec(text);
  if (bold !== null) {
    const [, , name = '', mark = '', value = ''] = bold;
    const key = foldKey(name);
    const topic = topicOf(key);
    const closed = mark === ':' || name.trimEnd().endsWith(':');
    // Without a colon only a name that is known for a field is one: "**Due** - 1 May", not "**Beware** of this".
    const known = topic !== null && (mark !== '' || value === '');
    return key !== '' && (closed || known) ? { key, topic, value } : null;
  }
  const plain = plainName.exec(text);
  if (plain === null) return null;
  const key = foldKey(plain[1] ?? '');
  const topic = topicOf(key);
  return topic === null ? null : { key, topic, value: plain[2] ?? '' };
}

const nothing =
  /^(?:n\/?a|none|not applicable|unknown|unassigned|tb[acd]|to be (?:decided|defined|determined|confirmed))\.?$/i;

// Beginning with a letter that no word for nothing begins with, as most values do: Markdown takes no such letter away.
const something = /^(?:@[a-z\d]|[a-mo-sv-z\d])/i;

/** Whether a value says nothing: blanks, dashes, underscores, "N/A". With `tbd` false, "TBD" counts as something. */
export function isBlank(value: string, tbd = true): boolean {
  if (something.test(value)) return false;
  const text = plainText(value);
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text)) return true;
  return nothing.test(text) && (tbd || !/^t/i.test(text));
}

/** The whole of a field as Markdown: the value, then its paragraphs and lists. Null where it says nothing. */
export function fieldText(field: Field | null): string | null {
  if (field === null) return null;
  if (field.details.length === 0) return isBlank(field.value) ? null : field.value;
  const lines = [isBlank(field.value) ? '' : field.value, ...detailLines(field.details, '')];
  return lines.filter((line) => line !== '').join('\n') || null;
}

function detailLines(blocks: readonly Block[], indent: string): string[] {
  return blocks.flatMap((block): string[] => {
    if (block.type === 'paragraph') return [`${indent}${oneLine(block.text)}`];
    if (block.type !== 'list') return [];
    return block.items.flatMap((item) => {
      const [first = '', ...rest] = detailLines(item.blocks, '');
      const marker = item.number === null ? '-' : `${item.number}.`;
      return [`${indent}${marker} ${first}`, ...rest.map((line) => `${indent}  ${line}`)];
    });
  });
}

/** The steps of a field, in order: the entries of its lists, or the value where it is a single sentence. */
export function fieldSteps(field: Field | null): readonly string[] {
  if (field === null) return [];
  const steps = stepsOf(field.details);
  // "Three parts:" only leads to the list; any other sentence is a step of its own.
  const leads = steps.length > 0 && field.value.endsWith(':');
  return isBlank(field.value) || leads ? steps : [field.value, ...steps];
}

/** The entries of lists as one line each, what is nested in an entry behind it. */
export function stepsOf(blocks: readonly Block[]): string[] {
  const steps: string[] = [];
  for (const block of blocks) {
    if (block.type === 'paragraph') steps.push(oneLine(block.text));
    if (block.type !== 'list') continue;
    for (const item of block.items) {
      const [first = '', ...rest] = stepsOf(item.blocks);
      const step = rest.length === 0 ? first : `${first.replace(/:$/, '')}: ${rest.join('; ')}`;
      if (!isBlank(step)) steps.push(step);
    }
  }
  return steps;
}

/** Markdown of several lines on one. */
export function oneLine(text: string): string {
  return text.replaceAll('\n', ' ').trim();
}
