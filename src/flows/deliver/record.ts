import type { DeliveryKind, DeliveryOutcome } from '../../core/delivery/delivery.ts';
import { endedBy, pauseAfter } from '../../core/delivery/pauses.ts';
import { Failure } from '../../core/failure.ts';
import type { TicketRef } from '../../core/plan/plan.ts';
import type { Snapshot, TrackedItem } from '../../core/sync/snapshot.ts';
import type { Records } from '../../ports.ts';
import type { Run, Task } from './run.ts';

/** What came of a try: an outcome and, where a ticket came of it, that ticket with what the trail says of it. */
export interface Tried {
  readonly task: Task;
  readonly outcome: DeliveryOutcome;
  readonly ticket: TicketRef | null;
  /** What ticket and item agree on from the start, where we created it. */
  readonly base: Snapshot | null;
  /** What the trail calls it; null where there is nothing to say. */
  readonly action: string | null;
}

/** A try that was carried out. */
export function delivered(
  task: Task,
  action: string | null,
  ticket: TicketRef | null = null,
  base: Snapshot | null = null,
): Tried {
  return { task, outcome: { outcome: 'delivered' }, ticket, base, action };
}

/** A try of which nothing came, or nothing is known. */
export function notDelivered(task: Task, outcome: DeliveryOutcome): Tried {
  return { task, outcome, ticket: null, base: null, action: null };
}

/** What went wrong, as a failure. Nobody can tell what a bug left behind: it is treated like an answer that never came. */
export function asFailure({ ports: { log } }: Run, error: unknown, keys: readonly string[]): Failure {
  if (error instanceof Failure) return error;
  log.error('delivery met a bug', { keys, error });
  return new Failure('tracker-outcome-unknown', `Unexpected: ${(error as Error).message}`);
}

/**
 * Writes what came of a call: outcomes, tickets, trail and pauses, for all its deliveries in one transaction of a handful of
 * statements.
 * @param failure why the call as a whole failed; null: the tracker served it, whatever it thought of each ticket
 */
export async function record(
  run: Run,
  kind: DeliveryKind,
  tries: readonly Tried[],
  failure: Failure | null,
): Promise<void> {
  const { store, clock, log } = run.ports;
  const { holder, settings } = run;
  if (tries.length === 0) return;
  const now = clock.now();
  const { settled, checked, pause } = await store.transaction(async (records) => {
    const pirIds = tries.map(({ task }) => task.pirId).filter((id) => id !== null);
    await records.pirs.lockAll([...new Set(pirIds)]);
    const items = new Map((await records.items.withIds(itemIds(tries))).map((item) => [item.id, item]));
    const checked = await refuseTaken(records, tries);
    const outcomes = checked.map(({ task, outcome }) => ({ key: task.claimed.key, outcome }));
    const settled = await records.outbox.settle(outcomes, holder, now);
    // What happened outside happened, even when the lease ran out meanwhile; but whoever has the row now goes before.
    const known = checked.filter(({ task }) => {
      const item = items.get(task.item?.id ?? '');
      return settled.has(task.claimed.key) || item?.ticket === null;
    });
    await writeTickets(records, known);
    await writeTrail(records, known, now);
    const pauses = await records.pauses.all();
    const pause =
      failure === null ? null : pauseAfter(pauses, kind, failure, now, settings.longestPauseSeconds);
    if (pause !== null) await records.pauses.save(pause);
    if (failure === null) await records.pauses.end(endedBy(pauses, kind, now));
    return { settled, checked, pause };
  });
  if (pause?.until)
    log.warn('tracker paused', { scope: pause.scope, until: pause.until, reason: pause.reason });
  for (const tried of checked) tell(run, tried, settled.has(tried.task.claimed.key));
}

/** Counts and logs one outcome. */
function tell(
  { report, ports: { log } }: Run,
  { task, outcome, ticket, action }: Tried,
  isOurs: boolean,
): void {
  const { key, attempts } = task.claimed;
  const fields = { key, attempt: attempts + 1, ticket: ticket?.key };
  if (!isOurs) {
    log.warn('lease ran out during a delivery', fields);
    return;
  }
  report[outcome.outcome] += 1;
  switch (outcome.outcome) {
    case 'again':
      log.warn('delivery put off', { ...fields, until: outcome.at, reason: outcome.reason });
      break;
    case 'dead':
      log.error('delivery given up', { ...fields, reason: outcome.reason });
      break;
    case 'delivered':
      if (action?.endsWith('-found')) report.found += 1;
      log.info('delivered', fields);
  }
}

function itemIds(tries: readonly Tried[]): readonly string[] {
  return tries.flatMap(({ task: { item } }) => (item === null ? [] : [item.id]));
}

/** A ticket belongs to one item: one that another item has already is refused, and nothing of it is recorded. */
async function refuseTaken(records: Records, tries: readonly Tried[]): Promise<readonly Tried[]> {
  const ids = tries.flatMap(({ ticket }) => (ticket === null ? [] : [ticket.ticketId]));
  const holders = await records.items.holdersOf(ids);
  return tries.map((tried) => {
    const { task, ticket } = tried;
    const holder = ticket === null ? undefined : holders.get(ticket.ticketId);
    if (ticket === null || task.item === null || holder === undefined || holder === task.item.id)
      return tried;
    const reason = `${ticket.key} is the ticket of another action item already. Name another one in the document, or none, and approve it again.`;
    return notDelivered(task, { outcome: 'dead', reason });
  });
}

async function writeTickets(records: Records, tries: readonly Tried[]): Promise<void> {
  const tickets = [];
  for (const { task, ticket, base } of tries) {
    if (ticket === null) continue;
    const { ticketId, key, url } = ticket;
    const record = { ticketId, key, url, base, drift: [], syncedAt: null, missingSince: null };
    if (task.item !== null) tickets.push({ ...record, itemId: task.item.id });
    else if (task.pirId !== null) await records.pirs.addEpic(task.pirId, ticket);
  }
  await records.items.saveTickets(tickets);
}

async function writeTrail(records: Records, tries: readonly Tried[], now: TrackedItem['stateSince']) {
  const entries = tries.flatMap(({ task: { item, pirId, claimed }, ticket, action }) => {
    if (action === null || pirId === null) return [];
    const payload = ticket === null ? null : { ...ticket };
    return [{ chain: pirId, entry: { action, subject: item?.id ?? claimed.key, payload } }];
  });
  await records.trail.appendTo(entries, 'service', now);
}
