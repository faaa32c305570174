import {
  type Channel,
  channels,
  copyReason,
  type HeldDeliveries,
  type Hold,
  heldDeliveries,
  kindsOf,
  type WaitingDelivery,
} from '../core/delivery/holds.ts';
import { Failure } from '../core/failure.ts';
import type { TrackedItem } from '../core/sync/snapshot.ts';
import type { Ports, Records } from '../ports.ts';

/** Chain of the trail for what concerns no single PIR. */
const serviceChain = 'service';

/** What somebody wants of a channel. */
export interface HoldRequest {
  readonly channel: Channel;
  readonly by: string;
}

type Holding = Pick<Ports, 'store' | 'clock'>;

/**
 * Stops the deliveries of a channel for all instances; what is under way is finished. A channel that is held already stays
 * held by whoever did so first.
 */
export function holdDeliveries(
  ports: Holding,
  instance: string,
  { channel, by, reason }: HoldRequest & { readonly reason: string },
): Promise<Hold> {
  return changing(ports, instance, async (records) => {
    const held = await holdOf(records, channel);
    if (held !== null) return held;
    return begin(records, { channel, since: ports.clock.now(), by, reason });
  });
}

/** What waits for a channel: who would get what, and which tickets would be made or changed. */
export function previewHeld({ store }: Pick<Ports, 'store'>, channel: Channel): Promise<HeldDeliveries> {
  return store.transaction(async (records) => (await waitingFor(records, channel)).held);
}

/**
 * Lets the deliveries of a channel go on with the next delivery.
 * @returns how many wait
 * @throws {Failure} hold-refused where it is not held
 */
export function releaseHeld(
  ports: Holding,
  instance: string,
  { channel, by }: HoldRequest,
): Promise<{ readonly waiting: number }> {
  return changing(ports, instance, async (records) => {
    const { hold, lines } = (await waitingFor(records, channel)).held;
    if (hold === null) throw notHeld(channel);
    await records.holds.end(channel);
    const payload = { waiting: lines.length, reason: hold.reason };
    const entry = { action: 'deliveries-released', subject: channel, payload };
    await records.trail.append(serviceChain, by, [entry], ports.clock.now());
    return { waiting: lines.length };
  });
}

/**
 * Gives up what waits for a held channel. Each delivery stays as a dead letter that says by whom and why, the trail says so as
 * well, and the channel stays held. It is for good: dead letters that are tried again are others.
 * @param request with the version of what was looked at
 * @returns how many were discarded
 * @throws {Failure} hold-refused where it is not held, hold-changed where something else waits by now
 */
export function discardHeld(
  ports: Holding,
  instance: string,
  { channel, by, reason, version }: HoldRequest & { readonly reason: string; readonly version: string },
): Promise<{ readonly discarded: number }> {
  return changing(ports, instance, async (records) => {
    const now = ports.clock.now();
    const { held, waiting, items } = await waitingFor(records, channel);
    if (held.hold === null) throw notHeld(channel);
    if (held.version !== version)
      throw new Failure('hold-changed', `What waits for ${channel} is no longer what was looked at.`);
    const pirIds = waiting.flatMap((each) => pirOf(each, items) ?? []);
    await records.pirs.lockAll([...new Set(pirIds)]);
    const keys = waiting.map(({ key }) => key);
    const gone = await records.outbox.discard(keys, `Discarded by ${by}: ${reason}`, now);
    const discarded = waiting.filter(({ key }) => gone.has(key));
    await records.trail.appendTo(discardEntries(channel, discarded, items, reason), by, now);
    return { discarded: discarded.length };
  });
}

/**
 * Holds both channels where the database was made by an instance of another name: a copy of production must not write to
 * its people and its Jira. From then on the database has the new name.
 * @returns the name it had; null where it is the same or had none
 */
export function recogniseInstance(ports: Holding, instance: string): Promise<string | null> {
  const { store, clock } = ports;
  return store.transaction(async (records) => {
    const now = clock.now();
    const stored = await records.holds.lockInstance(instance, now);
    if (stored === instance) return null;
    const reason = copyReason(stored, instance);
    for (const channel of channels) await begin(records, { channel, since: now, by: 'service', reason });
    await records.holds.renameInstance(instance, now);
    return stored;
  });
}

/** One transaction that changes holds; they take turns, for they write one chain. */
function changing<T>(
  { store, clock }: Holding,
  instance: string,
  work: (records: Records) => Promise<T>,
): Promise<T> {
  return store.transaction(async (records) => {
    await records.holds.lockInstance(instance, clock.now());
    return work(records);
  });
}

async function begin(records: Records, hold: Hold): Promise<Hold> {
  const { channel, by, reason, since } = hold;
  await records.holds.save(hold);
  const entry = { action: 'deliveries-held', subject: channel, payload: { reason } };
  await records.trail.append(serviceChain, by, [entry], since);
  return hold;
}

async function holdOf(records: Records, channel: Channel): Promise<Hold | null> {
  return (await records.holds.all()).find((hold) => hold.channel === channel) ?? null;
}

async function waitingFor(records: Records, channel: Channel) {
  const waiting = await records.outbox.waiting(kindsOf(channel));
  const ids = waiting.flatMap(({ delivery }) => ('itemId' in delivery ? [delivery.itemId] : []));
  const pirIds = new Set((await records.items.holding(ids)).map(({ pirId }) => pirId));
  const items = new Map<string, TrackedItem>();
  for (const pirId of pirIds) for (const item of await records.items.ofPir(pirId)) items.set(item.id, item);
  const held = heldDeliveries(channel, await holdOf(records, channel), waiting, items);
  return { held, waiting, items };
}

function pirOf({ delivery }: WaitingDelivery, items: ReadonlyMap<string, TrackedItem>): string | null {
  if (delivery.kind === 'send-mail') return null;
  return delivery.kind === 'create-epic' ? delivery.pirId : (items.get(delivery.itemId)?.pirId ?? null);
}

/** One row in the chain of each PIR concerned for each delivery; mails stand together in the chain of the service. */
function discardEntries(
  channel: Channel,
  discarded: readonly WaitingDelivery[],
  items: ReadonlyMap<string, TrackedItem>,
  reason: string,
) {
  const mails = discarded.flatMap(({ delivery: each }) =>
    each.kind === 'send-mail' ? [{ to: { person: each.mail.to }, messageId: each.mail.messageId }] : [],
  );
  const payload = { reason, discarded: discarded.length, mails };
  const own = { chain: serviceChain, entry: { action: 'deliveries-discarded', subject: channel, payload } };
  const theirs = discarded.flatMap((each) => {
    const chain = pirOf(each, items);
    if (chain === null) return [];
    const subject = 'itemId' in each.delivery ? each.delivery.itemId : each.key;
    return [{ chain, entry: { action: 'delivery-discarded', subject, payload: { key: each.key, reason } } }];
  });
  return [own, ...theirs];
}

function notHeld(channel: Channel): Failure {
  return new Failure('hold-refused', `Deliveries to ${channel} are not held.`, {
    hint: `Hold them first: pir hold ${channel}.`,
  });
}
