import { compareBy, type Field as JqlField, type JqlScope, jqlFields } from './jql-fields.ts';
import type { Ticket } from './ticket.ts';

/** A query that was understood: which tickets, in which order. */
export interface Query {
  readonly matches: (ticket: Ticket) => boolean;
  readonly compare: (one: Ticket, other: Ticket) => number;
}

/** What the sandbox's Jira answers 400 with. */
export class JqlError extends Error {}

/**
 * Reads the part of JQL that the sandbox knows: `field = value`, `field in (value, …)` and, for times, `>=`, `>`, `<=`, `<`,
 * joined by AND, and ORDER BY.
 * @throws {JqlError} for everything else, rather than to answer a question that was not asked
 */
export function readJql(jql: string, scope: JqlScope): Query {
  const words = wordsOf(jql);
  const conditions: ((ticket: Ticket) => boolean)[] = [];
  if (words.length === 0 || isWord(words[0], 'order')) {
    throw new JqlError('Unbounded JQL queries are not allowed here. Add a search restriction to the query.');
  }
  do conditions.push(condition(words, scope));
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

function condition(words: Word[], scope: JqlScope): (ticket: Ticket) => boolean {
  const word = words.shift();
  if (word === undefined) {
    throw new JqlError('Error in the JQL Query: Expecting a field name at the end of the query.');
  }
  const field: JqlField | undefined = jqlFields[word.text.toLowerCase()];
  if (field === undefined) {
    throw new JqlError(`Field '${word.text}' does not exist or you do not have permission to view it.`);
  }
  if (field.kind === 'text') {
    const values = takeIf(words, '=') ? [value(words)] : takeIf(words, 'in') ? list(words) : null;
    if (values === null) {
      throw new JqlError(`Error in the JQL Query: Expecting '=' or 'in' after '${word.text}'.`);
    }
    const unknown = values.find((text) => !field.isKnown(text, scope));
    if (unknown !== undefined) {
      throw new JqlError(`The value '${unknown}' does not exist for the field '${word.text}'.`);
    }
    const wanted = new Set(values.flatMap((text) => field.meaning(text, scope)));
    return (ticket) => field.of(ticket, scope).some((text) => wanted.has(text.toLowerCase()));
  }
  const operator = ['>=', '<=', '>', '<'].find((each) => takeIf(words, each));
  if (operator === undefined) {
    throw new JqlError(`Error in the JQL Query: The operator after '${word.text}' is not supported here.`);
  }
  const text = value(words);
  const moment = scope.momentOf(text);
  if (moment === null) {
    throw new JqlError(
      `Date value '${text}' for field '${word.text}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.`,
    );
  }
  const holds = comparison(operator, moment);
  return (ticket) => holds(field.of(ticket));
}

function comparison(operator: string, moment: number): (time: number) => boolean {
  if (operator === '>=') return (time) => time >= moment;
  if (operator === '>') return (time) => time > moment;
  return operator === '<=' ? (time) => time <= moment : (time) => time < moment;
}

function value(words: Word[]): string {
  const word = words.shift();
  if (word === undefined || (!word.quoted && !/^-?[\p{L}\p{N}]/u.test(word.text))) {
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
  const parts: ((one: Ticket, other: Ticket) => number)[] = [];
  do {
    const field = words.shift();
    const compare = compareBy[field?.text.toLowerCase() ?? ''];
    if (compare === undefined) throw new JqlError(`Field '${field?.text ?? ''}' cannot be ordered by here.`);
    const sign = takeIf(words, 'desc') ? -1 : 1;
    if (sign === 1) takeIf(words, 'asc');
    parts.push((one, other) => sign * compare(one, other));
  } while (takeIf(words, ','));
  return (one, other) => parts.reduce((sum, part) => (sum === 0 ? part(one, other) : sum), 0);
}
