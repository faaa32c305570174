import {
  type ClaimedDelivery,
  type CreationDelivery,
  creationKinds,
  type DeliveryOutcome,
} from '../../core/delivery/delivery.ts';
import { afterFailure, afterFruitlessLookUp, looksFirst } from '../../core/delivery/outcome.ts';
import type { Failure } from '../../core/failure.ts';
import { epicIdOf, pirOfEpic } from '../../core/plan/identity.ts';
import type { Creation, NewTicket, TicketRef } from '../../core/plan/plan.ts';
import { asCreated } from '../../core/sync/snapshot.ts';
import type { Tracker } from '../../ports.ts';
import { asFailure, delivered, notDelivered, record, type Tried } from './record.ts';
import { type Begun, begin, claim, type Run, type Task } from './run.ts';
import { Slots } from './slots.ts';

type Creating = Task<CreationDelivery>;

/**
 * Creates the tickets that wait, as many in a request as the tracker takes, several requests at a time. While the answers of
 * some are recorded the next are under way, so twice as many lots are in hand as requests.
 * @returns how many deliveries were claimed
 */
export async function createTickets(run: Run, tracker: Tracker): Promise<number> {
  const { batch, concurrency } = run.settings;
  const size = Math.min(batch, tracker.createsAtOnce);
  const slots = new Slots(concurrency);
  const lanes: Promise<void>[] = [];
  const errors: unknown[] = [];
  let count = 0;
  const openLane = () => {
    if (lanes.length < 2 * concurrency) lanes.push(lane().catch((error: unknown) => void errors.push(error)));
  };
  const lane = async () => {
    while (errors.length === 0) {
      const lot = await claim(run, creationKinds, size);
      if (lot.length === 0) return;
      count += lot.length;
      // There is more than one request takes; it was not claimed before this, so that keys follow the order of approval.
      if (lot.length === size) openLane();
      await slots.run(() => createLot(run, tracker, lot)).then((recording) => recording());
    }
  };
  openLane();
  for (let done = 0; done < lanes.length; done += 1) await lanes[done];
  if (errors.length > 0) throw errors[0];
  return count;
}

/** Sends one lot, and gives back what is left to do once the slot is free for the next: to record what came of it. */
async function createLot(
  run: Run,
  tracker: Tracker,
  lot: readonly ClaimedDelivery<CreationDelivery>[],
): Promise<() => Promise<void>> {
  const begun = await begin(run, lot);
  const { putBack, tasks } = begun;
  if (putBack !== null) {
    const tries = tasks.map((task) => notDelivered(task, asBefore(task, putBack)));
    return () => record(run, 'create-ticket', tries, null);
  }
  // Another process may have recorded it after the row was claimed.
  const there = tasks.filter(({ item }) => item !== null && item.ticket !== null);
  const open = tasks.filter((task) => !there.includes(task));
  const { tries, failure } = await tryAll(run, tracker, open, begun);
  return () =>
    record(run, 'create-ticket', [...there.map((task) => delivered(task, null)), ...tries], failure);
}

/** A row that was not tried keeps the doubt that it had. */
export function asBefore({ claimed: { inDoubt, lookUps } }: Task, putBack: DeliveryOutcome): DeliveryOutcome {
  return putBack.outcome === 'again' ? { ...putBack, inDoubt, lookUps } : putBack;
}

interface TriedAll {
  readonly tries: readonly Tried[];
  readonly failure: Failure | null;
}

/** Looks for those tickets that may be there already, and creates the others. */
async function tryAll(
  run: Run,
  tracker: Tracker,
  tasks: readonly Creating[],
  { epics }: Begun<CreationDelivery>,
): Promise<TriedAll> {
  const { ports, settings } = run;
  const tries: Tried[] = [];
  let left = tasks;
  try {
    const looking = tasks.filter(({ claimed }) => looksFirst(claimed, ports.clock.now()));
    const found =
      looking.length === 0 ? new Map<string, TicketRef>() : await tracker.findMany(looking.map(wanted));
    left = tasks.filter((task) => {
      const tried = looking.includes(task) ? afterLookUp(run, task, found.get(wanted(task).itemId)) : null;
      if (tried !== null) tries.push(tried);
      return tried === null;
    });
    if (left.length === 0) return { tries, failure: null };
    const tickets = left.map((task) => newTicket(task, run, epics));
    const creations = await tracker.createMany(tickets);
    tries.push(...left.map((task, index) => afterCreation(run, task, creations[index])));
    return { tries, failure: limitAmong(creations) };
  } catch (error) {
    const failure = asFailure(
      run,
      error,
      left.map(({ claimed }) => claimed.key),
    );
    const now = ports.clock.now();
    tries.push(...left.map((task) => notDelivered(task, afterFailure(task.claimed, failure, now, settings))));
    return { tries, failure };
  }
}

/** What a look-up settles; null where the ticket is to be created. */
function afterLookUp({ ports, settings }: Run, task: Creating, found: TicketRef | undefined): Tried | null {
  if (found !== undefined) {
    return delivered(
      task,
      `${nounOf(task)}-found`,
      found,
      asCreated(found, task.claimed.delivery.fields, []),
    );
  }
  const wait = afterFruitlessLookUp(task.claimed, ports.clock.now(), settings);
  return wait === null ? null : notDelivered(task, wait);
}

function afterCreation({ ports, settings }: Run, task: Creating, creation: Creation | undefined): Tried {
  if (creation === undefined) throw new Error('the tracker gave no outcome for a ticket');
  if (!creation.ok)
    return notDelivered(task, afterFailure(task.claimed, creation.failure, ports.clock.now(), settings));
  const { leftOut, ...ticket } = creation.ticket;
  return delivered(
    task,
    `${nounOf(task)}-created`,
    ticket,
    asCreated(ticket, task.claimed.delivery.fields, leftOut),
  );
}

/** A limit that one ticket of a lot met holds for the calls to come. */
function limitAmong(creations: readonly Creation[]): Failure | null {
  const failures = creations.map((creation) => (creation.ok ? null : creation.failure));
  return failures.find((failure) => failure?.code === 'tracker-limited') ?? null;
}

/** What the trail calls it. */
function nounOf({ claimed: { delivery } }: Creating): 'epic' | 'ticket' {
  return delivery.kind === 'create-epic' ? 'epic' : 'ticket';
}

/** What a ticket is looked for by: the item's id, among the tickets with the PIR's label. */
function wanted({ claimed: { delivery } }: Creating) {
  const itemId = delivery.kind === 'create-epic' ? epicIdOf(delivery.pirId) : delivery.itemId;
  return { itemId, label: delivery.fields.labels[0] ?? '' };
}

function newTicket(task: Creating, { settings }: Run, epics: ReadonlyMap<string, string>): NewTicket {
  const { delivery } = task.claimed;
  const { itemId } = wanted(task);
  const { destination, fields } = delivery;
  const parent = delivery.kind === 'create-epic' ? null : delivery.parent;
  const place = destination ?? settings.destination;
  if (place === null) throw new Error('a tracker without a destination for its tickets');
  const pirId = parent === null ? null : pirOfEpic(parent);
  return { itemId, destination: place, fields, parent: pirId === null ? parent : (epics.get(pirId) ?? null) };
}
