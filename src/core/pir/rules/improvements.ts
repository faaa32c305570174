import type { Day } from '../../calendar.ts';
import type { Improvement, PirItem } from '../pir.ts';
import { findDay } from '../words/dates.ts';
import { type Rule, shorten } from './rule.ts';
import { share, tellingWords } from './telling-words.ts';

// Nobody writes a PIR with more pairs than this; comparing them all would cost the square of the document's length.
const comparable = 250_000;

/** An improvement with an owner and a timeline is a promise, and without an item nobody will keep it. */
export const improvementWithoutItem: Rule = {
  title: 'Improvement with owner and timeline, but no item',
  why: 'Somebody is named, a time is given: that is a promise. But only action items become tickets, so nobody will be reminded and no review will ask.',
  source: 'The PIR template has both sections, and promises get lost between them.',
  mend: 'Add an action item for it, or take owner and timeline away if it is only an idea.',
  find: ({ pir, items }) => {
    const promised = pir.improvements.filter(
      ({ owners, timeline }) => owners.length > 0 && timeline !== null,
    );
    if (items.length === 0 || promised.length * items.length > comparable) return [];
    const known = items.map(({ item }) => factsOf(item));
    return promised
      .filter((improvement) => !isTakenUp(improvement, known, pir.incident.date))
      .map((improvement) => ({
        line: improvement.line,
        about: improvement.title,
        message: `"${shorten(improvement.title)}" has an owner and a timeline, but no action item takes it up.`,
        hint: 'Add an action item for it, or take owner and timeline away if it is only an idea.',
      }));
  },
};

/** A root cause that no item says a word about. A guess by words, so it is off unless a team asks for it. */
export const rootCauseWithoutItem: Rule = {
  title: 'Root cause that no item takes up',
  why: 'Items often mend what hurt during the incident, the late alarm or the slow rollback, and leave its cause as it was. This rule compares words and can be wrong, so it is off unless `rules.severities` turns it on.',
  source: 'Google names "all mitigative" among the faults of action items.',
  mend: 'Add an item against the cause, or say in one of the items which part of it it removes.',
  find: ({ pir, items, text, lines }) => {
    const cause = tellingWords((pir.rootCause ?? '').slice(0, 2000));
    if (items.length === 0 || cause.size === 0) return [];
    const taken = items.some(({ item }) => share(cause, tellingWords(allOf(item))) > 0);
    if (taken) return [];
    const start = (pir.rootCause ?? '').split('\n', 1)[0]?.slice(0, 30) ?? '';
    const place = text.findIndex((line) => line.includes(start));
    return [
      {
        line: place >= 0 ? place + 1 : lines.actions,
        message: `No item says anything about the root cause, "${shorten(pir.rootCause ?? '')}".`,
        hint: 'Add an item against the cause, or say which item removes it.',
      },
    ];
  },
};

const allOf = (item: PirItem) =>
  `${item.title} ${item.objective ?? ''} ${item.approach.join(' ')} ${item.successMetric ?? ''}`;

interface Facts {
  /** What the item is called and is for. */
  readonly subject: ReadonlySet<string>;
  /** All it says. */
  readonly words: ReadonlySet<string>;
  readonly owners: ReadonlySet<string>;
  readonly due: Day | null;
}

function factsOf(item: PirItem): Facts {
  let words: ReadonlySet<string> | null = null;
  return {
    subject: tellingWords(`${item.title} ${item.objective ?? ''}`),
    // Few improvements are so close to an item that all its words have to be looked at.
    get words() {
      words ??= tellingWords(allOf(item));
      return words;
    },
    owners: new Set(item.owners.map(({ handle }) => handle.toLowerCase())),
    due: item.due,
  };
}

/** Words alone must agree well; with the same owner less is enough, with the same owner and day a single word. */
function isTakenUp(improvement: Improvement, items: readonly Facts[], anchor: Day | null): boolean {
  const title = tellingWords(improvement.title);
  if (items.some(({ subject }) => share(title, subject) >= 0.5)) return true;
  const fix = tellingWords(improvement.howToFix?.split('\n', 1)[0] ?? '');
  if (items.some(({ subject }) => share(fix, subject) >= 0.5)) return true;
  const owners = improvement.owners.map(({ handle }) => handle.toLowerCase());
  const owned = items.filter((item) => owners.some((owner) => item.owners.has(owner)));
  if (owned.some(({ subject }) => share(title, subject) >= 0.25 || share(fix, subject) >= 0.25)) return true;
  const day = owned.length === 0 ? null : findDay(improvement.timeline ?? '', anchor);
  if (day === null) return false;
  const all = new Set([...title, ...fix]);
  return owned.some((item) => item.due === day && share(all, item.words) > 0);
}
