import type { DescriptionPart } from '../../../core/plan/plan.ts';
import { documentFrom } from '../adf/document.ts';
import { printBlock, printBlocks } from './print.ts';

/** Jira's own limit is 32,767, unless its administrators set another; the columns of some databases count bytes. */
const longest = 30_000;

/** Room for what a node takes more of within others than by itself: bullets of the lists around it, empty lines. */
const around = 12;

/**
 * The wiki markup for the parts of a description or comment, at most 30,000 characters. It is printed from the same tree as
 * Jira Cloud's, so both say the same, and what is no link there is none here.
 */
export function wikiFrom(parts: readonly DescriptionPart[]): string {
  for (let limit = longest; ; limit = Math.floor(limit * 0.8)) {
    const measure = {
      limit,
      sizeOf: (node: Parameters<typeof printBlock>[0]) => printBlock(node).length + around,
    };
    const markup = printBlocks(documentFrom(parts, measure).content);
    if (markup.length <= longest) return markup;
  }
}
