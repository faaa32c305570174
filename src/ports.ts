import type { ItemState } from './core/action-item.ts';
import type { Day, Holidays, Instant, Place } from './core/calendar.ts';
import type {
  ClaimedDelivery,
  DeadLetter,
  DeliveryKind,
  DeliveryOf,
  DeliveryOutcome,
  Intent,
  OutboxCount,
} from './core/delivery/delivery.ts';
import type { Pause, PauseScope } from './core/delivery/pauses.ts';
import type { Mail, MailRecord, NoticeRecord } from './core/notice/notice.ts';
import type { PirRecord, RevisionRecord } from './core/pir/pir-record.ts';
import type { ApprovalRecord } from './core/plan/approve.ts';
import type {
  Creation,
  DescriptionPart,
  NewTicket,
  Plan,
  PlannedItem,
  TicketChanges,
  TicketLink,
  TicketRef,
} from './core/plan/plan.ts';
import type { Preflight, PreflightRequest } from './core/plan/preflight.ts';
import type { Evidence, ItemOutcome, ReviewMilestone, ReviewRecord } from './core/review/review.ts';
import type { Snapshot, SyncRecord, TicketRecord, TrackedItem } from './core/sync/snapshot.ts';
import type { TrailEntry, TrailRow } from './core/trail.ts';

/** The outside world on one page: everything that flows may ask of it. */
export interface Ports {
  readonly clock: Clock;
  readonly holidays: HolidaySource;
  readonly store: Store;
  /** Null while no tracker is configured: tickets wait in the outbox, and the status page says so. */
  readonly tracker: Tracker | null;
  /** Null while no mail server is configured: mails wait likewise. */
  readonly mailer: Mailer | null;
  readonly log: Log;
}

/** Ports as the composition root opens them. */
export interface OpenPorts extends Ports {
  /** Tells commands of the same user where the service listens, as long as it holds the embedded database. */
  announce(service: { readonly url: string; readonly token: string }): void;
  /** Closes connections and database, in order. */
  close(): Promise<void>;
}

/** The time. The only one there is outside adapters; tests and the demo turn it by hand. */
export interface Clock {
  now(): Instant;
}

/** Public holidays. */
export interface HolidaySource {
  /**
   * The whole-day public holidays of a place from one day's year to another's, both included; none for no place.
   * @throws {Failure} settings-invalid where the country or region is not known
   */
  of(place: Place | null, from: Day, to: Day): Promise<Holidays>;
}

/** Structured logs. `message` is a fixed text; what varies goes into `fields`. Secrets are masked. */
export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/* Tracker ---------------------------------------------------------------------------------------------------------- */

/** One line of `pir doctor`. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was seen. */
  readonly detail: string;
  /** What to do, where it is not ok. */
  readonly hint: string | null;
}

/**
 * The tracker (Jira). Every method throws {@link Failure}: tracker-unreachable (nothing was sent), tracker-unauthorized,
 * tracker-limited (with scope and, where the tracker said so, retryAfter), tracker-rejected (for good, with the tracker's own
 * words), or, from the methods that write, tracker-outcome-unknown (time-out, reset or 5xx after the request left: it may or
 * may not have been carried out). Nothing that failed is tried again in here.
 */
