/*
 * Plain text in Jira's wiki markup ("Text Formatting Notation"). Whatever could act is written as an HTML entity, which the
 * renderer of Jira leaves alone and the browser shows as the character: a backslash in front would do for most characters,
 * but two of them are a line break, and after a letter some do not count. What cannot act where it stands is left as it is,
 * so that the text still reads well in Jira's editor.
 */

/** What ends a line for Java's regular expressions, in which Jira's renderer is written. */
const lineEnds = /[\n\r\v\f\u0085\u2028\u2029]+/g;

/** `(x)`, `(on)`, `(*r)` …: shown as little pictures. */
const pictures = /^\((?:[yni/x!+\-?*]|on|off|\*[rgby]|flag|flagoff)\)/i;

const isWordly = (character: string | undefined) =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

/**
 * Text that reads as itself.
 * @param before the markup that stands before it in its line; empty where it comes first in a line, list item or table
 *   cell, where some words act
 */
export function escapeText(text: string, before = ''): string {
  const context = before.slice(-12);
  const line = context + text.replace(lineEnds, ' ');
  let written = '';
  for (let at = context.length; at < line.length; at += 1) {
    const character = line[at] ?? '';
    const isLatePicture = at === context.length && context.endsWith(':') && /[pd]/i.test(character);
    written += isLatePicture || acts(line, at) ? entityOf(character) : character;
  }
  return before.trim() === '' ? written.replace(/^(\s*(?:h[1-6]|bq))\./i, '$1&#46;') : written;
}

/** Whether the character may act in its place. */
function acts(line: string, at: number): boolean {
  const character = line[at] ?? '';
  const [before, after] = [line[at - 1], line[at + 1]];
  switch (character) {
    case '\\':
    case '{':
    case '}':
    case '[':
    case ']':
    case '|':
    case '!':
    case '*':
    case '#':
    case '^':
    case '~':
    case '&':
    case '<':
    case '>':
      return true;
    // Within a word these are only characters: on-call, first_try, a+b.
    case '_':
    case '-':
    case '+':
      return !(isWordly(before) && isWordly(after));
    case '?':
      return before === '?' || after === '?';
    case '(':
      return pictures.test(line.slice(at)) || !isQuiet(before);
    case ')':
      return !isWordly(before) || isPictureEnd(line, at);
    case ':':
      return after !== undefined && /[)(\-pd]/i.test(after);
    case ';':
      return after === ')' || after === '-';
    default:
      return false;
  }
}

/** A bracket after these is no face. */
function isQuiet(before: string | undefined): boolean {
  return before === undefined || /[\s\p{L}\p{N}.,"']/u.test(before);
}

function isPictureEnd(line: string, at: number): boolean {
  const from = line.lastIndexOf('(', at);
  return from >= 0 && pictures.exec(line.slice(from))?.[0].length === at - from + 1;
}

function entityOf(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

/**
 * An address for a link: what would end the link or begin another is percent-encoded, which means the same to a server.
 * @param url http, https or mailto
 */
export function escapeUrl(url: string): string {
  return new URL(url).href.replace(
    /[\s[\]{}|\\^!*~<>"'`]/g,
    (character) => `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
