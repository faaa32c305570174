import type { Priority } from '../action-item.ts';
import type { Day, Instant } from '../calendar.ts';
import type { CreatedTicket, PlannedItem, TicketFields, TicketRef } from '../plan/plan.ts';
import type { Drift } from './drift.ts';

/** Jira's three groups of statuses; compared instead of names, which every project chooses for itself. */
export type StatusCategory = 'new' | 'indeterminate' | 'done';

/** What a ticket says at one moment, in our terms. */
export interface Snapshot {
  /** Jira's issue id; unlike the key it survives a move to another project. */
  readonly ticketId: string;
  readonly key: string;
  /** Key of the project it is in now. */
  readonly project: string;
  readonly issueType: string;
  readonly summary: string;
  readonly statusCategory: StatusCategory;
  readonly statusName: string;
  /** Name of how it was resolved; null while it is not. */
  readonly resolution: string | null;
  /** Somebody raised the flag that boards show as impediment. */
  readonly flagged: boolean;
  /** Keys of tickets, not done, that it "is blocked by". */
  readonly blockedBy: readonly string[];
  /** Key of the ticket it "duplicates". */
  readonly duplicateOf: string | null;
  /** Keys of the tickets it was "split to". */
  readonly splitInto: readonly string[];
  /** Null when the priority has no counterpart in the settings. */
  readonly priority: Priority | null;
  readonly dueDate: Day | null;
  /** Jira account, or null when unassigned. */
  readonly assignee: string | null;
  /** False: the assignee's account is deactivated. True where nobody is assigned. */
  readonly assigneeActive: boolean;
  readonly labels: readonly string[];
  /** When it was last changed, by the tracker's clock and as the tracker writes it. */
  readonly updated: string;
}

/** What a ticket says right after it was created with these fields: both sides agree on what was sent and kept. */
export function asCreated(
  { ticketId, key }: TicketRef,
  fields: TicketFields,
  leftOut: CreatedTicket['leftOut'],
): Snapshot {
  const { summary, priority, dueDate, assignee, labels } = fields;
  return {
    ...{ ticketId, key, summary, labels },
    priority: leftOut.includes('priority') ? null : priority,
    dueDate: leftOut.includes('dueDate') ? null : dueDate,
    assignee: leftOut.includes('assignee') ? null : assignee,
    project: key.replace(/-\d+$/, ''),
    issueType: '',
    statusCategory: 'new',
    statusName: '',
    resolution: null,
    flagged: false,
    blockedBy: [],
    duplicateOf: null,
    splitInto: [],
    assigneeActive: true,
    updated: '',
  };
}

/** The tracker's record of an item. */
export interface TicketRecord extends TicketRef {
  readonly itemId: string;
  /**
   * The state last agreed by both sides, and for what only the tracker says the last reading; null until first read, for a
   * ticket that we did not create.
   */
  readonly base: Snapshot | null;
  readonly drift: readonly Drift[];
  readonly syncedAt: Instant | null;
  /** Since when the tracker no longer shows it. */
  readonly missingSince: Instant | null;
}

/** An item with its ticket, as everything after approval needs it. */
export interface TrackedItem extends PlannedItem {
  readonly ticket: TicketRecord | null;
}

/** When the tracker was last asked, and what came of it. */
export interface SyncRecord {
  readonly at: Instant;
  /** When it was last asked and everything came of it: what is shown of the tracker is as of then. Null before the first. */
  readonly asOf: Instant | null;
  /** When all live tickets were last read, whether changed or not; null before the first time. */
  readonly sweptAt: Instant | null;
  readonly read: number;
  /** Tickets that could not be read. */
  readonly failed: number;
  /** Why not, or why it could not be asked at all; null where all went well. */
  readonly reason: string | null;
}

/** A ticket of ours, without its item: enough to choose what is read again. */
export interface KnownTicket {
  readonly itemId: string;
  readonly pirId: string;
  readonly ticketId: string;
  /** The tracker's time stamp when it was last read; empty before. */
  readonly updated: string;
}

/** A webhook's news that tickets may have changed; what they are now is read from the tracker. */
export interface Hint {
  /** The same for each repetition of one delivery. */
  readonly delivery: string;
  /** The tracker's name for what happened. */
  readonly event: string;
  /** By the tracker's id; none of them need be ours. */
  readonly ticketIds: readonly string[];
}
