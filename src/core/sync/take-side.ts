import type { Instant } from '../calendar.ts';
import type { Json } from '../digest.ts';
import { answerablePerson } from '../directory.ts';
import { Failure } from '../failure.ts';
import type { PlannedItem, TicketChanges } from '../plan/plan.ts';
import { type Drift, driftNames, driftText, insteadOf, offer, type Side } from './drift.ts';
import type { SyncRules } from './progress.ts';
import type { TicketRecord, TrackedItem } from './snapshot.ts';

/** What is to be told to the tracker after a side was taken. */
export type Told =
  | { readonly kind: 'update'; readonly changes: TicketChanges }
  /** Make another ticket; the record of the old one goes. */
  | { readonly kind: 'create' }
  /** Follow the ticket of this key from now on. */
  | { readonly kind: 'follow'; readonly ticket: string };

/** What comes of taking a side. */
export interface SideTaken {
  readonly item: PlannedItem;
  /** Null: the item has no ticket any more, until the new one is there. */
  readonly ticket: TicketRecord | null;
  readonly told: Told | null;
  /** What changed about the item, for the trail. */
  readonly changes: readonly { readonly field: string; readonly before: Json; readonly after: Json }[];
}

/**
 * Settles one difference the way a person decided. Ours goes to the tracker as this one field; theirs changes the item, or
 * lets the difference stand where the PIR owns the field.
 * @param drift one of the ticket's
 * @param by who decided, for the reason of an item that is dropped
 * @throws {Failure} drift-refused where that side cannot be taken from here; nothing is changed then
 */
export function takeSide(
  item: TrackedItem,
  ticket: TicketRecord,
  drift: Drift,
  side: Side,
  rules: SyncRules,
  by: string,
  now: Instant,
): SideTaken {
  if (offer(drift, side) === null) {
    throw new Failure('drift-refused', `${driftNames[drift.field]}: ${driftText(drift)}.`, {
      hint: insteadOf(drift),
    });
  }
  return side === 'ours' ? takeOurs(item, ticket, drift) : takeTheirs(item, ticket, drift, rules, by, now);
}

function takeOurs(item: TrackedItem, ticket: TicketRecord, drift: Drift): SideTaken {
  if (drift.field === 'ticket') return { item, ticket: null, told: { kind: 'create' }, changes: [] };
  const changes = changesFor(drift);
  return { item, ticket: marked(ticket, drift, 'ours'), told: { kind: 'update', changes }, changes: [] };
}

function changesFor({ field, ours }: Drift): TicketChanges {
  switch (field) {
    case 'dueDate':
      return { dueDate: ours as TicketChanges['dueDate'] & string };
    case 'priority':
      return { priority: ours as TicketChanges['priority'] & string };
    case 'labels':
      return { labels: { add: (ours ?? '').split(' '), remove: [] } };
    case 'summary':
      return { summary: ours ?? '' };
    default:
      return { assignee: ours };
  }
}

function takeTheirs(
  item: TrackedItem,
  ticket: TicketRecord,
  drift: Drift,
  rules: SyncRules,
  by: string,
  now: Instant,
): SideTaken {
  const changed = (after: Partial<PlannedItem>): SideTaken => ({
    item: { ...item, ...after },
    ticket: agreed(ticket, drift),
    told: null,
    changes: (Object.keys(after) as (keyof PlannedItem)[])
      .filter((field) => field === 'due' || field === 'priority' || field === 'owners' || field === 'state')
      .map((field) => ({ field, before: shown(item[field]), after: shown(after[field]) })),
  });
  const letStand: SideTaken = { item, ticket: marked(ticket, drift, 'theirs'), told: null, changes: [] };
  switch (drift.field) {
    case 'dueDate': {
      const due = drift.theirs as PlannedItem['due'];
      // The first day given stays what slips are measured against.
      return due === null
        ? changed({ due, dueSource: null })
        : changed({ due, dueSource: 'written', firstDue: item.firstDue ?? due });
    }
    case 'priority':
      return drift.theirs === null
        ? letStand
        : changed({ priority: drift.theirs as PlannedItem['priority'] });
    case 'assignee':
      return drift.theirs === null ? letStand : changed({ owners: ownersWith(item, drift.theirs, rules) });
    case 'ticket':
      return {
        ...changed({
          state: 'dropped',
          stateReason: `${ticket.key} is gone from the tracker; dropped by ${by}`,
          stateSince: now,
        }),
        ticket: { ...ticket, drift: [] },
      };
    case 'duplicate':
      return { ...letStand, told: { kind: 'follow', ticket: drift.theirs ?? '' } };
    default:
      return letStand;
  }
}

/** Whoever the ticket was given to answers for the item, in place of the one who did. */
function ownersWith(item: TrackedItem, account: string, { directory }: SyncRules): PlannedItem['owners'] {
  const person = directory.people.find(({ jiraAccount }) => jiraAccount === account);
  if (person === undefined) {
    throw new Failure('drift-refused', `Nobody in the directory has the account ${account}.`, {
      hint: 'Add jiraAccount to that person in the directory, or take ours.',
    });
  }
  const before = answerablePerson(directory, item.owners);
  const others = item.owners.filter(
    (owner) => owner.kind !== 'person' || answerablePerson(directory, [owner]) !== before,
  );
  return [{ kind: 'person', handle: person.handle, raw: `@${person.handle}` }, ...others];
}

/** The ticket with this difference settled: both sides say the same from now on. */
function agreed(ticket: TicketRecord, { field, theirs }: Drift): TicketRecord {
  const drift = ticket.drift.filter((entry) => entry.field !== field);
  return { ...ticket, drift, base: ticket.base === null ? null : { ...ticket.base, [field]: theirs } };
}

function marked(ticket: TicketRecord, drift: Drift, taken: Side): TicketRecord {
  const entries = ticket.drift.map((entry) => (entry.field === drift.field ? { ...entry, taken } : entry));
  return { ...ticket, drift: entries };
}

function shown(value: PlannedItem[keyof PlannedItem] | undefined): Json {
  if (!Array.isArray(value)) return (value ?? null) as Json;
  return value.map((owner) => (typeof owner === 'string' ? owner : { person: owner.raw }));
}
