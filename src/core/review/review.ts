import type { Day, Instant } from '../calendar.ts';
import type { Milestone } from '../pir/pir.ts';

/** Where a review stands; `before-approval`: its day had passed when the PIR was approved. */
export type ReviewState = 'planned' | 'announced' | 'before-approval';

export interface ReviewRecord {
  readonly pirId: string;
  /** P7D, P1M, P3M, or `extra` for the one held because all others lay before the approval. */
  readonly milestone: Milestone | 'extra';
  readonly on: Day;
  readonly source: 'written' | 'computed';
  readonly state: ReviewState;
  readonly announcedAt: Instant | null;
}
