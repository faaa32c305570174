import type { ItemState, Priority } from '../action-item.ts';
import { type Day, weekday } from '../calendar.ts';
import type { ReviewState } from '../review/review.ts';
import type { ItemLine } from '../sync/item-line.ts';

/** How people read counts, days, states and milestones; the same in mails, on pages and in the terminal. */

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const partsOf = (day: Day) => {
  const [year = '', month = '1', date = '1'] = day.split('-');
  return {
    year,
    month: months[Number(month) - 1] ?? '',
    date: String(Number(date)),
    weekday: weekdays[weekday(day) - 1] ?? '',
  };
};

/** `Tuesday 10 March 2026`. */
export function fullDay(day: Day): string {
  const { year, month, date, weekday: name } = partsOf(day);
  return `${name} ${date} ${month} ${year}`;
}

/** `Tue 10 March`, with the year where it is not that of `today`. */
export function mediumDay(day: Day, today: Day): string {
  const { year, month, date, weekday: name } = partsOf(day);
  const text = `${name.slice(0, 3)} ${date} ${month}`;
  return today.startsWith(`${year}-`) ? text : `${text} ${year}`;
}

/** `Tue 10 Mar`, with the year where it is not that of `today`. */
export function shortDay(day: Day, today: Day): string {
  const { year, month, date, weekday: name } = partsOf(day);
  const text = `${name.slice(0, 3)} ${date} ${month.slice(0, 3)}`;
  return today.startsWith(`${year}-`) ? text : `${text} ${year}`;
}

/** `1 item`, `3 items`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

const milestoneNames: Readonly<Record<string, string>> = {
  P7D: '1-week review',
  P1M: '1-month review',
  P3M: '3-month review',
  extra: 'extra review',
};

/** `1-week review` for P7D; P4M, P5M … are named alike; `second look` for what was too early to tell. */
export function milestoneName(milestone: string): string {
  if (milestone.startsWith('again-')) return 'second look';
  const monthly = /^P(\d+)M$/.exec(milestone);
  return milestoneNames[milestone] ?? (monthly ? `${monthly[1]}-month review` : `${milestone} review`);
}

/** `1-week review`, with a capital for the start of a sentence. */
export function milestoneTitle(milestone: string): string {
  const name = milestoneName(milestone);
  return `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
}

const reviewStateNames: Readonly<Record<ReviewState, string>> = {
  planned: 'agenda to come',
  announced: 'agenda sent',
  recorded: 'recorded',
  overtaken: 'not held, overtaken by a later one',
  'not-needed': 'nothing was left to look at',
  'before-approval': 'before approval, not held',
};

/** How a review stands. */
export function reviewStateName(state: ReviewState): string {
  return reviewStateNames[state];
}

/** `in progress` for `in-progress`. */
export function stateName(state: ItemState): string {
  return state.replace('-', ' ');
}

/** `High`; an item without priority counts as medium and says so. */
export function priorityName(priority: Priority | null): string {
  return priority === null ? 'Not set' : `${priority[0]?.toUpperCase()}${priority.slice(1)}`;
}

/** `today`, `tomorrow`, `in 3 days`. */
export function daysLeftText(days: number): string {
  return days <= 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`;
}

/** What a computed due date carries wherever it is shown. */
export const defaultDateMark = 'default';

/** What the mark means, in one sentence. */
export const defaultDateMeaning = 'Default dates were computed from settings; nobody promised them.';

const rank: Readonly<Record<Priority, number>> = { high: 0, medium: 1, low: 2 };

/** High first; no priority counts as medium. */
export function byPriority(a: ItemLine, b: ItemLine): number {
  return rank[a.priority ?? 'medium'] - rank[b.priority ?? 'medium'];
}

/** Most urgent first: by priority, then by due date, then by title. */
export function byUrgency(a: ItemLine, b: ItemLine): number {
  return byPriority(a, b) || byDue(a, b);
}

/** Earliest due first, those without a date last, then by title. */
export function byDue(a: ItemLine, b: ItemLine): number {
  const left = [a.due ?? '9999-99-99', a.title, a.itemId].join('\n');
  const right = [b.due ?? '9999-99-99', b.title, b.itemId].join('\n');
  return left < right ? -1 : left > right ? 1 : 0;
}
