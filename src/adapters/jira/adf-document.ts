import type { DescriptionPart } from '../../core/plan/plan.ts';
import { blocksOf } from './adf.ts';
import type { AdfDocument, AdfNode } from './adf-node.ts';

/**
 * How many characters of JSON a text may have. Jira allows 32,767 and does not document how it counts; JSON is the longest
 * of the ways it might.
 */
const longestDocument = 32_000;

const cutSentence: AdfNode = {
  type: 'paragraph',
  content: [
    {
      type: 'text',
      text: '… Cut here: the text is longer than Jira takes. The PIR has all of it.',
      marks: [{ type: 'em' }],
    },
  ],
};

/** Room for the frame of the document and for the last sentence. */
const frame = 400;

/**
 * The ADF document for the parts of a description or comment. It never has more than 32,000 characters of JSON: the longest
 * parts give way first, each ending in a sentence that says so, so that a short part behind a long one is still there.
 */
export function documentFrom(parts: readonly DescriptionPart[]): AdfDocument {
  const all = parts.map((part) => blocksOf(part, longestDocument));
  const sizes = all.map(sizeOf);
  const cap = capFor(sizes, longestDocument - frame);
  const content: AdfNode[] = [];
  let room = longestDocument - frame;
  for (const [at, blocks] of all.entries()) {
    const fitting = (sizes[at] ?? 0) <= cap ? blocks : cutTo(blocks, cap);
    const size = sizeOf(fitting);
    if (size > room) {
      // So many parts that even their cut sentences do not fit.
      content.push(cutSentence);
      break;
    }
    content.push(...fitting);
    room -= size;
  }
  // Jira takes a document without content as "no description"; an empty paragraph is the documented form of that.
  return {
    version: 1,
    type: 'doc',
    content: content.length > 0 ? content : [{ type: 'paragraph', content: [] }],
  };
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

function cutTo(blocks: readonly AdfNode[], cap: number): AdfNode[] {
  const kept = fill(blocks, cap - sizeOf([cutSentence]));
  return [...kept, cutSentence];
}

/** As many of `nodes` as fit in `room`, the last of them shortened where that can be done. */
function fill(nodes: readonly AdfNode[], room: number): AdfNode[] {
  const kept: AdfNode[] = [];
  let left = room;
  for (const next of nodes) {
    const size = sizeOf([next]);
    if (size <= left) {
      kept.push(next);
      left -= size;
      continue;
    }
    const shortened = shorten(next, left);
    if (shortened !== null) kept.push(shortened);
    break;
  }
  return kept;
}

function shorten(long: AdfNode, room: number): AdfNode | null {
  if (long.text !== undefined) return shortenText(long, long.text, room);
  // A row keeps all its cells: a table with rows of different lengths is not valid.
  if (long.content === undefined || long.type === 'tableRow') return null;
  const content = fill(long.content, room - sizeOf([{ ...long, content: [] }]));
  return content.length === 0 ? null : { ...long, content };
}

function shortenText(long: AdfNode, content: string, room: number): AdfNode | null {
  const overhead = sizeOf([{ ...long, text: '' }]);
  // A character takes up to six in JSON (\u0000), so this may keep less than would fit, never more.
  let length = Math.min(content.length, room - overhead);
  while (length > 0 && JSON.stringify(content.slice(0, length)).length - 2 > room - overhead) {
    length = Math.floor(length * 0.9);
  }
  if (length <= 0) return null;
  // Not between the halves of a surrogate pair.
  const kept = content.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
  return kept === '' ? null : { ...long, text: kept };
}

/** Characters of JSON, with a comma for each. */
function sizeOf(nodes: readonly AdfNode[]): number {
  return nodes.reduce((sum, each) => sum + JSON.stringify(each).length + 1, 0);
}
