import { isRecord } from './adf-rules.ts';

/* Documents as wiki markup: how Jira Cloud writes them in webhooks and in version 2 of its API. */

/** The wiki markup of a document. Characters that would be markup are escaped. */
export function wikiFromAdf(document: unknown): string {
  return blocks(document).join('\n\n');
}

function childrenOf(node: unknown): readonly unknown[] {
  return isRecord(node) && Array.isArray(node.content) ? node.content : [];
}

function blocks(node: unknown): string[] {
  return childrenOf(node).map((child) => block(child, ''));
}

function block(node: unknown, bullets: string): string {
  if (!isRecord(node)) return '';
  const attrs = isRecord(node.attrs) ? node.attrs : {};
  switch (node.type) {
    case 'heading':
      return `h${String(attrs.level)}. ${inline(node)}`;
    case 'rule':
      return '----';
    case 'bulletList':
      return items(node, `${bullets}*`);
    case 'orderedList':
      return items(node, `${bullets}#`);
    case 'codeBlock': {
      const language = typeof attrs.language === 'string' ? `:${attrs.language}` : '';
      const text = childrenOf(node).map((child) => (isRecord(child) ? String(child.text ?? '') : ''));
      return `{code${language}}\n${text.join('')}\n{code}`;
    }
    case 'blockquote':
      return `{quote}\n${blocks(node).join('\n\n')}\n{quote}`;
    case 'table':
      return childrenOf(node).map(row).join('\n');
    default:
      return inline(node);
  }
}

function items(list: unknown, bullets: string): string {
  const lines = childrenOf(list).flatMap((item) => {
    const [first, ...rest] = childrenOf(item);
    return [`${bullets} ${block(first, bullets)}`, ...rest.map((child) => block(child, bullets))];
  });
  return lines.join('\n');
}

function row(node: unknown): string {
  const cells = childrenOf(node).map((cell) => {
    const mark = isRecord(cell) && cell.type === 'tableHeader' ? '||' : '|';
    return { mark, text: blocks(cell).join('\n') || ' ' };
  });
  return `${cells.map(({ mark, text }) => `${mark}${text}`).join('')}${cells.at(-1)?.mark ?? '|'}`;
}

function inline(node: unknown): string {
  return childrenOf(node)
    .map((child) => {
      if (!isRecord(child)) return '';
      return child.type === 'hardBreak' ? '\n' : marked(child);
    })
    .join('');
}

function marked(node: Record<string, unknown>): string {
  const marks = Array.isArray(node.marks) ? node.marks.filter(isRecord) : [];
  // Two backslashes are a line break, so one is written as an entity.
  let text = String(node.text ?? '')
    .replaceAll('\\', '\u0000')
    .replace(/[*_{}[\]|^~!+-]/g, '\\$&')
    .replaceAll('\u0000', '&#92;');
  for (const mark of marks) {
    if (mark.type === 'code') text = `{{${text}}}`;
    if (mark.type === 'strong') text = `*${text}*`;
    if (mark.type === 'em') text = `_${text}_`;
    if (mark.type === 'strike') text = `-${text}-`;
    if (mark.type === 'link' && isRecord(mark.attrs)) text = `[${text}|${String(mark.attrs.href)}]`;
  }
  return text;
}
