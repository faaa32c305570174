import { isLive } from '../action-item.ts';
import type { Instant } from '../calendar.ts';
import type { Json } from '../digest.ts';
import { answerablePerson } from '../directory.ts';
import { compareFields } from './compare-fields.ts';
import type { Drift } from './drift.ts';
import { followsTicket, isMerged, type Progress, progressOf, type SyncRules } from './progress.ts';
import type { Snapshot, TicketRecord, TrackedItem } from './snapshot.ts';

/** What a reading of the tracker changes about an item. */
export interface Reconciled {
  readonly item: TrackedItem;
  readonly ticket: TicketRecord;
  /** What changed about the item, for the trail; empty where nothing did. */
  readonly changes: readonly { readonly field: string; readonly before: Json; readonly after: Json }[];
}

/**
 * Three-way: the state last agreed (base), our item (ours), the ticket now (theirs), field by field; docs/jira.md lists what
 * comes of each case. A field that only they moved is taken over where Jira owns it; a field that only we moved is on its way
 * to them; a field that both moved apart is a conflict and keeps its base, until somebody settles it. Our own write coming
 * back finds ours = theirs and settles by itself, so no guard against echoes is needed. A reading older than what is recorded
 * changes nothing, so hints and polls may come in any order.
 */
export function reconcile(
  item: TrackedItem,
  ticket: TicketRecord,
  theirs: Snapshot,
  rules: SyncRules,
  now: Instant,
): Reconciled {
  if (isOlder(theirs.updated, ticket.base?.updated ?? '')) return { item, ticket, changes: [] };
  const seen: TicketRecord = { ...ticket, ...addressOf(ticket, theirs), syncedAt: now, missingSince: null };
  if (!followsTicket(item.state, ticket, rules))
    return withChanges(item, item, ticket, { ...seen, drift: [] });

  const progress = nextProgress(item, theirs, rules);
  const { due, priority, agreed, drift } = compareFields(item, ticket, theirs, ourAssignee(item, rules));
  const next: TrackedItem = {
    ...item,
    // Whoever moved it in Jira gave a day, the first one where so far there was only a computed one.
    ...(due === undefined ? {} : { due, dueSource: 'written' as const, firstDue: item.firstDue ?? due }),
    ...(priority === undefined ? {} : { priority }),
    ...(progress === null
      ? {}
      : { state: progress.state, stateReason: progress.reason, stateSince: sinceWhen(item, progress, now) }),
  };
  const whole = [...drift, ...aboutTheTicket(ticket, theirs, rules)];
  return withChanges(item, next, ticket, {
    ...seen,
    base: { ...theirs, ...agreed },
    drift: isLive(next) ? keepTaken(whole, ticket.drift) : [],
  });
}

/** The tracker no longer shows the ticket: it was deleted, or moved to where our account does not see it. */
export function missed(item: TrackedItem, ticket: TicketRecord, now: Instant): TicketRecord {
  const drift: readonly Drift[] = isLive(item)
    ? [{ field: 'ticket', base: ticket.key, ours: ticket.key, theirs: null, conflict: false, taken: null }]
    : [];
  return {
    ...ticket,
    missingSince: ticket.missingSince ?? now,
    syncedAt: now,
    drift: keepTaken(drift, ticket.drift),
  };
}

/** The account that we say the ticket is assigned to. */
function ourAssignee(item: TrackedItem, { directory }: SyncRules): string | null {
  const person = answerablePerson(directory, item.owners);
  return person === null ? (item.ticketFields?.assignee ?? null) : person.jiraAccount;
}

/** Where the ticket moves the item; null where it stays. Work that goes on elsewhere leaves it where it is. */
function nextProgress(item: TrackedItem, theirs: Snapshot, rules: SyncRules): Progress | null {
  if (isMerged(theirs, rules))
    return item.state === 'dropped' ? { ...progressOf(theirs, rules), state: 'open' } : null;
  const progress = progressOf(theirs, rules);
  // A verified item stays so while its ticket is done.
  if (item.state === 'verified' && theirs.statusCategory === 'done') return null;
  const isSame = progress.state === item.state;
  // Blocked by something else than before: the reason is what people ask for.
  return isSame && (item.state !== 'blocked' || progress.reason === item.stateReason) ? null : progress;
}

function sinceWhen(item: TrackedItem, { state }: Progress, now: Instant): Instant {
  return state === item.state ? item.stateSince : now;
}

/** What is to be said of the ticket as a whole. */
function aboutTheTicket(ticket: TicketRecord, theirs: Snapshot, rules: SyncRules): readonly Drift[] {
  const { key, project, duplicateOf, splitInto } = theirs;
  const apart = (field: Drift['field'], ours: string, other: string): Drift => ({
    ...{ field, base: ours, ours, theirs: other, conflict: false, taken: null },
  });
  const had = (field: Drift['field']) => ticket.drift.some((entry) => entry.field === field);
  const isInside = (name: string | undefined) => name !== undefined && rules.projects.includes(name);
  const isMovedOut = !isInside(project) && (isInside(ticket.base?.project) || had('project'));
  return [
    // Only reading a document can bring a tick up; it stays until the ticket is done.
    ...ticket.drift.filter(({ field }) => field === 'state'),
    ...(isMerged(theirs, rules) && duplicateOf !== null ? [apart('duplicate', key, duplicateOf)] : []),
    ...(splitInto.length > 0 ? [apart('split', key, splitInto.join(', '))] : []),
    ...(isMovedOut ? [apart('project', rules.projects.join(', '), project)] : []),
  ];
}

/** A side that somebody took stays taken as long as both sides say the same as then. */
function keepTaken(drift: readonly Drift[], before: readonly Drift[]): readonly Drift[] {
  return drift.map((entry) => {
    const same = before.find(
      ({ field, ours, theirs }) => field === entry.field && ours === entry.ours && theirs === entry.theirs,
    );
    return same === undefined ? entry : { ...entry, taken: same.taken };
  });
}

function addressOf(ticket: TicketRecord, { key }: Snapshot): Pick<TicketRecord, 'key' | 'url'> {
  return {
    key,
    url: ticket.key === key ? ticket.url : ticket.url.replace(/[^/]*$/, encodeURIComponent(key)),
  };
}

function withChanges(
  before: TrackedItem,
  item: TrackedItem,
  ticketBefore: TicketRecord,
  ticket: TicketRecord,
): Reconciled {
  const changes = [
    { field: 'state', before: before.state, after: item.state },
    ...(before.state === item.state
      ? [{ field: 'reason', before: before.stateReason, after: item.stateReason }]
      : []),
    { field: 'due', before: before.due, after: item.due },
    { field: 'priority', before: before.priority, after: item.priority },
    { field: 'key', before: ticketBefore.key, after: ticket.key },
  ].filter((change) => change.before !== change.after);
  return { item, ticket, changes };
}

/** Whether one of the tracker's time stamps lies before another; one that cannot be read lies before nothing. */
function isOlder(stamp: string, than: string): boolean {
  return Date.parse(isoStamp(stamp)) < Date.parse(isoStamp(than));
}

/** Jira writes `+0100` where ISO 8601 wants `+01:00`. */
const isoStamp = (stamp: string) => stamp.replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
