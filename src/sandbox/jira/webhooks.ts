import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Journal, JournalEntry } from './journal.ts';
import { readJql } from './jql.ts';
import { jqlScope } from './jql-fields.ts';
import { Registry } from './registry.ts';
import type { JiraSite } from './site.ts';
import type { TicketChange } from './store.ts';
import { eventNames, eventsOf, type WebhookEvent } from './webhook-payload.ts';

export const Webhook = z.object({
  id: z.string(),
  name: z.string(),
  url: z.url({ protocol: /^https?$/ }),
  events: z.array(z.string()).min(1),
  /** Only tickets that this finds; null: all. */
  jql: z.string().nullable(),
  excludeBody: z.boolean(),
  enabled: z.boolean(),
  secret: z.string().nullable(),
  /** Milliseconds since 1970. */
  updated: z.number(),
});
/** A webhook that an administrator set up. */
export type Webhook = z.infer<typeof Webhook>;

/** How events are sent, as `PUT /sandbox/webhook-delivery` takes it. */
export const DeliverySettings = z.strictObject({
  /** How often each event is sent once more, though it was taken. */
  duplicates: z.number().int().min(0).max(10).default(0),
  /** How long an event waits before it is sent. */
  delayMs: z.number().int().min(0).default(0),
  /** Sends what came within the delay the other way round. */
  reorder: z.boolean().default(false),
  /** Before each try after the first; Jira waits 5 to 15 minutes and tries five times more. */
  retryDelaysMs: z
    .array(z.number().int().min(0))
    .max(10)
    .default([300_000, 420_000, 540_000, 720_000, 900_000]),
});
export type DeliverySettings = z.infer<typeof DeliverySettings>;

const Delivery = z.object({
  /** X-Atlassian-Webhook-Identifier: the same for every try. */
  id: z.string(),
  webhookId: z.string(),
  event: z.string(),
  ticketId: z.string(),
  body: z.string(),
  /** Tries so far. */
  tries: z.number().int(),
});
type Delivery = z.infer<typeof Delivery>;

/** What Jira tries again; everything else it takes as the last word. */
const isTriedAgain = (status: number | null) =>
  status === null || status >= 500 || [408, 409, 425, 429].includes(status);

/** As many are under way to one host at a time. */
const atOnce = 20;
const timeoutMs = 20_000;

/** Tells other programs of what happens to tickets, as Jira does: signed, in no order, and again where they fail. */
export class Webhooks {
  readonly registered: Registry<Webhook>;
  readonly #site: JiraSite;
  readonly #journal: Journal;
  readonly #waiting = new Map<string, Delivery>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #ending = new AbortController();
  #ready: Delivery[] = [];
  #held: Delivery[] = [];
  #underWay = 0;
  settings: DeliverySettings = DeliverySettings.parse({});

  constructor(site: JiraSite, journal: Journal, initial: readonly Webhook[]) {
    this.#site = site;
    this.#journal = journal;
    this.registered = new Registry(journal, 'webhook', Webhook, ({ id }) => id, initial);
    for (const value of journal.take('delivery')) {
      const delivery = Delivery.parse(value);
      this.#waiting.set(delivery.id, delivery);
    }
  }

  /** Sends what a process before this one did not get to. */
  resume(): void {
    this.#push([...this.#waiting.values()]);
  }

