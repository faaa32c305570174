import { isLive } from '../../core/action-item.ts';
import type { DeliveryKind, DeliveryOf } from '../../core/delivery/delivery.ts';
import { afterFailure } from '../../core/delivery/outcome.ts';
import { Failure } from '../../core/failure.ts';
import type { TicketHolder } from '../../core/plan/plan.ts';
import { asFailure, delivered, notDelivered, record, type Tried } from './record.ts';
import { claim, putBack, type Run, stillOurs, type Task } from './run.ts';
import { Slots } from './slots.ts';

/** All that is sent one by one: changes to tickets that are there, and mails. */
export type ChangeKind = Exclude<DeliveryKind, 'create-epic' | 'create-ticket'>;

/**
 * Sends a batch of what waits, one call each, several at a time. All of it is safe to repeat, but for mails.
 * @returns how many deliveries were claimed
 */
export async function sendChanges(run: Run, kinds: readonly ChangeKind[]): Promise<number> {
  const tasks = await claim(run, kinds, run.settings.batch);
  const slots = new Slots(run.settings.concurrency);
  await Promise.all(
    tasks.map((each) =>
      slots.run(async () => {
        const [task] = await stillOurs(run, [each]);
        if (task === undefined) return;
        const heldBack = putBack(run, task);
        if (heldBack !== null) return record(run, null, [notDelivered(task, heldBack)], null);
        if (isPointless(task)) return record(run, null, [delivered(task, null)], null);
        const { tried, failure } = await attempt(run, task);
        return record(run, task.claimed.delivery.kind, [tried], failure);
      }),
    ),
  );
  return tasks.length;
}

async function attempt(
  run: Run,
  task: Task<DeliveryOf<ChangeKind>>,
): Promise<{ readonly tried: Tried; readonly failure: Failure | null }> {
  try {
    return { tried: await send(run, task), failure: null };
  } catch (error) {
    const failure = asFailure(run, error, [task.claimed.key]);
    const outcome = afterFailure(task.claimed, failure, run.ports.clock.now(), run.settings);
    return { tried: notDelivered(task, outcome), failure };
  }
}

async function send({ ports: { tracker, mailer } }: Run, task: Task<DeliveryOf<ChangeKind>>): Promise<Tried> {
  const { claimed, item } = task;
  const { delivery } = claimed;
  if (delivery.kind === 'send-mail') {
    await mailer?.send(delivery.mail);
    return delivered(task, null);
  }
  if (tracker === null || item === null) throw new Error(`nothing to carry out ${claimed.key} with`);
  switch (delivery.kind) {
    case 'link-ticket':
      return delivered(task, 'ticket-linked', await tracker.adopt(item.id, delivery.ticket, delivery.labels));
    case 'update-ticket':
      await tracker.update(ticketOf(item), delivery.changes);
      return delivered(task, 'ticket-updated');
    case 'comment-ticket':
      await tracker.comment(ticketOf(item), delivery.parts, delivery.mark);
      return delivered(task, 'ticket-commented');
    case 'link-back':
      await tracker.linkBack(ticketOf(item), delivery.link);
      return delivered(task, null);
  }
}

/** Whether an item ended before it got a ticket, so that there is none to say it on. */
function isPointless({ claimed: { delivery }, item }: Task<DeliveryOf<ChangeKind>>): boolean {
  return delivery.kind !== 'link-ticket' && item !== null && item.ticket === null && !isLive(item);
}

function ticketOf(item: TicketHolder): string {
  // The claim takes an item's deliveries in order, so its ticket was created before, unless that was given up on.
  if (item.ticket === null) throw new Failure('tracker-rejected', 'The ticket itself could not be created.');
  return item.ticket.ticketId;
}
