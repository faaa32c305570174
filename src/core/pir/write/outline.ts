import { blockReader } from '../markdown/block-reader.ts';

/** A block of a document by the lines it covers, 0-based, `end` behind the last one. */
export interface OutlineNode {
  /** As markdown-it calls it: `list_item`, `paragraph`, `heading`, `tr`, `table` … */
  readonly type: string;
  /** `##` of a heading, `-` of a bullet. */
  readonly markup: string;
  /** 1 to 6 for a heading, else 0. */
  readonly rank: number;
  readonly start: number;
  readonly end: number;
  readonly parent: OutlineNode | null;
  readonly children: OutlineNode[];
}

/** Where the blocks of a document lie. */
export interface Outline {
  /** The blocks that begin on a line, outer ones first. */
  startingAt(line: number): readonly OutlineNode[];
  /** The paragraph that covers a line. */
  paragraphAt(line: number): OutlineNode | null;
  /** The line of the first heading behind `line`, of `rank` or above it. */
  headingAfter(line: number, rank: number): number;
}

/** Outlines a document by its lines. They are read as the reader of PIRs reads them: without mark, blanks as blanks. */
export function readOutline(lines: readonly string[]): Outline {
  const text = lines
    .join('\n')
    .replace(/^\uFEFF/, '')
    .replace(/[\u00A0\u2007\u202F]/g, ' ');
  const starts = new Map<number, OutlineNode[]>();
  const paragraphs = new Map<number, OutlineNode>();
  const headings: OutlineNode[] = [];
  const open: OutlineNode[] = [];
  for (const token of blockReader.parse(text, {})) {
    if (token.nesting < 0) open.pop();
    if (token.nesting <= 0) continue;
    const parent = open.at(-1) ?? null;
    const type = token.type.replace(/_open$/, '');
    const [start, end] = token.map ?? [parent?.start ?? 0, parent?.end ?? 0];
    const rank = type === 'heading' ? Number(token.tag.slice(1)) : 0;
    const node: OutlineNode = { type, markup: token.markup, rank, start, end, parent, children: [] };
    parent?.children.push(node);
    open.push(node);
    if (token.map === null) continue;
    const known = starts.get(start);
    if (known === undefined) starts.set(start, [node]);
    else known.push(node);
    if (type === 'heading') headings.push(node);
    if (type === 'paragraph') for (let line = start; line < end; line += 1) paragraphs.set(line, node);
  }
  return {
    startingAt: (line) => starts.get(line) ?? [],
    paragraphAt: (line) => paragraphs.get(line) ?? null,
    headingAfter: (line, rank) => {
      for (let index = firstBehind(headings, line); index < headings.length; index += 1) {
        const heading = headings[index];
        if (heading !== undefined && heading.rank <= rank) return heading.start;
      }
      return lines.length;
    },
  };
}

function firstBehind(headings: readonly OutlineNode[], line: number): number {
  let [low, high] = [0, headings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((headings[middle]?.start ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  return low;
}
