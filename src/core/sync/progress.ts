import { type ItemState, isLive } from '../action-item.ts';
import type { Directory } from '../directory.ts';
import type { Snapshot, TicketRecord } from './snapshot.ts';

/** What of the settings decides how a ticket is read. */
export interface SyncRules {
  /** Names of the resolutions that mean that the work will not be done. */
  readonly droppedResolutions: readonly string[];
  /** Names of the statuses in which nobody can go on. */
  readonly blockedStatuses: readonly string[];
  /** Keys of the projects whose changes are looked for. */
  readonly projects: readonly string[];
  readonly directory: Directory;
}

/** Where an item stands according to its ticket, and in which words. */
export interface Progress {
  readonly state: ItemState;
  readonly reason: string;
}

const fold = (name: string) => name.trim().toLowerCase();
const isAmong = (name: string, names: readonly string[]) => names.some((other) => fold(other) === fold(name));

/** What a ticket says about the work: statuses have the names that each project chose, so only their category counts. */
export function progressOf(theirs: Snapshot, rules: SyncRules): Progress {
  const { key, statusCategory, statusName, resolution, blockedBy } = theirs;
  const is = (what: string) => `${key} is ${what}`;
  if (statusCategory === 'done') {
    return resolution !== null && isAmong(resolution, rules.droppedResolutions)
      ? { state: 'dropped', reason: `${key} was closed as ${resolution}` }
      : { state: 'done', reason: is(statusName) };
  }
  if (theirs.flagged) return { state: 'blocked', reason: is('flagged') };
  if (isAmong(statusName, rules.blockedStatuses)) return { state: 'blocked', reason: is(statusName) };
  if (blockedBy.length > 0) return { state: 'blocked', reason: is(`blocked by ${blockedBy.join(', ')}`) };
  return { state: statusCategory === 'new' ? 'open' : 'in-progress', reason: is(statusName) };
}

/** Closed because another ticket stands for the same work: the promise is not dropped, it goes on over there. */
export function isMerged(theirs: Snapshot, rules: SyncRules): boolean {
  return theirs.duplicateOf !== null && progressOf(theirs, rules).state === 'dropped';
}

/**
 * Whether the item follows its ticket: it is promised, done, or was dropped by the ticket. One that a person or the document
 * ended stays ended, whatever becomes of the ticket.
 */
export function followsTicket(state: ItemState, { base }: TicketRecord, rules: SyncRules): boolean {
  if (state === 'dropped')
    return base !== null && progressOf(base, rules).state === 'dropped' && !isMerged(base, rules);
  return isLive({ state }) || state === 'done' || state === 'verified';
}
