import type { Instant } from '../core/calendar.ts';
import type { ClaimedDelivery, DeliveryKind, DeliveryOutcome } from '../core/delivery/delivery.ts';
import { afterFailure, afterFruitlessLookUp, type Patience } from '../core/delivery/outcome.ts';
import { Failure } from '../core/failure.ts';
import { isMailTime, type MailHours } from '../core/notice/mail-hours.ts';
import type { TicketChanges, TicketDestination, TicketFields, TicketRef } from '../core/plan/plan.ts';
import { asCreated, type Snapshot, type TrackedItem } from '../core/sync/snapshot.ts';
import type { Ports, Records, Tracker } from '../ports.ts';

/** How deliveries are taken and tried. */
export interface DeliverySettings extends Patience {
  readonly batch: number;
  readonly concurrency: number;
  readonly leaseSeconds: number;
  /** Mails that wait outside of these stay until the next working day. */
  readonly mailHours: MailHours;
  /** Where new tickets go; null without a tracker. */
  readonly destination: TicketDestination | null;
}

/** What came of one run. */
export interface DeliveryReport {
  readonly delivered: number;
  readonly again: number;
  readonly dead: number;
}

/** What came of a try: an outcome and, where a ticket came of it, that ticket with what the trail says of it. */
interface Tried {
  readonly outcome: DeliveryOutcome;
  readonly ticket: TicketRef | null;
  /** What ticket and item agree on from the start, where we created it. */
  readonly base: Snapshot | null;
  readonly action: string | null;
}

const ticketKinds: readonly DeliveryKind[] = [
  'create-ticket',
  'link-ticket',
  'update-ticket',
  'comment-ticket',
];

/**
 * Sends what waits in the outbox and is due, until nothing is: claim, call, record. The claim is committed before the
 * call, so a row found again without an outcome is known to be in doubt. Kinds whose port is missing are left to wait.
 * @param holder names this process among others
 */
export async function deliverOutbox(
  { store, clock, tracker, mailer, log }: Ports,
  settings: DeliverySettings,
  holder: string,
): Promise<DeliveryReport> {
  const kinds = [
    ...(tracker === null ? [] : ticketKinds),
    ...(mailer !== null && isMailTime(clock.now(), settings.mailHours) ? (['send-mail'] as const) : []),
  ];
  const report = { delivered: 0, again: 0, dead: 0 };

  const deliver = async (claimed: ClaimedDelivery): Promise<void> => {
    const itemId = 'itemId' in claimed.delivery ? claimed.delivery.itemId : null;
    const [held, item] = await store.transaction(async (records) => [
      await records.outbox.stillHeld(claimed.key, holder),
      itemId === null ? null : await records.items.find(itemId),
    ]);
    if (!held) return;
    const tried = await attempt(claimed, item, { tracker, mailer, log }, () => clock.now(), settings);
    const { outcome } = tried;
    const now = clock.now();
    const settled = await store.transaction(async (records) => {
      if (item !== null) await records.pirs.lock(item.pirId);
      const isOurs = await records.outbox.settle(claimed.key, holder, outcome, now);
      // What happened outside happened, even when the lease ran out meanwhile; but whoever has the row now goes before.
      const known = itemId === null ? null : await records.items.find(itemId);
      if (known !== null && (isOurs || known.ticket === null)) await record(records, known, tried, now);
      return isOurs;
    });
    const fields = { key: claimed.key, attempt: claimed.attempts + 1 };
    if (!settled)
      return log.warn('lease ran out during a delivery', { ...fields, ticket: tried.ticket?.key });
    report[outcome.outcome] += 1;
    if (outcome.outcome === 'delivered') log.info('delivered', { ...fields, ticket: tried.ticket?.key });
    else if (outcome.outcome === 'again')
      log.warn('delivery put off', { ...fields, until: outcome.at, reason: outcome.reason });
    else log.error('delivery given up', { ...fields, reason: outcome.reason });
  };

  for (;;) {
    const { batch, leaseSeconds } = settings;
    const claimed = await store.transaction((records) =>
      records.outbox.claim({ kinds, now: clock.now(), limit: batch, holder, leaseSeconds }),
    );
    if (claimed.length === 0) return report;
    await inParallel(claimed, settings.concurrency, deliver);
  }
}

