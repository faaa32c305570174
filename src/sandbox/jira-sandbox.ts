import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { boardRoutes } from './board-routes.tsx';
import { Faults } from './faults.ts';
import { issueRoutes } from './jira-routes.ts';
import { type JiraSite, moveTicket } from './jira-site.ts';
import { guardLoopback } from './loopback-guard.ts';
import { refuseWith } from './rest.ts';
import { siteRoutes } from './site-routes.ts';
import { type Adf, statusOf, type Ticket, TicketStore } from './ticket-store.ts';
import { type Account, priorities } from './workflow.ts';

/** One request to the REST API and what was answered to it. */
export interface Exchange {
  readonly method: string;
  /** Without the query: `/rest/api/3/issue/10001`. */
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly requestBody: unknown;
  readonly status: number;
  /** Parsed JSON; undefined where there is none. */
  readonly responseBody: unknown;
}

export interface JiraSandboxOptions {
  /** 0, the default, finds a free one. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  /** Keeps the tickets in this file; they are on disk before a request is answered. */
  readonly stateFile?: string;
  /** Waits this long before each answer of the API. */
  readonly latencyMs?: number;
  /** How long the search does not know a new ticket. */
  readonly indexLagMs?: number;
  /** Milliseconds since 1970; for tests that turn the clock. */
  readonly now?: () => number;
  /** Told of each ticket made. */
  readonly onTicket?: (ticket: {
    readonly key: string;
    readonly itemId: string | null;
    readonly summary: string;
  }) => void;
  /** Told of each exchange over the API, once it is answered. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** The API token to ask for; other credentials are served as an anonymous visitor's, as Jira Cloud does. */
  readonly token?: string;
  readonly accounts?: readonly Account[];
  /** Project key, OPS by default. */
  readonly project?: string;
  /** Takes fields off the screens. */
  readonly screen?: {
    readonly without: readonly ('labels' | 'priority' | 'duedate' | 'assignee' | 'description')[];
  };
}

/** A ticket, for tests and for the demo. */
export interface SandboxTicket {
  readonly id: string;
  readonly key: string;
  /** From the entity property pir-tracker.item; null where there is none. */
  readonly itemId: string | null;
  readonly summary: string;
  readonly status: string;
  readonly statusCategory: string;
  readonly priority: string;
  readonly dueDate: string | null;
  readonly assignee: string | null;
  readonly labels: readonly string[];
  readonly description: Adf | null;
  readonly comments: readonly Adf[];
}

/** A running sandbox. */
export interface JiraSandbox {
  /** Without a slash at the end. */
  readonly url: string;
  /** Oldest first. */
  tickets(): readonly SandboxTicket[];
  /** Drops the connections that are open and stops listening. */
  close(): Promise<void>;
}

const someAccounts: readonly Account[] = [
  { accountId: 'sandbox-john', displayName: 'John Smith', email: 'john.smith@example.com' },
  { accountId: 'sandbox-jane', displayName: 'Jane Smith', email: 'jane.smith@example.com' },
];

/**
 * Starts a small Jira Cloud on loopback: the part of its REST API v3 that the service uses, with Jira's own validation,
 * refusals and delays, and a board at `/` to look at and to move tickets on. Not for production, and not a full Jira: an
 * endpoint or a query that it does not know is answered 404 or 400.
 */
