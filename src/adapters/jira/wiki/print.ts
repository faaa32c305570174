import type { AdfMark, AdfNode } from '../adf/node.ts';
import { escapeText, escapeUrl } from './escape.ts';

/** Languages that the {code} macro of every version knows; another one makes it show an error. */
const languages: ReadonlySet<string> = new Set([
  ...['bash', 'c', 'css', 'go', 'groovy', 'html', 'java', 'javascript', 'json', 'perl', 'php', 'python'],
  ...['ruby', 'scala', 'sql', 'swift', 'xml', 'yaml'],
]);

/** Within a line: a line of its own would end a list item or a row of a table. */
const lineBreak = ' \\\\ ';

/** Blocks as wiki markup, an empty line between each. */
export function printBlocks(blocks: readonly AdfNode[]): string {
  return blocks
    .map((block) => printBlock(block))
    .filter((block) => block !== '')
    .join('\n\n');
}

/** One node as wiki markup, whatever it is; a row, item or text as it is within its block. */
export function printBlock(node: AdfNode): string {
  const content = node.content ?? [];
  switch (node.type) {
    case 'heading':
      return `h${String(node.attrs?.level ?? 3)}. ${printInlines(content)}`;
    case 'bulletList':
    case 'orderedList':
      return printList(node, '');
    case 'listItem':
      return printItem(node, '*');
    case 'codeBlock':
      return printCode(node);
    case 'blockquote':
      return `{quote}\n${printBlocks(content)}\n{quote}`;
    case 'rule':
      return '----';
    case 'table':
      return content.map(printBlock).join('\n');
    case 'tableRow':
      return printRow(content);
    case 'tableCell':
    case 'tableHeader':
      return printInFlow(content);
    case 'text':
    case 'hardBreak':
      return printInlines([node]);
    default:
      return printInlines(content);
  }
}

function printList(list: AdfNode, outer: string): string {
  const bullet = `${outer}${list.type === 'orderedList' ? '#' : '*'}`;
  return (list.content ?? []).map((item) => printItem(item, bullet)).join('\n');
}

/** An item is one line; lists within it are lines of their own, with one more bullet. */
function printItem(item: AdfNode, bullet: string): string {
  const isList = (node: AdfNode) => node.type === 'bulletList' || node.type === 'orderedList';
  const content = item.content ?? [];
  const line = `${bullet} ${printInFlow(content.filter((node) => !isList(node)))}`;
  return [line, ...content.filter(isList).map((list) => printList(list, bullet))].join('\n');
}

/** Blocks where only one line may be: a list item or a cell. Code keeps its lines, since the macro holds them together. */
function printInFlow(blocks: readonly AdfNode[]): string {
  const parts = blocks.map((block) => printBlock(block)).filter((part) => part.trim() !== '');
  return parts.length === 0 ? ' ' : parts.join(lineBreak);
}

function printRow(cells: readonly AdfNode[]): string {
  const isHeader = cells.every((cell) => cell.type === 'tableHeader');
  const bar = isHeader ? '||' : '|';
  return `${bar}${cells.map(printBlock).join(bar)}${bar}`;
}

/** What Java takes for the end of a line, beside the one that is ours. */
const foreignLineEnds = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/** Code is not escaped within its macro, so nothing in it may look like the macro's end. */
function printCode(block: AdfNode): string {
  const written = (block.content ?? []).map((node) => node.text ?? '').join('');
  const code = written.replace(foreignLineEnds, '\n');
  const language = String(block.attrs?.language ?? '').toLowerCase();
  const macro = languages.has(language) && !/\{code/i.test(code) ? 'code' : 'noformat';
  const opening = macro === 'code' ? `{code:${language}}` : '{noformat}';
  // A zero-width space: shown as nothing, and `{noformat` is no macro any more.
  const held = macro === 'code' ? code : code.replace(/\{(?=noformat)/gi, '{\u200B');
  return `${opening}\n${held}\n{${macro}}`;
}

/* Inline ----------------------------------------------------------------------------------------------------------- */

const signs = { strong: '*', em: '_', strike: '-' } as const;

function printInlines(nodes: readonly AdfNode[]): string {
  let line = '';
  for (const [at, node] of nodes.entries()) {
    if (node.type === 'hardBreak') line += lineBreak;
    else line += printText(node, line, nodes[at + 1]?.text?.[0]);
  }
  return line;
}

/**
 * @param line what stands before it
 * @param after the character that follows: within a word, signs need braces around them
 */
function printText({ text = '', marks = [] }: AdfNode, line: string, after: string | undefined): string {
  const href = hrefOf(marks);
  const isCode = marks.some((mark) => mark.type === 'code');
  const startsLine = line.trim() === '' || line.endsWith(lineBreak);
  // Whatever has marks stands behind a sign or bracket.
  const escaped = escapeText(text, marks.length > 0 ? '*' : startsLine ? '' : line);
  if (escaped.trim() === '') return escaped;
  if (href !== null) return `[${escaped.trim()}|${escapeUrl(href)}]`;
  if (isCode) return `{{${escaped}}}`;
  const isApart = (character: string | undefined) =>
    character === undefined || !/[\p{L}\p{N}_]/u.test(character);
  const isFree = isApart(line.at(-1)) && isApart(after);
  const wrapped = (['strike', 'em', 'strong'] as const).filter((type) =>
    marks.some((mark) => mark.type === type),
  );
  const [, lead = '', core = '', trail = ''] = /^(\s*)(.*?)(\s*)$/s.exec(escaped) ?? [];
  const marked = wrapped.reduce((inner, type) => {
    const sign = isFree ? signs[type] : `{${signs[type]}}`;
    return `${sign}${inner}${sign}`;
  }, core);
  return `${lead}${marked}${trail}`;
}

function hrefOf(marks: readonly AdfMark[]): string | null {
  return marks.find((mark) => mark.type === 'link')?.attrs?.href ?? null;
}
