import { describesWork, type Field, isFieldList, readFields } from './fields.ts';
import type { Block, ListItem, Paragraph, Section } from './markdown.ts';
import { plainText } from './markdown.ts';
import { headingName } from './section-names.ts';

/** Something with a title and what belongs to it: an action item, an improvement. */
export interface Entry {
  /** The number the document gives it. */
  readonly ref: string | null;
  /** The number comes from counting (`1.`), so the next list may begin at 1 again. */
  readonly counted: boolean;
  /** The title as inline Markdown, without number, emphasis around it and checkbox. */
  readonly title: string;
  /** What stands behind a bold title: "(20 minutes)". */
  readonly trailing: string;
  /** From a checkbox; null without one. */
  readonly ticked: boolean | null;
  readonly fields: readonly Field[];
  readonly body: readonly Block[];
  readonly line: number;
}

type Head = Pick<Entry, 'ref' | 'counted' | 'title' | 'trailing'> & { readonly bold: boolean };

const written = /^(\*\*|__)?\s{0,3}\[(?!P[0-4]\])([A-Za-z]{0,4}-?\d{1,4})\](?![([:])\s{0,3}(\*\*|__)?\s*/;
const counted = /^(\*\*|__)?\s{0,3}#?(\d{1,4})[.):](?=\s|\*\*|__)\s{0,3}(\*\*|__)?\s*/;

/** Takes a title line apart: `**[1] Title** (P1)`, `**1.** Title`, `1. **Title**`, `Title`. */
export function readHead(line: string): Head {
  const number = written.exec(line) ?? counted.exec(line);
  const mark = number?.[1];
  const rest = line.slice(number?.[0].length ?? 0);
  // "**[1]** Title" closes its emphasis with the number, "[1] **Title**" opens one behind it.
  const opened = mark === undefined ? number?.[3] : number?.[3] === undefined ? mark : undefined;
  const { title, trailing, bold } = splitBold(opened === undefined ? rest : `${opened}${rest}`);
  return { ref: number?.[2] ?? null, counted: written.exec(line) === null, title, trailing, bold };
}

function splitBold(text: string): { title: string; trailing: string; bold: boolean } {
  const mark = text.slice(0, 2);
  const end = mark === '**' || mark === '__' ? text.indexOf(mark, 2) : -1;
  if (end < 0) return { title: text.trim(), trailing: '', bold: false };
  const title = text.slice(2, end).trim();
  return { title: title.replace(/:$/, ''), trailing: text.slice(end + 2).trim(), bold: title !== '' };
}

/** Whether a heading's section is one entry by itself: it has fields, or a number and nothing but paragraphs. */
export function isEntrySection(section: Section): boolean {
  if (section.heading === null) return false;
  const head = readHead(section.heading.text);
  if (isGroupName(section.heading.text)) return false;
  if (
    section.blocks.some(
      (block) => block.type === 'paragraph' && isTitle(block) && readFields([block]).length === 0,
    )
  )
    return false;
  if (section.blocks.some((block) => block.type === 'list' && isFieldList(block))) return true;
  if (describesWork(readFields(section.blocks.filter((block) => block.type === 'paragraph')))) return true;
  const simple = section.blocks.length > 0 && section.blocks.every((block) => block.type === 'paragraph');
  return head.ref !== null && simple && section.sections.length === 0;
}

const isGroupName = (heading: string) =>
  /^(?:high|medium|low)?[ -]?priority(?: items| actions)?$/.test(headingName(heading));

/** The entry that a heading and all below it make. */
export function entryOfSection(section: Section): Entry {
  const head = readHead(section.heading?.text ?? '');
  const body = [...section.blocks, ...section.sections.flatMap((child) => child.blocks)];
  return { ...head, ticked: null, fields: readFields(body), body, line: section.line };
}

/** Whether a paragraph begins an entry: it opens with `[1]` or `**1.**`, or with bold words that end their line. */
export function isTitle(paragraph: Paragraph): boolean {
  const [first = ''] = paragraph.text.split('\n', 1);
  const head = readHead(first);
  // "[1] Title" and "**1.** Title"; "1. Title" is a list and "**Title** goes on" a sentence.
  if (head.ref !== null && (!head.counted || /^(?:\*\*|__)/.test(first))) return head.title !== '';
  return head.bold && (head.trailing === '' || /^[([]/.test(head.trailing));
}

/** The entry that a title paragraph and the blocks up to the next title make. */
export function entryOfParagraph(paragraph: Paragraph, following: readonly Block[]): Entry {
  const [first = '', ...rest] = paragraph.text.split('\n');
  const below: Paragraph = { type: 'paragraph', text: rest.join('\n'), line: paragraph.line + 1 };
  const body = rest.length === 0 ? following : [below, ...following];
  return { ...readHead(first), ticked: null, fields: readFields(body), body, line: paragraph.line };
}

const checkbox = /^\[([ xX*])?\]\s+/;

/** The entry that one bullet or numbered list entry makes; null for an empty one. */
export function entryOfListItem(item: ListItem): Entry | null {
  const [first, ...nested] = item.blocks;
  if (first?.type !== 'paragraph') return null;
  const [firstLine = '', ...rest] = first.text.split('\n');
  const box = checkbox.exec(firstLine);
  const text = firstLine.slice(box?.[0].length ?? 0);
  // Lines below the title are either fields or the title's own continuation.
  const below: Paragraph = { type: 'paragraph', text: rest.join('\n'), line: first.line + 1 };
  const hasFields = readFields([below]).length > 0;
  const head = readHead(hasFields ? text : [text, ...rest].join(' '));
  const body = hasFields ? [below, ...nested] : nested;
  const lead = head.bold && (head.trailing === '' || /^[:([–—-]/.test(head.trailing) || head.ref !== null);
  const whole =
    head.bold && !lead ? { ...head, title: `**${head.title}** ${head.trailing}`, trailing: '' } : head;
  if (plainText(whole.title) === '') return null;
  return {
    ...whole,
    ref: head.ref ?? item.number,
    ticked: box === null ? null : /[xX*]/.test(box[1] ?? ''),
    fields: readFields(body),
    body,
    line: item.line,
  };
}
