import type { DescriptionPart } from '../../../core/plan/plan.ts';
import { documentFrom } from '../adf/document.ts';
import type { AdfNode } from '../adf/node.ts';
import { printBlock, printBlocks } from './print.ts';

/** Jira's own limit is 32,767, unless its administrators set another; the columns of some databases count bytes. */
const longest = 30_000;

/** What a block takes more of within others than by itself: the lines between, a bullet of the list around it. */
const around = 3;

function sizeOf(node: AdfNode): number {
  const size = printBlock(node).length;
  return node.type === 'text' ? size : size + around;
}

/**
 * The wiki markup for the parts of a description or comment, at most 30,000 characters. It is printed from the same tree as
 * Jira Cloud's, so both say the same, and what is no link there is none here.
 */
export function wikiFrom(parts: readonly DescriptionPart[]): string {
  // Where lists lie deep in each other they have more bullets than was reckoned with; then it is cut a little shorter.
  for (let limit = longest; ; limit = Math.floor(limit * 0.8)) {
    const markup = printBlocks(documentFrom(parts, { limit, sizeOf }).content);
    if (markup.length <= longest) return markup;
  }
}
