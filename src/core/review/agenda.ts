import type { Day } from '../calendar.ts';
import type { ItemLine } from '../item-line.ts';
import type { Milestone } from '../pir/pir.ts';

/** What a review will look at. */
export interface Agenda {
  readonly pirId: string;
  readonly incident: string;
  readonly title: string;
  readonly milestone: Milestone | 'extra';
  readonly on: Day;
  readonly facilitator: string | null;
  /** What the milestone is for, one sentence. */
  readonly question: string;
  /** Live items in scope, overdue first. */
  readonly open: readonly ItemLine[];
  /** Items done, whose success metric is to be looked at. */
  readonly done: readonly ItemLine[];
}
