import type {
  ClaimedDelivery,
  Delivery,
  DeliveryKind,
  DeliveryOf,
  DeliveryOutcome,
} from '../../core/delivery/delivery.ts';
import type { Patience } from '../../core/delivery/outcome.ts';
import { pausedUntil, sendable } from '../../core/delivery/pauses.ts';
import type { MailHours } from '../../core/notice/mail-hours.ts';
import { pirOfEpic } from '../../core/plan/identity.ts';
import type { TicketDestination } from '../../core/plan/plan.ts';
import type { TrackedItem } from '../../core/sync/snapshot.ts';
import type { Ports, Records } from '../../ports.ts';

/** How deliveries are taken and tried. */
export interface DeliverySettings extends Patience {
  /** Rows taken in one go. */
  readonly batch: number;
  /** Requests under way at once. */
  readonly concurrency: number;
  readonly leaseSeconds: number;
  /** Mails that wait outside of these stay until the next working day. */
  readonly mailHours: MailHours;
  /** Where tickets go that were approved while no tracker was configured; null without one. */
  readonly destination: TicketDestination | null;
}

/** What came of one run, in deliveries. */
export interface DeliveryReport {
  readonly delivered: number;
  /** Of the delivered: tickets that were in the tracker already, so that none was created. */
  readonly found: number;
  readonly again: number;
  readonly dead: number;
}

/** One run of the delivery, as its parts see it. */
export interface Run {
  readonly ports: Ports;
  readonly settings: DeliverySettings;
  /** Names this process among others. */
  readonly holder: string;
  /** Once aborted, nothing more is claimed, and what is claimed but not begun is put back. */
  readonly stop: AbortSignal;
  readonly report: { -readonly [Count in keyof DeliveryReport]: number };
}

/** A claimed delivery with what it is about, loaded right before it is sent. */
export interface Task<Sent extends Delivery = Delivery> {
  readonly claimed: ClaimedDelivery<Sent>;
  /** Null for epics and mails. */
  readonly item: TrackedItem | null;
  /** Whose row is locked when the outcome is recorded; null for mails. */
  readonly pirId: string | null;
}

/** Claimed deliveries, as they are right before they are sent. */
export interface Begun<Sent extends Delivery> {
  readonly tasks: readonly Task<Sent>[];
  /** Epics by PIR, as far as the tasks hang under one. */
  readonly epics: ReadonlyMap<string, string>;
  /** Why none of them is to be sent now; null where they are. */
  readonly putBack: DeliveryOutcome | null;
}

/** Takes rows of these kinds, as many as are due and may be sent now. */
export async function claim<Kind extends DeliveryKind>(
  { ports: { store, clock }, settings: { leaseSeconds }, holder, stop }: Run,
  wanted: readonly Kind[],
  most: number,
): Promise<readonly ClaimedDelivery<DeliveryOf<Kind>>[]> {
  if (stop.aborted || wanted.length === 0) return [];
  return store.transaction(async (records) => {
    const now = clock.now();
    const { kinds, isProbe } = sendable(wanted, await records.pauses.all(), now);
    return records.outbox.claim({ kinds, now, limit: isProbe ? 1 : most, holder, leaseSeconds });
  });
}

/** Loads what claimed deliveries are about, without those that another process has by now. */
export async function begin<Sent extends Delivery>(
  { ports: { store, clock }, holder, stop }: Run,
  claimed: readonly ClaimedDelivery<Sent>[],
): Promise<Begun<Sent>> {
  return store.transaction(async (records) => {
    const now = clock.now();
    const keys = claimed.map(({ key }) => key);
    const held = await records.outbox.stillHeld(keys, holder);
    const ids = claimed.flatMap(({ delivery }) => ('itemId' in delivery ? [delivery.itemId] : []));
    const items = new Map((await records.items.withIds(ids)).map((item) => [item.id, item]));
    const tasks = claimed
      .filter(({ key }) => held.has(key))
      .map((each): Task<Sent> => {
        const delivery: Delivery = each.delivery;
        const item = 'itemId' in delivery ? (items.get(delivery.itemId) ?? null) : null;
        return { claimed: each, item, pirId: 'pirId' in delivery ? delivery.pirId : (item?.pirId ?? null) };
      });
    const pause = claimed.some(({ delivery }) => delivery.kind !== 'send-mail')
      ? pausedUntil(await records.pauses.all(), now)
      : null;
    const reason = stop.aborted ? 'The service was stopped before it was sent.' : pause?.reason;
    return {
      tasks,
      epics: await epicsOf(records, tasks),
      putBack:
        reason === undefined
          ? null
          : { outcome: 'again', at: pause?.until ?? now, reason, inDoubt: false, lookUps: 0 },
    };
  });
}

async function epicsOf(records: Records, tasks: readonly Task[]): Promise<ReadonlyMap<string, string>> {
  const parents = tasks.map(({ claimed: { delivery } }) =>
    delivery.kind === 'create-ticket' && delivery.parent !== null ? pirOfEpic(delivery.parent) : null,
  );
  const epics = new Map<string, string>();
  for (const pirId of new Set(parents)) {
    const epic = pirId === null ? null : await records.pirs.epic(pirId);
    if (pirId !== null && epic !== null) epics.set(pirId, epic.key);
  }
  return epics;
}
