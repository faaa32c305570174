import { isLive, isOverdue } from '../action-item.ts';
import {
  addDays,
  type Day,
  type Holidays,
  type Instant,
  isWorkingDay,
  noHolidays,
  weekday,
} from '../calendar.ts';
import { recipientFor } from '../directory.ts';
import type { PirRecord } from '../pir/pir-record.ts';
import { agendaFor } from '../review/agenda.ts';
import { facilitatorOf } from '../review/facilitator.ts';
import type { ReviewRecord } from '../review/review.ts';
import { agendaDay } from '../review/schedule.ts';
import type { TrackedItem } from '../sync/snapshot.ts';
import { type ReminderOffsets, reminderFor } from './reminders.ts';
import { agendaNotices, type ReviewAudience } from './review-notices.ts';

/** Since when the owners of each PIR's items are written to, by PIR id; those of silent ones are missing. */
function chasedSince(pirs: readonly PirRecord[]): ReadonlyMap<string, Instant> {
  return new Map(pirs.flatMap((pir) => (pir.chasedSince === null ? [] : [[pir.id, pir.chasedSince]])));
}

/**
 * The items that mails may be about, each opened no earlier than chasing began, so that nothing is said of what had passed
 * by then. Items of an imported PIR are not among them until somebody has turned chasing on.
 */
export function chasedItems(
  items: readonly TrackedItem[],
  pirs: readonly PirRecord[],
): readonly TrackedItem[] {
  const since = chasedSince(pirs);
  return items.flatMap((item) => {
    const from = since.get(item.pirId);
    if (from === undefined) return [];
    return item.openedAt === null || item.openedAt >= from ? [item] : [{ ...item, openedAt: from }];
  });
}

/** What chasing would mean for one recipient. */
export interface ChaseLine {
  readonly recipient: string;
  /** Live items of silent PIRs that the recipient answers for, or stands in for. */
  readonly items: number;
  readonly overdue: number;
  /** Mails over the next four weeks, were chasing to begin today. */
  readonly mails: number;
}

/** What chasing the silent PIRs would mean. */
export interface ChasePreview {
  /** Approved PIRs whose owners are not written to. */
  readonly pirs: number;
  /** Most mails first. */
  readonly lines: readonly ChaseLine[];
  /** Live items of theirs that nobody can be written to about. */
  readonly unreachable: number;
}

/** Four weeks: long enough to hold one of every reminder and four digests. */
const horizonDays = 28;

/** A silent PIR with the reviews it would have, were it chased from today on. */
export interface SilentPir {
  readonly pir: PirRecord;
  readonly incidentCommander: string | null;
  readonly attendees: readonly string[];
  readonly reviews: readonly ReviewRecord[];
  readonly items: readonly TrackedItem[];
}

/**
 * How many mails to whom it would mean to chase these PIRs from today on, by the rules that reminders, agendas and digests
 * follow: nothing that lies in the past, one mail a person and day, working days only.
 * @param digestWeekday 1 for Monday to 7 for Sunday
 */
export function previewChase(
  silent: readonly SilentPir[],
  today: Day,
  offsets: ReminderOffsets,
  digestWeekday: number,
  audience: ReviewAudience,
  holidays: Holidays = noHolidays,
): ChasePreview {
  const days = workingDaysAfter(today, holidays);
  const live = silent.flatMap(({ items }) => items.filter(isLive));
  const theirs = new Map<string, TrackedItem[]>();
  const mailDays = new Map<string, Set<Day>>();
  const mail = (recipient: string, day: Day) =>
    mailDays.set(recipient, (mailDays.get(recipient) ?? new Set()).add(day));
  let unreachable = 0;
  for (const item of live) {
    const recipient = recipientFor(audience.directory, item.owners, audience.onCall)?.email;
    if (recipient === undefined) {
      unreachable += 1;
      continue;
    }
    theirs.set(recipient, [...(theirs.get(recipient) ?? []), item]);
    for (const day of reminderDays(item, today, days, offsets)) mail(recipient, day);
    for (const day of days) if (weekday(day) === digestWeekday) mail(recipient, day);
  }
  for (const pir of silent) {
    for (const [recipient, day] of agendaMails(pir, audience, holidays)) {
      if (days.includes(day)) mail(recipient, day);
    }
  }
  const lines = [...mailDays].map(([recipient, { size }]): ChaseLine => {
    const items = theirs.get(recipient) ?? [];
    const overdue = items.filter((item) => isOverdue(item, today)).length;
    return { recipient, items: items.length, overdue, mails: size };
  });
  lines.sort((a, b) => b.mails - a.mails || (a.recipient < b.recipient ? -1 : 1));
  return { pirs: silent.length, lines, unreachable };
}

/** Approved PIRs whose owners are not written to. */
export function silentPirs(pirs: readonly PirRecord[]): readonly PirRecord[] {
  return pirs.filter((pir) => pir.state === 'approved' && pir.chasedSince === null);
}

function workingDaysAfter(today: Day, holidays: Holidays): readonly Day[] {
  return Array.from({ length: horizonDays }, (_, index) => addDays(today, index + 1)).filter((day) =>
    isWorkingDay(day, holidays),
  );
}

/** The days on which a reminder of an item would leave. */
function reminderDays(
  item: TrackedItem,
  today: Day,
  days: readonly Day[],
  offsets: ReminderOffsets,
): readonly Day[] {
  const told = new Set<string>();
  return days.filter((day) => {
    const period = reminderFor(item, today, day, offsets)?.period;
    if (period === undefined || told.has(period)) return false;
    told.add(period);
    return true;
  });
}

/** Who would get the agenda of a review, and when. */
function agendaMails(
  { pir, incidentCommander, attendees, reviews, items }: SilentPir,
  audience: ReviewAudience,
  holidays: Holidays,
): readonly (readonly [string, Day])[] {
  return reviews
    .filter((review) => review.state === 'planned')
    .flatMap((review) => {
      const facilitator = facilitatorOf(review, incidentCommander, audience.facilitator, audience.directory);
      const agenda = agendaFor({ review, pir, facilitator: null, items, reviews, outcomes: [] });
      return agendaNotices(agenda, facilitator, attendees, items, audience).map(
        ({ recipient }) => [recipient, agendaDay(review.on, holidays)] as const,
      );
    });
}
