import { addDays, addMonths, type Day, daysBetween, isWeekend, nextWorkingDay } from '../../calendar.ts';
import { type Milestone, milestones } from '../pir.ts';
import { weekdayName } from './due-dates.ts';
import { type Complaint, type Rule, shorten } from './rule.ts';

/** The milestones as people write them. */
const names: Readonly<Record<Milestone, string>> = { P7D: '1-week', P1M: '1-month', P3M: '3-month' };
/** Days to either side of the usual day that nobody needs to be told of. */
const tolerance: Readonly<Record<Milestone, number>> = { P7D: 1, P1M: 3, P3M: 7 };
const spans: Readonly<Record<Milestone, string>> = { P7D: 'One week', P1M: 'One month', P3M: 'Three months' };

/** Jira takes no label with a blank in it and none of more than 255 characters. */
export const unusableLabel: Rule = {
  title: 'Label that Jira cannot take',
  why: 'The label ties all tickets of a review together. Jira refuses one with a blank in it or with more than 255 characters, and with it the whole ticket.',
  source: 'Jira: labels hold no blanks and at most 255 characters.',
  mend: 'Write it with hyphens and shorter; "incident-PIR-" and the incident\'s date is enough.',
  find: ({ pir, lines }) => {
    if (pir.label === null) return [];
    const blank = /\s/.test(pir.label);
    if (!blank && pir.label.length <= 255) return [];
    return [
      {
        line: lines.label,
        about: pir.label,
        message: blank
          ? `Jira takes no label with a blank: "${shorten(pir.label)}".`
          : `Jira takes labels of at most 255 characters; this one has ${pir.label.length}.`,
        hint: blank
          ? `Write it with hyphens: "${shorten(pir.label.trim().split(/\s+/).join('-'))}".`
          : 'Shorten it; "incident-PIR-" and the incident\'s date is enough.',
      },
    ];
  },
};

/** Milestones without a day are held on the usual ones; it is better to have agreed on them. */
export const noReviewDates: Rule = {
  title: 'Review without a date',
  why: 'The reviews after a week, a month and three months are what keeps items from being forgotten. Without dates they are held at the usual distance from the incident, or from the review or its approval where the incident has no date; a date that people agreed on is kept better.',
  source: 'The follow-up section of the PIR template.',
  mend: 'Add to the follow-up section: "1-week review: high-priority items (YYYY-MM-DD)", and so on.',
  find: ({ pir, lines, items }) => {
    const left = milestones.filter(
      (milestone) => !pir.reviews.some((review) => review.milestone === milestone),
    );
    if (left.length === 0 || items.length === 0) return [];
    const from = pir.incident.date !== null ? 'incident' : pir.pirDate !== null ? 'PIR' : 'approval';
    const which =
      left.length === milestones.length
        ? 'No review has a date'
        : `No date for the ${left.map((each) => names[each]).join(' and the ')} review`;
    return [
      {
        line: lines.followUp,
        message: `${which}; the usual distance from the ${from} is used.`,
        hint: 'Add to the follow-up section, for example: "1-week review: high-priority items (YYYY-MM-DD)".',
      },
    ];
  },
};

/** A review on a weekend is held by nobody. One finding, however many there are. */
export const reviewOnWeekend: Rule = {
  title: 'Review on a weekend',
  why: 'A review on a Saturday is held by nobody. The date stays as it is written; it is only said.',
  source: 'Working days are Monday to Friday.',
  mend: 'Take the Monday after, or silence the note where the weekend is meant.',
  find: ({ pir, lines }) => {
    const found = pir.reviews.filter(({ on }) => isWeekend(on));
    const [first] = found;
    if (first === undefined) return [];
    const all = found.map(
      ({ milestone, on }) => `the ${names[milestone]} review on a ${weekdayName(on)} (${on})`,
    );
    const monday = nextWorkingDay(first.on);
    return [
      {
        line: lines.reviews.get(first.milestone) ?? lines.followUp,
        message: `A weekend is no time to meet: ${all.join(', ')}.`,
        hint: `Take the ${weekdayName(monday)} after, ${monday}, or keep it if you mean it.`,
      },
    ];
  },
};

/** A review that is not as long after the incident as its name says. */
export const reviewOffMilestone: Rule = {
  title: 'Review at an unusual distance',
  why: 'A 1-week review five weeks after the incident is a slip of the pen more often than a plan: the wrong month, or the dates of another review.',
  source:
    'The follow-up section of the PIR template: one week, one month, three months after the incident. A day, three days and a week to either side are let pass.',
  mend: 'Correct the date, or silence the note where it is meant.',
  find: ({ pir, lines }) =>
    pir.reviews.flatMap(({ milestone, on }): Complaint[] => {
      const { date } = pir.incident;
      if (date === null) return [];
      const expected = dayOf(milestone, date);
      if (Math.abs(daysBetween(nextWorkingDay(expected), on)) <= tolerance[milestone] || on === expected)
        return [];
      return [
        {
          line: lines.reviews.get(milestone) ?? lines.followUp,
          message: `The ${names[milestone]} review is on ${on}, ${daysBetween(date, on)} days after the incident.`,
          hint: `${spans[milestone]} after the incident of ${date} is ${nextWorkingDay(expected)}; keep the day if you mean it.`,
        },
      ];
    }),
};

function dayOf(milestone: Milestone, incident: Day): Day {
  if (milestone === 'P7D') return addDays(incident, 7);
  return addMonths(incident, milestone === 'P1M' ? 1 : 3);
}
