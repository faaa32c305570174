import MarkdownIt, { type Token } from 'markdown-it';
import type { DescriptionPart } from '../../../core/plan/plan.ts';
import { emphasised, inlines, isAllowedLink, linkTo } from './inline.ts';
import { type AdfNode, filled, node, plain, text } from './node.ts';

/** Where a block stands: the schema of ADF allows fewer kinds of blocks within quotes and list items. */
type Place = 'top' | 'quote' | 'item';

// Raw HTML stays text. Bare addresses become links only with their scheme written out: "node.js" is no web site.
const markdown = new MarkdownIt({ html: false, linkify: true });
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });

/** The level of a part's heading; headings within a text are set below it. */
const partLevel = 3;

/**
 * The blocks of one part of a description. Each text is parsed by itself, so no fence or list left open in one can
 * swallow the next. No text node is empty, and links lead only to http, https and mailto.
 */
export function blocksOf(part: DescriptionPart, longest: number): AdfNode[] {
  const blocks: AdfNode[] = [];
  const heading = clean(part.heading ?? '', longest).trim();
  blocks.push(...filled('heading', plain(heading), { level: partLevel }));
  for (const paragraph of part.paragraphs) {
    blocks.push(...blocksFrom(new Cursor(markdown.parse(clean(paragraph, longest), {})), 'top'));
  }
  const steps = part.steps.map((step) =>
    node('listItem', [
      node('paragraph', inlines(markdown.parseInline(clean(step, longest), {})[0]?.children ?? [])),
    ]),
  );
  if (steps.length > 0) blocks.push(node('orderedList', steps, { order: 1 }));
  const link = part.link === null ? null : linkNode(part.link.text, part.link.url, longest);
  if (link !== null) blocks.push(node('paragraph', [link]));
  return blocks;
}

function linkNode(label: string, url: string, longest: number): AdfNode | null {
  const shown = clean(label, longest).trim() || clean(url, longest).trim();
  return shown === '' ? null : text(shown, isAllowedLink(url) ? [linkTo(url)] : []);
}

/** What is longer than the whole description may be is cut before it is parsed; half a surrogate pair is no text. */
function clean(source: string, longest: number): string {
  return source
    .slice(0, longest)
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/(?![\t\n\r])\p{Control}/gu, '');
}

/* Blocks ----------------------------------------------------------------------------------------------------------- */

class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  next(): Token | null {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    return token ?? null;
  }
}

/** Blocks up to the token that closes the one around them, or to the end. */
function blocksFrom(cursor: Cursor, place: Place): AdfNode[] {
  const blocks: AdfNode[] = [];
  for (let token = cursor.next(); token !== null && token.nesting !== -1; token = cursor.next()) {
    blocks.push(...blockFrom(token, cursor, place));
  }
  return blocks;
}

function blockFrom(token: Token, cursor: Cursor, place: Place): AdfNode[] {
  switch (token.type) {
    case 'paragraph_open':
      return filled('paragraph', inlinesUntilClose(cursor));
    case 'heading_open': {
      const content = inlinesUntilClose(cursor);
      if (place !== 'top') return filled('paragraph', content.map(emphasised));
      const level = Math.min(6, partLevel + Number(token.tag.slice(1)));
      return filled('heading', content, { level });
    }
    case 'bullet_list_open':
      return [node('bulletList', listItems(cursor))];
    case 'ordered_list_open':
      return [node('orderedList', listItems(cursor), { order: Number(token.attrGet('start') ?? 1) })];
    case 'blockquote_open': {
      const content = blocksFrom(cursor, place === 'top' ? 'quote' : place);
      return place === 'top' ? filled('blockquote', content) : content;
    }
    case 'table_open':
      return tableFrom(cursor, place);
    case 'fence':
    case 'code_block':
      return [codeBlock(token)];
    case 'hr':
      return place === 'top' ? [{ type: 'rule' }] : [];
    default:
      // What markdown-it may learn one day is kept as plain text, and whatever it opens is read to its end.
      if (token.nesting === 1) return blocksFrom(cursor, place);
      return filled('paragraph', token.children === null ? plain(token.content) : inlines(token.children));
  }
}

function inlinesUntilClose(cursor: Cursor): AdfNode[] {
  const content: AdfNode[] = [];
  for (let token = cursor.next(); token !== null && token.nesting !== -1; token = cursor.next()) {
    content.push(...inlines(token.children ?? []));
  }
  return content;
}

function listItems(cursor: Cursor): AdfNode[] {
  const items: AdfNode[] = [];
  for (let token = cursor.next(); token !== null && token.nesting !== -1; token = cursor.next()) {
    const content = blocksFrom(cursor, 'item');
    // The schema wants a paragraph or code first; "- - x" has a list there.
    const startsWell = content[0]?.type === 'paragraph' || content[0]?.type === 'codeBlock';
    items.push(node('listItem', startsWell ? content : [node('paragraph', []), ...content]));
  }
  return items;
}

function codeBlock(token: Token): AdfNode {
  const code = token.content.replace(/\n$/, '');
  const language = token.info.trim().split(/\s+/)[0] ?? '';
  return node('codeBlock', plain(code), language === '' ? {} : { language });
}

interface Row {
  readonly header: boolean;
  readonly cells: readonly (readonly AdfNode[])[];
}

function tableFrom(cursor: Cursor, place: Place): AdfNode[] {
  const rows = rowsFrom(cursor);
  if (place !== 'top') {
    const joined = rows.map((row) =>
      row.cells.flatMap((cell, at) => (at === 0 ? cell : [text(' | ', []), ...cell])),
    );
    return joined.flatMap((content) => filled('paragraph', content));
  }
  const tableRows = rows.map((row) =>
    node(
      'tableRow',
      row.cells.map((cell) => node(row.header ? 'tableHeader' : 'tableCell', [node('paragraph', cell)])),
    ),
  );
  return filled('table', tableRows);
}

function rowsFrom(cursor: Cursor): Row[] {
  const rows: Row[] = [];
  let cells: (readonly AdfNode[])[] = [];
  let header = false;
  for (let token = cursor.next(); token !== null && token.type !== 'table_close'; token = cursor.next()) {
    if (token.type === 'tr_open') cells = [];
    if (token.type === 'th_open' || token.type === 'td_open') {
      header = token.type === 'th_open';
      cells.push(inlinesUntilClose(cursor));
    }
    if (token.type === 'tr_close' && cells.length > 0) rows.push({ header, cells });
  }
  return rows;
}
