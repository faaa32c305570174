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
  if (kind === 'quote') return { type: 'blockquote', content: nonEmpty(blocksOf(lines)) };
  const text = lines.join('\n');
  return {
    type: 'codeBlock',
    ...(/^[\w+#-]+$/.test(language) ? { attrs: { language } } : {}),
    ...(text === '' ? {} : { content: [{ type: 'text', text }] }),
  };
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

/** What begins at a place of a text: an escape, a line break, code, a link, a bare address or emphasis. */
const pattern =
  /\\\\(?:\n)?|\\([^\sA-Za-z0-9])|\n|\{\{((?:\\.|[^\n])+?)\}\}|\[((?:\\.|[^\]\n\\])+)\]|(https?:\/\/[^\s|\]}]+)|(?<![\p{L}\p{N}\\])([*_-])(?=\S)((?:\\.|[^\n\\])+?)(?<=\S)\5(?![\p{L}\p{N}])/gu;

function inlineNodes(text: string, marks: readonly Node[]): Node[] {
  const nodes: Node[] = [];
  let plain = '';
  let from = 0;
  const flush = () => {
    if (plain !== '') nodes.push(textNode(plain, marks));
    plain = '';
  };
  for (const match of text.matchAll(pattern)) {
    plain += text.slice(from, match.index);
    from = match.index + match[0].length;
    const [whole, escaped, code, link, address, emphasis, inside] = match;
    if (escaped !== undefined) {
      plain += escaped;
      continue;
    }
    if (code === undefined && link === undefined && address === undefined && emphasis === undefined) {
      flush();
      nodes.push({ type: 'hardBreak' });
      continue;
    }
    const made = nodesOf(whole, { code, link, address, emphasis, inside }, marks);
    if (made === null) plain += whole;
    else {
      flush();
      nodes.push(...made);
    }
  }
  plain += text.slice(from);
  flush();
  return nodes;
}

interface Parts {
  readonly code: string | undefined;
  readonly link: string | undefined;
  readonly address: string | undefined;
  readonly emphasis: string | undefined;
  readonly inside: string | undefined;
}

function nodesOf(whole: string, parts: Parts, marks: readonly Node[]): Node[] | null {
  const { code, link, address, emphasis, inside = '' } = parts;
  const links = marks.filter((mark) => mark.type === 'link');
  if (code !== undefined) {
    return [textNode(code.replace(/\\([^\sA-Za-z0-9])/g, '$1'), [...links, { type: 'code' }])];
  }
  if (emphasis !== undefined) {
    const type = { '*': 'strong', _: 'em', '-': 'strike' }[emphasis] ?? 'strong';
    return marks.some((mark) => mark.type === type) ? null : inlineNodes(inside, [...marks, { type }]);
  }
  const [title = '', target = title] = (link ?? '').split(/(?<!\\)\|/);
  const href = address ?? target;
  if (links.length > 0 || !isSafeLink(href)) return null;
  const mark = { type: 'link', attrs: { href } };
  return address === undefined ? inlineNodes(title, [...marks, mark]) : [textNode(whole, [...marks, mark])];
}

function textNode(text: string, marks: readonly Node[]): Node {
  return { type: 'text', text, ...(marks.length === 0 ? {} : { marks }) };
}
