/** What undoing a wrong decoding gave. */
export interface Repair {
  readonly text: string;
  readonly repaired: boolean;
  /** The lines that were repaired, 1-based and in order. */
  readonly lines: readonly number[];
}

// Windows-1252 differs from Latin-1 in 0x80-0x9F; the five bytes it leaves undefined decode to themselves (WHATWG Encoding).
const upperHalf =
  '\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F' +
  '\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178';
const byteOf: ReadonlyMap<string, number> = new Map(
  [...upperHalf].map((character, index) => [character, 0x80 + index]),
);

/** A lead byte of UTF-8 and what follows it, each as Windows-1252 shows it. */
const continuation = `[\u0080-\u00BF${upperHalf}]`;
const broken = new RegExp(
  `[\u00C2-\u00DF]${continuation}|[\u00E0-\u00EF]${continuation}{2}|[\u00F0-\u00F4]${continuation}{3}`,
  'g',
);
/** Anything that decoding bytes as Windows-1252 cannot give. */
const foreign = new RegExp(`[^\u0000-\u00FF${upperHalf}]`);
// UTF-8 that begins so is a symbol, a quotation mark or another script, and its broken form is a word in no language.
const certain = new RegExp(`[\u00E2-\u00EF]${continuation}{2}|[\u00F0-\u00F4]${continuation}{3}`);
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const quoted = /`[^`\n]*`|["“”„«][^"“”„«»\n]{0,40}["“”»]/g;

/**
 * Undoes UTF-8 that was decoded as Windows-1252, once or twice: "â†’" is "→" again. Line by line, and only where it is
 * certain: every character of the line stands for a byte, the bytes are valid UTF-8, and they hold a sequence of three or
 * four bytes, or the document does elsewhere: "SÃ£o" alone may be meant. What is quoted is somebody's example and keeps a
 * line as it is. Lines keep their numbers, and repairing repaired text changes nothing.
 */
export function repairText(text: string): Repair {
  if (!/[\u00C2-\u00F4]/.test(text)) return { text, repaired: false, lines: [] };
  const lines = text.split('\n');
  const readings = lines.map(undo);
  const found = readings.some((reading, index) => reading !== null && isCertain(lines[index] ?? ''));
  const repaired: number[] = [];
  const result = lines.map((line, index) => {
    const reading = readings[index] ?? null;
    if (!found || reading === null) return line;
    repaired.push(index + 1);
    return reading;
  });
  return { text: result.join('\n'), repaired: repaired.length > 0, lines: repaired };
}

/** Whether a line, or what undoing it once gives, holds a sequence that no language writes. */
const isCertain = (line: string) => certain.test(line) || certain.test(undoOnce(line) ?? '');

/** The line as it was meant, undone until nothing is left to undo; null where it does not round-trip. */
function undo(line: string): string | null {
  let meant: string | null = null;
  // Characters without a shape are no text that somebody wrote: at best half way to one.
  for (let next = undoOnce(line); next !== null; next = undoOnce(next))
    if (!/[\u0080-\u009F]/.test(next)) meant = next;
  return meant;
}

function undoOnce(line: string): string | null {
  if (line.search(broken) < 0 || foreign.test(line)) return null;
  if (line.replace(quoted, '').search(broken) < 0) return null;
  const bytes = Uint8Array.from(line, (character) => byteOf.get(character) ?? character.charCodeAt(0));
  try {
    const decoded = utf8.decode(bytes);
    // A line break would move every line below.
    return /[\r\n\u2028\u2029]/.test(decoded) ? null : decoded;
  } catch {
    return null;
  }
}
