import { dayAt, type Instant, timeOfDayAt } from '../calendar.ts';
import { sha256 } from '../digest.ts';
import type { TrackedItem } from '../sync/snapshot.ts';
import { type Delivery, type DeliveryKind, ticketKinds } from './delivery.ts';

/** Where deliveries go; each can be held by itself. */
export const channels = ['jira', 'mail'] as const;
export type Channel = (typeof channels)[number];

/**
 * A person, or the service where it finds itself on a copy, has stopped the deliveries of a channel. Unlike a pause it ends
 * only when somebody releases it, and it holds for all instances.
 */
export interface Hold {
  readonly channel: Channel;
  readonly since: Instant;
  /** A person, or `service`. */
  readonly by: string;
  readonly reason: string;
}

/** A delivery that waits and is not under way. */
export interface WaitingDelivery {
  readonly key: string;
  readonly delivery: Delivery;
  /** When it was written. */
  readonly since: Instant;
  /** An earlier try may have been carried out. */
  readonly inDoubt: boolean;
}

/** One of them for people. */
export interface HeldLine {
  readonly key: string;
  readonly kind: DeliveryKind;
  /** The recipient of a mail, the key of a ticket; null for a ticket that is not there yet. */
  readonly to: string | null;
  /** The subject of a mail; the title of an item or of the epic of a PIR. */
  readonly title: string;
  readonly since: Instant;
  readonly inDoubt: boolean;
}

/** What waits for one channel. */
export interface HeldDeliveries {
  readonly channel: Channel;
  /** Null: it is not held, and what waits may leave at any moment. */
  readonly hold: Hold | null;
  readonly lines: readonly HeldLine[];
  /** Whoever discards names it, so that nothing is discarded that they did not see. */
  readonly version: string;
}

/** The kinds of deliveries that go to a channel. */
export function kindsOf(channel: Channel): readonly DeliveryKind[] {
  return channel === 'mail' ? ['send-mail'] : ticketKinds;
}

/** The hold that stops deliveries of a kind; null where none does. */
export function holdOn(kind: DeliveryKind, holds: readonly Hold[]): Hold | null {
  return holds.find(({ channel }) => kindsOf(channel).includes(kind)) ?? null;
}

/** `held by jo.doe since 09:12: moving to another project`, in the given time zone, with the day where it is not today's. */
export function holdText({ by, since, reason }: Hold, now: Instant, timeZone: string): string {
  const day = dayAt(since, timeZone);
  const when = `${day === dayAt(now, timeZone) ? '' : `${day} `}${timeOfDayAt(since, timeZone)}`;
  return `held by ${by === 'service' ? 'the service' : by} since ${when}: ${reason.replace(/\.$/, '')}`;
}

/** Why a database that another instance made is held. */
export function copyReason(stored: string, instance: string): string {
  return `this is the database of the instance "${stored}", and the settings call this one "${instance}"`;
}

/** What waits for a channel, for people. */
export function heldDeliveries(
  channel: Channel,
  hold: Hold | null,
  waiting: readonly WaitingDelivery[],
  items: ReadonlyMap<string, TrackedItem>,
): HeldDeliveries {
  const lines = waiting.map(({ key, delivery, since, inDoubt }): HeldLine => {
    const line = { key, kind: delivery.kind, since, inDoubt };
    if (delivery.kind === 'send-mail') return { ...line, to: delivery.mail.to, title: delivery.mail.subject };
    if (delivery.kind === 'create-epic') return { ...line, to: null, title: delivery.fields.summary };
    const item = items.get(delivery.itemId);
    const ticket = delivery.kind === 'link-ticket' ? delivery.ticket : (item?.ticket?.key ?? null);
    return { ...line, to: ticket, title: item?.title ?? delivery.itemId };
  });
  const version = sha256(lines.map(({ key }) => key).join('\n')).slice(0, 16);
  return { channel, hold, lines, version };
}
