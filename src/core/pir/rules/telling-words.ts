import { ascii } from './words.ts';

/** The share of some words that also stand among others, 0 to 1. */
export function share(words: ReadonlySet<string>, among: ReadonlySet<string>): number {
  let common = 0;
  for (const word of words) if (among.has(word)) common += 1;
  return words.size === 0 ? 0 : common / words.size;
}

/** Words that stand in every PIR and tell nothing. */
const common = new Set(
  'a an and the of for to in on with without from by at as is are be was were not no all any every each new more than when who what we our it its this that into during after before only too many add build create implement improve introduce make use incident'.split(
    ' ',
  ),
);

// What a text is about stands in its first paragraphs, and one long line must not cost more than they do.
const longest = 2000;

/** The telling words of a text, roughly without their endings: "validations" and "validate" both begin "valid". */
export function tellingWords(text: string): ReadonlySet<string> {
  const lower = text.slice(0, longest).toLowerCase();
  const words = lower.match(ascii.test(lower) ? /[a-z\d]{2,40}/g : /[\p{L}\p{N}]{2,40}/gu) ?? [];
  const telling = new Set<string>();
  for (const word of words) if (!common.has(word)) telling.add(stem(word));
  return telling;
}

function stem(word: string): string {
  const short = word.replace(/(?:ations?|ating|ated|ates?|ings?|ed|es|s|ions?)$/, '');
  if (short.length < 3) return word;
  return short.endsWith('e') ? short.slice(0, -1) : short;
}
