import type { Day, Instant } from './calendar.ts';

/** How much an item matters; the PIR's own three groups. */
export type Priority = 'high' | 'medium' | 'low';

/** All priorities, most urgent first. */
export const priorities: readonly Priority[] = ['high', 'medium', 'low'];

/** Somebody named as owner: `@dba-team` is a team, `@john.smith` a person; `raw` is the text as written. */
export interface Owner {
  readonly kind: 'person' | 'team' | 'role' | 'unknown';
  /** Without the `@`; the whole name where there is no handle. */
  readonly handle: string;
  readonly raw: string;
}

/** Where an item's due date comes from; only a written one is a promise, `default` is marked wherever it is shown. */
export type DueSource = 'written' | 'reading' | 'heading' | 'default';

/**
 * Where an item stands. proposed: its PIR is not approved; open, in-progress, blocked: promised and live; done: Jira or a
 * person says so; verified: its success metric was met; declined, dropped, accepted-risk: ended otherwise.
 */
export type ItemState =
  | 'proposed'
  | 'open'
  | 'in-progress'
  | 'blocked'
  | 'done'
  | 'verified'
  | 'declined'
  | 'dropped'
  | 'accepted-risk';

const live: ReadonlySet<ItemState> = new Set(['open', 'in-progress', 'blocked']);

/** Whether the item is promised and not ended, so that it can be due, overdue and chased. */
export function isLive(item: { readonly state: ItemState }): boolean {
  return live.has(item.state);
}

/** One promised piece of work that the service keeps track of. */
export interface ActionItem {
  /** Derived from the PIR and the item's first number or title, so a re-imported item is the same item. */
  readonly id: string;
  readonly pirId: string;
  /** The number the document gives it ("1" of "[1]"), or null. */
  readonly ref: string | null;
  /** Its place in the document, from 1. */
  readonly position: number;
  readonly title: string;
  readonly priority: Priority | null;
  readonly owners: readonly Owner[];
  /** By whose end it should be done. */
  readonly due: Day | null;
  readonly dueSource: DueSource | null;
  /** The first day a person gave; never changed, slips are measured against it. */
  readonly firstDue: Day | null;
  readonly estimate: string | null;
  readonly successMetric: string | null;
  readonly objective: string | null;
  readonly approach: readonly string[];
  readonly playbook: string | null;
  readonly state: ItemState;
  /** Why it was declined, dropped or accepted, where somebody said. */
  readonly stateReason: string | null;
  /** When it came to its present state. */
  readonly stateSince: Instant;
  /** When its PIR's approval, or the review that made it, opened it; null before. */
  readonly openedAt: Instant | null;
  /** The item that it makes up for, whose success metric was missed; null for one that stands in the document. */
  readonly follows: string | null;
}

/** Open and due before today. */
export function isOverdue(item: Pick<ActionItem, 'state' | 'due'>, today: Day): boolean {
  return isLive(item) && item.due !== null && item.due < today;
}