export async function startJiraSandbox(options: JiraSandboxOptions = {}): Promise<JiraSandbox> {
  const project = options.project ?? 'OPS';
  const store = await TicketStore.open(project, options.stateFile ?? null);
  const now = options.now ?? Date.now;

  const app = express().disable('x-powered-by').disable('etag');
  const server = createServer(app);
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const site: JiraSite = {
    root: url,
    project,
    accounts: options.accounts ?? someAccounts,
    offScreen: new Set(options.screen?.without ?? []),
    indexLagMs: options.indexLagMs ?? 0,
    store,
    now,
    onTicket: ({ key, summary, properties }) =>
      options.onTicket?.({ key, summary, itemId: itemIdOf(properties) }),
    move: (ticket, transitionId) => moveTicket({ store, now }, ticket, transitionId),
  };

  const faults = new Faults();
  const latencyMs = options.latencyMs ?? 0;
  const delay: RequestHandler = async (_request, _response, next) => {
    if (latencyMs > 0) await sleep(latencyMs);
    next();
  };
  const api = express.Router();
  api.use(express.json({ limit: '2mb', strict: false }), record(options.onExchange), delay);
  api.use(faults.strike, signIn(options.token ?? null));
  // Before the tickets, whose `/issue/:issue/…` would take the word createmeta for a key.
  api.use(siteRoutes(site), issueRoutes(site), unknownEndpoint);

  app.use(guardLoopback);
  app.use('/rest/api/3', api);
  app.post('/sandbox/faults', express.json(), faults.add);
  app.delete('/sandbox/faults', faults.clear);
  app.use(boardRoutes(site));
  app.use(asJiraError);

  return {
    url,
    tickets: () => store.all().map((ticket) => shown(ticket)),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await store.save();
    },
  };
}

function shown(ticket: Ticket): SandboxTicket {
  const { id, key, summary, dueDate, assignee, labels, description } = ticket;
  const status = statusOf(ticket);
  return structuredClone({
    ...{ id, key, summary, dueDate, assignee, labels, description },
    itemId: itemIdOf(ticket.properties),
    status: status.name,
    statusCategory: status.category.key,
    priority: priorities.find((each) => each.id === ticket.priorityId)?.name ?? '',
    comments: ticket.comments.map((comment) => comment.body),
  });
}

function itemIdOf(properties: Readonly<Record<string, unknown>>): string | null {
  const value = properties['pir-tracker.item'];
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  return String(value.id);
}

/** Where a token is asked for, a request with another one goes on as an anonymous visitor's, and a header says so. */
function signIn(token: string | null): RequestHandler {
  return (request, response, next) => {
    const encoded = /^Basic (.+)$/i.exec(request.get('authorization') ?? '')?.[1] ?? '';
    const [email, ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    const isSignedIn = token === null || (email !== '' && rest.join(':') === token);
    response.locals.anonymous = !isSignedIn;
    if (!isSignedIn) response.set('X-Seraph-LoginReason', 'AUTHENTICATED_FAILED');
    next();
  };
}

function record(onExchange: ((exchange: Exchange) => void) | undefined): RequestHandler {
  return (request, response, next) => {
    if (onExchange === undefined) return next();
    const json = response.json.bind(response);
    let responseBody: unknown;
    response.json = (body: unknown) => {
      responseBody = JSON.parse(JSON.stringify(body));
      return json(body);
    };
    const { method, baseUrl, path } = request;
    const query = { ...request.query };
    response.once('finish', () => {
      const requestBody: unknown = request.body;
      onExchange({
        ...{ method, path: `${baseUrl}${path}`, query, requestBody },
        ...{ status: response.statusCode, responseBody },
      });
    });
    next();
  };
}

const unknownEndpoint: RequestHandler = (request, response) => {
  const instance = `${request.baseUrl}${request.path}`;
  const detail = `No endpoint ${request.method} ${instance}.`;
  const problem = { type: 'about:blank', title: 'Not Found', status: 404, detail, instance };
  response.status(404).type('application/problem+json').send(JSON.stringify(problem));
};

const asJiraError: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const isUnreadable = error instanceof SyntaxError && 'body' in error;
  const text = isUnreadable
    ? 'There was an error parsing JSON. Check that your request body is valid.'
    : `Internal error of the sandbox: ${error instanceof Error ? error.message : String(error)}`;
  refuseWith(response, isUnreadable ? 400 : 500, { errorMessages: [text], errors: {} });
};