  /** The events that follow from changes: to be kept together with them, and to be sent after that. */
  follow(changes: readonly TicketChange[]): { readonly entries: readonly JournalEntry[]; send(): void } {
    const webhooks = this.registered.all().filter(({ enabled }) => enabled);
    if (webhooks.length === 0) return { entries: [], send: () => {} };
    const events = changes.flatMap((change) => eventsOf(change, this.#site));
    const deliveries = events.flatMap((event) =>
      webhooks
        .filter((webhook) => this.#concerns(webhook, event))
        .map((webhook) => deliveryOf(webhook, event)),
    );
    for (const delivery of deliveries) this.#waiting.set(delivery.id, delivery);
    return { entries: deliveries.map(entryOf), send: () => this.#hold(deliveries) };
  }

  /** Events that wait to be sent or to be tried again. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Stops sending; what was not taken stays in the journal. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#ready = [];
    this.#ending.abort();
  }

  #concerns({ events, jql }: Webhook, { name, ticket }: WebhookEvent): boolean {
    if (!events.includes(name)) return false;
    return jql === null || readJql(jql, jqlScope(this.#site)).matches(ticket);
  }

  #hold(deliveries: readonly Delivery[]): void {
    const { delayMs, reorder } = this.settings;
    if (delayMs === 0 && !reorder) {
      this.#push(deliveries);
      return;
    }
    if (this.#held.length === 0 && deliveries.length > 0) {
      this.#after(Math.max(delayMs, 20), () => {
        const held = this.#held.splice(0);
        this.#push(reorder ? held.toReversed() : held);
      });
    }
    this.#held.push(...deliveries);
  }

  #push(deliveries: readonly Delivery[]): void {
    const copies = 1 + this.settings.duplicates;
    this.#ready.push(...deliveries.flatMap((delivery) => Array<Delivery>(copies).fill(delivery)));
    this.#sendReady();
  }

  #sendReady(): void {
    while (this.#underWay < atOnce) {
      const delivery = this.#ready.shift();
      if (delivery === undefined) return;
      this.#underWay += 1;
      void this.#send(delivery).finally(() => {
        this.#underWay -= 1;
        this.#sendReady();
      });
    }
  }

  async #send(delivery: Delivery): Promise<void> {
    const webhook = this.registered.find(delivery.webhookId);
    const status = webhook === null ? 410 : await this.#post(webhook, delivery);
    if (this.#ending.signal.aborted) return;
    const delay = this.settings.retryDelaysMs[delivery.tries];
    if (isTriedAgain(status) && delay !== undefined) {
      const again = { ...delivery, tries: delivery.tries + 1 };
      this.#waiting.set(again.id, again);
      await this.#journal.append([entryOf(again)]);
      this.#after(delay, () => {
        this.#ready.push(again);
        this.#sendReady();
      });
      return;
    }
    if (this.#waiting.delete(delivery.id)) {
      await this.#journal.append([{ kind: 'delivery', id: delivery.id, value: null }]);
    }
  }

  /** The status that was answered; null where there was none. */
  async #post(webhook: Webhook, delivery: Delivery): Promise<number | null> {
    const { secret, url, excludeBody } = webhook;
    const body = excludeBody ? '' : delivery.body;
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: headersOf(delivery, secret === null ? null : signature(body, secret)),
        body,
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), this.#ending.signal]),
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return null;
    }
  }

  #after(milliseconds: number, work: () => void): void {
    if (this.#ending.signal.aborted) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, milliseconds);
    this.#timers.add(timer);
  }
}

function deliveryOf(webhook: Webhook, event: WebhookEvent): Delivery {
  return {
    id: randomUUID(),
    webhookId: webhook.id,
    event: event.name,
    ticketId: event.ticket.id,
    body: JSON.stringify(event.body),
    tries: 0,
  };
}

function entryOf(delivery: Delivery): JournalEntry {
  return { kind: 'delivery', id: delivery.id, value: delivery };
}

/** `X-Hub-Signature` over the bytes as they are sent (Atlassian's "Secure webhooks"). */
function signature(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

function headersOf(delivery: Delivery, signed: string | null): Record<string, string> {
  return {
    'content-type': 'application/json; charset=UTF-8',
    'user-agent': 'Atlassian HttpClient (sandbox)',
    'x-atlassian-webhook-identifier': delivery.id,
    'x-atlassian-webhook-flow': 'Primary',
    ...(delivery.tries === 0 ? {} : { 'x-atlassian-webhook-retry': String(delivery.tries) }),
    ...(signed === null ? {} : { 'x-hub-signature': signed }),
  };
}

/** A webhook that is given with the options of the sandbox. */
export function webhookFrom(
  given: { readonly url: string; readonly secret?: string; readonly events?: readonly string[] },
  at: number,
  now: number,
): Webhook {
  return Webhook.parse({
    id: String(at + 1),
    name: 'pir-tracker',
    url: given.url,
    events: given.events ?? [...eventNames],
    jql: null,
    excludeBody: false,
    enabled: true,
    secret: given.secret ?? null,
    updated: now,
  });
}
