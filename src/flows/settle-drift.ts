import type { Instant } from '../core/calendar.ts';
import type { Intent } from '../core/delivery/delivery.ts';
import { Failure } from '../core/failure.ts';
import type { PirRecord } from '../core/pir/pir-record.ts';
import { destinationOf } from '../core/plan/destination.ts';
import {
  type Drift,
  type DriftField,
  driftNames,
  driftText,
  driftVersion,
  type Side,
  shownDrift,
} from '../core/sync/drift.ts';
import type { SyncRules } from '../core/sync/progress.ts';
import type { TrackedItem } from '../core/sync/snapshot.ts';
import { type SideTaken, takeSide } from '../core/sync/take-side.ts';
import type { Ports, Records } from '../ports.ts';
import { linkTo, type Planning } from './planning.ts';

/** A decision on one difference as it comes in. */
export interface SettleRequest {
  /** The item's id, or the key of its ticket. */
  readonly item: string;
  /** Null: the only one there is. */
  readonly field: DriftField | null;
  readonly take: Side;
  /** The version of the drift that was looked at; null: whatever there is now. */
  readonly seen: string | null;
  /** Who decides: a person's name or address. */
  readonly by: string;
}

/** What came of it. */
export interface Settlement {
  readonly itemId: string;
  readonly pirId: string;
  readonly title: string;
  /** What was taken. */
  readonly drift: Drift;
  readonly take: Side;
  /** Whether something is to be sent to the tracker. */
  readonly sends: boolean;
}

/**
 * Takes one side of a difference between an item and its ticket, in one transaction with the intent to tell the tracker.
 * @throws {Failure} item-unknown, drift-unknown, drift-stale when the drift is not the one that was looked at, drift-refused
 *   where that side cannot be taken from here; nothing is changed then
 */
export async function settleDrift(
  { store, clock, log }: Pick<Ports, 'store' | 'clock' | 'log'>,
  rules: SyncRules,
  planning: Planning,
  request: SettleRequest,
): Promise<Settlement> {
  const now = clock.now();
  const { by, take } = request;
  const settlement = await store.transaction(async (records): Promise<Settlement> => {
    const found = await findItem(records, request.item);
    // The item is read again under the lock: a sync may just have settled it.
    const pir = await records.pirs.lock(found.pirId);
    const item = (await records.items.find(found.id)) ?? found;
    const ticket = item.ticket;
    const drift = theDrift(item, ticket?.drift ?? [], request);
    if (pir === null || ticket === null) throw new Error(`drift of ${item.id} without a ticket`);
    const taken = takeSide(item, ticket, drift, take, rules, by, now);
    const saved = await follow(records, item, taken, now);
    await records.items.save([saved.item]);
    if (saved.ticket === null) await records.items.removeTicket(item.id);
    else await records.items.saveTicket(saved.ticket);
    const intents = await intentsFor(records, pir, item, drift, saved, planning, now);
    await records.outbox.add(intents, now);
    const { field, ours, theirs } = drift;
    const payload = { ticket: ticket.key, field, take, ours, theirs, changes: saved.changes };
    await records.trail.append(item.pirId, by, [{ action: 'drift-settled', subject: item.id, payload }], now);
    return { itemId: item.id, pirId: item.pirId, title: item.title, drift, take, sends: intents.length > 0 };
  });
  log.info('drift settled', { itemId: settlement.itemId, field: settlement.drift.field, take });
  return settlement;
}

async function findItem({ items }: Records, name: string): Promise<TrackedItem> {
  const item = (await items.find(name)) ?? (await items.findByKey(name));
  if (item === null) throw new Failure('item-unknown', `There is no action item "${name}".`);
  return item;
}

/** The difference that the request is about, if it still is the one that was looked at. */
function theDrift(item: TrackedItem, drift: readonly Drift[], { field, seen }: SettleRequest): Drift {
  const open = shownDrift(drift);
  const texts = open.map((entry) => `${driftNames[entry.field]}: ${driftText(entry)}`).join('; ');
  if (seen !== null && seen !== driftVersion(drift)) {
    throw new Failure(
      'drift-stale',
      `"${item.title}" has changed meanwhile. Now: ${texts || 'nothing is apart'}.`,
    );
  }
  const fitting = field === null ? open : open.filter((entry) => entry.field === field);
  const [first, ...others] = fitting;
  if (first === undefined) {
    throw new Failure('drift-unknown', `"${item.title}" and its ticket are not apart there. ${texts}`.trim());
  }
  if (others.length > 0) {
    throw new Failure('usage', `"${item.title}" and its ticket are apart on more than one field: ${texts}.`, {
      hint: 'Name one with --field.',
    });
  }
  return first;
}

/** Where the other ticket is another item's already, that item stands for both promises. */
async function follow(
  { items }: Records,
  item: TrackedItem,
  taken: SideTaken,
  now: Instant,
): Promise<SideTaken> {
  if (taken.told?.kind !== 'follow') return taken;
  const other = await items.findByKey(taken.told.ticket);
  if (other === null || other.id === item.id) return taken;
  const stateReason = `merged into ${taken.told.ticket}, the ticket of "${other.title}"`;
  return {
    item: { ...taken.item, state: 'dropped', stateReason, stateSince: now },
    ticket: taken.ticket === null ? null : { ...taken.ticket, drift: [] },
    told: null,
    changes: [{ field: 'state', before: item.state, after: 'dropped' }],
  };
}

/** What the tracker is told. Each decision is an intent of its own: the same may be decided again, another day. */
async function intentsFor(
  records: Records,
  pir: PirRecord,
  item: TrackedItem,
  drift: Drift,
  { told }: SideTaken,
  planning: Planning,
  now: Instant,
): Promise<readonly Intent[]> {
  const itemId = item.id;
  const link = linkTo(pir, planning);
  const named = (what: string) => `${what} ${itemId} ${drift.field} ${now}`;
  const linkBack = (after: string): readonly Intent[] =>
    link === null ? [] : [{ key: named('link-back'), delivery: { kind: 'link-back', itemId, link }, after }];
  switch (told?.kind) {
    case 'update':
      return [{ key: named('settle'), delivery: { kind: 'update-ticket', itemId, changes: told.changes } }];
    case 'follow': {
      const labels = item.ticketFields?.labels ?? [];
      const key = named('link');
      const delivery = { kind: 'link-ticket', itemId, ticket: told.ticket, labels } as const;
      return [{ key, delivery }, ...linkBack(key)];
    }
    case 'create': {
      const { directory, tickets } = planning;
      if (item.ticketFields === null) return [];
      const delivery = {
        ...{ kind: 'create-ticket' as const, itemId, fields: item.ticketFields, askedAt: null },
        destination: destinationOf(item, directory, tickets.destination),
        parent: tickets.parent ?? (await records.pirs.epic(pir.id))?.key ?? null,
      } as const;
      const key = named('create');
      return [{ key, delivery }, ...linkBack(key)];
    }
    case undefined:
      return [];
  }
}
