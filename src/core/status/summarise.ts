import { isLive, isOverdue } from '../action-item.ts';
import { addDays, addSeconds, type Day, dayAt, daysBetween, type Instant, mondayOf } from '../calendar.ts';
import type { DeadLetter, OutboxCount } from '../delivery/delivery.ts';
import type { Hold } from '../delivery/holds.ts';
import type { Pause } from '../delivery/pauses.ts';
import { answerablePerson, type Directory } from '../directory.ts';
import { byDue, byUrgency } from '../notice/wording.ts';
import type { PirRecord } from '../pir/pir-record.ts';
import { type ItemOutcome, isLate, isOpen, type ReviewRecord, type Verdict } from '../review/review.ts';
import { standingVerdict } from '../review/scope.ts';
import { driftVersion, shownDrift } from '../sync/drift.ts';
import { type ItemLine, itemLine } from '../sync/item-line.ts';
import type { SyncRecord, TrackedItem } from '../sync/snapshot.ts';
import { backlog, sideOf } from './backlog.ts';
import type { DoneLine, DriftLine, OverdueLine, PirLine, ReviewLine, Status } from './status.ts';

/** Everything the status is put together from. */
export interface StatusInput {
  readonly organisation: string;
  /** IANA name; whose days count. */
  readonly timeZone: string;
  readonly now: Instant;
  readonly pirs: readonly PirRecord[];
  readonly items: readonly TrackedItem[];
  readonly reviews: readonly ReviewRecord[];
  /** What all reviews recorded. */
  readonly outcomes: readonly ItemOutcome[];
  readonly outbox: readonly OutboxCount[];
  readonly deadLetters: readonly DeadLetter[];
  readonly pauses: readonly Pause[];
  readonly holds: readonly Hold[];
  readonly sync: SyncRecord | null;
  /** Webhooks whose tickets have not been read yet. */
  readonly hintsWaiting: number;
  readonly directory: Directory;
  readonly trackerConfigured: boolean;
  readonly mailerConfigured: boolean;
}

const weekInSeconds = 7 * 24 * 60 * 60;
const reviewHorizonDays = 30;

/** What people call the PIR: its incident id, or its title where it has none. */
export function incidentName(pir: Pick<PirRecord, 'incidentId' | 'title'>): string {
  return pir.incidentId ?? pir.title;
}

/**
 * Whether nobody can be reached for an item. Without a directory nobody can be looked up at all; then only an item that
 * names no owner counts, or every item of a new installation would.
 */
function isUnowned(item: TrackedItem, directory: Directory): boolean {
  // The account that the ticket is assigned to was deactivated: its owner has left, whatever the directory says.
  if (item.ticket?.base?.assigneeActive === false) return true;
  if (directory.people.length === 0 && directory.teams.length === 0) return item.owners.length === 0;
  return !answerablePerson(directory, item.owners)?.email;
}

/** One PIR with how its items stand. */
export function pirLine(pir: PirRecord, items: readonly TrackedItem[], today: Day): PirLine {
  return {
    id: pir.id,
    incident: incidentName(pir),
    title: pir.title,
    severity: pir.severity,
    state: pir.state,
    total: items.length,
    open: items.filter(isLive).length,
    overdue: items.filter((item) => isOverdue(item, today)).length,
    done: items.filter((item) => item.state === 'done' || item.state === 'verified').length,
  };
}

function pirLines(input: StatusInput, today: Day): readonly PirLine[] {
  const itemsOf = new Map<string, TrackedItem[]>();
  for (const item of input.items) {
    const known = itemsOf.get(item.pirId);
    if (known) known.push(item);
    else itemsOf.set(item.pirId, [item]);
  }
  const newestFirst = [...input.pirs].sort((a, b) => {
    const [left, right] = [a, b].map(
      (pir) => `${pir.incidentDate ?? '0000-00-00'} ${pir.submittedAt} ${pir.id}`,
    ) as [string, string];
    return left < right ? 1 : left > right ? -1 : 0;
  });
  const lines = newestFirst.map((pir) => pirLine(pir, itemsOf.get(pir.id) ?? [], today));
  // What is settled moves to the end; among the rest the newest incident is what people come for.
  const settled = (line: PirLine) => line.state === 'approved' && line.open === 0;
  return [...lines.filter((line) => !settled(line)), ...lines.filter(settled)];
}

/** A review as one line. */
export function reviewLine(review: ReviewRecord, pir: PirRecord): ReviewLine {
  const { pirId, milestone, on, state, recordedAt, recordedBy, announcedAt } = review;
  const announced = announcedAt !== null;
  return {
    pirId,
    incident: incidentName(pir),
    title: pir.title,
    milestone,
    on,
    announced,
    state,
    recordedAt,
    recordedBy,
  };
}

