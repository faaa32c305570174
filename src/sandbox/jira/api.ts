import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  Router,
} from 'express';
import { detailRoutes } from './detail-routes.ts';
import { issueRoutes } from './issue-routes.ts';
import { refuse } from './rest.ts';
import { searchRoutes } from './search-routes.ts';
import type { JiraSite, View } from './site.ts';
import { siteRoutes } from './site-routes.ts';
import { userRoutes } from './user-routes.ts';
import type { Account } from './workflow.ts';

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

export interface ApiOptions {
  readonly site: JiraSite;
  /** Whom requests are carried out as, where their e-mail address is nobody else's. */
  readonly service: Account;
  readonly token: string | null;
  readonly onExchange: ((exchange: Exchange) => void) | undefined;
  /** What happens to every request before it is carried out: delay, faults, limits. */
  readonly before: readonly RequestHandler[];
}

/** /rest/api/2 and, on Cloud, /rest/api/3, which differ in how texts are written. */
export function apiRoutes(options: ApiOptions): Router {
  const router = Router();
  const versions = options.site.deployment === 'cloud' ? (['2', '3'] as const) : (['2'] as const);
  for (const api of versions) {
    const view: View = { site: options.site, api };
    const one = Router();
    one.use(
      express.json({ limit: '10mb', strict: false }),
      tellTime(options.site),
      record(options.onExchange),
    );
    one.use(...options.before, signIn(options));
    // The site first: `/issue/:issue/…` would take the word createmeta for a key.
    one.use(siteRoutes(view), userRoutes(view), searchRoutes(view), issueRoutes(view), detailRoutes(view));
    one.use(unknownEndpoint);
    router.use(`/${api}`, one);
  }
  router.use(unknownEndpoint);
  return router;
}

/**
 * Finds out who asks. Where a token is asked for, Cloud serves a request with another one as an anonymous visitor's, with
 * a header that says so, and refuses a Bearer it cannot read; Data Center takes the token as Bearer or as password and
 * answers 401 to everything else.
 */
export function signIn({
  site,
  service,
  token,
}: Pick<ApiOptions, 'site' | 'service' | 'token'>): RequestHandler {
  return (request, response, next) => {
    const { bearer, email, password } = credentialsOf(request);
    const isCloud = site.deployment === 'cloud';
    if (isCloud && bearer !== null) {
      response.status(403).json({ error: 'Failed to parse Connect Session Auth Token' });
      return;
    }
    const isKnown = token === null || bearer === token || (email !== '' && password === token);
    if (!isKnown) response.set('X-Seraph-LoginReason', 'AUTHENTICATED_FAILED');
    if (!isKnown && !isCloud) return refuseCredentials(response);
    response.locals.anonymous = !isKnown;
    const named = site.accounts.all().find((account) => account.email === email && email !== '');
    response.locals.account = named ?? service;
    next();
  };
}

/** Answers say what time it is for this Jira, which tests turn. */
function tellTime({ now }: JiraSite): RequestHandler {
  return (_request, response, next) => {
    response.set('Date', new Date(now()).toUTCString());
    next();
  };
}

function credentialsOf(request: Request) {
  const header = request.get('authorization') ?? '';
  const encoded = /^Basic (.+)$/i.exec(header)?.[1] ?? '';
  const [email = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { bearer: /^Bearer (.+)$/i.exec(header)?.[1] ?? null, email, password: rest.join(':') };
}

function refuseCredentials(response: Response): void {
  const text = 'Client must be authenticated to access this resource.';
  response.status(401).json({ message: text, 'status-code': 401 });
}

/** Tells of each request and its answer, once it is answered. */
export function record(onExchange: ((exchange: Exchange) => void) | undefined): RequestHandler {
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
        ...{ method, path: `${baseUrl}${path}`.replace(/\/$/, ''), query, requestBody },
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

/** What cannot be read is the sender's fault, as Jira says it; everything else is ours. */
export const asJiraError: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  if (error instanceof SyntaxError && 'body' in error) {
    const text = 'There was an error parsing JSON. Check that your request body is valid.';
    response.status(400).json({ errorMessages: [text] });
    return;
  }
  const reason = error instanceof Error ? error.message : String(error);
  refuse(response, 500, `Internal error of the sandbox: ${reason}`);
};
