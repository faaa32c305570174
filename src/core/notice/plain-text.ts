/**
 * What strangers wrote, made fit for places without markup: mail headers, the text part of a mail, a terminal. Control
 * characters could inject a header or drive a terminal, and direction overrides could make a line read as another.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
const direction = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** The text on one line: no line breaks, control or direction characters, no runs of blanks. */
export function oneLine(text: string): string {
  return text.replace(direction, '').replace(unprintable, ' ').replace(/\s+/g, ' ').trim();
}

const combining = /^(?:\p{Mn}|\p{Me}|\u200d|\ufe0e|\ufe0f)$/u;

const isWide = (point: number) =>
  point >= 0x1100 &&
  (point <= 0x115f ||
    (point >= 0x2e80 && point <= 0xa4cf) ||
    (point >= 0xac00 && point <= 0xd7a3) ||
    (point >= 0xf900 && point <= 0xfaff) ||
    (point >= 0xfe30 && point <= 0xfe6f) ||
    (point >= 0xff00 && point <= 0xff60) ||
    (point >= 0xffe0 && point <= 0xffe6) ||
    (point >= 0x1f300 && point <= 0x1faff) ||
    (point >= 0x20000 && point <= 0x3fffd));

const characterWidth = (character: string) =>
  combining.test(character) ? 0 : isWide(character.codePointAt(0) ?? 0) ? 2 : 1;

/** Columns that a line takes in a terminal: 2 for an East Asian character or an emoji, 0 for a combining one. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += characterWidth(character);
  return columns;
}

/** The text on one line of at most `columns` columns, cut with an ellipsis where it is longer. */
export function shorten(text: string, columns: number): string {
  // A text of megabytes is cut before it is looked at: nothing here needs more than this of it.
  const line = oneLine(text.slice(0, columns * 20 + 200));
  if (columnsOf(line) <= columns) return line;
  let kept = '';
  let used = 0;
  for (const character of line) {
    const width = characterWidth(character);
    if (used + width > columns - 1) break;
    kept += character;
    used += width;
  }
  return `${kept.trimEnd()}…`;
}

/** The text on exactly `columns` columns: cut where it is longer, filled with blanks where it is shorter. */
export function padded(text: string, columns: number): string {
  const line = shorten(text, columns);
  return line + ' '.repeat(Math.max(0, columns - columnsOf(line)));
}

/**
 * Breaks a text into lines of at most `columns` columns, each led by `indent` (the first by `first`). A word longer than
 * a line, such as a URL, stays whole, so that it can still be clicked.
 */
export function wrap(text: string, columns: number, indent = '', first = indent): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of oneLine(text).split(' ')) {
    if (!empty && columnsOf(line) + 1 + columnsOf(word) > columns) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  lines.push(line);
  return lines;
}
