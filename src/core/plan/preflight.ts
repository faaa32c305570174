import type { Instant } from '../calendar.ts';
import { canonicalJson } from '../digest.ts';
import { answerablePerson } from '../directory.ts';
import type { Pir } from '../pir/pir.ts';
import { destinationOf, epicDestination } from './destination.ts';
import { ticketKey } from './identity.ts';
import type { KnownItem, TicketDestination, TicketRef } from './plan.ts';
import { type PlanContext, pirLabel } from './ticket-fields.ts';

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

/** What can be set on a new ticket of a destination. */
export interface DestinationReport extends TicketDestination {
  /** Why no ticket can be made there at all, in the tracker's words; the rest is empty then. */
  readonly problem: string | null;
  /** Ids of the fields on the create screen: summary, description, priority, duedate, assignee, labels, parent … */
  readonly fields: readonly string[];
  /** Whether a ticket can hang under another one here. */
  readonly takesParent: boolean;
  /** Ids of the fields that the project insists on and that have no default, beside those that every ticket fills. */
  readonly required: readonly string[];
  /** Those among them that nothing of ours ever fills. */
  readonly missing: readonly { readonly id: string; readonly name: string }[];
  /** Components and values that the project does not take, each with why. */
  readonly refused: readonly { readonly field: string; readonly value: string; readonly reason: string }[];
  /** Our priorities that have no counterpart here, as the settings name them. */
  readonly unknownPriorities: readonly string[];
  /** Names of the priorities offered. */
  readonly priorities: readonly string[];
}

/** What there is to ask about a document before its plan is made. */
export function preflightRequest(
  pir: Pir,
  known: readonly KnownItem[],
  context: PlanContext,
): PreflightRequest {
  const { tickets, directory, trackerUrl } = context;
  const places = pir.items.flatMap((item) => {
    const destination = destinationOf(item, directory, tickets.destination);
    const account = answerablePerson(directory, item.owners)?.jiraAccount ?? null;
    return destination === null ? [] : [{ destination, account }];
  });
  const epic =
    tickets.epic === null || tickets.destination === null || tickets.parent !== null
      ? []
      : [epicDestination(tickets.destination, tickets.epic)];
  const accounts = places.flatMap(({ account, destination: { project } }) =>
    account === null ? [] : [{ account, project }],
  );
  const linked = new Set(known.map((item) => item.ticket?.key));
  const keys = pir.items
    .map(({ ticket }) => (ticket === null ? null : ticketKey(ticket, trackerUrl)))
    .filter((key) => key !== null)
    .filter((key) => !linked.has(key));
  return {
    destinations: distinct([...places.map(({ destination }) => destination), ...epic]),
    accounts: distinct(accounts),
    labels: [pirLabel(pir)],
    keys: distinct(keys),
  };
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [canonicalJson(value), value])).values()];
}
