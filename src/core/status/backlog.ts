import { dayAt, type Instant, timeOfDayAt } from '../calendar.ts';
import { creationKinds, type DeliveryKind, type OutboxCount } from '../delivery/delivery.ts';
import { type Channel, type Hold, holdText, kindsOf } from '../delivery/holds.ts';
import { failuresAllowed, type Pause, pausedUntil } from '../delivery/pauses.ts';
import { oneLine, shorten } from '../notice/plain-text.ts';
import { counted } from '../notice/wording.ts';
import type { Backlog } from './status.ts';

/** What a delivery does, as a line for people begins. */
export const deliveryNames: Readonly<Record<DeliveryKind, string>> = {
  'create-epic': 'Create the epic of a PIR',
  'create-ticket': 'Create a ticket',
  'link-ticket': 'Link a ticket',
  'update-ticket': 'Update a ticket',
  'comment-ticket': 'Comment on a ticket',
  'link-back': 'Link a ticket back to its PIR',
  'send-mail': 'Send a mail',
};

/** One channel that deliveries go to. */
export interface Side {
  readonly kinds: readonly DeliveryKind[];
  /** That somebody stopped them, and why; null where nobody did. */
  readonly held: string | null;
  readonly configured: boolean;
  /** `no tracker configured`. */
  readonly missing: string;
  /** Why nothing is sent for now, where calls are paused. */
  readonly paused: string | null;
}

/** `Jira does not answer since 09:12; next try 09:20`, in the organisation's time; null where calls are not paused. */
export function pauseNote(pauses: readonly Pause[], now: Instant, timeZone: string): string | null {
  const pause = pausedUntil(pauses, now);
  if (pause?.until == null) return null;
  const [since, until] = [pause.since, pause.until].map((at) => timeAt(at, now, timeZone));
  return pause.failures >= failuresAllowed
    ? `Jira does not answer since ${since}; next try ${until}`
    : `Jira asked to wait since ${since}; next try ${until}`;
}

/** The time of day, with the day where that is not today's. */
function timeAt(at: Instant, now: Instant, timeZone: string): string {
  const day = dayAt(at, timeZone);
  return `${day === dayAt(now, timeZone) ? '' : `${day} `}${timeOfDayAt(at, timeZone)}`;
}

const isCreation = (kind: DeliveryKind) => creationKinds.some((other) => other === kind);
const isMail = (kind: DeliveryKind) => kind === 'send-mail';

function nameOf(waiting: readonly OutboxCount[], count: number): string {
  if (waiting.every((row) => isMail(row.kind))) return counted(count, 'mail');
  // Updates and comments wait for tickets that exist: "9 tickets wait" would say that nine are missing.
  const onlyNew = waiting.every((row) => isCreation(row.kind));
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
  const waits = `${nameOf(rows, count)} ${verb}`;
  if (side.held !== null) return `${waits}, ${side.held}`;
  if (side.configured && side.paused !== null) return `${side.paused}; ${waits}`;
  const reason = side.configured ? failed : side.missing;
  return `${waits}${reason === null ? ' to be sent' : `: ${reason}`}`;
}

/** How the deliveries to one side stand. */
export function backlog(outbox: readonly OutboxCount[], side: Side): Backlog {
  const rows = outbox.filter((row) => side.kinds.includes(row.kind));
  const { held } = side;
  const sum = (field: 'waiting' | 'dead') => rows.reduce((total, row) => total + row[field], 0);
  return { waiting: sum('waiting'), dead: sum('dead'), note: waitingNote(rows, side), held };
}

/** What is known of the channels. */
export interface ChannelState {
  readonly now: Instant;
  /** IANA name; in which times are given. */
  readonly timeZone: string;
  readonly holds: readonly Hold[];
  readonly pauses: readonly Pause[];
  readonly trackerConfigured: boolean;
  readonly mailerConfigured: boolean;
}

/** A channel with what holds its deliveries up. */
export function sideOf(channel: Channel, state: ChannelState): Side {
  const { now, timeZone, holds, pauses, trackerConfigured, mailerConfigured } = state;
  const hold = holds.find((each) => each.channel === channel);
  const held = hold === undefined ? null : holdText(hold, now, timeZone);
  const kinds = kindsOf(channel);
  return channel === 'jira'
    ? {
        ...{ kinds, held, configured: trackerConfigured, missing: 'no tracker configured' },
        paused: pauseNote(pauses, now, timeZone),
      }
    : { kinds, held, configured: mailerConfigured, missing: 'no mail server configured', paused: null };
}
