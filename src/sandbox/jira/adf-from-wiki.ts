import { isSafeLink } from './adf-rules.ts';
import type { Adf } from './ticket.ts';

/* Wiki markup as a document: what Data Center renders, and what Cloud makes of a text given over version 2 of its API. */

type Node = Record<string, unknown>;

/** Reads the part of Jira's wiki markup that people and the service write; what it does not know stays text. */
export function adfFromWiki(markup: string): Adf {
  const content = blocksOf(markup.replace(/\r\n?/g, '\n').split('\n'));
  return { type: 'doc', version: 1, content: content.length === 0 ? [paragraph('')] : content };
}

function blocksOf(lines: readonly string[]): Node[] {
  const blocks: Node[] = [];
  let at = 0;
  const takeWhile = (holds: (line: string) => boolean): string[] => {
    const taken: string[] = [];
    while (at < lines.length && holds(lines[at] ?? '')) {
      taken.push(lines[at] ?? '');
      at += 1;
    }
    return taken;
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const fence = /^\s*\{(code|noformat|quote)(?::([^}]*))?\}\s*(.*)$/.exec(line);
    const heading = /^\s*h([1-6])\.\s+(.*)$/.exec(line);
    if (line.trim() === '') at += 1;
    else if (fence !== null) {
      at += 1;
      const end = `{${fence[1]}}`;
      const inside = takeWhile((each) => each.trim() !== end);
      at += 1;
      blocks.push(
        fenced(fence[1] ?? '', fence[2] ?? '', fence[3] === '' ? inside : [fence[3] ?? '', ...inside]),
      );
    } else if (heading !== null) {
      at += 1;
      blocks.push({ type: 'heading', attrs: { level: Number(heading[1]) }, ...inlines(heading[2] ?? '') });
    } else if (/^\s*-{4,}\s*$/.test(line)) {
      at += 1;
      blocks.push({ type: 'rule' });
    } else if (/^\s*bq\.\s/.test(line)) {
      at += 1;
      blocks.push({ type: 'blockquote', content: [paragraph(line.replace(/^\s*bq\.\s+/, ''))] });
    } else if (bulletOf(line) !== null) {
      blocks.push(
        ...listsOf(
          takeWhile((each) => bulletOf(each) !== null),
          1,
        ),
      );
    } else if (/^\s*\|/.test(line)) blocks.push(table(takeWhile((each) => /^\s*\|/.test(each))));
    else blocks.push(paragraph(takeWhile((each) => isOfParagraph(each)).join('\n')));
  }
  return blocks;
}

function isOfParagraph(line: string): boolean {
  const starts = /^\s*(\{(code|noformat|quote)[:}]|h[1-6]\.\s|-{4,}\s*$|bq\.\s|\|)/;
  return line.trim() !== '' && !starts.test(line) && bulletOf(line) === null;
}

