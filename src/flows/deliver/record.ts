import type { Instant } from '../../core/calendar.ts';
import type { DeliveryKind, DeliveryOutcome } from '../../core/delivery/delivery.ts';
import { endedBy, pauseAfter } from '../../core/delivery/pauses.ts';
import { Failure } from '../../core/failure.ts';
import type { TicketRef } from '../../core/plan/plan.ts';
import type { Snapshot } from '../../core/sync/snapshot.ts';
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
 * @param kind what was called for; null: nothing was, the deliveries are put back
 * @param failure why the call as a whole failed; null: the tracker served it, whatever it thought of each ticket
 */
export async function record(
  run: Run,
  kind: DeliveryKind | null,
  tries: readonly Tried[],
  failure: Failure | null,
): Promise<void> {
  const { store, clock } = run.ports;
  if (tries.length === 0) return;
  const now = clock.now();
  const { settled, checked } = await store.transaction(async (records) => {
    const pirIds = tries.map(({ task }) => task.pirId).filter((id) => id !== null);
    await records.pirs.lockAll([...new Set(pirIds)]);
    const checked = await refuseTaken(records, tries);
    const outcomes = checked.map(({ task, outcome }) => ({ key: task.claimed.key, outcome }));
    const settled = await records.outbox.settle(outcomes, run.holder, now);
    const known = await toRecord(records, checked, settled);
    await writeTickets(records, known);
    await writeTrail(records, known, now);
    if (kind !== null) await writePauses(run, records, kind, failure, now);
    return { settled, checked };
  });
  for (const tried of checked) tell(run, tried, settled.has(tried.task.claimed.key));
}

/**
 * The tries whose tickets are recorded: those of rows that were still ours. What happened outside happened, even when the
 * lease ran out meanwhile; but whoever has the row now goes before.
 */
async function toRecord(
  records: Records,
  tries: readonly Tried[],
  settled: ReadonlySet<string>,
): Promise<readonly Tried[]> {
  const late = tries.filter(({ task }) => !settled.has(task.claimed.key));
  if (late.length === 0) return tries;
  const ids = late.flatMap(({ task: { item } }) => (item === null ? [] : [item.id]));
  const unknown = (await records.items.holding(ids)).filter((item) => item.ticket === null);
  const open = new Set(unknown.map(({ id }) => id));
  return tries.filter(({ task }) => settled.has(task.claimed.key) || open.has(task.item?.id ?? ''));
}

/** Begins, lengthens or ends pauses by how a call went. */
async function writePauses(
  run: Run,
  records: Records,
  kind: DeliveryKind,
  failure: Failure | null,
  now: Instant,
): Promise<void> {
  // Nothing was amiss when the row was claimed, and nothing is: so it is with nearly every call.
  if (failure === null && run.pauses.length === 0) return;
  const pauses = await records.pauses.all();
  if (failure === null) await records.pauses.end(endedBy(pauses, kind, now));
  else {
    const pause = pauseAfter(pauses, kind, failure, now, run.settings.longestPauseSeconds);
    if (pause === null) return;
    await records.pauses.save(pause);
    const { scope, until, reason } = pause;
    if (until !== null) run.ports.log.warn('tracker paused', { scope, until, reason });
  }
  run.pauses = await records.pauses.all();
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

async function writeTrail(records: Records, tries: readonly Tried[], now: Instant) {
  const entries = tries.flatMap(({ task: { item, pirId, claimed }, ticket, action }) => {
    if (action === null || pirId === null) return [];
    const payload = ticket === null ? null : { ...ticket };
    return [{ chain: pirId, entry: { action, subject: item?.id ?? claimed.key, payload } }];
  });
  await records.trail.appendTo(entries, 'service', now);
}
