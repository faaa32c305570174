import { addDays, type Day, dayFrom, daysBetween, isWeekend, weekday } from '../../calendar.ts';
import type { ItemReading } from '../items/items.ts';
import type { PirItem } from '../pir.ts';
import { endOf } from '../words/dates.ts';
import { type Complaint, listOf, missing, nameOf, type Rule, type Subject, shorten } from './rule.ts';

const duePlace = ({ item, dueField }: ItemReading) => ({
  line: dueField?.line ?? item.line,
  about: item.dueRaw ?? '',
});

/** The day the document itself states: as written, or read from its words. */
const statedDay = (item: PirItem) => (item.dueSource === 'reading' ? item.dueBy : item.due);

const standsIn = (item: PirItem) =>
  item.dueBy === null
    ? 'No day can be computed, because the PIR has no date'
    : `${item.dueBy} is used until somebody gives one`;

/** Without a due date an item gets a default, which is nobody's promise. */
export const noDueDate: Rule = {
  title: 'Item without a due date',
  why: 'A day that somebody gave is a promise; one that settings computed is not. Without a due date the default for its priority is used, marked as such everywhere, and it does not count in the on-time rate.',
  source: 'The PIR template asks for one; Atlassian and PagerDuty give priority actions a fixed time.',
  mend: 'Add "**Due Date**: YYYY-MM-DD".',
  find: (subject) =>
    missing(
      subject,
      (item) => item.dueRaw === null,
      (item) => ({
        message: `${nameOf(item)} has no due date. ${standsIn(item)}.`,
        hint: 'Add a line "**Due Date**: YYYY-MM-DD".',
      }),
      () => ({
        message: subject.pending.some(({ item }) => item.dueBy !== null)
          ? 'No item has a due date; default dates by priority are used.'
          : 'No item has a due date, and none can be computed, because the PIR has no date.',
        hint: 'Add a line "**Due Date**: YYYY-MM-DD" to each: a computed date is no promise.',
      }),
    ),
};

/** A due date that is no calendar day is read where that can be done, and the reading is said. */
export const notADay: Rule = {
  title: 'Due date that is no calendar day',
  why: 'Words such as "within two weeks" or "Q1" are read as a day where that can be done, and the reading is said so that nobody is surprised by a reminder. "Next sprint" and "TBD" are no day at all: the default for the priority is used.',
  source: 'How due dates are read; only a written day is a promise.',
  mend: 'Write the day itself: YYYY-MM-DD.',
  find: ({ pending, lines, together }) => {
    const dated = pending.filter(({ item }) => item.dueRaw !== null);
    const found = dated.filter(({ item }) => item.due === null && twoDays(item.dueRaw ?? '') === null);
    if (together && found.length > 2 && found.length === dated.length) {
      const raw = found.map(({ item }) => `"${shorten(item.dueRaw ?? '', 30)}"`);
      return [
        {
          line: lines.actions,
          message: `None of the ${found.length} due dates is a calendar day (${listOf([...new Set(raw)])}).`,
          hint: 'Write the day itself, YYYY-MM-DD; until then they are read where that can be done.',
        },
      ];
    }
    return found.map((reading) => {
      const { item } = reading;
      const read = item.dueSource === 'reading' ? `read as ${item.dueBy}` : 'no calendar day';
      const instead = item.dueSource === 'reading' ? '' : ` ${standsIn(item)}.`;
      return {
        ...duePlace(reading),
        message: `The due date of ${nameOf(item)}, "${shorten(item.dueRaw ?? '', 40)}", is ${read}.${instead}`,
        hint: 'Write the day itself: YYYY-MM-DD.',
      };
    });
  },
};

/** A date with day and month in an order that nobody can tell. One finding, however many. */
export const ambiguousDate: Rule = {
  title: 'Due date that could be two days',
  why: '01/02/2024 is the first of February to some and the second of January to others. It is never guessed: the default for the priority is used instead, and the promised day is lost.',
  source: 'ISO 8601, which was made for this.',
  mend: 'Write the year first: YYYY-MM-DD.',
  find: ({ pending }) => {
    const found = pending.flatMap((reading) => {
      const days = reading.item.due === null ? twoDays(reading.item.dueRaw ?? '') : null;
      return days === null ? [] : [{ reading, days }];
    });
    const [first] = found;
    if (first === undefined) return [];
    const { reading, days } = first;
    const rest = found.length - 1;
    return [
      {
        ...duePlace(reading),
        message: `The due date of ${nameOf(reading.item)}, "${shorten(reading.item.dueRaw ?? '', 40)}", could be ${days[0]} or ${days[1]}${
          rest === 0 ? '' : `; ${rest} more ${rest === 1 ? 'is' : 'are'} like it`
        }. ${standsIn(reading.item)}.`,
        hint: 'Write the year first: YYYY-MM-DD.',
      },
    ];
  },
};

