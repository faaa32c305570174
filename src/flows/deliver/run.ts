import { addSeconds, type Instant } from '../../core/calendar.ts';
import type {
  ClaimedDelivery,
  Delivery,
  DeliveryKind,
  DeliveryOf,
  DeliveryOutcome,
} from '../../core/delivery/delivery.ts';
import { holdOn } from '../../core/delivery/holds.ts';
import type { Patience } from '../../core/delivery/outcome.ts';
import { type Pause, pausedUntil, sendable } from '../../core/delivery/pauses.ts';
import type { MailHours } from '../../core/notice/mail-hours.ts';
import { pirOfEpic } from '../../core/plan/identity.ts';
import type { TicketDestination, TicketHolder } from '../../core/plan/plan.ts';
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
  /** Pauses as they were last read or written. */
  pauses: readonly Pause[];
}

/** A claimed delivery with what it is about. */
export interface Task<Sent extends Delivery = Delivery> {
  readonly claimed: ClaimedDelivery<Sent>;
  readonly claimedAt: Instant;
  /** Null for epics and mails. */
  readonly item: TicketHolder | null;
  /** Whose row is locked when the outcome is recorded; null for mails. */
  readonly pirId: string | null;
  /** Key of the epic that a new ticket hangs under; null where it hangs under none. */
  readonly epic: string | null;
}

/** Takes rows of these kinds, as many as are due and may be sent now, and loads what they are about. */
export async function claim<Kind extends DeliveryKind>(
  run: Run,
  wanted: readonly Kind[],
  most: number,
): Promise<readonly Task<DeliveryOf<Kind>>[]> {
  const { ports, settings, holder, stop } = run;
  if (stop.aborted || wanted.length === 0) return [];
  return ports.store.transaction(async (records) => {
    const now = ports.clock.now();
    run.pauses = await records.pauses.all();
    const holds = await records.holds.all();
    const free = wanted.filter((kind) => holdOn(kind, holds) === null);
    const { kinds, isProbe } = sendable(free, run.pauses, now);
    const { leaseSeconds } = settings;
    const limit = isProbe ? 1 : most;
    const claimed = await records.outbox.claim({ kinds, now, limit, holder, leaseSeconds });
    return claimed.length === 0 ? [] : tasksFor(records, claimed, now);
  });
}

async function tasksFor<Sent extends Delivery>(
  records: Records,
  claimed: readonly ClaimedDelivery<Sent>[],
  claimedAt: Instant,
): Promise<readonly Task<Sent>[]> {
  const deliveries: readonly Delivery[] = claimed.map(({ delivery }) => delivery);
  const ids = deliveries.flatMap((delivery) => ('itemId' in delivery ? [delivery.itemId] : []));
  const items = new Map((await records.items.holding(ids)).map((item) => [item.id, item]));
  const epics = new Map<string, string | null>();
  for (const pirId of new Set(deliveries.map(epicOf))) {
    if (pirId !== null) epics.set(pirId, (await records.pirs.epic(pirId))?.key ?? null);
  }
  return claimed.map((each) => {
    const delivery: Delivery = each.delivery;
    const item = 'itemId' in delivery ? (items.get(delivery.itemId) ?? null) : null;
    const pirId = 'pirId' in delivery ? delivery.pirId : (item?.pirId ?? null);
    return { claimed: each, claimedAt, item, pirId, epic: epics.get(epicOf(delivery) ?? '') ?? null };
  });
}

/** The PIR whose epic a new ticket hangs under; null where that is known by its key, or there is none. */
function epicOf(delivery: Delivery): string | null {
  return delivery.kind === 'create-ticket' && delivery.parent !== null ? pirOfEpic(delivery.parent) : null;
}

/**
 * Those of the tasks that this process still has; asked right before they are sent. For the first quarter of the lease the
 * claim itself is the answer.
 */
export async function stillOurs<Sent extends Delivery>(
  { ports: { store, clock }, settings: { leaseSeconds }, holder }: Run,
  tasks: readonly Task<Sent>[],
): Promise<readonly Task<Sent>[]> {
  const now = clock.now();
  const claimedAt = tasks[0]?.claimedAt ?? now;
  if (claimedAt <= now && now < addSeconds(claimedAt, leaseSeconds / 4)) return tasks;
  const keys = tasks.map(({ claimed }) => claimed.key);
  const held = await store.transaction((records) => records.outbox.stillHeld(keys, holder));
  return tasks.filter(({ claimed }) => held.has(claimed.key));
}

/** Why a claimed delivery is not to be sent now but put back, with the doubt that it had; null: it is to be sent. */
export function putBack({ ports: { clock }, stop, pauses }: Run, { claimed }: Task): DeliveryOutcome | null {
  const now = clock.now();
  const pause = claimed.delivery.kind === 'send-mail' ? null : pausedUntil(pauses, now);
  const reason = stop.aborted ? 'The service was stopped before it was sent.' : pause?.reason;
  if (reason === undefined) return null;
  const { inDoubt, lookUps } = claimed;
  return { outcome: 'again', at: pause?.until ?? now, reason, inDoubt, lookUps };
}
