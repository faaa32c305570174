import type { ItemState } from '../action-item.ts';
import { type Day, type Instant, isDay } from '../calendar.ts';
import type { Milestone } from '../pir/pir.ts';

/**
 * Which review of a PIR: P7D, P1M, P3M; `extra`, the one held because all others lay before the approval; P4M, P5M … for
 * what is not settled by then; `again-2026-05-04`, a second look at what was too early to tell.
 */
export type ReviewMilestone = Milestone | 'extra' | `P${number}M` | `again-${Day}`;

/** Whether a text names a review. */
export function isReviewMilestone(text: string): text is ReviewMilestone {
  if (text.startsWith('again-')) return isDay(text.slice('again-'.length));
  return /^(P7D|extra|P(1|[3-9]|[1-9]\d{1,3})M)$/.test(text);
}

/** A second look at single items, rather than at all of a PIR. */
export function isSecondLook(milestone: ReviewMilestone): milestone is `again-${Day}` {
  return milestone.startsWith('again-');
}

/**
 * Where a review stands. planned: its agenda is to come; announced: the agenda went out and it waits to be recorded;
 * recorded; overtaken: a later one looks at all that it would have looked at; not-needed: nothing was left to look at;
 * before-approval: its day had passed when the PIR was approved.
 */
export type ReviewState =
  | 'planned'
  | 'announced'
  | 'recorded'
  | 'overtaken'
  | 'not-needed'
  | 'before-approval';

export interface ReviewRecord {
  readonly pirId: string;
  readonly milestone: ReviewMilestone;
  readonly on: Day;
  /** `written`: a person gave the day. */
  readonly source: 'written' | 'computed';
  readonly state: ReviewState;
  readonly announcedAt: Instant | null;
  /** The newest day on which it was asked for again. */
  readonly askedOn: Day | null;
  /** Whom it was handed over to, as named then; null: whom PIR and settings name. */
  readonly facilitator: string | null;
  /** Counts the recordings. Whoever records names the version that was read, so that nobody overwrites unseen. */
  readonly version: number;
  readonly recordedAt: Instant | null;
  readonly recordedBy: string | null;
  readonly note: string | null;
  /** How the items stood when it was recorded: what the next agenda compares with. Empty before. */
  readonly standings: readonly ItemStanding[];
}

/** How an item stood at a review. */
export interface ItemStanding {
  readonly itemId: string;
  readonly state: ItemState;
  readonly due: Day | null;
}

/** A review to come. */
export function plannedReview(
  review: Pick<ReviewRecord, 'pirId' | 'milestone' | 'on' | 'source'>,
  facilitator: string | null,
): ReviewRecord {
  return {
    ...review,
    state: 'planned',
    announcedAt: null,
    askedOn: null,
    facilitator,
    version: 0,
    recordedAt: null,
    recordedBy: null,
    note: null,
    standings: [],
  };
}

/** Whether a review waits to be held and recorded. */
export function isOpen({ state }: Pick<ReviewRecord, 'state'>): boolean {
  return state === 'planned' || state === 'announced';
}

/** Whether it waits though its day has passed. */
export function isLate(review: Pick<ReviewRecord, 'state' | 'on'>, today: Day): boolean {
  return isOpen(review) && review.on < today;
}

/** How an open item goes on, as said in a review. */
export const progresses = ['on-track', 'at-risk', 'blocked'] as const;
export type Progress = (typeof progresses)[number];

/**
 * Whether a done item worked, by its success metric. no-metric: there is nothing to tell it by; the item ends at done and
 * is counted apart.
 */
export const verdicts = ['met', 'missed', 'too-early', 'no-metric'] as const;
export type Verdict = (typeof verdicts)[number];

/** What a review recorded of one item: its progress while it is open, a verdict once it is done. */
export interface ItemOutcome {
  readonly pirId: string;
  readonly milestone: ReviewMilestone;
  readonly itemId: string;
  readonly progress: Progress | null;
  readonly verdict: Verdict | null;
  /** Too early until this day; null where it waits for an incident. */
  readonly until: Day | null;
  /** Too early until an incident whose title or root cause has all of these words. */
  readonly untilIncident: string | null;
  readonly note: string | null;
  readonly by: string;
  readonly at: Instant;
  /** The item that "missed" made. */
  readonly newItemId: string | null;
}

/** What an outcome rests on. A file is kept as it came; nobody vouches for its type. */
export interface Evidence {
  /** Derived from review, item and content: the same twice is one. */
  readonly id: string;
  readonly pirId: string;
  readonly milestone: ReviewMilestone;
  readonly itemId: string;
  readonly kind: 'text' | 'link' | 'file';
  /** The text, the address, or the file's name. */
  readonly text: string;
  /** Bytes of a file; 0 for others. */
  readonly size: number;
  readonly addedBy: string;
  readonly addedAt: Instant;
}

/** The largest file that is kept as evidence, in bytes. */
export const largestEvidence = 5 * 1024 * 1024;
