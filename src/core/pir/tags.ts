import { isDay } from '../calendar.ts';
import { findDay } from './dates.ts';
import { findTicket } from './ticket.ts';

/** What a one-line item says at its end: "Rotate the keys (@jane.doe, due 2026-05-01) [P1]". */
export interface Tags {
  /** The line without the tags. */
  readonly title: string;
  readonly owner: string | null;
  readonly due: string | null;
  readonly priority: string | null;
  readonly ticket: string | null;
}

type Tag = Exclude<keyof Tags, 'title'>;

/** Takes the tags off the end of a line, and a `[P1]` off its front. */
export function readTags(line: string): Tags {
  const found: Record<Tag, string | null> = { owner: null, due: null, priority: null, ticket: null };
  let title = line.trim();
  const front = /^\[(P[0-4])\]\s+/i.exec(title);
  if (front !== null) {
    found.priority = front[1] ?? null;
    title = title.slice(front[0].length);
  }
  for (;;) {
    const tail = splitTail(title);
    const tags = tail === null ? [] : classifyAll(tail.text);
    // All or nothing: a bracket that holds anything else belongs to the title. Each kind is taken once.
    if (tail === null || tags.length === 0 || tags.some(([tag]) => found[tag] !== null)) break;
    for (const [tag, value] of tags) found[tag] = value;
    title = tail.before;
  }
  return { title, ...found };
}

/** The last bracket, link or run of handles of a line. Looks back at most 300 characters, so a line costs its length. */
function splitTail(line: string): { before: string; text: string } | null {
  const start = Math.max(0, line.length - 300);
  const end = line.slice(start);
  const tail =
    /\s\[([^[\]]{1,100})\]\(([^()\s]{1,200})\)$/.exec(end) ??
    /\s\(([^()]{1,200})\)$/.exec(end) ??
    /\s\[([^[\]]{1,100})\]$/.exec(end) ??
    /\s[–—-]{1,2}\s((?:@[\w.-]{1,60}[,\s/&+]{0,3}){1,4})$/.exec(end) ??
    /\s(@[\w.-]{1,60})$/.exec(end);
  if (tail === null) return null;
  return { before: line.slice(0, start + tail.index).trimEnd(), text: tail[2] ?? tail[1] ?? '' };
}

function classifyAll(text: string): readonly (readonly [Tag, string])[] {
  const whole = classify(text);
  if (whole !== null) return [whole];
  const parts = text.split(/[,;]/).map((part) => classify(part));
  const tags = parts.filter((part) => part !== null);
  const kinds = new Set(tags.map(([tag]) => tag));
  return tags.length === parts.length && kinds.size === tags.length ? tags : [];
}

function classify(text: string): readonly [Tag, string] | null {
  const value = text.trim();
  if (/^(?:P[0-4]|(?:high|medium|low)(?: priority)?)$/i.test(value)) return ['priority', value];
  const named = /^(owner|assignee|due|due date|deadline|by)\b:?\s*(.+)$/is.exec(value);
  if (named !== null) {
    const [, name = '', rest = ''] = named;
    if (/^[oa]/i.test(name)) return ['owner', rest];
    return /^by$/i.test(name) && findDay(rest, '2000-01-01') === null ? null : ['due', rest];
  }
  if (/^@[\w.-]+(?:[\s,/&+]+@[\w.-]+)*$/.test(value)) return ['owner', value];
  if (isDay(value)) return ['due', value];
  return findTicket(value) !== null && !/\s/.test(value) ? ['ticket', value] : null;
}
