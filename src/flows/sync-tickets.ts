import { addSeconds, type Instant } from '../core/calendar.ts';
import { Failure } from '../core/failure.ts';
import type { SyncRules } from '../core/sync/progress.ts';
import { missed, reconcile } from '../core/sync/reconcile.ts';
import type { Hint, KnownTicket, Snapshot, SyncRecord } from '../core/sync/snapshot.ts';
import type { TrailEntry } from '../core/trail.ts';
import type { Ports, Records, Tracker } from '../ports.ts';

/** What is read: the tickets that webhooks named; also those that changed since the last time; or all that are live. */
export type SyncScope = 'hints' | 'changes' | 'all';

/** What came of a sync; `changed` counts items that are not as they were. */
export interface SyncReport extends SyncRecord {
  readonly changed: number;
  /** Asked for in vain: deleted, or no longer shown to us. */
  readonly missing: number;
}

/** Tickets asked for at once; they are settled before the next are read, so that a failure loses little. */
const batch = 100;
const mostHints = 1000;
const mostBlocked = 100;
/** How long a hint is known after it was followed up, should Jira repeat its delivery. */
const hintsKeptSeconds = 7 * 24 * 60 * 60;

type Syncing = Pick<Ports, 'store' | 'clock' | 'log'>;

/**
 * Reads tickets and settles each with its item. Which ones is chosen from hints and from the tracker's own list of changes, so
 * the cost follows what changed and not what is known; until there is such a list, all live ones are read. A tracker that
 * fails changes nothing but the record of the sync, which the status page shows; what could not be read is read next time.
 * @throws {Failure} whatever the tracker threw, after it was recorded, where nothing at all could be read
 */