function fenced(kind: string, language: string, lines: readonly string[]): Node {
  if (kind === 'quote') return { type: 'blockquote', content: nonEmpty(blocksOf(lines).flatMap(quotable)) };
  const text = lines.join('\n');
  return {
    type: 'codeBlock',
    ...(/^[\w+#-]+$/.test(language) ? { attrs: { language } } : {}),
    ...(text === '' ? {} : { content: [{ type: 'text', text }] }),
  };
}

/** A block as it may stand within a quotation, where Jira has neither headings nor tables. */
function quotable(block: Node): Node[] {
  const content = Array.isArray(block.content) ? (block.content as Node[]) : [];
  switch (block.type) {
    case 'rule':
      return [];
    case 'heading':
      return [{ type: 'paragraph', content }];
    case 'blockquote':
    case 'table':
    case 'tableRow':
    case 'tableHeader':
    case 'tableCell':
      return content.flatMap(quotable);
    default:
      return [block];
  }
}

function bulletOf(line: string): { readonly bullets: string; readonly text: string } | null {
  const match = /^\s*([*#]+|-)\s+(.*)$/.exec(line);
  return match === null ? null : { bullets: match[1] ?? '', text: match[2] ?? '' };
}

/** Lists of one depth; a deeper line belongs to the item before it. */
function listsOf(lines: readonly string[], depth: number): Node[] {
  const lists: { type: string; content: Node[] }[] = [];
  let at = 0;
  while (at < lines.length) {
    const { bullets, text } = bulletOf(lines[at] ?? '') ?? { bullets: '*', text: '' };
    const type = bullets.at(depth - 1) === '#' ? 'orderedList' : 'bulletList';
    let end = at + 1;
    while (end < lines.length && (bulletOf(lines[end] ?? '')?.bullets.length ?? 0) > depth) end += 1;
    const item = {
      type: 'listItem',
      content: [paragraph(text), ...listsOf(lines.slice(at + 1, end), depth + 1)],
    };
    const last = lists.at(-1);
    if (last?.type === type) last.content.push(item);
    else lists.push({ type, content: [item] });
    at = end;
  }
  return lists;
}

function table(lines: readonly string[]): Node {
  const rows = lines.map((line) => {
    const cells = [...line.trim().matchAll(/(\|\|?)((?:\\.|\[[^\]]*\]|[^|\\])*)(?=\|)/g)];
    const content = cells.map(([, bars, text = '']) => ({
      type: bars === '||' ? 'tableHeader' : 'tableCell',
      content: [paragraph(text.trim())],
    }));
    return { type: 'tableRow', content: nonEmpty(content, { type: 'tableCell', content: [paragraph('')] }) };
  });
  return { type: 'table', content: rows };
}

function nonEmpty(nodes: Node[], instead: Node = paragraph('')): Node[] {
  return nodes.length === 0 ? [instead] : nodes;
}

function paragraph(text: string): Node {
  return { type: 'paragraph', ...inlines(text) };
}

function inlines(text: string): { content?: Node[] } {
  const content = inlineNodes(text, []);
  return content.length === 0 ? {} : { content };
}

/** What begins at a place of a text: a line break, an escape, an entity, code, a link, an address or emphasis. */
const pattern = new RegExp(
  [
    String.raw`(?<lineBreak>\\\\ ?\n?|\n)`,
    String.raw`\\(?<escaped>[^\sA-Za-z0-9])`,
    String.raw`&#(?<entity>\d{1,6});`,
    String.raw`\{\{(?<code>(?:\\.|[^\n])+?)\}\}`,
    String.raw`\[(?<link>(?:\\.|[^\]\n\\])+)\]`,
    String.raw`(?<address>https?:\/\/[^\s|\]}]+)`,
    // Within a word the signs of emphasis stand in braces.
    String.raw`\{(?<braced>[*_\-])\}(?<within>(?:\\.|[^\n\\])+?)\{\k<braced>\}`,
    String.raw`(?<![\p{L}\p{N}\\])(?<sign>[*_\-])(?=\S)(?<inside>(?:\\.|[^\n\\])+?)(?<=\S)\k<sign>(?![\p{L}\p{N}])`,
  ].join('|'),
  'gu',
);

function inlineNodes(text: string, marks: readonly Node[]): Node[] {
  const nodes: Node[] = [];
  let plain = '';
  let from = 0;
  const add = (more: readonly Node[]) => {
    if (plain !== '') nodes.push(textNode(plain, marks));
    plain = '';
    nodes.push(...more);
  };
  for (const match of text.matchAll(pattern)) {
    plain += text.slice(from, match.index);
    from = match.index + match[0].length;
    const parts: Parts = match.groups ?? {};
    if (parts.lineBreak !== undefined) add([{ type: 'hardBreak' }]);
    else if (parts.escaped !== undefined) plain += parts.escaped;
    else if (parts.entity !== undefined) plain += characterOf(parts.entity);
    else {
      const made = nodesOf(parts, marks);
      if (made === null) plain += match[0];
      else add(made);
    }
  }
  plain += text.slice(from);
  add([]);
  return nodes;
}

type Parts = Readonly<
  Partial<
    Record<
      | 'lineBreak'
      | 'escaped'
      | 'entity'
      | 'code'
      | 'link'
      | 'address'
      | 'braced'
      | 'within'
      | 'sign'
      | 'inside',
      string
    >
  >
>;

const markOf: Readonly<Record<string, string>> = { '*': 'strong', _: 'em', '-': 'strike' };

/** Code, a link or emphasis; null where it is none after all and stays text. */
function nodesOf(parts: Parts, marks: readonly Node[]): Node[] | null {
  const links = marks.filter((mark) => mark.type === 'link');
  if (parts.code !== undefined) return [textNode(unescaped(parts.code), [...links, { type: 'code' }])];
  const type = markOf[parts.sign ?? parts.braced ?? ''];
  if (type !== undefined) {
    if (marks.some((mark) => mark.type === type)) return null;
    return inlineNodes(parts.inside ?? parts.within ?? '', [...marks, { type }]);
  }
  const [title = '', target = title] = (parts.link ?? '').split(/(?<!\\)\|/);
  const href = parts.address ?? target;
  if (links.length > 0 || !isSafeLink(href)) return null;
  const linked = [...marks, { type: 'link', attrs: { href } }];
  return parts.address === undefined ? inlineNodes(title, linked) : [textNode(parts.address, linked)];
}

function unescaped(text: string): string {
  return text
    .replace(/\\([^\sA-Za-z0-9])/g, '$1')
    .replace(/&#(\d{1,6});/g, (_entity, number: string) => characterOf(number));
}

function characterOf(number: string | undefined): string {
  const code = Number(number);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

function textNode(text: string, marks: readonly Node[]): Node {
  return { type: 'text', text, ...(marks.length === 0 ? {} : { marks }) };
}
