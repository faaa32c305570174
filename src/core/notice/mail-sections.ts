import { isLive } from '../action-item.ts';
import type { Day } from '../calendar.ts';
import type { Agenda, ItemChange } from '../review/agenda.ts';
import type { ItemLine } from '../sync/item-line.ts';
import type { Digest, NoticeContent, NoticeRecord } from './notice.ts';
import {
  byPriority,
  byUrgency,
  counted,
  daysLeftText,
  defaultDateMark,
  fullDay,
  listed,
  mediumDay,
  milestoneName,
  milestoneTitle,
  stateName,
} from './wording.ts';

/** An item in a mail, with what is to be said about it there. */
export interface MailItem {
  readonly item: ItemLine;
  /** `12 days overdue`, `due tomorrow`; null where the section says it all. */
  readonly urgency: string | null;
  /** Why it comes to this recipient, where the owner cannot be reached. */
  readonly why: string | null;
}

/** A group of items under a heading. */
export interface ItemSection {
  readonly kind: 'overdue' | 'due' | 'assigned';
  readonly title: string;
  readonly intro: string;
  readonly items: readonly MailItem[];
}

/** What a mail says, in the order in which it says it; each thing once. */
export interface MailSections {
  readonly overdue: ItemSection | null;
  readonly due: ItemSection | null;
  readonly reviews: readonly Agenda[];
  readonly assigned: ItemSection | null;
  readonly digests: readonly DigestSection[];
}

/** The week, without what stands further up in the same mail. */
export interface DigestSection {
  readonly digest: Digest;
  /** `4 overdue, 2 due this week, 3 done last week, 8 open later`; what there is none of is left out. */
  readonly glance: string;
  readonly groups: readonly { readonly title: string; readonly items: readonly ItemLine[] }[];
  readonly reviews: readonly string[];
}

type Of<Kind extends NoticeContent['kind']> = Extract<NoticeContent, { kind: Kind }>;

const why = (insteadOf: string | null) =>
  insteadOf === null
    ? null
    : insteadOf === 'nobody'
      ? 'You get this because the item names no owner.'
      : `You get this because ${insteadOf} has no address in the directory.`;

/** One entry an item, the most urgent one: offsets missed while the service was down say the same item twice. */
function oncePerItem<Entry extends { readonly item: ItemLine }>(
  entries: readonly Entry[],
  isMoreUrgent: (a: Entry, b: Entry) => boolean,
  listed: Set<string>,
): readonly Entry[] {
  const kept = new Map<string, Entry>();
  for (const entry of entries) {
    if (listed.has(entry.item.itemId)) continue;
    const known = kept.get(entry.item.itemId);
    if (known === undefined || isMoreUrgent(entry, known)) kept.set(entry.item.itemId, entry);
  }
  for (const id of kept.keys()) listed.add(id);
  return [...kept.values()];
}

function section(
  kind: ItemSection['kind'],
  title: string,
  intro: string,
  items: readonly MailItem[],
): ItemSection | null {
  return items.length === 0 ? null : { kind, title, intro, items };
}

