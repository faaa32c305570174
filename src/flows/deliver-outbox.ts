import { isMailTime } from '../core/notice/mail-hours.ts';
import type { Ports } from '../ports.ts';
import { type ChangeKind, sendChanges } from './deliver/changes.ts';
import { createTickets } from './deliver/creations.ts';
import type { DeliveryReport, DeliverySettings, Run } from './deliver/run.ts';

const ticketChanges: readonly ChangeKind[] = ['link-ticket', 'update-ticket', 'comment-ticket', 'link-back'];

/**
 * Sends what waits in the outbox and is due, until nothing is: claim, call, record. The claim is committed before the
 * call, so a row found again without an outcome is known to be in doubt. Kinds whose port is missing are left to wait.
 * @param holder names this process among others
 * @param stop ends the run early: what is under way is finished, nothing more is begun
 */
export async function deliverOutbox(
  ports: Ports,
  settings: DeliverySettings,
  holder: string,
  stop: AbortSignal = new AbortController().signal,
): Promise<DeliveryReport> {
  const { tracker, mailer, clock } = ports;
  const run: Run = {
    ports,
    settings,
    holder,
    stop,
    report: { delivered: 0, found: 0, again: 0, dead: 0 },
    pauses: [],
  };
  const isMailing = mailer !== null && isMailTime(clock.now(), settings.mailHours);
  const kinds: readonly ChangeKind[] = [
    ...(tracker === null ? [] : ticketChanges),
    ...(isMailing ? (['send-mail'] as const) : []),
  ];
  for (;;) {
    // Tickets first: what changes one waits for it, and people wait for the keys.
    const created = tracker === null ? 0 : await createTickets(run, tracker);
    const changed = await sendChanges(run, kinds);
    if (created + changed === 0) return run.report;
  }
}
