/** Text put into a line, in the place of what stands between two columns (0-based). */
export interface Splice {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Whole lines put in below a line. */
export interface Insertion {
  readonly below: number;
  readonly lines: readonly string[];
}

/** One change to a document; lines are 0-based. */
export type Edit = Splice | Insertion;

/** A document as lines that keep their own ends, so that what nobody edits comes out byte for byte as it went in. */
export interface SourceLines {
  readonly contents: readonly string[];
  /** `\n`, `\r\n` or `\r` behind each line; empty behind the last one. */
  readonly ends: readonly string[];
}

/** Takes a document apart. The lines are those that the reader counts. */
export function splitLines(text: string): SourceLines {
  const parts = text.split(/(\r\n?|\n)/);
  const contents = parts.filter((_, index) => index % 2 === 0);
  const ends = parts.filter((_, index) => index % 2 === 1);
  return { contents, ends: [...ends, ''] };
}

/** The document with some edits made. New lines end as the line above them does, or as the first line where that is the last. */
export function applyEdits(source: SourceLines, edits: readonly Edit[]): string {
  const splices = new Map<number, Splice[]>();
  const insertions = new Map<number, string[]>();
  for (const edit of edits) {
    if ('below' in edit) insertions.set(edit.below, [...(insertions.get(edit.below) ?? []), ...edit.lines]);
    else splices.set(edit.line, [...(splices.get(edit.line) ?? []), edit]);
  }
  const usual = source.ends[0] || '\n';
  return source.contents
    .map((content, line) => {
      const own = spliced(content, splices.get(line) ?? []);
      const end = source.ends[line] ?? '';
      const below = insertions.get(line);
      return below === undefined ? own + end : [own, ...below].join(end || usual) + end;
    })
    .join('');
}

function spliced(content: string, splices: readonly Splice[]): string {
  // From the right, so that the columns further left stay true.
  return [...splices]
    .sort((a, b) => b.from - a.from)
    .reduce((line, { from, to, text }) => line.slice(0, from) + text + line.slice(to), content);
}

/** Says for a line (0-based) how many lines are put in above it. */
export function countAbove(edits: readonly Edit[]): (line: number) => number {
  const places = edits
    .flatMap((edit) => ('below' in edit ? [{ below: edit.below, count: edit.lines.length }] : []))
    .sort((a, b) => a.below - b.below);
  const totals: number[] = [0];
  for (const { count } of places) totals.push((totals.at(-1) ?? 0) + count);
  return (line) => {
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle]?.below ?? 0) < line) low = middle + 1;
      else high = middle;
    }
    return totals[low] ?? 0;
  };
}
