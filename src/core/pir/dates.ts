import { addDays, addMonths, addWorkingDays, type Day, dayFrom } from '../calendar.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?';
const year = '(?:\\s{0,2},?\\s{0,3}(\\d{4})(?!\\d))?';

const yearFirst = /(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/;
const monthFirst = new RegExp(`\\b${month}\\s{0,3}(\\d{1,2})(?:st|nd|rd|th)?(?!\\d)${year}`, 'i');
const dayFirst = new RegExp(`(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?\\.?\\s{0,3}(?:of\\s)?${month}${year}`, 'i');
const numeric = /(?<!\d)(\d{1,2})([/.])(\d{1,2})\2(\d{4})(?!\d)/;

/**
 * The first calendar day that a text names: `2024-02-01`, `Feb 1, 2024`, `1 February 2024`, and where an anchor is given
 * also `Mar 3rd`, read as the first such day on or after the anchor. Null where the first thing that looks like a day is
 * none (30 February) or can be read two ways (01/02/2024).
 */
export function findDay(text: string, anchor: Day | null): Day | null {
  const found = [
    match(text, yearFirst, ([, y, , m, d]) => sensible(Number(y), Number(m), Number(d))),
    match(text, monthFirst, ([, m = '', d, y]) => named(y, m, Number(d), anchor)),
    match(text, dayFirst, ([, d, m = '', y]) => named(y, m, Number(d), anchor)),
    match(text, numeric, ([, a, , b, y]) => unambiguous(Number(a), Number(b), Number(y))),
  ].filter((each) => each !== null);
  return found.sort((a, b) => a.index - b.index)[0]?.day ?? null;
}

function match(
  text: string,
  pattern: RegExp,
  read: (parts: RegExpExecArray) => Day | null,
): { index: number; day: Day | null } | null {
  const parts = pattern.exec(text);
  return parts === null ? null : { index: parts.index, day: read(parts) };
}

function sensible(year: number, monthNumber: number, dayOfMonth: number): Day | null {
  return year < 1900 || year > 2199 ? null : dayFrom(year, monthNumber, dayOfMonth);
}

function named(
  yearText: string | undefined,
  name: string,
  dayOfMonth: number,
  anchor: Day | null,
): Day | null {
  if (name === 'may') return null; // "2 may fail": a month is written with a capital
  const monthNumber = months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  if (yearText !== undefined) return sensible(Number(yearText), monthNumber, dayOfMonth);
  return anchor === null ? null : firstOnOrAfter(anchor, monthNumber, dayOfMonth);
}

function firstOnOrAfter(anchor: Day, monthNumber: number, dayOfMonth: number): Day | null {
  const first = Number(anchor.slice(0, 4));
  // 29 February may be eight years away.
  for (let candidate = first; candidate <= first + 8; candidate += 1) {
    const day = dayFrom(candidate, monthNumber, dayOfMonth);
    if (day !== null && day >= anchor) return day;
  }
  return null;
}

function unambiguous(a: number, b: number, yearNumber: number): Day | null {
  if (a > 12) return sensible(yearNumber, b, a);
  return b > 12 ? sensible(yearNumber, a, b) : null;
}

/** A span of time as written: "within 2 weeks", "within 5 business days". */
export interface Span {
  readonly count: number;
  readonly unit: 'day' | 'working day' | 'week' | 'month';
}

const numerals = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const within = new RegExp(
  `\\bwithin\\s{1,3}(?:the\\s{1,3})?(?:next\\s{1,3})?(\\d{1,3}|an?|${numerals.join('|')})[\\s-]{1,3}((?:business|working)\\s{1,3})?(day|week|month)s?\\b`,
  'i',
);

/** The span that a text names with "within", or null. */
export function findSpan(text: string): Span | null {
  const [, amount = '', working, unit = ''] = within.exec(text) ?? [];
  if (amount === '') return null;
  const count = /^\d/.test(amount) ? Number(amount) : Math.max(1, numerals.indexOf(amount.toLowerCase()));
  if (working !== undefined && unit.toLowerCase() === 'day') return { count, unit: 'working day' };
  return { count, unit: unit.toLowerCase() as Span['unit'] };
}

/** The day at the end of a span that begins on `from`. */
export function endOf(span: Span, from: Day): Day {
  if (span.unit === 'month') return addMonths(from, span.count);
  if (span.unit === 'working day') return addWorkingDays(from, span.count);
  return addDays(from, span.unit === 'week' ? 7 * span.count : span.count);
}

const quarter = /\bQ([1-4])[\s/'-]{0,3}(\d{4})\b|\b(\d{4})[\s/-]{0,3}Q([1-4])\b/gi;

/** The last working day of the last quarter that a text names ("Q1 2024"), or null. */
export function findQuarterEnd(text: string): Day | null {
  const [, q, y, y2, q2] = [...text.matchAll(quarter)].at(-1) ?? [];
  const first = sensible(Number(y ?? y2), 3 * Number(q ?? q2) - 2, 1);
  return first === null ? null : addWorkingDays(addMonths(first, 3), -1);
}
