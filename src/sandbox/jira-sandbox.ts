import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express, { type RequestHandler } from 'express';
import { adfFromWiki } from './jira/adf-from-wiki.ts';
import { type ApiOptions, apiRoutes, asJiraError, type Exchange } from './jira/api.ts';
import { boardRoutes } from './jira/board-routes.tsx';
import { controlRoutes } from './jira/control-routes.ts';
import { Faults } from './jira/faults.ts';
import { Journal } from './jira/journal.ts';
import { Limits } from './jira/limits.ts';
import { Registry } from './jira/registry.ts';
import { type Deployment, issueTypeOf, type JiraSite } from './jira/site.ts';
import { AccountDefinition, ProjectDefinition, SiteDefinition } from './jira/site-definition.ts';
import { Store } from './jira/store.ts';
import type { Adf, RichText, Ticket } from './jira/ticket.ts';
import { webhookRoutes } from './jira/webhook-routes.ts';
import { Webhooks, webhookFrom } from './jira/webhooks.ts';
import { type Account, priorities, resolutions, statusById } from './jira/workflow.ts';
import { guardLoopback } from './loopback-guard.ts';

export type { Exchange } from './jira/api.ts';

export interface JiraSandboxOptions {
  /** 0, the default, finds a free one. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  /** Cloud, the default, or Data Center: other paths, texts, names of people, search and signing in. */
  readonly deployment?: Deployment;
  /** Keeps all state in this file; it is there before a request is answered. */
  readonly stateFile?: string;
  /** Waits this long before each answer of the API. */
  readonly latencyMs?: number;
  /** How long the search does not know a new ticket, or a change. */
  readonly indexLagMs?: number;
  /** Milliseconds since 1970; for tests that turn the clock. */
  readonly now?: () => number;
  /** Zone of the account that asks, UTC by default: time stamps and dates in queries are in it. */
  readonly timeZone?: string;
  /** Told of each ticket made. */
  readonly onTicket?: (ticket: {
    readonly key: string;
    readonly itemId: string | null;
    readonly summary: string;
  }) => void;
  /** Told of each exchange over the API, once it is answered. */
  readonly onExchange?: (exchange: Exchange) => void;
  /**
   * The API token to ask for. Other credentials are served as an anonymous visitor's by Cloud and answered 401 by Data
   * Center, which takes it as Bearer too.
   */
  readonly token?: string;
  readonly accounts?: readonly Account[];
  /** Key of the one project that there is where `site` is not given, OPS by default. */
  readonly project?: string;
  /** Takes fields off the screens of that project. */
  readonly screen?: {
    readonly without: readonly ('labels' | 'priority' | 'duedate' | 'assignee' | 'description')[];
  };
  /** Projects, fields of the site's own and accounts. */
  readonly site?: SiteDefinition;
  /** Who is told of what happens to tickets, as an administrator would have set it up. */
  readonly webhooks?: readonly {
    readonly url: string;
    readonly secret?: string;
    readonly events?: readonly string[];
  }[];
}

/** A ticket, for tests and for the demo. */
export interface SandboxTicket {
  readonly id: string;
  readonly key: string;
  readonly formerKeys: readonly string[];
  /** From the entity property pir-tracker.item; null where there is none. */
  readonly itemId: string | null;
  readonly issueType: string;
  readonly summary: string;
  readonly status: string;
  readonly statusCategory: string;
  readonly resolution: string | null;
  readonly priority: string;
  readonly dueDate: string | null;
  readonly assignee: string | null;
  readonly labels: readonly string[];
  readonly components: readonly string[];
  /** Key of the epic, or of the ticket that this one is a sub-task of. */
  readonly parent: string | null;
  /** By field id, as the sandbox keeps them. */
  readonly custom: Readonly<Record<string, unknown>>;
  readonly description: Adf | null;
  readonly comments: readonly Adf[];
  readonly remoteLinks: readonly { readonly globalId: string | null; readonly object: unknown }[];
}

/** A running sandbox. */
export interface JiraSandbox {
  /** Without a slash at the end. */
  readonly url: string;
  /** Oldest first, without deleted ones. */
  tickets(): readonly SandboxTicket[];
  /** Drops the connections that are open and stops listening. */
  close(): Promise<void>;
}

const someAccounts: readonly Account[] = [
  { accountId: 'sandbox-john', displayName: 'John Smith', email: 'john.smith@example.com' },
  { accountId: 'sandbox-jane', displayName: 'Jane Smith', email: 'jane.smith@example.com' },
];

/** Whom requests are carried out as, where their e-mail address is nobody else's. */
const service: Account = {
  accountId: 'sandbox-service',
  displayName: 'pir-tracker (sandbox)',
  email: 'pir-tracker@example.com',
};

