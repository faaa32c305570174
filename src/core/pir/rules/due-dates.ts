import { addDays, type Day, daysBetween, isWeekend, weekday } from '../../calendar.ts';
import { endOf } from '../dates.ts';
import type { ItemReading } from '../items.ts';
import type { PirItem } from '../pir.ts';
import { type Complaint, missing, nameOf, type Rule, type Subject, shorten } from './rule.ts';

const dueLine = ({ item, dueField }: ItemReading) => ({
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
export const noDueDate: Rule = (subject) =>
  missing(
    subject,
    (item) => item.dueRaw === null,
    (item) => ({
      message: `${nameOf(item)} has no due date. ${standsIn(item)}.`,
      hint: 'Add a line "**Due Date**: YYYY-MM-DD".',
    }),
    () => ({
      message: 'No item has a due date; default dates by priority are used.',
      hint: 'Add a line "**Due Date**: YYYY-MM-DD" to each: a computed date is no promise.',
    }),
  );

/** A due date that is no calendar day is read where that can be done, and the reading is said. */
export const notADay: Rule = ({ pending }) =>
  pending
    .filter(({ item }) => item.dueRaw !== null && item.due === null)
    .map((reading) => {
      const { item } = reading;
      const read = item.dueSource === 'reading' ? `read as ${item.dueBy}` : 'no calendar day';
      const instead = item.dueSource === 'reading' ? '' : ` ${standsIn(item)}.`;
      return {
        ...dueLine(reading),
        message: `The due date of ${nameOf(item)}, "${shorten(item.dueRaw ?? '', 40)}", is ${read}.${instead}`,
        hint: 'Write the day itself: YYYY-MM-DD.',
      };
    });

/** Work that was due before the review was held is done, or its date is wrong. */
export const dueBeforePir: Rule = ({ pir, pending }) =>
  pending.flatMap((reading): Complaint[] => {
    const { item } = reading;
    if (pir.pirDate === null || item.due === null || item.due >= pir.pirDate) return [];
    return [
      {
        ...dueLine(reading),
        message: `${nameOf(item)} is due ${item.due}, before the PIR was held (${pir.pirDate}).`,
        hint: 'Give a day after the PIR, or add "**Status**: Done" if it is.',
      },
    ];
  });

/** Later than the group's heading allows, by more than the days of grace. */
export const outsideHorizon: Rule = (subject) => {
  const { pir, pending, options } = subject;
  const from = pir.pirDate ?? pir.incident.date;
  return pending.flatMap((reading): Complaint[] => {
    const { item, group } = reading;
    const horizon = group.horizon === null || from === null ? null : endOf(group.horizon, from);
    if (horizon === null || item.due === null || item.due <= addDays(horizon, options.graceDays)) return [];
    if (isAfterLastReview(subject, item)) return []; // said already, and it matters more
    return [
      {
        ...dueLine(reading),
        message: `${nameOf(item)} is due ${item.due}, ${daysBetween(horizon, item.due)} days after its group's limit (${horizon}).`,
        hint: 'Bring the date forward, or move the item to the group it belongs to.',
      },
    ];
  });
};

/** Due when no review will look at it any more. */
export const afterLastReview: Rule = (subject) =>
  subject.pending
    .filter(({ item }) => isAfterLastReview(subject, item))
    .map((reading) => ({
      ...dueLine(reading),
      message: `${nameOf(reading.item)} is due ${statedDay(reading.item)}, after the last review (${lastReview(subject)}).`,
      hint: 'Bring the date forward, or move the 3-month review: nobody will ask whether it was done.',
    }));

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
export const dueOnWeekend: Rule = ({ pending }) =>
  pending.flatMap((reading): Complaint[] => {
    const { item } = reading;
    if (item.due === null || !isWeekend(item.due)) return [];
    return [
      {
        ...dueLine(reading),
        message: `${nameOf(item)} is due on a ${weekdayName(item.due)} (${item.due}).`,
        hint: `Take the Friday before, ${addDays(item.due, 5 - weekday(item.due))}, or say that the weekend is meant.`,
      },
    ];
  });

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** `Saturday`. */
export function weekdayName(day: Day): string {
  return weekdayNames[weekday(day) - 1] ?? '';
}
