import type { ItemState } from './core/action-item.ts';
import type { Day, Instant } from './core/calendar.ts';
import type {
  ClaimedDelivery,
  DeadLetter,
  DeliveryKind,
  DeliveryOf,
  DeliveryOutcome,
  Intent,
  OutboxCount,
} from './core/delivery/delivery.ts';
import type { Channel, Hold, WaitingDelivery } from './core/delivery/holds.ts';
import type { Pause, PauseScope } from './core/delivery/pauses.ts';
import type { MailRecord, NoticeRecord } from './core/notice/notice.ts';
import type { PirRecord, RevisionRecord } from './core/pir/pir-record.ts';
import type { ApprovalRecord } from './core/plan/approve.ts';
import type { Plan, PlannedItem, TicketHolder, TicketRef } from './core/plan/plan.ts';
import type { Preflight } from './core/plan/preflight.ts';
import type { Evidence, ItemOutcome, ReviewMilestone, ReviewRecord } from './core/review/review.ts';
import type { Hint, KnownTicket, SyncRecord, TicketRecord, TrackedItem } from './core/sync/snapshot.ts';
import type { TrailEntry, TrailRow } from './core/trail.ts';

/* The tables, one by one, as flows see them within one transaction. */

export interface PirRecords {
  /**
   * Holds the row until the transaction ends. Whoever changes anything of a PIR locks it first: so one PIR is changed by
   * one at a time, and nobody waits in a circle.
   */
  lock(id: string): Promise<PirRecord | null>;
  /** Holds the rows of several PIRs, in the order in which everybody locks them. */
  lockAll(ids: readonly string[]): Promise<void>;
  /** By id, incident id or source; null where none matches. */
  find(name: string): Promise<PirRecord | null>;
  list(): Promise<readonly PirRecord[]>;
  save(pir: PirRecord): Promise<void>;
  /** Keeps a revision; the same digest again changes nothing. */
  addRevision(revision: RevisionRecord): Promise<void>;
  revision(pirId: string, digest: string): Promise<RevisionRecord | null>;
  addPlan(plan: Plan, at: Instant): Promise<void>;
  plan(pirId: string, fingerprint: string): Promise<Plan | null>;
  addApproval(approval: ApprovalRecord): Promise<void>;
  /** The newest approval of a PIR. */
  approval(pirId: string): Promise<ApprovalRecord | null>;
  /** The epic that a PIR's tickets hang under; null where there is none. */
  epic(pirId: string): Promise<TicketRef | null>;
  /** Keeps the epic of a PIR; one that is there already stays. */
  addEpic(pirId: string, epic: TicketRef): Promise<void>;
  /** What the tracker said when the PIR was last planned; null where it never was asked. */
  preflight(pirId: string): Promise<Preflight | null>;
  savePreflight(pirId: string, preflight: Preflight): Promise<void>;
}