function reviewLines({ reviews, pirs, timeZone }: StatusInput, today: Day): Status['reviews'] {
  const byId = new Map(pirs.map((pir) => [pir.id, pir]));
  const lines = (some: readonly ReviewRecord[]) =>
    some
      .flatMap((review): ReviewLine[] => {
        const pir = byId.get(review.pirId);
        return pir === undefined ? [] : [reviewLine(review, pir)];
      })
      .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.incident < b.incident ? -1 : 1));
  // Nobody is asked to hold those of imported PIRs before chasing is turned on.
  const asked = reviews.filter(({ pirId }) => (byId.get(pirId)?.chasedSince ?? null) !== null);
  const horizon = addDays(today, reviewHorizonDays);
  const since = addDays(today, -reviewHorizonDays);
  return {
    late: lines(asked.filter((review) => isLate(review, today))),
    coming: lines(asked.filter((review) => isOpen(review) && review.on >= today && review.on <= horizon)),
    recorded: lines(
      reviews.filter(
        ({ state, recordedAt }) =>
          state === 'recorded' && recordedAt !== null && dayAt(recordedAt, timeZone) >= since,
      ),
    ).toReversed(),
  };
}

/** What people are to decide on: conflicts first, for there both sides wait. */
function driftLines(
  items: readonly TrackedItem[],
  line: (item: TrackedItem) => ItemLine,
): readonly DriftLine[] {
  const hasConflict = ({ fields }: DriftLine) => fields.some((drift) => drift.conflict);
  return items
    .map((item): DriftLine => {
      const drift = item.ticket?.drift ?? [];
      return { item: line(item), fields: shownDrift(drift), version: driftVersion(drift) };
    })
    .filter(({ fields }) => fields.length > 0)
    .toSorted((a, b) => Number(hasConflict(b)) - Number(hasConflict(a)) || byUrgency(a.item, b.item));
}

/** Puts the engineering meeting's answer together: what is open, late, blocked, unowned, done since last week. */
export function summarise(input: StatusInput): Status {
  const { now, items, directory } = input;
  const today = dayAt(now, input.timeZone);
  const sunday = addDays(mondayOf(today), 6);
  const names = new Map(input.pirs.map((pir) => [pir.id, incidentName(pir)]));
  const line = (item: TrackedItem): ItemLine => itemLine(item, names.get(item.pirId) ?? item.pirId);

  const live = items.filter(isLive);
  const overdue = live
    .filter((item) => isOverdue(item, today))
    .map((item): OverdueLine => ({ ...line(item), daysLate: daysBetween(item.due ?? today, today) }))
    .sort((a, b) => b.daysLate - a.daysLate || byUrgency(a, b));
  const later = live.filter((item) => !isOverdue(item, today));
  const isThisWeek = (item: TrackedItem) => item.due !== null && item.due <= sunday;
  const dueThisWeek = later.filter(isThisWeek).map(line).sort(byDue);
  const unowned = live
    .filter((item) => isUnowned(item, directory))
    .map(line)
    .sort(byUrgency);

  const said = new Map<string, ItemOutcome[]>();
  for (const outcome of input.outcomes)
    said.set(outcome.itemId, [...(said.get(outcome.itemId) ?? []), outcome]);
  const verdictOf = (item: TrackedItem): Verdict | null =>
    standingVerdict(item, said.get(item.id) ?? [])?.verdict ?? null;
  const withVerdict = (verdict: Verdict) => items.filter((item) => verdictOf(item) === verdict).length;

  const since = addSeconds(now, -weekInSeconds);
  const doneLately = items
    .filter((item) => (item.state === 'done' || item.state === 'verified') && item.stateSince >= since)
    .sort((a, b) => (a.stateSince < b.stateSince ? 1 : a.stateSince > b.stateSince ? -1 : 0))
    .map((item): DoneLine => ({ ...line(item), verdict: verdictOf(item) }));
  const inState = (state: TrackedItem['state']) => items.filter((item) => item.state === state).length;

  return {
    version: 1,
    organisation: input.organisation,
    asOf: now,
    today,
    counts: {
      open: live.length,
      overdue: overdue.length,
      dueThisWeek: dueThisWeek.length,
      blocked: inState('blocked'),
      unowned: unowned.length,
      done: inState('done'),
      verified: inState('verified'),
      missed: withVerdict('missed'),
      noMetric: withVerdict('no-metric'),
      proposed: inState('proposed'),
      declined: inState('declined'),
    },
    overdue,
    dueThisWeek,
    openLater: later
      .filter((item) => !isThisWeek(item))
      .map(line)
      .sort(byDue),
    unowned,
    doneLately,
    pirs: pirLines(input, today),
    reviews: reviewLines(input, today),
    tickets: backlog(input.outbox, sideOf('jira', input)),
    mails: backlog(input.outbox, sideOf('mail', input)),
    deadLetters: input.deadLetters,
    sync: input.sync,
    drift: driftLines(items, line),
    step: {
      conflicts: items
        .flatMap((item) => shownDrift(item.ticket?.drift ?? []))
        .filter((drift) => drift.conflict && drift.taken === null).length,
      missing: live.filter((item) => item.ticket !== null && item.ticket.missingSince !== null).length,
      hints: input.hintsWaiting,
    },
  };
}
