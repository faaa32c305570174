import { missing, nameOf, type Rule } from './rule.ts';

/** Without a priority an item is treated as medium. */
export const noPriority: Rule = {
  title: 'Item without a priority',
  why: 'The priority decides the default due date, what the 1-week review looks at, and who is told when the item is late. Without one it is treated as medium.',
  source: 'The groups of the PIR template.',
  mend: 'Put the item below a heading such as "High Priority", or add "**Priority**: high".',
  find: (subject) =>
    missing(
      subject,
      (item) => item.priority === null,
      (item) => ({
        message: `${nameOf(item)} has no priority and is treated as medium.`,
        hint: 'Put it below a heading such as "High Priority", or add a line "**Priority**: high".',
      }),
      () => ({
        message: 'No item has a priority; all are treated as medium.',
        hint: 'Group them below headings such as "High Priority (Implement Within 2 Weeks)".',
      }),
    ),
};

/** Where everything is urgent, nothing is. */
export const onePriority: Rule = {
  title: 'Every item has the same priority',
  why: 'Where everything is urgent, nothing is: somebody has to choose what to do first, and the review was the place to do it.',
  source: 'Named among the faults of action items in what Google teaches about postmortems.',
  mend: 'Ask of each item what happens if it is never done, and lower or raise a few.',
  find: ({ pending, lines }) => {
    const priorities = new Set(pending.map(({ item }) => item.priority));
    const [only] = priorities;
    if (pending.length < 4 || priorities.size !== 1 || only === undefined || only === null) return [];
    return [
      {
        line: lines.actions,
        message: `All ${pending.length} items have ${only} priority, so none says what to do first.`,
        hint: 'Ask of each what happens if it is never done, and lower or raise a few.',
      },
    ];
  },
};

/** A severe incident after which nothing is urgent. Silent where no item has a priority: that is said already. */
export const nothingUrgent: Rule = {
  title: 'Severe incident, no high-priority item',
  why: 'After an outage that users felt, something should be done soon that makes it less likely or shorter. Otherwise the 1-week review has nothing to look at.',
  source: "Google's SRE workbook asks for at least one urgent item after an outage that affected users.",
  mend: 'Raise the item that does most against a repetition, or say in the review why nothing is urgent.',
  find: ({ pir, items, pending, lines }) => {
    const severity = pir.incident.severity ?? '';
    const severe = /\b(?:sev|s|severity)[\s-]{0,2}[012]\b|^\s*critical\b/i.test(severity);
    const urgent = items.some(({ item }) => item.priority === 'high');
    if (!severe || urgent || !pending.some(({ item }) => item.priority !== null)) return [];
    return [
      {
        line: lines.actions,
        message: `The incident was ${severity.trim().slice(0, 40)}, and no item has high priority.`,
        hint: 'Raise the item that does most against a repetition, or say why nothing is urgent.',
      },
    ];
  },
};
