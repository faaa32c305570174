import { isLive, isOverdue } from '../action-item.ts';
import { type Day, dayAt, daysBetween, type Instant } from '../calendar.ts';
import type { DeadLetter, OutboxCount } from '../delivery/delivery.ts';
import type { Hold } from '../delivery/holds.ts';
import type { Pause } from '../delivery/pauses.ts';
import type { Finding } from '../pir/finding.ts';
import type { PirRecord } from '../pir/pir-record.ts';
import type { ApprovalRecord } from '../plan/approve.ts';
import type { Plan } from '../plan/plan.ts';
import type { ReviewRecord } from '../review/review.ts';
import { type Drift, driftVersion, shownDrift } from '../sync/drift.ts';
import { type ItemLine, itemLine } from '../sync/item-line.ts';
import type { TrackedItem } from '../sync/snapshot.ts';
import { sideOf, waitingNote } from './backlog.ts';
import { incidentName } from './summarise.ts';

/** An item on the page of its PIR. */
export interface PirItemLine extends ItemLine {
  readonly ref: string | null;
  /** Days past its due date while live; null when it is not overdue. */
  readonly daysLate: number | null;
  /** The first day a person gave, where the due date has moved past it. */
  readonly slippedFrom: Day | null;
  readonly stateReason: string | null;
  /** What nobody let stand yet. */
  readonly drift: readonly Drift[];
  /** Whoever decides on it names it. */
  readonly driftVersion: string;
  /** Since when the tracker no longer shows its ticket. */
  readonly ticketMissingSince: Instant | null;
}

/** One PIR with all that is known of it: the JSON of GET /pirs/ID. Fields may be added, none renamed. */
export interface PirView {
  readonly version: 1;
  readonly organisation: string;
  readonly asOf: Instant;
  readonly today: Day;
  readonly pir: PirRecord;
  /** Of the newest revision, in the order of the document. */
  readonly findings: readonly Finding[];
  /** In the order of the document. */
  readonly items: readonly PirItemLine[];
  readonly reviews: readonly ReviewRecord[];
  /** What approval would cause; null when nothing waits for approval. */
  readonly plan: Plan | null;
  readonly approval: ApprovalRecord | null;
  /** What waits or was given up on, one sentence each. */
  readonly notes: readonly string[];
}

/** Everything the view of a PIR is put together from. */
export interface PirViewInput {
  readonly organisation: string;
  readonly timeZone: string;
  readonly now: Instant;
  readonly pir: PirRecord;
  readonly findings: readonly Finding[];
  readonly items: readonly TrackedItem[];
  readonly reviews: readonly ReviewRecord[];
  readonly plan: Plan | null;
  readonly approval: ApprovalRecord | null;
  /** Of the whole service; only the reason is taken from it. */
  readonly outbox: readonly OutboxCount[];
  /** Of the whole service; those of other PIRs are left out. */
  readonly deadLetters: readonly DeadLetter[];
  readonly pauses: readonly Pause[];
  readonly holds: readonly Hold[];
  readonly trackerConfigured: boolean;
  readonly mailerConfigured: boolean;
}

function notes(input: PirViewInput): readonly string[] {
  const ids = new Set(input.items.map((item) => item.id));
  const givenUp = input.deadLetters.filter((letter) => letter.itemId !== null && ids.has(letter.itemId));
  const givenUpIds = new Set(givenUp.map((letter) => letter.itemId));
  const waiting = input.items.filter(
    (item) => isLive(item) && item.ticketFields !== null && item.ticket === null && !givenUpIds.has(item.id),
  );
  const creation = input.outbox.find((row) => row.kind === 'create-ticket');
  const count: OutboxCount = {
    kind: 'create-ticket',
    waiting: waiting.length,
    dead: 0,
    delivered: 0,
    oldestWaiting: creation?.oldestWaiting ?? null,
    lastReason: creation?.lastReason ?? null,
  };
  const note = waitingNote([count], sideOf('jira', input));
  return [
    ...(note === null ? [] : [note]),
    ...givenUp.map((letter) => {
      const title = input.items.find((item) => item.id === letter.itemId)?.title ?? letter.key;
      return `Given up on "${title}": ${letter.reason}`;
    }),
  ];
}

function viewItem(item: TrackedItem, incident: string, today: Day): PirItemLine {
  const slipped = item.firstDue !== null && item.due !== null && item.due > item.firstDue;
  return {
    ...itemLine(item, incident),
    ref: item.ref,
    daysLate: isOverdue(item, today) && item.due !== null ? daysBetween(item.due, today) : null,
    slippedFrom: slipped ? item.firstDue : null,
    stateReason: item.stateReason,
    drift: shownDrift(item.ticket?.drift ?? []),
    driftVersion: driftVersion(item.ticket?.drift ?? []),
    ticketMissingSince: item.ticket?.missingSince ?? null,
  };
}

/** Puts the view of one PIR together. */
export function viewPir(input: PirViewInput): PirView {
  const today = dayAt(input.now, input.timeZone);
  const incident = incidentName(input.pir);
  return {
    version: 1,
    organisation: input.organisation,
    asOf: input.now,
    today,
    pir: input.pir,
    findings: input.findings,
    items: [...input.items]
      .sort((a, b) => a.position - b.position)
      .map((item) => viewItem(item, incident, today)),
    reviews: [...input.reviews].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)),
    plan: input.plan,
    approval: input.approval,
    notes: notes(input),
  };
}