async function attempt(
  claimed: ClaimedDelivery,
  item: TrackedItem | null,
  { tracker, mailer, log }: Pick<Ports, 'tracker' | 'mailer' | 'log'>,
  now: () => Instant,
  settings: DeliverySettings,
): Promise<Tried> {
  const { delivery } = claimed;
  try {
    if (delivery.kind === 'send-mail') {
      await mailer?.send(delivery.mail);
      return delivered(null, null);
    }
    if (tracker === null || item === null) throw new Error(`nothing to carry out ${claimed.key} with`);
    switch (delivery.kind) {
      case 'create-ticket':
        // Another process may have recorded it after this row was claimed.
        if (item.ticket !== null) return delivered(null, null);
        return await createOrFind(claimed, delivery, tracker, now, settings);
      case 'link-ticket':
        return delivered(await tracker.adopt(item.id, delivery.ticket, []), 'ticket-linked');
      case 'update-ticket':
        await tracker.update(ticketOf(item), changesFrom(delivery.fields));
        return delivered(null, 'ticket-updated');
      case 'comment-ticket':
        await tracker.comment(ticketOf(item), delivery.parts);
        return delivered(null, 'ticket-commented');
    }
  } catch (error) {
    if (!(error instanceof Failure)) log.error('delivery met a bug', { key: claimed.key, error });
    // Nobody can tell what a bug left behind: treated like an answer that never came.
    const failure =
      error instanceof Failure
        ? error
        : new Failure('tracker-outcome-unknown', `Unexpected: ${(error as Error).message}`);
    return { ...nothingKnown, outcome: afterFailure(claimed, failure, now(), settings) };
  }
}

/** Creates the ticket, but looks first when an earlier try may have done so already. */
async function createOrFind(
  claimed: ClaimedDelivery,
  { itemId, fields }: { readonly itemId: string; readonly fields: TicketFields },
  tracker: Tracker,
  now: () => Instant,
  settings: DeliverySettings,
): Promise<Tried> {
  const { destination } = settings;
  if (destination === null) throw new Error('a tracker without a destination for its tickets');
  if (claimed.inDoubt) {
    const found = await tracker.findMany([{ itemId, label: fields.labels[0] ?? '' }]);
    const ticket = found.get(itemId);
    if (ticket !== undefined) return delivered(ticket, 'ticket-found', asCreated(ticket, fields, []));
    const wait = afterFruitlessLookUp(claimed, now(), settings);
    if (wait !== null) return { ...nothingKnown, outcome: wait };
  }
  const [creation] = await tracker.createMany([{ itemId, destination, parent: null, fields }]);
  if (creation === undefined) throw new Error('no outcome for a ticket');
  if (!creation.ok) throw creation.failure;
  const { leftOut, ...created } = creation.ticket;
  return delivered(created, 'ticket-created', asCreated(created, fields, leftOut));
}

/** Labels are added and never taken away. */
function changesFrom({ labels, ...fields }: Partial<TicketFields>): TicketChanges {
  return labels === undefined ? fields : { ...fields, labels: { add: labels, remove: [] } };
}

const nothingKnown = { ticket: null, base: null, action: null };

function delivered(ticket: TicketRef | null, action: string | null, base: Snapshot | null = null): Tried {
  return { outcome: { outcome: 'delivered' }, ticket, base, action };
}

function ticketOf(item: TrackedItem): string {
  // The claim takes an item's deliveries in order, so its ticket was created before, unless that was given up on.
  if (item.ticket === null) throw new Failure('tracker-rejected', 'The ticket itself could not be created.');
  return item.ticket.ticketId;
}

/** Writes what came of a try; the PIR's row is locked. */
async function record(
  records: Records,
  { id: itemId, pirId }: TrackedItem,
  { ticket, base, action }: Tried,
  now: Instant,
): Promise<void> {
  if (action === null) return;
  if (ticket !== null) {
    await records.items.saveTicket({
      ...ticket,
      itemId,
      base,
      drift: [],
      syncedAt: null,
      missingSince: null,
    });
  }
  const payload = ticket === null ? null : { ...ticket };
  await records.trail.append(pirId, 'service', [{ action, subject: itemId, payload }], now);
}

async function inParallel<T>(
  values: readonly T[],
  width: number,
  work: (value: T) => Promise<void>,
): Promise<void> {
  const queue = [...values];
  const lane = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: Math.min(width, values.length) }, lane));
}
