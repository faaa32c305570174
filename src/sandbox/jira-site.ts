import type { Ticket, TicketStore } from './ticket-store.ts';
import { type Account, transitions } from './workflow.ts';

/** One Jira site as its routes see it. */
export interface JiraSite {
  /** Its address, without a slash at the end. */
  readonly root: string;
  readonly project: string;
  readonly accounts: readonly Account[];
  /** Fields taken off the screens. */
  readonly offScreen: ReadonlySet<string>;
  /** How long the search index stays behind, in milliseconds. */
  readonly indexLagMs: number;
  readonly store: TicketStore;
  /** Milliseconds since 1970. */
  now(): number;
  onTicket(ticket: Ticket): void;
  /** Moves a ticket along the workflow; false where there is no such way from where it stands. */
  move(ticket: Ticket, transitionId: string): Promise<boolean>;
}

/** The moving of tickets, for the API and for the board alike. */
export async function moveTicket(
  site: Pick<JiraSite, 'store' | 'now'>,
  ticket: Ticket,
  transitionId: string,
): Promise<boolean> {
  const step = transitions.find((each) => each.id === transitionId && each.from.id === ticket.statusId);
  if (step === undefined) return false;
  ticket.statusId = step.to.id;
  ticket.updated = site.now();
  await site.store.save();
  return true;
}
