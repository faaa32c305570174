import { readPir } from '../parse.ts';
import { defaultReadingOptions, type Pir, type PirItem, type ReadingOptions } from '../pir.ts';
import { applyEdits, countAbove, type Edit, splitLines } from './lines.ts';
import { type TicketLink, ticketLink } from './link.ts';
import { readOutline } from './outline.ts';
import { editsFor } from './places.ts';

/** A ticket and the item it belongs to, by the 1-based line on which the reader says that the item begins. */
export interface TicketToWrite {
  readonly line: number;
  readonly key: string;
  readonly url: string;
}

/** A document with its tickets, and what became of each; lines are those of the document as it was given. */
export interface WrittenTickets {
  readonly text: string;
  /** Lines of the items whose ticket was put in. */
  readonly written: readonly number[];
  /** Lines of the items that named the ticket already. */
  readonly alreadyNamed: readonly number[];
  /** Tickets that found no place, and why. */
  readonly notWritten: readonly { readonly line: number; readonly reason: string }[];
}

/** A ticket on its way into the document: the ways that are left to write it, the first of them being tried. */
interface Attempt {
  readonly line: number;
  /** Position of its item among all items. */
  readonly index: number;
  readonly link: TicketLink;
  readonly ways: readonly (readonly Edit[])[];
  way: number;
}

// An item has hardly more ways than this; together they bound the work to a fixed number of readings.
const rounds = 12;

/**
 * Puts each item's ticket into the document, in the shape that the item itself is written in, and changes nothing else,
 * byte for byte. Nothing is guessed: the result is read again, and a ticket stays only where the reader then finds the
 * very same PIR with that ticket at that item. Tickets for which no such place is found are reported.
 */
export function writeTickets(
  text: string,
  tickets: readonly TicketToWrite[],
  options: ReadingOptions = defaultReadingOptions,
): WrittenTickets {
  const { pir } = readPir(text, options);
  const source = splitLines(text);
  const sorted = sortTickets(tickets, pir.items);
  if (sorted.open.length === 0) return report(text, [], new Set(), sorted);
  const outline = readOutline(source.contents);
  const attempts = sorted.open.map(({ line, index, item, link }): Attempt => {
    const nextItem = nextLine(pir.items, index) ?? source.contents.length;
    return {
      line,
      index,
      link,
      ways: editsFor({ contents: source.contents, outline, item, nextItem }, link),
      way: 0,
    };
  });
  let active = attempts.filter(({ ways }) => ways.length > 0).sort((a, b) => a.index - b.index);
  for (let round = 0; round < 2 * rounds && active.length > 0; round += 1) {
    const edits = active.flatMap(({ ways, way }) => ways[way] ?? []);
    const result = applyEdits(source, edits);
    const blamed = misread(pir, readPir(result, options).pir, active, countAbove(edits));
    if (blamed.size === 0) return report(result, attempts, new Set(active), sorted);
    for (const attempt of blamed) attempt.way = round < rounds ? attempt.way + 1 : attempt.ways.length;
    active = active.filter(({ ways, way }) => way < ways.length);
  }
  return report(text, attempts, new Set(), sorted);
}

type Sorted = Pick<WrittenTickets, 'alreadyNamed' | 'notWritten'> & {
  readonly open: readonly {
    readonly line: number;
    readonly index: number;
    readonly item: PirItem;
    readonly link: TicketLink;
  }[];
};

