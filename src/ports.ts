import type { Day, Holidays, Instant, Place } from './core/calendar.ts';
import type { Mail } from './core/notice/notice.ts';
import type {
  Creation,
  DescriptionPart,
  NewTicket,
  TicketChanges,
  TicketLink,
  TicketRef,
} from './core/plan/plan.ts';
import type { Preflight, PreflightRequest } from './core/plan/preflight.ts';
import type { Snapshot } from './core/sync/snapshot.ts';
import type {
  CursorRecords,
  HintRecords,
  HoldRecords,
  ItemRecords,
  KnownTicketRecords,
  NoticeRecords,
  OutboxRecords,
  PauseRecords,
  PirRecords,
  ReviewRecords,
  SyncRecords,
  TrailRecords,
} from './records.ts';

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
  comment(ticketId: string, parts: readonly DescriptionPart[], mark: string): Promise<void>;
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
  readonly holds: HoldRecords;
  readonly reviews: ReviewRecords;
  readonly notices: NoticeRecords;
  readonly trail: TrailRecords;
  readonly sync: SyncRecords;
  readonly knownTickets: KnownTicketRecords;
  readonly hints: HintRecords;
  readonly cursor: CursorRecords;
}