export interface ItemRecords {
  ofPir(pirId: string): Promise<readonly TrackedItem[]>;
  find(id: string): Promise<TrackedItem | null>;
  /** The items with these ids and their tickets, and no more of them: what a delivery needs. */
  holding(ids: readonly string[]): Promise<readonly TicketHolder[]>;
  /** By the key that its ticket had when it was last read. */
  findByKey(key: string): Promise<TrackedItem | null>;
  /** Every item, by PIR and place. */
  all(): Promise<readonly TrackedItem[]>;
  /** Items in any of the states, by due date. */
  inStates(states: readonly ItemState[]): Promise<readonly TrackedItem[]>;
  save(items: readonly PlannedItem[]): Promise<void>;
  /** Removes items that were only proposed; others stay for ever. */
  remove(ids: readonly string[]): Promise<void>;
  saveTicket(ticket: TicketRecord): Promise<void>;
  saveTickets(tickets: readonly TicketRecord[]): Promise<void>;
  /** Forgets an item's ticket, so that another can take its place. */
  removeTicket(itemId: string): Promise<void>;
  /** Which item has each of these tickets; tickets of none are left out. */
  holdersOf(ticketIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** What a process asks for of the outbox. */
export interface Claim<Kind extends DeliveryKind = DeliveryKind> {
  readonly kinds: readonly Kind[];
  readonly now: Instant;
  readonly limit: number;
  /** Names the process. */
  readonly holder: string;
  readonly leaseSeconds: number;
}

export interface OutboxRecords {
  /** Adds deliveries due at `at`; one whose key is known already changes nothing. */
  add(intents: readonly Intent[], at: Instant): Promise<void>;
  /**
   * Takes up to `limit` rows that are due and not leased, oldest first, and leases them to `holder` for `leaseSeconds`
   * of database time. Rows held by another transaction are skipped. Marks each as begun: a row claimed again without a
   * recorded outcome comes back in doubt.
   */
  claim<Kind extends DeliveryKind>(
    request: Claim<Kind>,
  ): Promise<readonly ClaimedDelivery<DeliveryOf<Kind>>[]>;
  /** Which of the rows `holder` still has by database time; asked right before each send. */
  stillHeld(keys: readonly string[], holder: string): Promise<ReadonlySet<string>>;
  /** Writes outcomes of the rows that `holder` still holds, and returns their keys; of the others the lease ran out. */
  settle(
    outcomes: readonly { readonly key: string; readonly outcome: DeliveryOutcome }[],
    holder: string,
    at: Instant,
  ): Promise<ReadonlySet<string>>;
  /** What waits of these kinds and is under way with nobody, oldest first. */
  waiting(kinds: readonly DeliveryKind[]): Promise<readonly WaitingDelivery[]>;
  /** Gives up for good those of the deliveries that still wait and are under way with nobody; returns their keys. */
  discard(keys: readonly string[], reason: string, at: Instant): Promise<ReadonlySet<string>>;
  /** Lets dead letters that nobody discarded wait again, due at `at`, with their tries forgotten. Returns how many. */
  reviveDead(at: Instant): Promise<number>;
  /** Ends the leases of every holder; only for a database that is known to have no other process. */
  releaseAll(): Promise<void>;
  counts(): Promise<readonly OutboxCount[]>;
  dead(): Promise<readonly DeadLetter[]>;
}

export interface PauseRecords {
  all(): Promise<readonly Pause[]>;
  save(pause: Pause): Promise<void>;
  end(scopes: readonly PauseScope[]): Promise<void>;
}

export interface HoldRecords {
  all(): Promise<readonly Hold[]>;
  /** Adds or replaces by channel. */
  save(hold: Hold): Promise<void>;
  end(channel: Channel): Promise<void>;
  /**
   * The name of the instance whose database this is; the given one where it has none yet. Held until the transaction ends:
   * whoever changes holds locks it first, so that they take turns.
   */
  lockInstance(name: string, at: Instant): Promise<string>;
  renameInstance(name: string, at: Instant): Promise<void>;
}

export interface ReviewRecords {
  ofPir(pirId: string): Promise<readonly ReviewRecord[]>;
  list(): Promise<readonly ReviewRecord[]>;
  /** Adds or replaces by PIR and milestone. */
  save(reviews: readonly ReviewRecord[]): Promise<void>;
  /** What the reviews of a PIR recorded, or of all with null; oldest first. */
  outcomes(pirId: string | null): Promise<readonly ItemOutcome[]>;
  /** Adds or replaces by PIR, milestone and item. */
  saveOutcomes(outcomes: readonly ItemOutcome[]): Promise<void>;
  /** The evidence of a review, without the bytes of files; oldest first. */
  evidence(pirId: string, milestone: ReviewMilestone): Promise<readonly Evidence[]>;
  /** Keeps evidence; the same id again changes nothing. Returns whether it was new. */
  addEvidence(evidence: Evidence, bytes: Uint8Array | null): Promise<boolean>;
  /** A file of evidence with its bytes; null where there is none. */
  evidenceFile(id: string): Promise<{ readonly evidence: Evidence; readonly bytes: Uint8Array } | null>;
}

export interface NoticeRecords {
  /** Adds notices; one whose natural key is known already changes nothing. Returns how many were new. */
  add(notices: readonly NoticeRecord[], at: Instant): Promise<number>;
  /** Notices no mail has taken up yet, of one recipient or, with null, of all; held until the transaction ends. */
  pending(recipient: string | null): Promise<readonly NoticeRecord[]>;
  /**
   * Takes mails of days before `today` out of the outbox that were never tried, or that no server took: their notices are
   * pending again. One that may have left stays.
   */
  takeBackMails(today: Day): Promise<void>;
  /** Forgets pending notices that no longer hold. */
  withdraw(notices: readonly NoticeRecord[]): Promise<void>;
  /** The recipients whose mail of the day has been composed. */
  mailedOn(day: Day): Promise<ReadonlySet<string>>;
  /** Stores the mail and marks the notices as taken up by it. */
  addMail(mail: MailRecord, notices: readonly NoticeRecord[], at: Instant): Promise<void>;
  mails(): Promise<readonly MailRecord[]>;
}

export interface TrailRecords {
  /**
   * Appends to a chain. `actor` is a person's name or address, or `service`; it and every `{ person }` in a payload are
   * replaced by a pseudonymous id whose name is kept apart.
   */
  append(chain: string, actor: string, entries: readonly TrailEntry[], at: Instant): Promise<void>;
  /** Appends to several chains at once, what each chain gets in the order given. */
  appendTo(
    entries: readonly { readonly chain: string; readonly entry: TrailEntry }[],
    actor: string,
    at: Instant,
  ): Promise<void>;
  /** All rows of a chain in order. */
  rows(chain: string): Promise<readonly TrailRow[]>;
  chains(): Promise<readonly string[]>;
}

export interface SyncRecords {
  last(): Promise<SyncRecord | null>;
  save(record: SyncRecord): Promise<void>;
}

/** The tickets of our items. Each question goes by an index: its cost follows what it finds, not what there is. */
export interface KnownTicketRecords {
  /** Those among the tracker's ids that belong to an item of ours. */
  byId(ticketIds: readonly string[]): Promise<readonly KnownTicket[]>;
  /** Those of all live items, by PIR. */
  live(): Promise<readonly KnownTicket[]>;
  /** Those blocked by another ticket, the longest unread first: its end does not show as a change of theirs. */
  blocked(limit: number): Promise<readonly KnownTicket[]>;
}

export interface HintRecords {
  /** Keeps hints; one whose delivery is known already changes nothing. Returns how many were new. */
  add(hints: readonly Hint[], at: Instant): Promise<number>;
  /** Those that nobody has followed up yet, oldest first. */
  waiting(limit: number): Promise<readonly Hint[]>;
  countWaiting(): Promise<number>;
  /** Marks hints, by delivery, as followed up. */
  take(deliveries: readonly string[], at: Instant): Promise<void>;
  /** Removes those followed up before an instant; until then a delivery is known as a repeated one. */
  forget(before: Instant): Promise<void>;
}

/** Where the poll of the tracker stands, in the tracker's own time. */
export interface CursorRecords {
  get(): Promise<string | null>;
  save(cursor: string, at: Instant): Promise<void>;
}
