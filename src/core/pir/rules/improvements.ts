import type { Day } from '../../calendar.ts';
import { findDay } from '../dates.ts';
import type { Improvement, PirItem } from '../pir.ts';
import { type Rule, shorten } from './rule.ts';

// Nobody writes a PIR with more pairs than this; comparing them all would cost the square of the document's length.
const comparable = 250_000;

/** An improvement with an owner and a timeline is a promise, and without an item nobody will keep it. */
export const improvementWithoutItem: Rule = ({ pir, items }) => {
  const promised = pir.improvements.filter(({ owners, timeline }) => owners.length > 0 && timeline !== null);
  if (items.length === 0 || promised.length * items.length > comparable) return [];
  const known = items.map(({ item }) => factsOf(item));
  return promised
    .filter((improvement) => !known.some((facts) => covers(facts, improvement, pir.incident.date)))
    .map((improvement) => ({
      line: improvement.line,
      about: improvement.title,
      message: `"${shorten(improvement.title)}" has an owner and a timeline, but no action item takes it up.`,
      hint: 'Add an action item for it, or take owner and timeline away if it is only an idea.',
    }));
};

interface Facts {
  /** What the item is called and is for. */
  readonly subject: ReadonlySet<string>;
  /** All it says. */
  readonly words: ReadonlySet<string>;
  readonly owners: ReadonlySet<string>;
  readonly due: Day | null;
}

function factsOf(item: PirItem): Facts {
  const subject = `${item.title} ${item.objective ?? ''}`;
  return {
    subject: wordsOf(subject),
    words: wordsOf(`${subject} ${item.approach.join(' ')} ${item.successMetric ?? ''}`),
    owners: new Set(item.owners.map(({ handle }) => handle.toLowerCase())),
    due: item.due,
  };
}

/** Words alone must agree well; with the same owner less is enough, with the same owner and day a single word. */
function covers(item: Facts, improvement: Improvement, anchor: Day | null): boolean {
  const title = wordsOf(improvement.title);
  const fix = wordsOf(improvement.howToFix?.split('\n', 1)[0] ?? '');
  const agreement = Math.max(share(title, item.subject), share(fix, item.subject));
  if (agreement >= 0.5) return true;
  if (!improvement.owners.some(({ handle }) => item.owners.has(handle.toLowerCase()))) return false;
  if (agreement >= 0.25) return true;
  const day = findDay(improvement.timeline ?? '', anchor);
  const common = share(new Set([...title, ...fix]), item.words) > 0;
  return common && day !== null && day === item.due;
}

function share(words: ReadonlySet<string>, among: ReadonlySet<string>): number {
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

/** The telling words of a text, roughly without their endings: "validations" and "validate" both begin "valid". */
function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{2,40}/gu) ?? [];
  return new Set(words.filter((word) => !common.has(word)).map(stem));
}

function stem(word: string): string {
  const short = word.replace(/(?:ations?|ating|ated|ates?|ings?|ed|es|s|ions?)$/, '');
  return short.length >= 3 ? short.replace(/e$/, '') : word;
}
