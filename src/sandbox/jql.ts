import { statusOf, type Ticket } from './ticket-store.ts';

/** A query that was understood: which tickets, in which order. */
export interface Query {
  readonly matches: (ticket: Ticket) => boolean;
  readonly compare: (one: Ticket, other: Ticket) => number;
}

/** What the sandbox's Jira answers 400 with. */
export class JqlError extends Error {}

const texts: Readonly<Record<string, (ticket: Ticket) => readonly string[]>> = {
  project: (ticket) => [ticket.key.replace(/-\d+$/, '')],
  labels: (ticket) => ticket.labels,
  key: (ticket) => [ticket.key],
  id: (ticket) => [ticket.id],
  status: (ticket) => [statusOf(ticket).name],
  statuscategory: (ticket) => [statusOf(ticket).category.key, statusOf(ticket).category.name],
};

const orders: Readonly<Record<string, (ticket: Ticket) => number>> = {
  created: (ticket) => Number(ticket.id),
  id: (ticket) => Number(ticket.id),
  key: (ticket) => Number(ticket.id),
  updated: (ticket) => ticket.updated,
};

/**
 * Reads the part of JQL that the sandbox knows: `field = value` and `field in (value, …)` joined by AND, and ORDER BY.
 * @throws {JqlError} for everything else, rather than to answer a question that was not asked
 */
export function readJql(jql: string): Query {
  const words = wordsOf(jql);
  const conditions: ((ticket: Ticket) => boolean)[] = [];
  if (words.length === 0 || isWord(words[0], 'order')) {
    throw new JqlError('Unbounded JQL queries are not allowed here. Add a search restriction to the query.');
  }
  do conditions.push(condition(words));
  while (takeIf(words, 'and'));
  const compare = order(words);
  if (words.length > 0) throw new JqlError(`Error in the JQL Query: unexpected '${words[0]?.text}'.`);
  return { matches: (ticket) => conditions.every((holds) => holds(ticket)), compare };
}

interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

function wordsOf(jql: string): Word[] {
  const words: Word[] = [];
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(!=|>=|<=|[=(),<>~])|([\p{L}\p{N}._-]+))/uy;
  let at = 0;
  while (jql.slice(at).trim() !== '') {
    pattern.lastIndex = at;
    const match = pattern.exec(jql);
    if (match === null) throw new JqlError(`Error in the JQL Query: unreadable at character ${at + 1}.`);
    const quoted = match[1] ?? match[2];
    words.push({
      text: quoted?.replace(/\\(.)/g, '$1') ?? match[3] ?? match[4] ?? '',
      quoted: quoted !== undefined,
    });
    at = pattern.lastIndex;
  }
  return words;
}

function isWord(word: Word | undefined, text: string): boolean {
  return word !== undefined && !word.quoted && word.text.toLowerCase() === text;
}

function takeIf(words: Word[], text: string): boolean {
  const hit = isWord(words[0], text);
  if (hit) words.shift();
  return hit;
}

function condition(words: Word[]): (ticket: Ticket) => boolean {
  const field = words.shift();
  if (field === undefined) {
    throw new JqlError('Error in the JQL Query: Expecting a field name at the end of the query.');
  }
  const read = texts[field.text.toLowerCase()];
  if (read === undefined) {
    throw new JqlError(`Field '${field.text}' does not exist or you do not have permission to view it.`);
  }
  const values = takeIf(words, '=') ? [value(words)] : takeIf(words, 'in') ? list(words) : null;
  if (values === null)
    throw new JqlError(`Error in the JQL Query: Expecting '=' or 'in' after '${field.text}'.`);
  const wanted = new Set(values.map((text) => text.toLowerCase()));
  return (ticket) => read(ticket).some((text) => wanted.has(text.toLowerCase()));
}

function value(words: Word[]): string {
  const word = words.shift();
  if (word === undefined || (!word.quoted && !/^[\p{L}\p{N}]/u.test(word.text))) {
    throw new JqlError('Error in the JQL Query: Expecting a value.');
  }
  return word.text;
}

function list(words: Word[]): string[] {
  if (!takeIf(words, '(')) throw new JqlError("Error in the JQL Query: Expecting '('.");
  const values = [value(words)];
  while (takeIf(words, ',')) values.push(value(words));
  if (!takeIf(words, ')')) throw new JqlError("Error in the JQL Query: Expecting ')'.");
  return values;
}

function order(words: Word[]): (one: Ticket, other: Ticket) => number {
  // Jira's own order is by creation, newest first, where nothing else is asked for.
  if (!takeIf(words, 'order')) return (one, other) => Number(other.id) - Number(one.id);
  if (!takeIf(words, 'by')) throw new JqlError("Error in the JQL Query: Expecting 'by'.");
  const field = words.shift();
  const read = orders[field?.text.toLowerCase() ?? ''];
  if (read === undefined) throw new JqlError(`Field '${field?.text ?? ''}' cannot be ordered by here.`);
  const sign = takeIf(words, 'desc') ? -1 : 1;
  takeIf(words, 'asc');
  return (one, other) => sign * (read(one) - read(other));
}
