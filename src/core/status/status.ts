import type { Day, Instant } from '../calendar.ts';
import type { DeadLetter } from '../delivery/delivery.ts';
import type { PirState } from '../pir/pir-record.ts';
import type { ReviewState, Verdict } from '../review/review.ts';
import type { Drift } from '../sync/drift.ts';
import type { ItemLine } from '../sync/item-line.ts';
import type { SyncRecord } from '../sync/snapshot.ts';

/** An overdue item; days counted in the organisation's time zone. */
export interface OverdueLine extends ItemLine {
  readonly daysLate: number;
}

/** An item done, with what a review said of it. */
export interface DoneLine extends ItemLine {
  /** Null before a review looked at its success metric. */
  readonly verdict: Verdict | null;
}

/** One PIR with how its items stand. */
export interface PirLine {
  readonly id: string;
  readonly incident: string;
  readonly title: string;
  readonly severity: string | null;
  readonly state: PirState;
  readonly total: number;
  readonly open: number;
  readonly overdue: number;
  readonly done: number;
}

/** A review that is coming, late (its day has passed and it is not recorded) or recorded. */
export interface ReviewLine {
  readonly pirId: string;
  readonly incident: string;
  readonly title: string;
  readonly milestone: string;
  readonly on: Day;
  /** Its agenda went out. */
  readonly announced: boolean;
  readonly state: ReviewState;
  readonly recordedAt: Instant | null;
  readonly recordedBy: string | null;
}

/** An item that is apart from its ticket. */
export interface DriftLine {
  readonly item: ItemLine;
  /** What nobody let stand yet. */
  readonly fields: readonly Drift[];
  /** Whoever decides names it, so that nothing is decided that they did not see. */
  readonly version: string;
}

/** What waits to be sent to one channel, and why. */
export interface Backlog {
  readonly waiting: number;
  readonly dead: number;
  /** One sentence for people, null when nothing waits: "9 tickets wait: no tracker configured". */
  readonly note: string | null;
  /** That somebody holds the deliveries back, and why; null where nobody does. */
  readonly held: string | null;
}

/** The engineering meeting's answer, as data: the JSON of GET /status. Fields may be added, none renamed. */
export interface Status {
  readonly version: 1;
  readonly organisation: string;
  /** When this was put together. */
  readonly asOf: Instant;
  /** The organisation's day at that moment. */
  readonly today: Day;
  readonly counts: {
    /** Promised and not ended: open, in progress or blocked. */
    readonly open: number;
    readonly overdue: number;
    /** Due from today to Sunday. */
    readonly dueThisWeek: number;
    readonly blocked: number;
    /** Live items whose owner the directory cannot reach. */
    readonly unowned: number;
    readonly done: number;
    readonly verified: number;
    /** Among the done ones: those whose success metric was missed … */
    readonly missed: number;
    /** … and those that a review found no metric for. They count as ended, and not as verified. */
    readonly noMetric: number;
    /** Items of PIRs that wait for approval. */
    readonly proposed: number;
    readonly declined: number;
  };
  /** Longest late first. */
  readonly overdue: readonly OverdueLine[];
  readonly dueThisWeek: readonly ItemLine[];
  /** All other live items, by due date. */
  readonly openLater: readonly ItemLine[];
  readonly unowned: readonly ItemLine[];
  /** Ended as done or verified in the last seven days. */
  readonly doneLately: readonly DoneLine[];
  readonly pirs: readonly PirLine[];
  readonly reviews: {
    /** Longest late first. */
    readonly late: readonly ReviewLine[];
    /** In the next 30 days. */
    readonly coming: readonly ReviewLine[];
    /** In the last 30 days, newest first. */
    readonly recorded: readonly ReviewLine[];
  };
  readonly tickets: Backlog;
  readonly mails: Backlog;
  readonly deadLetters: readonly DeadLetter[];
  /** The last reading of the tracker; null before the first. */
  readonly sync: SyncRecord | null;
  readonly drift: readonly DriftLine[];
  /** How the tracker and we are in step. */
  readonly step: {
    /** Fields that both sides moved apart. */
    readonly conflicts: number;
    /** Live items whose ticket the tracker no longer shows. */
    readonly missing: number;
    /** Webhooks whose tickets have not been read yet. */
    readonly hints: number;
  };
}