/** Which tickets are to be written, which stand there already, and which cannot be. */
function sortTickets(tickets: readonly TicketToWrite[], items: readonly PirItem[]): Sorted {
  const known = new Map<number, number[]>();
  for (const [index, { line }] of items.entries()) known.set(line, [...(known.get(line) ?? []), index]);
  const open: Sorted['open'][number][] = [];
  const alreadyNamed: number[] = [];
  const notWritten: { line: number; reason: string }[] = [];
  const taken = new Set<number>();
  for (const { line, key, url } of tickets) {
    const [index, second] = known.get(line) ?? [];
    const item = index === undefined ? undefined : items[index];
    const link = ticketLink(key, url);
    const refuse = (reason: string) => notWritten.push({ line, reason });
    if (index === undefined || item === undefined) refuse('no action item begins on this line');
    else if (second !== undefined) refuse('more than one action item begins on this line');
    else if (link === null) refuse(`"${key.slice(0, 40)}" is no key that can be written`);
    else if (names(item, link)) alreadyNamed.push(line);
    else if (item.ticket !== null) refuse(`the item names another ticket already: ${item.ticket}`);
    else if (taken.has(line)) refuse('another ticket was given for this item');
    else {
      taken.add(line);
      open.push({ line, index, item, link });
    }
  }
  return { open, alreadyNamed, notWritten };
}

const names = ({ ticket }: PirItem, { key, url }: TicketLink) =>
  ticket === key || (ticket !== null && ticket === url);

/** The 0-based line where the next item begins that stands on a line of its own. */
function nextLine(items: readonly PirItem[], index: number): number | null {
  const line = items[index]?.line ?? 0;
  for (let next = index + 1; next < items.length; next += 1) {
    const following = items[next]?.line ?? 0;
    if (following > line) return following - 1;
  }
  return null;
}

function report(
  text: string,
  attempts: readonly Attempt[],
  placed: ReadonlySet<Attempt>,
  sorted: Sorted,
): WrittenTickets {
  const failed = attempts.filter((attempt) => !placed.has(attempt));
  const reason = "no place was found where the ticket would be read as this item's";
  return {
    text,
    written: attempts.filter((attempt) => placed.has(attempt)).map(({ line }) => line),
    alreadyNamed: sorted.alreadyNamed,
    notWritten: [...sorted.notWritten, ...failed.map(({ line }) => ({ line, reason }))].sort(
      (a, b) => a.line - b.line,
    ),
  };
}

/**
 * The attempts that did not do what they should. Each item must be read as before, but for its line and its ticket; what
 * differs is blamed on its own attempt, else on the nearest one above.
 */
function misread(
  before: Pir,
  after: Pir,
  active: readonly Attempt[],
  above: (line: number) => number,
): ReadonlySet<Attempt> {
  const blamed = new Set<Attempt>();
  const attemptOf = new Map(active.map((attempt) => [attempt.index, attempt]));
  const found = new Map<number, PirItem[]>();
  for (const item of after.items) found.set(item.line, [...(found.get(item.line) ?? []), item]);
  let nearest = active[0];
  for (const [index, item] of before.items.entries()) {
    const attempt = attemptOf.get(index);
    nearest = attempt ?? nearest;
    const place = item.line + above(item.line - 1);
    const read = found.get(place)?.shift();
    const same = read !== undefined && facts(read) === facts(item);
    const told =
      read !== undefined && (attempt === undefined ? read.ticket === item.ticket : names(read, attempt.link));
    if (!(same && told) && nearest !== undefined) blamed.add(nearest);
  }
  blameStrays([...found.values()].flat(), active, above, blamed);
  if (blamed.size > 0 || rest(before) === rest(after)) return blamed;
  return new Set(active);
}

/** An item where none should be comes from the edit above it. */
function blameStrays(
  strays: readonly PirItem[],
  active: readonly Attempt[],
  above: (line: number) => number,
  blamed: Set<Attempt>,
): void {
  let next = 0;
  for (const { line } of [...strays].sort((a, b) => a.line - b.line)) {
    for (let attempt = active[next]; attempt !== undefined; attempt = active[next]) {
      if (attempt.line + above(attempt.line - 1) > line) break;
      next += 1;
    }
    const nearest = active[Math.max(0, next - 1)];
    if (nearest !== undefined) blamed.add(nearest);
  }
}

/** All that is read of an item but where it stands and its ticket. */
const facts = (item: PirItem) => JSON.stringify({ ...item, line: 0, lastLine: 0, ticket: null });

/** All that is read of a PIR beside its items. */
const rest = (pir: Pir) =>
  JSON.stringify({ ...pir, items: [], improvements: pir.improvements.map((each) => ({ ...each, line: 0 })) });