/**
 * Starts a small Jira on loopback: the part of its REST API that the service uses, with Jira's own validation, refusals
 * and delays, and a board at `/` to look at and to move tickets on. Not for production, and not a full Jira: an endpoint
 * or a query that it does not know is answered 404 or 400.
 * @throws SyntaxError or ZodError where the state file holds something else or the site is not one
 */
export async function startJiraSandbox(options: JiraSandboxOptions = {}): Promise<JiraSandbox> {
  const journal = Journal.open(options.stateFile ?? null);
  const app = express().disable('x-powered-by').disable('etag');
  const server = createServer(app);
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const site = siteFrom(options, journal, url);
  const registered = (options.webhooks ?? []).map((each, at) => webhookFrom(each, at, site.now()));
  const webhooks = new Webhooks(site, journal, registered);
  site.store.follow = (changes) => {
    const { entries, send } = webhooks.follow(changes);
    return {
      entries,
      send: () => {
        for (const { before, after } of changes) {
          if (before === null) options.onTicket?.(newsOf(after));
        }
        send();
      },
    };
  };

  const faults = new Faults();
  const limits = new Limits(site);
  const api: ApiOptions = {
    site,
    service,
    token: options.token ?? null,
    onExchange: options.onExchange,
    before: [delayBy(options.latencyMs ?? 0), faults.strike, limits.hold],
  };
  const tickets = () => site.store.all().map((ticket) => shown(ticket, site));
  app.use(guardLoopback);
  app.use('/rest/api', apiRoutes(api));
  // Data Center 10 moved the list to the second address.
  app.use(['/rest/webhooks/1.0/webhook', '/rest/jira-webhook/1.0/webhooks'], webhookRoutes(api, webhooks));
  // Before the control routes, which read JSON alone.
  app.use(boardRoutes(site));
  app.use('/sandbox', controlRoutes({ site, faults, limits, webhooks, tickets }));
  app.use(asJiraError);
  webhooks.resume();

  return {
    url,
    tickets,
    close: async () => {
      webhooks.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await journal.settled();
    },
  };
}

function siteFrom(options: JiraSandboxOptions, journal: Journal, root: string): JiraSite {
  const without = [...(options.screen?.without ?? [])];
  const definition = SiteDefinition.parse(
    options.site ?? { projects: [{ key: options.project ?? 'OPS', screens: [{ without }] }] },
  );
  const now = options.now ?? Date.now;
  const accounts = [...(options.accounts ?? definition.accounts ?? someAccounts), service];
  return {
    root,
    deployment: options.deployment ?? 'cloud',
    projects: new Registry(journal, 'project', ProjectDefinition, ({ key }) => key, definition.projects),
    accounts: new Registry(journal, 'account', AccountDefinition, ({ accountId }) => accountId, accounts),
    customFields: definition.fields,
    store: new Store(journal, now, options.indexLagMs ?? 0),
    timeZone: options.timeZone ?? 'UTC',
    now,
  };
}

function delayBy(milliseconds: number): RequestHandler {
  return async (_request, _response, next) => {
    if (milliseconds > 0) await sleep(milliseconds);
    next();
  };
}

function shown(ticket: Ticket, { store }: JiraSite): SandboxTicket {
  const { id, key, formerKeys, summary, dueDate, assignee, labels, components, custom } = ticket;
  const status = statusById(ticket.statusId);
  const document = (text: RichText) => (typeof text === 'string' ? adfFromWiki(text) : text);
  return structuredClone({
    ...{ id, key, formerKeys, summary, dueDate, assignee, labels, components, custom },
    itemId: itemIdOf(ticket.properties),
    issueType: issueTypeOf(ticket).name,
    status: status.name,
    statusCategory: status.category.key,
    resolution: resolutions.find((each) => each.id === ticket.resolutionId)?.name ?? null,
    priority: priorities.find((each) => each.id === ticket.priorityId)?.name ?? '',
    parent: ticket.parent === null ? null : (store.find(ticket.parent)?.key ?? null),
    description: ticket.description === null ? null : document(ticket.description),
    comments: ticket.comments.map((comment) => document(comment.body)),
    remoteLinks: ticket.remoteLinks.map(({ globalId, object }) => ({ globalId, object })),
  });
}

function newsOf({ key, summary, properties }: Ticket) {
  return { key, summary, itemId: itemIdOf(properties) };
}

function itemIdOf(properties: Readonly<Record<string, unknown>>): string | null {
  const value = properties['pir-tracker.item'];
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  return String(value.id);
}
