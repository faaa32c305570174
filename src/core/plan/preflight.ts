import type { Instant } from '../calendar.ts';
import type { TicketDestination, TicketRef } from './plan.ts';

/** What is asked of the tracker before a plan is read. */
export interface PreflightRequest {
  readonly destinations: readonly TicketDestination[];
  /** Who is to be given tickets, and where. */
  readonly accounts: readonly AccountInProject[];
  /** Labels whose tickets are looked for: one made for an item that the database does not know is linked, not made again. */
  readonly labels: readonly string[];
  /** Keys of tickets that the document names. */
  readonly keys: readonly string[];
}

/** An account and the key of a project. */
export interface AccountInProject {
  readonly account: string;
  readonly project: string;
}

/** What the tracker says before a plan is approved. A value, kept with the plan. */
export interface Preflight {
  readonly askedAt: Instant;
  /** In the order asked. */
  readonly destinations: readonly DestinationReport[];
  /** Those who cannot be given tickets there: unknown, deactivated or without permission. */
  readonly unassignable: readonly AccountInProject[];
  /** Tickets that say which item they are of; of several for one item the oldest. */
  readonly found: readonly { readonly itemId: string; readonly ticket: TicketRef }[];
  /** Null: there is no such ticket, or the service's account does not see it. */
  readonly named: readonly { readonly key: string; readonly ticket: TicketRef | null }[];
}

/** What can be set on a new ticket of one project and issue type. */
export interface DestinationReport {
  readonly project: string;
  readonly issueType: string;
  /** Why no ticket can be made there at all, in the tracker's words; the rest is empty then. */
  readonly problem: string | null;
  /** Ids of the fields on the create screen: summary, description, priority, duedate, assignee, labels, parent … */
  readonly fields: readonly string[];
  /** Fields that the project insists on, that have no default, and that nothing of ours fills. */
  readonly missing: readonly { readonly id: string; readonly name: string }[];
  /** Components and values that the project does not take, each with why. */
  readonly refused: readonly { readonly field: string; readonly value: string; readonly reason: string }[];
  /** Our priorities that have no counterpart here, as the settings name them. */
  readonly unknownPriorities: readonly string[];
  /** Names of the priorities offered. */
  readonly priorities: readonly string[];
}
