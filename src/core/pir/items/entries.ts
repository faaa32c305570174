import type { Block, List, ListItem, Paragraph, Section } from '../markdown/markdown.ts';
import { lastLineOf, plainText } from '../markdown/markdown.ts';
import { isCategoryWord } from '../words/checklists.ts';
import { describesWork, type Field, isFieldList, readFields } from '../words/fields.ts';
import { personScore } from '../words/person-label.ts';
import { headingName } from '../words/section-names.ts';
import { isStateAlone } from '../words/states.ts';
import { findTicket } from '../words/ticket.ts';

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
  /** Where the last of what belongs to it stands. */
  readonly lastLine: number;
}

type Head = Pick<Entry, 'ref' | 'counted' | 'title' | 'trailing'> & {
  readonly bold: boolean;
  /** The bold words end in a colon, which the title leaves out. */
  readonly colon: boolean;
};

const written = /^(\*\*|__)?\s{0,3}\[(?!P[0-4]\])([A-Za-z]{0,4}-?\d{1,4})\](?![([:])\s{0,3}(\*\*|__)?\s*/;
const counted = /^(\*\*|__)?\s{0,3}#?(\d{1,4})[.):](?=\s|\*\*|__)\s{0,3}(\*\*|__)?\s*/;

// Rows' own numbers: "PA-1 – Title", "AI-3: Title"; keys of trackers are tickets.
const rowId =
  /^([A-Z]{1,5}-\d{1,4}(?=\s{0,2}[–—:-])|[A-Z]{1,2}\d{1,2}(?=[.:]\s))\s{0,2}(?:[–—:.]|-\s)\s{0,3}(?=\S)/;

/** Takes a title line apart: `**[1] Title** (P1)`, `**1.** Title`, `1. **Title**`, `Title`. */
export function readHead(line: string): Head {
  const row = rowId.exec(line);
  if (row !== null && findTicket(row[1] ?? '') === null)
    return headOf(line.slice(row[0].length), row[1] ?? null, false);
  const bracketed = written.exec(line);
  const number = bracketed ?? counted.exec(line);
  const mark = number?.[1];
  const rest = line.slice(number?.[0].length ?? 0);
  // "**[1]** Title" closes its emphasis with the number, "[1] **Title**" opens one behind it.
  const opened = mark === undefined ? number?.[3] : number?.[3] === undefined ? mark : undefined;
  return headOf(opened === undefined ? rest : `${opened}${rest}`, number?.[2] ?? null, bracketed === null);
}

function headOf(text: string, ref: string | null, isCounted: boolean): Head {
  const mark = text.slice(0, 2);
  const end = mark === '**' || mark === '__' ? text.indexOf(mark, 2) : -1;
  if (end < 0)
    return { ref, counted: isCounted, title: text.trim(), trailing: '', bold: false, colon: false };
  const title = text.slice(2, end).trim();
  return {
    ref,
    counted: isCounted,
    title: title.replace(/[:：]$/, ''),
    trailing: text.slice(end + 2).trim(),
    bold: title !== '',
    colon: /[:：]$/.test(title),
  };
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
  if (section.sections.length > 0 || section.blocks.length === 0) return false;
  const [first] = section.blocks;
  const list = section.blocks.find((block) => block.type === 'list');
  if (section.blocks.some((block) => block.type === 'table') || (list !== undefined && hasBoxes(list)))
    return false;
  // What ends in a colon leads to a list; to a quoted text it may.
  if (head.ref !== null) return first?.type !== 'list' && !(endsOpen(first) && list !== undefined);
  // A title without a number needs prose below it and nothing else, and must not name a kind of work.
  return (
    list === undefined &&
    section.blocks.every((block) => block.type === 'paragraph' && !saysNone(block)) &&
    !isCategoryName(section.heading.text)
  );
}

const hasBoxes = (list: List) =>
  list.items.some(({ blocks: [first] }) => first?.type === 'paragraph' && checkbox.test(first.text));
const endsOpen = (block: Block | undefined) => block?.type === 'paragraph' && /[:：]$/.test(block.text);
const saysNone = (block: Paragraph) =>
  /^(?:none|no(?: further)? (?:actions?|items?)\b.*|n\/?a|-|なし|无|暂无|없음)\W*$/iu.test(
    plainText(block.text.slice(0, 80)),
  );

const categoryName =
  /^(?:(?:short|medium|mid|long)[- ]?term|immediate(?:ly)?|now|next|later|future|prevention|preventive|preventative|detection|mitigation|recovery|response|process|processes|documentation|docs|technical|technology|monitoring|alerting|monitoring (?:and|&) alerting|infrastructure|infra|fixes|cleanup|communication|communications|people|tooling|testing|training|operations|deployment|development|local development|engineering|product|security|other|others|misc|miscellaneous|errata|general|code|configuration|code and configuration changes|upstream.*|completed|done|open|planned|in progress|to ?do)(?: (?:actions?|items?|improvements?|changes?|fixes|measures|work))*$/i;
const isCategoryName = (heading: string) =>
  categoryName.test(headingName(heading)) || isStateAlone(plainText(heading));

const isGroupName = (heading: string) =>
  /^(?:high|medium|low)?[ -]?priority(?: items| actions)?$/.test(headingName(heading));

/** The entry that a heading and all below it make. */
export function entryOfSection(section: Section): Entry {
  const body = [...section.blocks, ...section.sections.flatMap((child) => child.blocks)];
  return entryOf(readHead(section.heading?.text ?? ''), body, section.line, lastLineOf(body, section.line));
}

/** Whether a paragraph begins an entry: it opens with `[1]` or `**1.**`, or with bold words that end their line. */
export function isTitle(paragraph: Paragraph): boolean {
  if (!/^(?:\*\*|__|\[)/.test(paragraph.text)) return false;
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
  return entryOf(
    readHead(first),
    body,
    paragraph.line,
    lastLineOf([paragraph, ...following], paragraph.line),
  );
}

// Written out: a copy of an object with more properties takes the engine over a microsecond.
function entryOf(
  { ref, counted, title, trailing }: Head,
  body: readonly Block[],
  line: number,
  lastLine: number,
): Entry {
  return { ref, counted, title, trailing, ticked: null, fields: readFields(body), body, line, lastLine };
}

/** A box in front of a list entry: `[ ]`, `[x]`, `[*]`, an empty `[]`. */
export const checkbox = /^(?:\\?\[([ xX*✓✔-])?\\?\](?!\()|[☐☑✅⬜](?=\s))\s+/u;

/** Whether bold words in front are no title but a state or the owner: "**TODO** …", "**Kim** …". */
function isTag({ title, trailing, colon }: Head): boolean {
  if (trailing === '') return false;
  if (isStateAlone(title.replace(/\s(?:due|by|until)\s.*$/i, ''))) return true;
  return personScore(title) > (colon || /^[:：–—-]/.test(trailing) ? 1 : 0);
}

// A link or bracket and nothing else behind a bold title.
const onlyTag = /^(?:\[[^\]\n]{1,100}\]\([^()\s]{1,300}\)|\([^()\n]{1,100}\)|\[[^\]\n]{1,100}\])$/;

/** "Action: " in front of a title whose other fields stand below it. */
export const actionKey =
  /^(?:\*\*|__)?(?:action|action item|task|アクション|行动项?|任务|조치|ação|acción|maßnahme)(?:\*\*|__)?\s?[:：](?:\*\*|__)?\s*(?=\S)/iu;

/** The entry that one bullet or numbered list entry makes; null for an empty one. */
export function entryOfListItem(item: ListItem): Entry | null {
  const [first, ...nested] = item.blocks;
  if (first?.type !== 'paragraph') return null;
  const [firstLine = '', ...lower] = first.text.split('\n');
  // "** detail" below a bullet is how wikis nest.
  const wiki = lower.findIndex((line) => /^\*{2,3}\s/.test(line));
  const rest = wiki < 0 ? lower : lower.slice(0, wiki);
  const box = checkbox.exec(firstLine);
  const text = firstLine.slice(box?.[0].length ?? 0).replace(actionKey, '');
  // Lines below the title are either fields or the title's own continuation.
  const below: Paragraph = { type: 'paragraph', text: rest.join('\n'), line: first.line + 1 };
  const hasFields = readFields([below]).length > 0;
  const opening = readHead(text);
  const closed = opening.bold && (opening.trailing === '' || onlyTag.test(opening.trailing));
  const head = hasFields || closed ? opening : readHead([text, ...rest].join(' '));
  const body = hasFields || (closed && rest.length > 0) ? [below, ...nested] : nested;
  const lead =
    head.bold &&
    !isTag(head) &&
    (closed ||
      /^[:：([–—-]/.test(head.trailing) ||
      /[.:：]$/.test(head.title) ||
      head.colon ||
      head.ref !== null);
  // "**Prevent**: add an alert" names the kind of work first.
  const kind = lead && head.trailing !== '' && isCategoryWord(head.title);
  const mark = text.startsWith('__') ? '__' : '**';
  const whole = kind
    ? { ...head, title: head.trailing.replace(/^[:：–—-]\s*/, ''), trailing: '' }
    : head.bold && !lead
      ? {
          ...head,
          title: `${mark}${head.title}${head.colon ? ':' : ''}${mark} ${head.trailing}`.trim(),
          trailing: '',
        }
      : head;
  if (plainText(whole.title) === '') return null;
  return {
    ...whole,
    ref: head.ref ?? item.number,
    ticked: box === null ? null : /[xX*✓✔☑✅]/u.test(box[1] ?? box[0].trim()),
    fields: readFields(body),
    body,
    line: item.line,
    lastLine: lastLineOf(item.blocks, item.line),
  };
}
