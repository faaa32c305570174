import MarkdownIt, { type Token } from 'markdown-it';

/** A heading; `text` is inline Markdown, as everywhere in this file. Lines are 1-based. */
export interface Heading {
  readonly type: 'heading';
  readonly level: number;
  readonly text: string;
  readonly line: number;
}

/** A paragraph; its lines are trimmed and joined by `\n`, so line n of the text stands on `line + n`. */
export interface Paragraph {
  readonly type: 'paragraph';
  readonly text: string;
  readonly line: number;
}

/** A list; `number` is what an ordered list says, null for bullets. */
export interface List {
  readonly type: 'list';
  readonly items: readonly ListItem[];
  readonly line: number;
}

/** One entry of a list with everything that stands in it. */
export interface ListItem {
  readonly number: string | null;
  readonly blocks: readonly Block[];
  readonly line: number;
}

/** A table; every row has its own line. */
export interface Table {
  readonly type: 'table';
  readonly header: TableRow;
  readonly rows: readonly TableRow[];
  readonly line: number;
}

/** One row of a table. */
export interface TableRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/** What is quoted. */
export interface Quote {
  readonly type: 'quote';
  readonly blocks: readonly Block[];
  readonly line: number;
}

/** Code, HTML and rulers: there to end a paragraph, never read. */
export interface Opaque {
  readonly type: 'opaque';
  readonly line: number;
}

/** A part of a document. */
export type Block = Heading | Paragraph | List | Table | Quote | Opaque;

/** A heading with what stands below it; the root has no heading and level 0. */
export interface Section {
  readonly heading: Heading | null;
  readonly level: number;
  readonly line: number;
  /** What stands directly below the heading. */
  readonly blocks: readonly Block[];
  /** The deeper headings below it. */
  readonly sections: readonly Section[];
}

// HTML is recognised so that comments and tags are not taken for text; nothing here renders it.
const blockReader = new MarkdownIt('default', { html: true });
blockReader.core.ruler.disable(['inline', 'linkify', 'replacements', 'smartquotes', 'text_join']);
const inlineReader = new MarkdownIt('default', { html: true });

/**
 * The lines of a text as Markdown counts them, ready to be read: without byte order mark, with ordinary blanks in the
 * place of non-breaking ones. No character moves within its line, so columns stay true.
 */
export function linesOf(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/[\u00A0\u2007\u202F]/g, ' ')
    .split(/\r\n?|\n/);
}

/** The lines of a document as a tree of sections. */
export function readSections(lines: readonly string[]): Section {
  const tokens = blockReader.parse(lines.join('\n'), {});
  return nest(readBlocks(new Cursor(tokens)));
}

/** A section and all below it, in the order of the document. */
export function* allSections(section: Section): Generator<Section> {
  yield section;
  for (const child of section.sections) yield* allSections(child);
}

/** Everything that stands in a section and below it, in the order of the document, without the headings. */
export function* allBlocks(section: Section): Generator<Block> {
  for (const each of allSections(section)) yield* each.blocks;
}

/** Inline Markdown as a reader sees it: no emphasis, code quotes, link targets or tags; blanks run together. */
export function plainText(markdown: string): string {
  // Most texts hold no Markdown at all, and one token per character sequence is not free.
  const text = /[\\`*_~[\]<>!&\n]/.test(markdown)
    ? plainTokens(inlineReader.parseInline(markdown, {}))
    : markdown;
  return text.replace(/\s+/g, ' ').trim();
}

const formattingTag =
  /^<\/?(?:a|b|br|code|del|em|font|i|ins|kbd|mark|s|small|span|strong|sub|sup|u)\b|^<!--/i;

function plainTokens(tokens: readonly Token[]): string {
  let text = '';
  for (const token of tokens) {
    if (token.type === 'html_inline') text += formattingTag.test(token.content) ? ' ' : token.content;
    else if (token.type === 'softbreak' || token.type === 'hardbreak') text += ' ';
    else if (token.children !== null && token.children.length > 0) text += plainTokens(token.children);
    else text += token.content;
  }
  return text;
}

class Cursor {
  private position = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  next(): Token | undefined {
    const token = this.tokens[this.position];
    this.position += 1;
    return token;
  }
}

const lineOf = (token: Token) => (token.map?.[0] ?? 0) + 1;

const trimLines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .join('\n');

/** Reads up to the token that closes what the caller opened. markdown-it bounds the depth. */
function readBlocks(cursor: Cursor): Block[] {
  const blocks: Block[] = [];
  for (let token = cursor.next(); token !== undefined && token.nesting >= 0; token = cursor.next()) {
    const block = readBlock(token, cursor);
    if (block !== null) blocks.push(block);
  }
  return blocks;
}

function readBlock(token: Token, cursor: Cursor): Block | null {
  const line = lineOf(token);
  switch (token.type) {
    case 'heading_open':
      return { type: 'heading', level: Number(token.tag.slice(1)), text: readText(cursor), line };
    case 'paragraph_open': {
      const text = readText(cursor);
      return text === '' ? null : { type: 'paragraph', text, line };
    }
    case 'bullet_list_open':
    case 'ordered_list_open':
      return { type: 'list', items: readListItems(cursor), line };
    case 'blockquote_open':
      return { type: 'quote', blocks: readBlocks(cursor), line };
    case 'table_open':
      return readTable(cursor, line);
    default:
      if (token.nesting > 0) readBlocks(cursor);
      return { type: 'opaque', line };
  }
}

function readText(cursor: Cursor): string {
  let text = '';
  for (let token = cursor.next(); token !== undefined && token.nesting >= 0; token = cursor.next())
    text += token.content;
  return trimLines(text.trim());
}

function readListItems(cursor: Cursor): ListItem[] {
  const items: ListItem[] = [];
  for (let token = cursor.next(); token !== undefined && token.nesting >= 0; token = cursor.next()) {
    const number = token.info === '' ? null : token.info;
    items.push({ number, blocks: readBlocks(cursor), line: lineOf(token) });
  }
  return items;
}

function readTable(cursor: Cursor, line: number): Table {
  const rows: TableRow[] = [];
  let cells: string[] = [];
  let rowLine = line;
  for (
    let token = cursor.next();
    token !== undefined && token.type !== 'table_close';
    token = cursor.next()
  ) {
    if (token.type === 'tr_open') {
      cells = [];
      rowLine = token.map === null ? rowLine : lineOf(token);
    } else if (token.type === 'tr_close') rows.push({ cells, line: rowLine });
    else if (token.type === 'inline') cells.push(token.content.trim());
  }
  const [header = { cells: [], line }, ...body] = rows;
  return { type: 'table', header, rows: body, line };
}

interface OpenSection {
  readonly heading: Heading | null;
  readonly level: number;
  readonly line: number;
  readonly blocks: Block[];
  readonly sections: OpenSection[];
}

function nest(blocks: readonly Block[]): Section {
  const root: OpenSection = { heading: null, level: 0, line: 1, blocks: [], sections: [] };
  const open: OpenSection[] = [root];
  for (const block of blocks) {
    if (block.type === 'heading') {
      while (open.length > 1 && (open.at(-1)?.level ?? 0) >= block.level) open.pop();
      const section = { heading: block, level: block.level, line: block.line, blocks: [], sections: [] };
      open.at(-1)?.sections.push(section);
      open.push(section);
    } else open.at(-1)?.blocks.push(block);
  }
  return root;
}
