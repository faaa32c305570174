import { isLive } from '../../core/action-item.ts';
import { type CreationDelivery, creationKinds } from '../../core/delivery/delivery.ts';
import { afterFailure, afterFruitlessLookUp, freshSince, looksFirst } from '../../core/delivery/outcome.ts';
import type { Failure } from '../../core/failure.ts';
import { epicIdOf } from '../../core/plan/identity.ts';
import type { Creation, NewTicket, TicketRef } from '../../core/plan/plan.ts';
import { asCreated } from '../../core/sync/snapshot.ts';
import type { Tracker } from '../../ports.ts';
import { asFailure, delivered, notDelivered, record, type Tried } from './record.ts';
import { claim, putBack, type Run, stillOurs, type Task } from './run.ts';
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
async function createLot(run: Run, tracker: Tracker, lot: readonly Creating[]): Promise<() => Promise<void>> {
  const tasks = await stillOurs(run, lot);
  const heldBack = tasks.flatMap((task) => {
    const outcome = putBack(run, task);
    return outcome === null ? [] : [notDelivered(task, outcome)];
  });
  if (heldBack.length > 0) return () => record(run, null, heldBack, null);
  // Another process may have recorded it before the row was claimed.
  const there = tasks.filter(({ item }) => item !== null && item.ticket !== null);
  // What was taken out of the document while its ticket waited needs none; one that may have been made already is looked for.
  const ended = tasks.filter((task) => !there.includes(task) && isEnded(task) && !task.claimed.inDoubt);
  const open = tasks.filter((task) => !there.includes(task) && !ended.includes(task));
  const { tries, failure } = await tryAll(run, tracker, open);
  return () =>
    record(
      run,
      // Where nothing was asked of the tracker, nothing is known of how it is.
      open.length === 0 ? null : 'create-ticket',
      [
        ...there.map((task) => delivered(task, null)),
        ...ended.map((task) => delivered(task, 'ticket-not-needed')),
        ...tries,
      ],
      failure,
    );
}

/** Whether an item has ended before it got its ticket. */
function isEnded({ item }: Creating): boolean {
  return item !== null && !isLive(item);
}

interface TriedAll {
  readonly tries: readonly Tried[];
  readonly failure: Failure | null;
}

/** Looks for those tickets that may be there already, and creates the others. */
async function tryAll(run: Run, tracker: Tracker, tasks: readonly Creating[]): Promise<TriedAll> {
  const { ports, settings } = run;
  const tries: Tried[] = [];
  let left = tasks;
  try {
    const since = freshSince(ports.clock.now());
    const looking = tasks.filter(({ claimed }) => looksFirst(claimed, since));
    if (looking.length > 0) {
      const found = await tracker.findMany(looking.map(wanted));
      tries.push(...looking.flatMap((task) => afterLookUp(run, task, found.get(wanted(task).itemId)) ?? []));
      const settled = new Set(tries.map(({ task }) => task.claimed.key));
      left = tasks.filter(({ claimed }) => !settled.has(claimed.key));
    }
    if (left.length === 0) return { tries, failure: null };
    const creations = await tracker.createMany(left.map((task) => newTicket(task, run)));
    tries.push(...left.map((task, index) => afterCreation(run, task, creations[index])));
    return { tries, failure: limitAmong(creations) };
  } catch (error) {
    const keys = left.map(({ claimed }) => claimed.key);
    const failure = asFailure(run, error, keys);
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

function newTicket(task: Creating, { settings }: Run): NewTicket {
  const { delivery } = task.claimed;
  const { itemId } = wanted(task);
  const { destination, fields } = delivery;
  const place = destination ?? settings.destination;
  if (place === null) throw new Error('a tracker without a destination for its tickets');
  const parent = task.epic ?? ('parent' in delivery ? delivery.parent : null);
  return { itemId, destination: place, fields, parent };
}
