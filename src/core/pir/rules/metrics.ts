import { missing, nameOf, type Rule, shorten } from './rule.ts';
import { foldWords } from './words.ts';

/** Without a success metric nobody can say later whether the work helped. */
export const noMetric: Rule = {
  title: 'Item without a success metric',
  why: 'Done means that the work was finished, not that it helped. The metric is what the 3-month review looks at to tell whether it did.',
  source: 'The PIR template; PagerDuty asks that an item be bounded: that one can tell when it is finished.',
  mend: 'Add "**Success Metric**: …" with what to look at and what it must show.',
  find: (subject) =>
    missing(
      subject,
      (item) => item.successMetric === null,
      (item) => ({
        message: `${nameOf(item)} does not say how to tell that it worked.`,
        hint: 'Add a line "**Success Metric**: …" with what to look at and what it must show.',
      }),
      () => ({
        message: 'No item says how to tell that it worked.',
        hint: 'Add a line "**Success Metric**: …" to each; the 3-month review asks for it.',
      }),
    ),
};

/** A success metric made of nothing but good words. */
export const nothingToObserve: Rule = {
  title: 'Success metric with nothing to observe',
  why: 'Three months later somebody has to say "met" or "missed". "Better reliability" is neither: there is no number, no event and nothing anybody could look at.',
  source: 'PagerDuty: an item is bounded when one can tell that it is finished. English only.',
  mend: 'Name what to look at and what it must show: a number, or an event such as "the next rollback takes no handwork".',
  find: ({ pending, isEnglish }) =>
    pending.flatMap(({ item }) => {
      const metric = item.successMetric ?? '';
      if (metric === '' || !isOnlyPraise(metric) || !isEnglish()) return [];
      return [
        {
          line: item.line,
          message: `The success metric of ${nameOf(item)}, "${shorten(metric, 40)}", names nothing that can be observed.`,
          hint: 'Name what to look at and what it must show: a number, or an event.',
        },
      ];
    }),
};

const praise =
  /^(?:better|improv(?:e|es|ed|ement|ements|ing)|enhanc(?:e|ed|ement)|increas(?:e|ed|es|ing)|reduc(?:e|ed|tion)|decreas(?:e|ed)|more|less|fewer|higher|lower|greater|good|great|high|faster|quicker|smoother|easier|happy|happier|reliable|reliability|stable|stability|robust|robustness|resilient|resilience|quality|visibility|awareness|aware|confidence|confident|performance|efficiency|efficient|experience|communication|collaboration|understanding|knowledge|success|successful|successfully|satisfaction|safety|safe|security|secure|maintainability|observability|availability|scalability)$/;
const filler =
  /^(?:a|an|the|of|in|and|or|for|to|with|our|is|are|be|overall|general|much|very|all|everyone|everybody|team|teams|members?|people|engineers?|users?|customers?|system|systems|service|services|process|processes|code|site|platform|application|product|it|works?|well)$/;

/** Every word is praise or filler, so there is no number, event or thing that somebody could look at. */
function isOnlyPraise(metric: string): boolean {
  if (/[\p{N}%<>≥≤]/u.test(metric)) return false;
  const words = foldWords(metric);
  return (
    words.some((word) => praise.test(word)) && words.every((word) => praise.test(word) || filler.test(word))
  );
}
