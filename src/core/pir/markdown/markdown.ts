import type { Token } from 'markdown-it';
import { blockReader } from './block-reader.ts';
import type { Block, Heading, ListItem, Section, Table, TableRow } from './blocks.ts';
import { readHtmlTable } from './html-table.ts';

export type * from './blocks.ts';
export { plainText } from './inline.ts';

/**
 * The lines of a text as Markdown counts them, ready to be read: without byte order mark, with ordinary blanks in the
 * place of non-breaking ones. No character moves within its line, so columns stay true.
 */
export function linesOf(text: string): readonly string[] {
  const plain = text.replace(/^\uFEFF/, '').replace(/[\u00A0\u2007\u202F]/g, ' ');
  return plain.includes('\r') ? plain.split(/\r\n?|\n/) : plain.split('\n');
}

/** The lines of a document as a tree of sections. */
export function readSections(lines: readonly string[]): Section {
  const env: { references?: Record<string, { title: string; href: string }> } = {};
  const tokens = blockReader.parse(lines.join('\n'), env);
  return nest(readBlocks(new Cursor(tokens, env.references ?? null)));
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

/** The last line on which some blocks that follow each other have text; `line` where there are none. */
export function lastLineOf(blocks: readonly Block[], line: number): number {
  const last = blocks.at(-1);
  if (last === undefined) return line;
  switch (last.type) {
    case 'paragraph':
      return last.line + last.text.split('\n').length - 1;
    case 'list':
      return lastLineOf(last.items.at(-1)?.blocks ?? [], last.items.at(-1)?.line ?? last.line);
    case 'table':
      return last.rows.at(-1)?.line ?? last.line;
    case 'quote':
      return lastLineOf(last.blocks, last.line);
    default:
      return last.line;
  }
}

const reference = /(?<!!)\[([^[\]\n]{1,200})\](?:\[([^[\]\n]{0,200})\])?(?![([:])/g;

class Cursor {
  private position = 0;
  private readonly tokens: readonly Token[];
  private readonly targets: ReadonlyMap<string, string>;

  constructor(
    tokens: readonly Token[],
    references: Readonly<Record<string, { readonly href: string }>> | null,
  ) {
    this.tokens = tokens;
    this.targets = new Map(
      Object.entries(references ?? {}).map(([name, { href }]) => [name.toLowerCase(), href]),
    );
  }

  /** Inline Markdown with its links written out: `[text][name]` and `[name]` become `[text](address)`. */
  inline(content: string): string {
    if (this.targets.size === 0 || !content.includes('[')) return content;
    return content.replace(reference, (whole, text: string, name: string | undefined) => {
      const target = this.targets.get((name || text).toLowerCase().replace(/\s+/g, ' ').trim());
      return target === undefined ? whole : `[${text}](${target})`;
    });
  }

  next(): Token | undefined {
    const token = this.tokens[this.position];
    this.position += 1;
    return token;
  }
}

const lineOf = (token: Token) => (token.map?.[0] ?? 0) + 1;

const trimLines = (text: string) =>
  text.includes('\n') ? text.split('\n').map(trimLine).join('\n') : trimLine(text);

/** A break that somebody wrote as a tag or a backslash ends its line anyway. */
function trimLine(line: string): string {
  let text = line.trim();
  while (text.endsWith('>') || text.endsWith('\\')) {
    const mark = /\s?<br\s?\/?>$|\s?\\$/i.exec(text.slice(-8));
    if (mark === null) return text;
    text = text.slice(0, -mark[0].length);
  }
  return text;
}

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
    case 'html_block':
      return readHtmlTable(token.content, line) ?? { type: 'opaque', line };
    default:
      if (token.nesting > 0) readBlocks(cursor);
      return { type: 'opaque', line };
  }
}

function readText(cursor: Cursor): string {
  let text = '';
  for (let token = cursor.next(); token !== undefined && token.nesting >= 0; token = cursor.next())
    text += token.content;
  return trimLines(cursor.inline(text.trim()));
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
    else if (token.type === 'inline') cells.push(cursor.inline(token.content.trim()));
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