function digestSection(digest: Digest, listedBefore: ReadonlySet<string>, today: Day): DigestSection {
  const listed = new Set(listedBefore);
  const amounts: readonly (readonly [number, string])[] = [
    [digest.overdue.length, 'overdue'],
    [digest.dueThisWeek.length, 'due this week'],
    [digest.doneLastWeek.length, 'done last week'],
    [digest.openLater, 'open later'],
  ];
  const glance = amounts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`])).join(', ');
  const group = (title: string, items: readonly ItemLine[]) => {
    const rest = items.filter((item) => !listed.has(item.itemId));
    const above = items.length - rest.length;
    for (const item of rest) listed.add(item.itemId);
    return { title: above === 0 ? title : `${title} (${above} more above)`, items: rest };
  };
  return {
    digest,
    glance,
    groups: [
      group('Done last week', digest.doneLastWeek),
      group('Overdue', digest.overdue),
      group('Due this week', digest.dueThisWeek),
      group('No reachable owner', digest.unowned),
    ].filter(({ items }) => items.length > 0),
    reviews: digest.reviews.map(
      ({ incident, milestone, on }) => `${mediumDay(on, today)}: ${milestoneName(milestone)} of ${incident}`,
    ),
  };
}

/** Sorts notices into the sections of one mail and leaves out what would be said twice. */
export function arrange(notices: readonly NoticeRecord[], today: Day): MailSections {
  const contents = notices.map((notice) => notice.content);
  const of = <Kind extends NoticeContent['kind']>(kind: Kind) =>
    contents.filter((content): content is Of<Kind> => content.kind === kind);
  const assignedIds = new Set(of('assigned').map(({ item }) => item.itemId));
  const isNew = (item: ItemLine) => (assignedIds.has(item.itemId) ? ', newly assigned to you' : '');
  const listed = new Set<string>();

  const overdue = [...oncePerItem(of('overdue'), (a, b) => a.daysLate > b.daysLate, listed)].sort(
    (a, b) => byPriority(a.item, b.item) || b.daysLate - a.daysLate,
  );
  const due = [...oncePerItem(of('due'), (a, b) => a.daysLeft < b.daysLeft, listed)].sort(
    (a, b) => a.daysLeft - b.daysLeft || byUrgency(a.item, b.item),
  );
  const assigned = [...oncePerItem(of('assigned'), () => false, listed)].sort((a, b) =>
    byUrgency(a.item, b.item),
  );
  const reviews = new Map(of('review').map(({ agenda }) => [`${agenda.pirId} ${agenda.milestone}`, agenda]));
  const digests = new Map(of('digest').map(({ digest }) => [`${digest.audience} ${digest.week}`, digest]));

  return {
    overdue: section(
      'overdue',
      'Overdue',
      'Close the ticket if it is done. If the date cannot be kept, agree on another one in the ticket.',
      overdue.map(({ item, daysLate, insteadOf }) => ({
        item,
        urgency: `${counted(daysLate, 'day')} overdue${isNew(item)}`,
        why: why(insteadOf),
      })),
    ),
    due: section(
      'due',
      'Due soon',
      'Say so in the ticket if one of these will be late; it is easier now than after.',
      due.map(({ item, daysLeft, insteadOf }) => ({
        item,
        urgency: `due ${daysLeftText(daysLeft)}${isNew(item)}`,
        why: why(insteadOf),
      })),
    ),
    reviews: [...reviews.values()].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)),
    assigned: section(
      'assigned',
      'Assigned to you',
      'The PIR that promises these was approved. If one is not yours or the date cannot be kept, say so in the ticket.',
      assigned.map(({ item, insteadOf }) => ({ item, urgency: null, why: why(insteadOf) })),
    ),
    digests: [...digests.values()].map((digest) => digestSection(digest, listed, today)),
  };
}

const dueText = (item: ItemLine, today: Day) =>
  item.due === null
    ? 'no due date'
    : `due ${mediumDay(item.due, today)}${item.dueIsDefault ? ` (${defaultDateMark} date)` : ''}`;

/** `High priority, due Fri 13 March (default), @jane.smith, INC-1`. */
export function factsOf(item: ItemLine, today: Day, withOwner: boolean): string {
  return [
    item.priority === null ? null : `${item.priority[0]?.toUpperCase()}${item.priority.slice(1)} priority`,
    ...(isLive(item)
      ? [dueText(item, today), item.state === 'blocked' ? 'blocked' : null]
      : [stateName(item.state)]),
    withOwner ? (item.owner ?? 'no owner') : null,
    item.incident,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** `1-week review of INC-1 on Tuesday 10 March 2026`; one whose day has passed waits to be recorded. */
export function reviewTitle(agenda: Agenda, today: Day): string {
  const what = `${milestoneTitle(agenda.milestone)} of ${agenda.incident}`;
  const day = fullDay(agenda.on);
  return agenda.on < today ? `${what}, due on ${day}: not recorded yet` : `${what} on ${day}`;
}

/** What an agenda says beside the items it goes through, a paragraph each. */
export function agendaRemarks(agenda: Agenda, today: Day): readonly string[] {
  const { changes, notYetDue, waiting, since } = agenda;
  const from = since === null ? 'Since the approval' : `Since the review of ${mediumDay(since, today)}`;
  const titles = (items: readonly { readonly title: string }[]) => listed(items.map(({ title }) => title));
  return [
    changes.length === 0
      ? `${from} nothing has changed.`
      : `${from}: ${changes.map((change) => changeText(change, today)).join('. ')}.`,
    ...(notYetDue.length === 0 ? [] : [`Not due yet, and only to be known of: ${titles(notYetDue)}.`]),
    ...waiting.map(({ title, until, untilIncident }) => {
      const wait = until === null ? `an incident with "${untilIncident}"` : mediumDay(until, today);
      return `Too early to tell until ${wait}: ${title}.`;
    }),
  ];
}

/** `Write the runbook: open, now done; due Fri 13 March, now Fri 20 March`. */
export function changeText({ title, isNew, state, due }: ItemChange, today: Day): string {
  const day = (value: Day | null) => (value === null ? 'no date' : mediumDay(value, today));
  const parts = [
    isNew ? 'new' : null,
    state === null ? null : `${stateName(state.from)}, now ${stateName(state.to)}`,
    due === null ? null : `due ${day(due.from)}, now ${day(due.to)}`,
  ].filter((part) => part !== null);
  return `${title}: ${parts.join('; ')}`;
}

/** `Week 11: Mon 9 March to Sun 15 March`. */
export function digestTitle(digest: Digest, today: Day): string {
  return `Week ${weekNumber(digest)}: ${mediumDay(digest.from, today)} to ${mediumDay(digest.to, today)}`;
}

/** `11` for `2026-W11`. */
export function weekNumber(digest: Digest): string {
  return digest.week.replace(/^.*W0?/, '');
}

/** Two questions a review asks, before its lists of items. */
export const agendaAsks = {
  open: 'Still open: for each, is it on track, at risk or blocked?',
  done: 'Done: look at the success metric. Was it met, was it missed, or is it too early to say?',
} as const;