export async function syncTickets(
  { store, clock, log }: Syncing,
  tracker: Tracker,
  rules: SyncRules,
  scope: SyncScope,
): Promise<SyncReport> {
  const at = clock.now();
  const before = await store.transaction(async (records) => ({
    cursor: await records.cursor.get(),
    hints: await records.hints.waiting(mostHints),
    last: await records.sync.last(),
  }));
  const isWhole = scope === 'all' || (scope === 'changes' && before.cursor === null);
  const counts = { read: 0, changed: 0, missing: 0 };
  let cursor: string | null = null;
  let queue: readonly KnownTicket[] = [];
  let failure: Failure | null = null;
  try {
    const listed = scope === 'hints' ? null : await tracker.changedSince(before.cursor);
    cursor = listed?.cursor ?? null;
    queue = await store.transaction((records) =>
      choose(records, before.hints, listed?.changed ?? [], isWhole, scope),
    );
    for (; queue.length > 0; queue = queue.slice(batch)) {
      const asked = queue.slice(0, batch);
      const readAt = clock.now();
      const snapshots = await tracker.read(asked.map(({ ticketId }) => ticketId));
      const settled = await settle({ store, clock }, asked, snapshots, rules, readAt);
      counts.read += snapshots.length;
      counts.changed += settled.changed;
      counts.missing += settled.missing;
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    failure = error;
  }
  const record: SyncRecord = {
    at,
    asOf: failure === null ? at : (before.last?.asOf ?? null),
    sweptAt: failure === null && isWhole ? at : (before.last?.sweptAt ?? null),
    read: counts.read,
    failed: queue.length,
    reason: failure?.message ?? null,
  };
  await store.transaction(async (records) => {
    if (scope !== 'hints') await records.sync.save(record);
    if (failure !== null) return;
    const now = clock.now();
    await records.hints.take(
      before.hints.map(({ delivery }) => delivery),
      now,
    );
    if (cursor !== null) await records.cursor.save(cursor, now);
    if (isWhole) await records.hints.forget(addSeconds(now, -hintsKeptSeconds));
  });
  log.info('tickets read', { scope, ...counts, failed: record.failed, reason: record.reason });
  if (failure !== null && counts.read === 0) throw failure;
  return { ...record, changed: counts.changed, missing: counts.missing };
}

/** Whether a day has passed since all live tickets were read; an hour less, so that a daily tick never finds it not yet due. */
export function isSweepDue(last: SyncRecord | null, now: Instant): boolean {
  return last?.sweptAt == null || last.sweptAt < addSeconds(now, -23 * 60 * 60);
}

/** The tickets to read, each once. A change that was read already, our own coming back for instance, is none. */
async function choose(
  { knownTickets }: Records,
  hints: readonly Hint[],
  changed: readonly { readonly ticketId: string; readonly updated: string }[],
  isWhole: boolean,
  scope: SyncScope,
): Promise<readonly KnownTicket[]> {
  const hinted = new Set(hints.flatMap(({ ticketIds }) => ticketIds));
  const updated = new Map(changed.map((change) => [change.ticketId, change.updated]));
  const named = await knownTickets.byId([...hinted, ...updated.keys()]);
  const others = isWhole
    ? await knownTickets.live()
    : scope === 'changes'
      ? await knownTickets.blocked(mostBlocked)
      : [];
  const news = named.filter(
    (ticket) => hinted.has(ticket.ticketId) || updated.get(ticket.ticketId) !== ticket.updated,
  );
  return [...new Map([...news, ...others].map((ticket) => [ticket.ticketId, ticket])).values()];
}

interface Settled {
  readonly changed: number;
  readonly missing: number;
}

/** Settles what was read, one PIR a transaction, against what its items are by then. */
async function settle(
  { store, clock }: Pick<Syncing, 'store' | 'clock'>,
  asked: readonly KnownTicket[],
  snapshots: readonly Snapshot[],
  rules: SyncRules,
  readAt: Instant,
): Promise<Settled> {
  const theirs = new Map(snapshots.map((snapshot) => [snapshot.ticketId, snapshot]));
  const counts = { changed: 0, missing: 0 };
  for (const pirId of new Set(asked.map((ticket) => ticket.pirId))) {
    const wanted = new Set(asked.filter((ticket) => ticket.pirId === pirId).map(({ ticketId }) => ticketId));
    const settled = await store.transaction((records) =>
      settlePir(records, pirId, wanted, theirs, rules, readAt, clock.now()),
    );
    counts.changed += settled.changed;
    counts.missing += settled.missing;
  }
  return counts;
}

async function settlePir(
  { pirs, items, trail }: Records,
  pirId: string,
  wanted: ReadonlySet<string>,
  snapshots: ReadonlyMap<string, Snapshot>,
  rules: SyncRules,
  readAt: Instant,
  now: Instant,
): Promise<Settled> {
  await pirs.lock(pirId);
  const entries: TrailEntry[] = [];
  const counts = { changed: 0, missing: 0 };
  for (const item of await items.ofPir(pirId)) {
    const { ticket } = item;
    if (ticket === null || !wanted.has(ticket.ticketId)) continue;
    // Another sync read it after we did; what we saw may be older than what it settled.
    if (ticket.syncedAt !== null && ticket.syncedAt > readAt) continue;
    const theirs = snapshots.get(ticket.ticketId);
    const told = (action: string, payload: TrailEntry['payload']) =>
      entries.push({ action, subject: item.id, payload });
    if (theirs === undefined) {
      counts.missing += 1;
      await items.saveTicket(missed(item, ticket, now));
      if (ticket.missingSince === null) told('ticket-missing', { ticket: ticket.key });
      continue;
    }
    const settled = reconcile(item, ticket, theirs, rules, now);
    await items.saveTicket(settled.ticket);
    if (ticket.missingSince !== null) told('ticket-found-again', { ticket: theirs.key });
    if (settled.changes.length === 0) continue;
    counts.changed += 1;
    await items.save([settled.item]);
    told('item-synced', { ticket: theirs.key, changes: settled.changes });
  }
  if (entries.length > 0) await trail.append(pirId, 'service', entries, now);
  return counts;
}