export interface Tracker {
  /**
   * Creates tickets, each with its item's id as entity property in the same request. Not idempotent. Up to
   * {@link Tracker.createsAtOnce} in one request; more are refused as a bug.
   * @returns one outcome a ticket, in the order given
   * @throws {Failure} for the request as a whole: then nothing is known of any of them
   */
  createMany(tickets: readonly NewTicket[]): Promise<readonly Creation[]>;
  /** How many tickets one request creates. */
  readonly createsAtOnce: number;
  /**
   * The tickets that carry the id of one of these items, by item id; of several the oldest. Those not found are left out: the
   * search lags behind what was written.
   */
  findMany(
    wanted: readonly { readonly itemId: string; readonly label: string }[],
  ): Promise<ReadonlyMap<string, TicketRef>>;
  /**
   * Links an existing ticket, by key, to an item: the item's id where it has none yet, and the labels. A ticket that was made
   * for another item keeps saying so. Idempotent.
   */
  adopt(itemId: string, key: string, labels: readonly string[]): Promise<TicketRef>;
  /** The tickets as they are now, by id; those deleted or unseen are left out. */
  read(ticketIds: readonly string[]): Promise<readonly Snapshot[]>;
  /**
   * Tickets of our projects changed since a cursor, oldest change first, as ids and time stamps only: the cost depends on
   * what changed and not on what there is. A change is told again while it is near the cursor.
   * @param cursor what the last call returned, the tracker's own time; null: nothing yet, only a cursor from now
   */
  changedSince(cursor: string | null): Promise<{
    readonly changed: readonly { readonly ticketId: string; readonly updated: string }[];
    readonly cursor: string;
  }>;
  /** Sets the given fields and leaves the rest alone; idempotent. */
  update(ticketId: string, changes: TicketChanges): Promise<void>;
  /** Adds a comment, unless the ticket has one that holds the mark, a text of these parts; so it is safe to repeat. */
  comment(ticketId: string, parts: readonly DescriptionPart[], mark?: string): Promise<void>;
  /** A link from the ticket back to the PIR, known again by its globalId (up to 255 characters); idempotent. */
  linkBack(ticketId: string, link: TicketLink): Promise<void>;
  /** What there is to know before a plan is approved; reads only. */
  preflight(request: PreflightRequest): Promise<Preflight>;
  /** Every ticket of our projects with a label, oldest first; `itemId` where it says which item it is of. */
  labelled(label: string): Promise<readonly LabelledTicket[]>;
  /** What `pir doctor` asks: reachable, signed in, project, issue type, fields on the screen, priorities, people. */
  check(): Promise<readonly Check[]>;
}

/** A ticket found by its label. */
export interface LabelledTicket {
  readonly ticket: TicketRef;
  readonly summary: string;
  readonly itemId: string | null;
}

/* Mail ------------------------------------------------------------------------------------------------------------- */

/** The mail server. Throws {@link Failure}: mail-unreachable (try again) or mail-refused (5xx, for good). */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  check(): Promise<readonly Check[]>;
}

/* Store ------------------------------------------------------------------------------------------------------------ */

/** The database. All reading and writing happens in a transaction; there is no other way in. */
export interface Store {
  /**
   * Runs `work` in one transaction: commits when it resolves, rolls back when it throws. `work` must not call anything
   * outside, and must not begin another transaction: the embedded database has one connection, it would wait for ever.
   */
  transaction<T>(work: (records: Records) => Promise<T>): Promise<T>;
  /** What `pir doctor` and /readyz ask. Never throws. */
  check(): Promise<readonly Check[]>;
}

/** The tables, as flows see them, within one transaction. */
export interface Records {
  readonly pirs: PirRecords;
  readonly items: ItemRecords;
  readonly outbox: OutboxRecords;
  readonly pauses: PauseRecords;
  readonly reviews: ReviewRecords;
  readonly notices: NoticeRecords;
  readonly trail: TrailRecords;
  readonly sync: SyncRecords;
}

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
  withIds(ids: readonly string[]): Promise<readonly TrackedItem[]>;
  /** Every item, by PIR and place. */
  all(): Promise<readonly TrackedItem[]>;
  /** Items in any of the states, by due date. */
  inStates(states: readonly ItemState[]): Promise<readonly TrackedItem[]>;
  save(items: readonly PlannedItem[]): Promise<void>;
  /** Removes items that were only proposed; others stay for ever. */
  remove(ids: readonly string[]): Promise<void>;
  saveTicket(ticket: TicketRecord): Promise<void>;
  saveTickets(tickets: readonly TicketRecord[]): Promise<void>;
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
  /** Lets dead letters wait again, due at `at`, with their tries forgotten. Returns how many. */
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