/** Both days that 01/02/2024 may be; null for a text that names no such date. */
function twoDays(text: string): readonly [Day, Day] | null {
  const [, a, , b, year] = /(?<!\d)(\d{1,2})([/.])(\d{1,2})\2(\d{4})(?!\d)/.exec(text) ?? [];
  if (a === undefined || Number(a) === Number(b)) return null;
  const [one, other] = [
    dayFrom(Number(year), Number(a), Number(b)),
    dayFrom(Number(year), Number(b), Number(a)),
  ];
  return one === null || other === null ? null : [one, other];
}

/** Work that was due before the review was held is done, or its date is wrong. */
export const dueBeforePir: Rule = {
  title: 'Due before the review was held',
  why: 'The item would be overdue the moment it is approved. Either it is done already, and the document does not say so, or the date is wrong.',
  source: 'Nothing that was past at approval is mailed, so nobody would be told.',
  mend: 'Give a day after the review, or add "**Status**: Done".',
  find: ({ pir, pending }) =>
    pending.flatMap((reading): Complaint[] => {
      const { item } = reading;
      if (pir.pirDate === null || item.due === null || item.due >= pir.pirDate) return [];
      return [
        {
          ...duePlace(reading),
          message: `${nameOf(item)} is due ${item.due}, before the PIR was held (${pir.pirDate}).`,
          hint: 'Give a day after the PIR, or add "**Status**: Done" if it is.',
        },
      ];
    }),
};

/** Later than the group's heading allows, by more than the days of grace. */
export const outsideHorizon: Rule = {
  title: 'Due later than its group allows',
  why: 'The heading says "within 2 weeks" and the item says five. One of them is not meant, and whoever plans by the heading is surprised.',
  source: 'The groups of the PIR template. A few days are let pass: `due.graceDays` in the settings.',
  mend: 'Bring the date forward, or move the item to the group it belongs to.',
  find: (subject) => {
    const { pir, pending, options } = subject;
    const from = pir.pirDate ?? pir.incident.date;
    return pending.flatMap((reading): Complaint[] => {
      const { item, group } = reading;
      const horizon = group.horizon === null || from === null ? null : endOf(group.horizon, from);
      if (horizon === null || item.due === null || item.due <= addDays(horizon, options.graceDays)) return [];
      if (isAfterLastReview(subject, item)) return []; // said already, and it matters more
      return [
        {
          ...duePlace(reading),
          message: `${nameOf(item)} is due ${item.due}, ${daysBetween(horizon, item.due)} days after its group's limit (${horizon}).`,
          hint: 'Bring the date forward, or move the item to the group it belongs to.',
        },
      ];
    });
  },
};

/** Due when no review will look at it any more. */
export const afterLastReview: Rule = {
  title: 'Due after the last review',
  why: 'The 3-month review asks whether everything was done. What is due after it is asked for by nobody.',
  source: 'The follow-up section of the PIR template.',
  mend: 'Bring the date forward, or move the 3-month review.',
  find: (subject) =>
    subject.pending
      .filter(({ item }) => isAfterLastReview(subject, item))
      .map((reading) => ({
        ...duePlace(reading),
        message: `${nameOf(reading.item)} is due ${statedDay(reading.item)}, after the last review (${lastReview(subject)}).`,
        hint: 'Bring the date forward, or move the 3-month review: nobody will ask whether it was done.',
      })),
};

/** Only a written 3-month review is the last one: where it is missing, one is held by default. */
function lastReview({ pir }: Subject): Day | null {
  return pir.reviews.find(({ milestone }) => milestone === 'P3M')?.on ?? null;
}

function isAfterLastReview(subject: Subject, item: PirItem): boolean {
  const last = lastReview(subject);
  const day = statedDay(item);
  return last !== null && day !== null && day > last;
}

/** Due on a day when nobody works. */
export const dueOnWeekend: Rule = {
  title: 'Due on a weekend',
  why: 'No mail leaves on a weekend, and most people finish on the Friday or on the Monday. Which of the two is meant makes the difference between on time and late.',
  source: 'Working days are Monday to Friday.',
  mend: 'Take the Friday before, or silence the note where the weekend is meant.',
  find: ({ pending }) =>
    pending.flatMap((reading): Complaint[] => {
      const { item } = reading;
      if (item.due === null || !isWeekend(item.due)) return [];
      return [
        {
          ...duePlace(reading),
          message: `${nameOf(item)} is due on a ${weekdayName(item.due)} (${item.due}).`,
          hint: `Take the Friday before, ${addDays(item.due, 5 - weekday(item.due))}, or say that the weekend is meant.`,
        },
      ];
    }),
};

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** `Saturday`. */
export function weekdayName(day: Day): string {
  return weekdayNames[weekday(day) - 1] ?? '';
}
