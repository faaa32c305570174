/* The content model of the Atlassian Document Format, as far as it is written here: what may stand within what. */

const blocksOfDocument = [
  'paragraph',
  'heading',
  'rule',
  'bulletList',
  'orderedList',
  'codeBlock',
  'blockquote',
  'table',
];
const blocksOfItem = ['paragraph', 'bulletList', 'orderedList', 'codeBlock'];
const inlines = ['text', 'hardBreak'];

const allowedContent: Readonly<Record<string, readonly string[]>> = {
  doc: blocksOfDocument,
  paragraph: inlines,
  heading: inlines,
  rule: [],
  hardBreak: [],
  text: [],
  bulletList: ['listItem'],
  orderedList: ['listItem'],
  listItem: blocksOfItem,
  codeBlock: ['text'],
  blockquote: blocksOfItem,
  table: ['tableRow'],
  tableRow: ['tableCell', 'tableHeader'],
  tableCell: ['paragraph', 'heading', 'bulletList', 'orderedList', 'codeBlock', 'blockquote', 'rule'],
  tableHeader: ['paragraph', 'heading', 'bulletList', 'orderedList', 'codeBlock', 'blockquote', 'rule'],
};

const neverEmpty: ReadonlySet<string> = new Set([
  'doc',
  'bulletList',
  'orderedList',
  'listItem',
  'blockquote',
  'table',
  'tableRow',
  'tableCell',
  'tableHeader',
]);

const allowedAttributes: Readonly<Record<string, readonly string[]>> = {
  heading: ['level'],
  orderedList: ['order'],
  codeBlock: ['language'],
};

const allowedMarks: ReadonlySet<string> = new Set(['strong', 'em', 'strike', 'code', 'link']);

/** What is wrong with a document, as a path and a reason; null where Jira would take it. */
export function adfFault(document: unknown): string | null {
  if (!isRecord(document) || document.type !== 'doc') return 'root: not a document';
  if (document.version !== 1) return 'root: version must be 1';
  return nodeFault(document, 'doc', ['type', 'version', 'content']);
}

function nodeFault(node: Record<string, unknown>, path: string, keys: readonly string[]): string | null {
  const type = String(node.type);
  const foreign = Object.keys(node).find((key) => !keys.includes(key));
  if (foreign !== undefined) return `${path}: unknown property ${foreign}`;
  const children = node.content ?? [];
  if (!Array.isArray(children)) return `${path}: content is not a list`;
  if (children.length === 0 && neverEmpty.has(type)) return `${path}: is empty`;
  return ownFault(node, type, path, children) ?? childrenFault(children, type, path);
}

function ownFault(
  node: Record<string, unknown>,
  type: string,
  path: string,
  children: readonly unknown[],
): string | null {
  const attrs = node.attrs ?? {};
  if (!isRecord(attrs)) return `${path}: attrs is not an object`;
  const foreign = Object.keys(attrs).find((name) => !(allowedAttributes[type] ?? []).includes(name));
  if (foreign !== undefined) return `${path}: unknown attribute ${foreign}`;
  if (type === 'heading' && ![1, 2, 3, 4, 5, 6].includes(Number(attrs.level))) return `${path}: level`;
  if (type === 'text') return textFault(node, path);
  if (node.text !== undefined || node.marks !== undefined) return `${path}: only texts have text and marks`;
  const first = children[0];
  const needsText =
    type === 'listItem' && isRecord(first) && !['paragraph', 'codeBlock'].includes(String(first.type));
  return needsText ? `${path}: must begin with a paragraph or code` : null;
}

function childrenFault(children: readonly unknown[], type: string, path: string): string | null {
  for (const [at, child] of children.entries()) {
    const where = `${path}/${at}`;
    if (!isRecord(child)) return `${where}: not a node`;
    if (!(allowedContent[type] ?? []).includes(String(child.type))) {
      return `${where}: ${String(child.type)} within ${type}`;
    }
    if (type === 'codeBlock' && child.marks !== undefined) return `${where}: marks within code`;
    const fault = nodeFault(child, `${where}:${String(child.type)}`, [
      'type',
      'attrs',
      'content',
      'text',
      'marks',
    ]);
    if (fault !== null) return fault;
  }
  return null;
}

function textFault(node: Record<string, unknown>, path: string): string | null {
  if (typeof node.text !== 'string' || node.text === '') return `${path}: empty text`;
  const marks = node.marks ?? [];
  if (!Array.isArray(marks)) return `${path}: marks is not a list`;
  const types = marks.map((mark: unknown) => (isRecord(mark) ? String(mark.type) : ''));
  if (types.some((type) => !allowedMarks.has(type))) return `${path}: unknown mark`;
  if (new Set(types).size < types.length) return `${path}: the same mark twice`;
  if (types.includes('code') && types.some((type) => type !== 'code' && type !== 'link')) {
    return `${path}: code together with another mark`;
  }
  const link = marks.find((mark: unknown) => isRecord(mark) && mark.type === 'link');
  if (link !== undefined && (!isRecord(link.attrs) || !isSafeLink(link.attrs.href))) return `${path}: link`;
  return null;
}

/** Whether an address is one that Jira shows as a link. */
export function isSafeLink(href: unknown): href is string {
  if (typeof href !== 'string' || !URL.canParse(href)) return false;
  return ['http:', 'https:', 'mailto:'].includes(new URL(href).protocol);
}

/** Whether a value is an object with properties, and no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
