import { addDays, addMonths, addWorkingDays, type Day, dayFrom } from '../../calendar.ts';

// The first letters that tell the months of English, Portuguese, Spanish, French and German apart.
const monthNames: readonly string[] = [
  'january|jan|janeiro|enero|janvier|januar|jänner',
  'february|feb|fevereiro|febrero|février|fevrier|februar',
  'march|mar|março|marco|marzo|mars|märz|maerz',
  'april|apr|abril|avril',
  'may|maio|mayo|mai',
  'june|jun|junho|junio|juin|juni',
  'july|jul|julho|julio|juillet|juli',
  'august|aug|agosto|août|aout',
  'september|sept|sep|setembro|septiembre|septembre',
  'october|oct|outubro|octubre|octobre|oktober|okt',
  'november|nov|novembro|noviembre|novembre',
  'december|dec|dezembro|diciembre|décembre|decembre|dezember|dez',
];
const monthOf: ReadonlyMap<string, number> = new Map(
  monthNames.flatMap((names, index) => names.split('|').map((name): [string, number] => [name, index + 1])),
);
/** A month's name as a group of a pattern, in five languages. */
export const monthPattern = `(${[...monthOf.keys()].sort((a, b) => b.length - a.length).join('|')})(?![\\p{L}\\p{N}])\\.?`;
const year = '(?:\\s{0,2},?\\s{0,3}(?:de\\s|of\\s)?(\\d{4})(?!\\d))?';

const yearFirst = /(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/;
const eastern = /(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号]/;
const monthFirst = new RegExp(
  `(?<!\\p{L})${monthPattern}\\s{0,3}(\\d{1,2})(?:st|nd|rd|th)?(?!\\d)${year}`,
  'iu',
);
const dayFirst = new RegExp(
  `(?<!\\d)(\\d{1,2})(?:st|nd|rd|th|er|º)?\\.?\\s{0,3}(?:of\\s|de\\s)?${monthPattern}${year}`,
  'iu',
);
const numeric = /(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)/;

/**
 * The first calendar day that a text names: `2024-02-01`, `Feb 1, 2024`, `1 February 2024`, `2024年2月1日`, and where an
 * anchor is given also `Mar 3rd`, read as the first such day on or after the anchor. Null where the first thing that looks
 * like a day is none (30 February) or can be read two ways (01/02/2024) and nobody said which number is the day.
 */
export function findDay(text: string, anchor: Day | null, firstIsDay: boolean | null = null): Day | null {
  if (!/\d/.test(text)) return null;
  const iso = match(text, yearFirst, ([, y, , m, d]) => sensible(Number(y), Number(m), Number(d)));
  if (iso?.index === 0) return iso.day;
  const found = [
    iso,
    match(text, eastern, ([, y, m, d]) => sensible(Number(y), Number(m), Number(d))),
    match(text, monthFirst, ([, m = '', d, y]) => named(y, m, Number(d), anchor)),
    match(text, dayFirst, ([, d, m = '', y]) => named(y, m, Number(d), anchor)),
    match(text, numeric, ([, a, , b, y]) => ofNumbers(Number(a), Number(b), Number(y), firstIsDay)),
  ].filter((each) => each !== null);
  return found.sort((a, b) => a.index - b.index)[0]?.day ?? null;
}

/** Whether a text names a day that can be read two ways: `01/02/2024`, and the two are not the same day. */
export function isAmbiguousDay(text: string): boolean {
  const [, a, , b] = numeric.exec(text) ?? [];
  return a !== b && Number(a) <= 12 && Number(b) <= 12;
}

/** Which number is the day where a text writes dates as 27/02/2024: true for the first; null where none tells. */
export function dayOrderOf(text: string): boolean | null {
  const [, a, , b] = numeric.exec(text) ?? [];
  return Number(a) > 12 ? true : Number(b) > 12 ? false : null;
}

function match(
  text: string,
  pattern: RegExp,
  read: (parts: RegExpExecArray) => Day | null,
): { index: number; day: Day | null } | null {
  const parts = pattern.exec(text);
  return parts === null ? null : { index: parts.index, day: read(parts) };
}

function sensible(year: number, month: number, dayOfMonth: number): Day | null {
  return year < 1900 || year > 2199 ? null : dayFrom(year, month, dayOfMonth);
}

/** 1 for January; 0 for what is no month's name. */
export const monthNumber = (name: string): number => monthOf.get(name.toLowerCase()) ?? 0;

function named(
  yearText: string | undefined,
  name: string,
  dayOfMonth: number,
  anchor: Day | null,
): Day | null {
  if (name === 'may') return null; // "2 may fail": a month is written with a capital
  const monthOfYear = monthNumber(name);
  if (yearText !== undefined) return sensible(Number(yearText), monthOfYear, dayOfMonth);
  return anchor === null ? null : firstOnOrAfter(anchor, monthOfYear, dayOfMonth);
}

function firstOnOrAfter(anchor: Day, month: number, dayOfMonth: number): Day | null {
  const first = Number(anchor.slice(0, 4));
  // 29 February may be eight years away.
  for (let candidate = first; candidate <= first + 8; candidate += 1) {
    const day = dayFrom(candidate, month, dayOfMonth);
    if (day !== null && day >= anchor) return day;
  }
  return null;
}

function ofNumbers(a: number, b: number, yearNumber: number, firstIsDay: boolean | null): Day | null {
  if (a > 12 || a === b) return sensible(yearNumber, b, a);
  if (b > 12) return sensible(yearNumber, a, b);
  if (firstIsDay === null) return null;
  return firstIsDay ? sensible(yearNumber, b, a) : sensible(yearNumber, a, b);
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
  `\\b(?:with)?in\\s{1,3}(?:the\\s{1,3})?(?:next\\s{1,3})?(\\d{1,3}|an?|${numerals.join('|')})[\\s-]{1,3}((?:business|working)\\s{1,3})?(day|week|month)s?\\b`,
  'i',
);
const plus = /(?<![\w+])\+\s?(\d{1,3})\s?(d|w|m|days?|weeks?|months?)\b/i;
const eastAsian =
  /(?<!\d)(\d{1,3})\s?(?:個|个|か|ヶ|箇)?(日|天|週間?|周|星期|月|일|주일?|개월)(?:以内|之内|内|이내)/;

/** The span that a text names with "within", as "+7d" or in Japanese, Chinese or Korean; else null. */
export function findSpan(text: string): Span | null {
  const [, amount = '', working, unit = ''] = within.exec(text) ?? [];
  if (amount === '') return shortSpan(text);
  const count = /^\d/.test(amount) ? Number(amount) : Math.max(1, numerals.indexOf(amount.toLowerCase()));
  if (working !== undefined && unit.toLowerCase() === 'day') return { count, unit: 'working day' };
  return { count, unit: unit.toLowerCase() as Span['unit'] };
}

function shortSpan(text: string): Span | null {
  const [, count, unit = ''] = plus.exec(text) ?? eastAsian.exec(text) ?? [];
  if (count === undefined) return null;
  if (/^(?:w|週|周|星期|주)/i.test(unit)) return { count: Number(count), unit: 'week' };
  return { count: Number(count), unit: /^(?:m|月|개월)/i.test(unit) ? 'month' : 'day' };
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
