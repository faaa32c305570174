import type { DeliveryKind, OutboxCount } from '../delivery/delivery.ts';
import { oneLine, shorten } from '../notice/plain-text.ts';
import { counted } from '../notice/wording.ts';
import type { Backlog } from './status.ts';

/** One side that deliveries go to. */
export interface Side {
  readonly kinds: readonly DeliveryKind[];
  readonly configured: boolean;
  /** `no tracker configured`. */
  readonly missing: string;
}

const isMail = (kind: DeliveryKind) => kind === 'send-mail';

function nameOf(waiting: readonly OutboxCount[], count: number): string {
  if (waiting.every((row) => isMail(row.kind))) return counted(count, 'mail');
  // Updates and comments wait for tickets that exist: "9 tickets wait" would say that nine are missing.
  const onlyNew = waiting.every((row) => row.kind === 'create-ticket');
  return counted(count, onlyNew ? 'ticket' : 'ticket change');
}

/** A sentence on how many deliveries wait and why; null when none does. */
export function waitingNote(waiting: readonly OutboxCount[], side: Side): string | null {
  const rows = waiting.filter((row) => row.waiting > 0);
  const count = rows.reduce((sum, row) => sum + row.waiting, 0);
  if (count === 0) return null;
  const verb = count === 1 ? 'waits' : 'wait';
  const [longest] = rows
    .filter((row) => row.lastReason !== null && oneLine(row.lastReason) !== '')
    .sort((a, b) => ((a.oldestWaiting ?? '~') < (b.oldestWaiting ?? '~') ? -1 : 1));
  const failed = longest?.lastReason ? shorten(longest.lastReason, 200).replace(/\.$/, '') : null;
  const reason = side.configured ? failed : side.missing;
  return `${nameOf(rows, count)} ${verb}${reason === null ? ' to be sent' : `: ${reason}`}`;
}

/** How the deliveries to one side stand. */
export function backlog(outbox: readonly OutboxCount[], side: Side): Backlog {
  const rows = outbox.filter((row) => side.kinds.includes(row.kind));
  const sum = (field: 'waiting' | 'dead') => rows.reduce((total, row) => total + row[field], 0);
  return { waiting: sum('waiting'), dead: sum('dead'), note: waitingNote(rows, side) };
}

/** The tracker as a side. */
export function trackerSide(configured: boolean): Side {
  return {
    kinds: ['create-ticket', 'link-ticket', 'update-ticket', 'comment-ticket'],
    configured,
    missing: 'no tracker configured',
  };
}

/** The mail server as a side. */
export function mailSide(configured: boolean): Side {
  return { kinds: ['send-mail'], configured, missing: 'no mail server configured' };
}
