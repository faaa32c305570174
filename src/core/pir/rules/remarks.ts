import type { Finding } from '../finding.ts';
import type { Ignored } from '../pir.ts';

/** A comment that asks for silence: `<!-- pir-ignore PIR012: reason -->`. */
export interface Remark {
  readonly line: number;
  readonly codes: readonly string[];
  /** Null where it gives none, and then it silences nothing. */
  readonly reason: string | null;
  /** The line it speaks of: its own, or the next that holds something where it stands alone. */
  readonly target: number;
}

const opening = /<!--\s{0,9}pir-ignore\b/;
const whole =
  /^<!--\s{0,9}pir-ignore\s{1,9}(PIR\d{3}(?:[\s,]{1,9}PIR\d{3}){0,19})\s{0,9}(?::([^\n]{0,4000}?))?-->$/;
// A comment is looked for no further into its line than anybody reads.
const longest = 4000;
const fence = /^[\s>]{0,20}(`{3,}|~{3,})/;

/**
 * The comments that ask for silence, in order; what stands in code is none. Then the lines with blanks where such comments
 * end, so that none is taken for part of an owner, a date or a title.
 */
export function readRemarks(lines: readonly string[]): {
  readonly remarks: readonly Remark[];
  readonly lines: readonly string[];
} {
  const comments = findComments(lines);
  if (comments.length === 0) return { remarks: [], lines };
  return { remarks: remarksOf(comments, lines), lines: withoutComments(comments, lines) };
}

function remarksOf(comments: readonly Comment[], lines: readonly string[]): readonly Remark[] {
  const remarks: Remark[] = [];
  const standsAlone = new Set<number>();
  for (const { index, text, from, to } of comments) {
    const [, codes = '', reason = ''] = whole.exec(text.slice(from, to)) ?? [];
    if (/^[\s>*-]*$/.test(text.slice(0, from) + text.slice(to))) standsAlone.add(index);
    remarks.push({
      line: index + 1,
      codes: codes.match(/PIR\d{3}/g) ?? [],
      reason: /[\p{L}\p{N}]/u.test(reason) ? reason.trim() : null,
      target: index + 1,
    });
  }
  const next = nextLines(lines, standsAlone);
  return remarks.map((remark) => ({ ...remark, target: next(remark.line) }));
}

function withoutComments(comments: readonly Comment[], lines: readonly string[]): readonly string[] {
  const blanked = [...lines];
  for (const { index, from, to } of comments) {
    const line = blanked[index] ?? '';
    if (line.slice(0, to).endsWith('-->'))
      blanked[index] = line.slice(0, from) + ' '.repeat(to - from) + line.slice(to);
  }
  return blanked;
}

interface Comment {
  readonly index: number;
  /** The line, code in it blanked out. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The first such comment of each line. One that does not end there reaches to the line's end. */
function findComments(lines: readonly string[]): readonly Comment[] {
  if (!lines.some((line) => line.includes('<!--') && opening.test(line))) return [];
  const found: Comment[] = [];
  let fenced: string | null = null;
  for (const [index, raw] of lines.entries()) {
    const mark = fence.exec(raw)?.[1] ?? null;
    if (fenced !== null) {
      if (mark?.startsWith(fenced) && raw.replace(/^[\s>]+/, '').trim() === mark) fenced = null;
    } else if (mark !== null) fenced = mark;
    else {
      const text = raw.slice(0, longest).replace(/`[^`]*`/g, (code) => ' '.repeat(code.length));
      const from = text.search(opening);
      const end = text.indexOf('-->', from);
      if (from >= 0) found.push({ index, text, from, to: end < 0 ? text.length : end + 3 });
    }
  }
  return found;
}

/** For a comment that stands alone: the line before which it stands, blank lines and other such comments aside. */
function nextLines(lines: readonly string[], alone: ReadonlySet<number>): (line: number) => number {
  return (line) => {
    if (!alone.has(line - 1)) return line;
    let index = line;
    // Each comment looks ahead over its own gap only, and no further than anybody would look for it.
    while (index < lines.length && index < line + 20 && (alone.has(index) || lines[index]?.trim() === ''))
      index += 1;
    return index < lines.length ? index + 1 : line;
  };
}

/** Why a comment silences nothing, or null where it does its work. */
export function flawOf(
  { codes, reason }: Remark,
  kindOf: (code: string) => 'unknown' | 'firm' | 'soft',
): string | null {
  if (codes.length === 0) return 'it names no rule';
  const unknown = codes.filter((code) => kindOf(code) === 'unknown');
  if (unknown.length > 0) return `there is no rule ${unknown.join(', ')}`;
  const firm = codes.filter((code) => kindOf(code) === 'firm');
  if (firm.length > 0) return `${firm.join(', ')} keeps approval from doing the wrong thing`;
  return reason === null ? 'it gives no reason' : null;
}

/** Where an item begins, and where it ends: before the next item or heading. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Parts findings into those that stay and those that a comment silences. A comment in or before an item speaks of all
 * findings of its codes in that item, any other of those on the line it speaks of.
 */
export function silence(
  findings: readonly Finding[],
  remarks: readonly Remark[],
  spans: readonly Span[],
): { readonly findings: readonly Finding[]; readonly ignored: readonly Ignored[] } {
  if (remarks.length === 0) return { findings, ignored: [] };
  const spanOf = (line: number) => spanAt(spans, line)?.from ?? null;
  const reasons = new Map<string, string>();
  for (const { codes, reason, target } of remarks) {
    const span = spanOf(target);
    for (const code of codes) {
      const place = span === null ? `${code} line ${target}` : `${code} item ${span}`;
      if (reason !== null && !reasons.has(place)) reasons.set(place, reason);
    }
  }
  const reasonFor = ({ code, line }: Finding) =>
    reasons.get(`${code} item ${spanOf(line)}`) ?? reasons.get(`${code} line ${line}`);
  return {
    findings: findings.filter((finding) => reasonFor(finding) === undefined),
    ignored: findings.flatMap((finding) => {
      const reason = reasonFor(finding);
      return reason === undefined ? [] : [{ code: finding.code, line: finding.line, reason }];
    }),
  };
}

/** The last span that begins on or before a line, if it reaches that far; spans are in order and do not overlap. */
function spanAt(spans: readonly Span[], line: number): Span | null {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.from ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  const span = spans[low - 1];
  return span !== undefined && line <= span.to ? span : null;
}
