import type { DescriptionPart } from '../../../core/plan/plan.ts';
import { blocksOf } from './blocks.ts';
import { isAllowedLink, linkTo } from './inline.ts';
import { type AdfDocument, type AdfNode, text } from './node.ts';

/** How long a text may be, and what counts. */
export interface Measure {
  readonly limit: number;
  /** The length of a node; that of several is never more than the sum of theirs. */
  sizeOf(node: AdfNode): number;
}

/**
 * Characters of JSON, with a comma for each. Jira allows 32,767 and does not document how it counts; JSON is the longest of
 * the ways it might.
 */
const json: Measure = { limit: 32_000, sizeOf: (node) => JSON.stringify(node).length + 1 };

/** Room for the frame of the document and for the last sentence. */
const frame = 600;

/**
 * The ADF document for the parts of a description or comment, never longer than `measure` allows: the longest parts give way
 * first, each ending in a sentence that says so and links the PIR where a part does, so that a short part behind a long one
 * is still there.
 */
export function documentFrom(parts: readonly DescriptionPart[], measure: Measure = json): AdfDocument {
  const size = (nodes: readonly AdfNode[]) => nodes.reduce((sum, node) => sum + measure.sizeOf(node), 0);
  const all = parts.map((part) => blocksOf(part, measure.limit));
  const sizes = all.map(size);
  let room = measure.limit - frame;
  if (sizes.reduce((sum, each) => sum + each, 0) <= room) return documentOf(all.flat());
  const cutSentence = cutSentenceFor(parts);
  const cap = capFor(sizes, room);
  const content: AdfNode[] = [];
  for (const [at, blocks] of all.entries()) {
    const isWhole = (sizes[at] ?? 0) <= cap;
    const fitting = isWhole
      ? blocks
      : [...fill(blocks, cap - measure.sizeOf(cutSentence), measure), cutSentence];
    if (size(fitting) > room) {
      // So many parts that even their cut sentences do not fit.
      content.push(cutSentence);
      break;
    }
    content.push(...fitting);
    room -= size(fitting);
  }
  return documentOf(content);
}

/** Jira takes a document without content as "no description"; an empty paragraph is the documented form of that. */
function documentOf(content: AdfNode[]): AdfDocument {
  return {
    version: 1,
    type: 'doc',
    content: content.length > 0 ? content : [{ type: 'paragraph', content: [] }],
  };
}

function cutSentenceFor(parts: readonly DescriptionPart[]): AdfNode {
  const url = parts.findLast(({ link }) => link !== null && isAllowedLink(link.url))?.link?.url ?? null;
  const isShort = url !== null && url.length < 200;
  const content = [
    text('… Cut here: the text is longer than Jira takes. ', [{ type: 'em' }]),
    text('The PIR has all of it.', isShort ? [{ type: 'em' }, linkTo(url)] : [{ type: 'em' }]),
  ];
  return { type: 'paragraph', content };
}

/** The largest size that each may have so that all together stay below `limit`. */
function capFor(sizes: readonly number[], limit: number): number {
  const ascending = [...sizes].sort((a, b) => a - b);
  let left = limit;
  for (const [at, size] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - at));
    if (size > share) return share;
    left -= size;
  }
  return limit;
}

/** As many of `nodes` as fit in `room`, the last of them shortened where that can be done. */
function fill(nodes: readonly AdfNode[], room: number, measure: Measure): AdfNode[] {
  const kept: AdfNode[] = [];
  let left = room;
  for (const next of nodes) {
    const size = measure.sizeOf(next);
    if (size <= left) {
      kept.push(next);
      left -= size;
      continue;
    }
    const shortened = shorten(next, left, measure);
    if (shortened !== null) kept.push(shortened);
    break;
  }
  return kept;
}

function shorten(long: AdfNode, room: number, measure: Measure): AdfNode | null {
  if (long.text !== undefined) return shortenText(long, long.text, room, measure);
  // A row keeps all its cells: a table with rows of different lengths is not valid.
  if (long.content === undefined || long.type === 'tableRow') return null;
  const content = fill(long.content, room - measure.sizeOf({ ...long, content: [] }), measure);
  return content.length === 0 ? null : { ...long, content };
}

function shortenText(long: AdfNode, content: string, room: number, measure: Measure): AdfNode | null {
  // A character may take several when written, so this may keep less than would fit, never more.
  let length = Math.min(content.length, Math.max(room, 0));
  while (length > 0 && measure.sizeOf({ ...long, text: content.slice(0, length) }) > room) {
    length = Math.floor(length * 0.9);
  }
  // Not between the halves of a surrogate pair.
  const kept = content.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
  return kept === '' ? null : { ...long, text: kept };
}
