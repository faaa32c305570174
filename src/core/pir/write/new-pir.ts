import { addDays, addMonths, type Day, nextWorkingDay } from '../../calendar.ts';
import { plainText } from '../markdown/markdown.ts';
import { foldKey } from '../words/fields.ts';
import { readOwners, splitTopLevel } from '../words/owners.ts';
import { splitLines } from './lines.ts';

/** What is known of an incident before its review is written. */
export interface IncidentFacts {
  readonly id: string | null;
  readonly title: string;
  readonly date: Day;
  readonly severity: string | null;
  /** Who led the response, as a handle or a name; comes first among the attendees and is marked (IC). */
  readonly commander: string | null;
  readonly attendees: readonly string[];
  readonly pirDate: Day | null;
}

/**
 * The form for a review (`config/pir-template.md`) with the facts of one incident, the label of its tickets, and the days
 * of its three reviews: one week, one month and three months after the incident, on the next working day where that is
 * a weekend.
 *
 * The form holds no item and no date that nobody gave: a made-up due date would be read as a promise, and a made-up owner
 * would be written to. Its items have fields and a comment for a title, which is no item to the reader, and another comment
 * says so to the rule that misses them.
 */
export function newPir(template: string, facts: IncidentFacts): string {
  const filled = new Set<string>();
  const once = (place: string, fill: () => string | null): string | null => {
    const text = filled.has(place) ? null : fill();
    if (text !== null) filled.add(place);
    return text;
  };
  const title = escapeText(facts.title);
  const cells = cellsOf(facts);
  let hidden = false;
  const { contents, ends } = splitLines(template);
  const lines = contents.map((line) => {
    const wasHidden = hidden;
    hidden = line.lastIndexOf('<!--') > line.lastIndexOf('-->') || (hidden && !line.includes('-->'));
    if (wasHidden || hidden) return line;
    return (
      once('title', () => fillTitle(line, title)) ??
      fillRow(line, (key) => once(`row ${key}`, () => cells.get(key) ?? null)) ??
      once('label', () => fillLine(line, /^\s*[-*+] \*\*Label\*\*:/, `incident-PIR-${facts.date}`)) ??
      fillReview(line, facts.date, once) ??
      line
    );
  });
  return lines.map((line, index) => line + (ends[index] ?? '')).join('');
}

function fillTitle(line: string, title: string): string | null {
  // Hashes at its end would close the heading.
  return /^# \S/.test(line) ? `${line.trimEnd()}: ${title.replace(/#$/, '\\#')}` : null;
}

function cellsOf({ id, title, date, severity, pirDate, commander, attendees }: IncidentFacts) {
  const known: readonly (readonly [string, string | null])[] = [
    ['incident id', id],
    ['title', title],
    ['date', date],
    ['severity', severity],
    ['pir date', pirDate],
    ['pir attendees', attendeesOf(commander, attendees).join(', ') || null],
  ];
  const told = known.flatMap(([key, text]) => (text === null ? [] : [[key, escapeCell(text)] as const]));
  return new Map(told);
}

/** The commander first and marked, nobody twice, and no comma within one. */
function attendeesOf(commander: string | null, attendees: readonly string[]): readonly string[] {
  const tidy = (text: string) => {
    const line = onOneLine(text);
    const balanced = line.split('(').length === line.split(')').length ? line : line.replace(/[()]/g, '');
    return splitTopLevel(balanced, /[(),;]/g).join(' ');
  };
  const all = attendees.map(tidy).filter((name) => name !== '');
  const leader = commander === null ? '' : tidy(commander);
  if (leader === '') return all;
  const same = (name: string) => handleOf(name) === handleOf(leader);
  const own = all.find(same) ?? leader;
  const marked = /\((?:IC|incident commander)\b/i.test(own) ? own : `${own} (IC)`;
  return [marked, ...all.filter((name) => !same(name))];
}

function handleOf(name: string): string {
  return (readOwners(name)[0]?.handle ?? name).toLowerCase();
}

/** A row `| **Key** | |` with its second cell filled. */
function fillRow(line: string, value: (key: string) => string | null): string | null {
  const [, head = '', key = '', tail = ''] = /^(\s*\|\s*([^|]+?)\s*\|)[^|]*\|(.*)$/.exec(line) ?? [];
  const text = key === '' ? null : value(foldKey(key));
  return text === null ? null : `${head} ${text} |${tail}`;
}

const reviews: readonly (readonly [RegExp, (incident: Day) => Day])[] = [
  [/^\s*[-*+] .{0,3}1-week review\b.*:$/i, (incident) => addDays(incident, 7)],
  [/^\s*[-*+] .{0,3}1-month review\b.*:$/i, (incident) => addMonths(incident, 1)],
  [/^\s*[-*+] .{0,3}3-month review\b.*:$/i, (incident) => addMonths(incident, 3)],
];

function fillReview(
  line: string,
  incident: Day,
  once: (place: string, fill: () => string | null) => string | null,
): string | null {
  for (const [place, dayOf] of reviews) {
    const text = once(place.source, () => fillLine(line, place, nextWorkingDay(dayOf(incident))));
    if (text !== null) return text;
  }
  return null;
}

function fillLine(line: string, place: RegExp, value: string): string | null {
  return place.test(line.trimEnd()) ? `${line.trimEnd()} ${value}` : null;
}

/** Text that is read back as it is: on one line, and with backslashes only where Markdown would take it for something. */
function escapeText(text: string): string {
  const line = onOneLine(text);
  return plainText(line) === line ? line : escapeAll(line);
}

const escapeAll = (line: string) => line.replace(/[!-/:-@[-`{-~]/g, '\\$&');
const onOneLine = (text: string) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

/** The same within a table, whose cells end at every `|` without a backslash and take that backslash away. */
function escapeCell(text: string): string {
  const escaped = text.includes('\\|') ? escapeAll(onOneLine(text)) : escapeText(text);
  return escaped.replace(/\\?\|/g, '\\|');
}
