import type { PirItem } from '../pir.ts';
import { type Complaint, listOf, nameOf, type Rule, type Subject, shorten } from './rule.ts';
import { foldWords, hasVerb } from './words.ts';

/** What an item says beside its title; an item that says it well is forgiven its title. */
const saysMore = (item: PirItem) =>
  item.successMetric !== null || item.objective !== null || item.approach.length > 0;

/** A habit of the whole document is said once: more than a few titles of one kind are one. */
function eachOrTogether(
  { pending, isEnglish, lines, together }: Subject,
  applies: (item: PirItem) => boolean,
  say: (names: string) => Omit<Complaint, 'line'>,
): readonly Complaint[] {
  const found = pending.map(({ item }) => item).filter((item) => applies(item) && isEnglish());
  if (!together || found.length <= 3)
    return found.map((item) => ({ line: item.line, ...say(`${nameOf(item)} does`) }));
  const names = found.map((item) => (item.ref === null ? `"${shorten(item.title, 40)}"` : `[${item.ref}]`));
  return [{ line: lines.actions, ...say(`${found.length} titles (${listOf(names)}) do`) }];
}

const vague =
  /^(?:we (?:should|need to|must|will) |please |also |try to |to |\[[^\]]{1,20}\] )?(?:(?:improve|enhance|optimi[sz]e|strengthen|explore|consider)\b|investigate\b(?! (?:why|how|whether|if|what)\b)|look (?:in)?to\b|think (?:about|of|through)\b|keep an eye on\b|pay (?:more )?attention\b|be (?:more|better)\b|do (?:more|better)\b|better\b)/i;

/** A title that could be called done on any day. */
export const vagueTitle: Rule = {
  title: 'Vague title',
  why: 'Nobody can say when "improve monitoring" or "look into timeouts" is done, so it is either closed at once or never. Said only where nothing else in the item tells: no metric, no objective, no steps.',
  source:
    'PagerDuty asks for items that are actionable, specific and bounded, after an article by engineers of Google. English only.',
  mend: 'Say what will be there that is not there now: "Alert when the queue is older than five minutes".',
  find: (subject) =>
    eachOrTogether(
      subject,
      (item) => !saysMore(item) && vague.test(item.title) && !isPrecise(item.title),
      (names) => ({
        message: `${names} not say what is to be there when it is done.`,
        hint: 'Name the result, or add a line "**Success Metric**: …" that tells when it is reached.',
      }),
    ),
};

/** Numbers and names of things make even "improve" specific. */
function isPrecise(title: string): boolean {
  return /\p{N}|`|https?:/u.test(title) || foldWords(title).length > 14;
}

/** A title that is a noun: "monitoring". */
export const titleWithoutVerb: Rule = {
  title: 'Title without a verb',
  why: 'A noun names a subject, not a piece of work: "retry limits" may mean to add, to raise or to document them. Said only where nothing else in the item tells.',
  source: 'PagerDuty: an actionable item begins with a verb. English only.',
  mend: 'Begin the title with what is to be done: "Limit retries to three".',
  find: (subject) =>
    eachOrTogether(
      subject,
      (item) => !saysMore(item) && item.ticket === null && isNoun(item.title) && !vague.test(item.title),
      (names) => ({
        message: `${names} not say what is to be done, only what it is about.`,
        hint: 'Begin the title with a verb: add, remove, alert, limit, document …',
      }),
    ),
};

const clause =
  /\b(?:is|are|was|were|be|been|can|could|should|must|will|would|may|might|does|did|do|don't|not|we|why|how|what|when|so|that|until|into)\b/i;
const determined = /^\S+ (?:the|a|an|all|any|each|every|our|its|their|this|these|more)\b/i;
const nominal =
  /(?:tion|sion|ment|ity|ness|ance|ence|ing|ure|ology|analysis|dashboard|documentation|policy|procedure|process|strategy|system)s?$/;

/**
 * A few words that name a thing: the last one before a preposition ends as nouns do, and none is a verb that we know. No
 * list of verbs is complete, so a title needs more than the lack of one; "Oil the rope" is an order.
 */
function isNoun(title: string): boolean {
  if (title.length > 300) return false; // no seven words are that long
  const words = foldWords(title);
  if (words.length < 2 || words.length > 7 || !/^[\p{Script=Latin}\p{N} ()/,.&'’-]+$/u.test(title))
    return false;
  if (clause.test(title) || determined.test(title) || hasVerb(title)) return false;
  const end = words.findIndex((word) =>
    /^(?:for|of|in|on|with|at|by|to|from|across|between|against)$/.test(word),
  );
  return nominal.test(words[end < 0 ? words.length - 1 : end - 1] ?? '');
}

const people =
  /\b(?:be (?:more |extra )?(?:careful|cautious|mindful|vigilant|attentive|diligent)|(?:more|extra) care\b|pay (?:more |closer )?attention|remind\b|don'?t forget|try harder|retrain|(?:re)?train(?:ing)? (?:\w+ ){0,3}(?:team|teams|staff|engineers?|developers?|operators?|people|employees|everyone|everybody|users|on-?call)|training (?:for|on|in|about)|(?:team|staff|engineers?|developers?|operators?|user|awareness|security) training|educate|raise awareness)/i;
const system =
  /\b(?:automat\w*|check(?:s|list|er|ed)?|alerts?|alerting|alarms?|tests?|testing|scripts?|tool(?:s|ing)?|lint\w*|pipelines?|gates?|guards?|guardrails?|enforc\w*|validat\w*|monitor\w*|dashboards?|runbooks?|playbooks?|limits?|block(?:s|ed)?|prevent\w*|config\w*|feature|staging|canary|rollback|permissions?|rules?|templates?|bots?|hooks?|ci)\b/i;

/** An item that asks people to do better and changes nothing around them. */
export const onlyPeople: Rule = {
  title: 'Item that only asks people to do better',
  why: 'People were careful before, too. What keeps a mistake from happening again is a change around them: a check, a limit, an alarm, a better tool. Training fades, and the next person was not there.',
  source: 'Named among the faults of action items in what Google teaches about postmortems. English only.',
  mend: 'Ask what would have caught the mistake had nobody paid attention, and make that the item. Keep the training beside it if it helps, with a metric that shows that it did.',
  find: ({ pending, isEnglish }) =>
    pending
      .filter(
        ({ item }) =>
          people.test(item.title) &&
          !system.test(`${item.title} ${item.objective ?? ''} ${item.approach.join(' ')}`) &&
          !/\p{N}/u.test(item.successMetric ?? '') &&
          isEnglish(),
      )
      .map(({ item }) => ({
        line: item.line,
        message: `${nameOf(item)} asks people to do better and changes nothing around them.`,
        hint: 'Ask what would have caught the mistake had nobody paid attention, and make that an item.',
      })),
};
