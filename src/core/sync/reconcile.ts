import { type ItemState, isLive } from '../action-item.ts';
import type { Instant } from '../calendar.ts';
import type { Json } from '../digest.ts';
import type { Drift, Snapshot, TicketRecord, TrackedItem } from './snapshot.ts';

/** What a reading of the tracker changes about an item. */
export interface Reconciled {
  readonly item: TrackedItem;
  readonly ticket: TicketRecord;
  /** What changed about the item, for the trail; empty where nothing did. */
  readonly changes: readonly { readonly field: string; readonly before: Json; readonly after: Json }[];
}

/**
 * Three-way: the state last agreed (base), our item (ours), the ticket now (theirs), field by field. A field that only
 * they moved is taken over where Jira owns it; a field that only we moved is on its way to them; a field that both moved
 * apart is a conflict and keeps its base, until somebody settles it. Our own write coming back finds ours = theirs and
 * settles by itself, so no guard against echoes is needed.
 */
export function reconcile(
  item: TrackedItem,
  ticket: TicketRecord,
  theirs: Snapshot,
  now: Instant,
): Reconciled {
  // A field that the tracker does not keep: empty there and never agreed to be anything else, so nobody emptied it. A
  // priority that was left out when the ticket was made shows as the project's default, which nobody chose.
  const keepsNoDue = theirs.dueDate === null && (ticket.base?.dueDate ?? null) === null;
  const keepsNoPriority =
    ticket.base?.priority === null || (ticket.base === null && theirs.priority === null);
  const base = ticket.base;
  const state = stateFrom(item.state, theirs);
  const ourPriority = item.priority ?? item.ticketFields?.priority ?? null;
  const fields = [
    keepsNoDue
      ? leftAlone('dueDate')
      : compare('dueDate', base?.dueDate, item.due, theirs.dueDate, takeIfStated),
    keepsNoPriority
      ? leftAlone('priority')
      : compare('priority', base?.priority, ourPriority, theirs.priority, takeIfStated),
    compare('summary', base?.summary, item.ticketFields?.summary ?? item.title, theirs.summary, neverTake),
    compare('assignee', base?.assignee, item.ticketFields?.assignee ?? null, theirs.assignee, neverTake),
  ];
  const [due, priority] = fields;

  const next: TrackedItem = {
    ...item,
    // Whoever moved it in Jira gave a day, the first one where so far there was only a computed one.
    ...(due?.taken
      ? { due: theirs.dueDate, dueSource: 'written' as const, firstDue: item.firstDue ?? theirs.dueDate }
      : {}),
    ...(priority?.taken ? { priority: theirs.priority } : {}),
    ...(state === item.state
      ? {}
      : { state, stateReason: `${theirs.key} is ${theirs.statusName}`, stateSince: now }),
  };
  const agreed = Object.fromEntries(fields.map((field) => [field.name, field.base]));
  return {
    item: next,
    ticket: {
      ...ticket,
      key: theirs.key,
      url: ticket.key === theirs.key ? ticket.url : ticket.url.replace(/[^/]*$/, theirs.key),
      base: { ...theirs, ...agreed },
      drift: fields.flatMap((field) => (field.drift === null ? [] : [field.drift])),
      syncedAt: now,
      missingSince: null,
    },
    changes: [
      { field: 'state', before: item.state, after: next.state },
      { field: 'due', before: item.due, after: next.due },
      { field: 'priority', before: item.priority, after: next.priority },
      { field: 'key', before: ticket.key, after: theirs.key },
    ].filter((change) => change.before !== change.after),
  };
}

/**
 * Jira owns progress, and names its statuses as it likes: only the category counts. Items that ended otherwise stay
 * ended; a verified one stays so while its ticket is done.
 */
function stateFrom(state: ItemState, theirs: Snapshot): ItemState {
  if (!isLive({ state }) && state !== 'done' && state !== 'verified') return state;
  switch (theirs.statusCategory) {
    case 'done':
      return state === 'verified' ? 'verified' : 'done';
    case 'indeterminate':
      return 'in-progress';
    case 'new':
      return 'open';
  }
}

type Text = string | null;

/** Jira's side wins for due date and priority, but an emptied field never erases what was promised. */
const takeIfStated = (theirs: Text) => theirs !== null;
/** Title and owner belong to the PIR. */
const neverTake = () => false;

interface Compared {
  readonly name: Drift['field'];
  readonly base: Text;
  readonly taken: boolean;
  readonly drift: Drift | null;
}

function leftAlone(name: Drift['field']): Compared {
  return { name, base: null, taken: false, drift: null };
}

function compare(
  name: Drift['field'],
  base: Text | undefined,
  ours: Text,
  theirs: Text,
  mayTake: (theirs: Text) => boolean,
): Compared {
  const drift = (conflict: boolean): Drift => ({ field: name, base: base ?? null, ours, theirs, conflict });
  if (ours === theirs) return { name, base: theirs, taken: false, drift: null };
  // The first reading: what they have is the starting point, and what differs is shown rather than taken.
  if (base === undefined) return { name, base: theirs, taken: false, drift: drift(false) };
  if (theirs === base) return { name, base, taken: false, drift: drift(false) };
  if (ours === base && mayTake(theirs)) return { name, base: theirs, taken: true, drift: null };
  return { name, base, taken: false, drift: drift(ours !== base) };
}
