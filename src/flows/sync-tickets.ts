import type { Instant } from '../core/calendar.ts';
import { Failure } from '../core/failure.ts';
import { reconcile } from '../core/sync/reconcile.ts';
import type { Snapshot, SyncRecord, TrackedItem } from '../core/sync/snapshot.ts';
import type { Ports, Tracker } from '../ports.ts';

/** What came of a sync; `changed` counts items that are not as they were. */
export interface SyncReport extends SyncRecord {
  readonly changed: number;
  readonly missing: number;
}

/**
 * Reads the tickets of every item that is promised, done or verified and settles each with its item. A tracker that does not
 * answer changes nothing but the record of the sync, which the status page shows.
 * @throws {Failure} whatever the tracker threw, after it was recorded
 */
export async function syncTickets(
  { store, clock, log }: Pick<Ports, 'store' | 'clock' | 'log'>,
  tracker: Tracker,
): Promise<SyncReport> {
  const items = await store.transaction((records) =>
    records.items.inStates(['open', 'in-progress', 'blocked', 'done', 'verified']),
  );
  const readAt = clock.now();
  const withTicket = items.filter((item) => item.ticket !== null);
  const snapshots = await readTickets(tracker, withTicket).catch(async (error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    const record = { at: clock.now(), read: 0, failed: withTicket.length, reason: error.message };
    await store.transaction((records) => records.sync.save(record));
    throw error;
  });

  const asked = new Set(withTicket.map((item) => item.id));
  let changed = 0;
  let missing = 0;
  for (const pirId of new Set(withTicket.map((item) => item.pirId))) {
    const outcome = await settlePir({ store, clock }, pirId, asked, snapshots, readAt);
    changed += outcome.changed;
    missing += outcome.missing;
  }
  const record: SyncRecord = { at: clock.now(), read: snapshots.size, failed: missing, reason: null };
  await store.transaction((records) => records.sync.save(record));
  log.info('tickets read', { read: snapshots.size, changed, missing });
  return { ...record, changed, missing };
}

async function readTickets(
  tracker: Tracker,
  items: readonly TrackedItem[],
): Promise<ReadonlyMap<string, Snapshot>> {
  const ids = items.flatMap((item) => (item.ticket === null ? [] : [item.ticket.ticketId]));
  const snapshots = await tracker.read(ids);
  return new Map(snapshots.map((snapshot) => [snapshot.ticketId, snapshot]));
}

/** Settles one PIR's items in one transaction, against what they are by then. */
async function settlePir(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  pirId: string,
  asked: ReadonlySet<string>,
  snapshots: ReadonlyMap<string, Snapshot>,
  readAt: Instant,
): Promise<{ changed: number; missing: number }> {
  const now = clock.now();
  return store.transaction(async (records) => {
    await records.pirs.lock(pirId);
    const items = await records.items.ofPir(pirId);
    const counts = { changed: 0, missing: 0 };
    for (const item of items) {
      const { ticket } = item;
      if (ticket === null || !asked.has(item.id)) continue;
      // Another sync read it after we did; what we saw may be older than what it settled.
      if (ticket.syncedAt !== null && ticket.syncedAt > readAt) continue;
      const theirs = snapshots.get(ticket.ticketId);
      if (theirs === undefined) {
        counts.missing += 1;
        if (ticket.missingSince === null) await records.items.saveTicket({ ...ticket, missingSince: now });
        continue;
      }
      const settled = reconcile(item, ticket, theirs, now);
      await records.items.saveTicket(settled.ticket);
      if (settled.changes.length === 0) continue;
      counts.changed += 1;
      await records.items.save([settled.item]);
      const payload = { ticket: theirs.key, changes: settled.changes };
      await records.trail.append(
        pirId,
        'service',
        [{ action: 'item-synced', subject: item.id, payload }],
        now,
      );
    }
    return counts;
  });
}
