import JiraApi from 'jira-client';
import type { z } from 'zod';
import type { Clock } from '../../../ports.ts';
import { CallError } from './call-error.ts';
import { endpointOf, Gate } from './gate.ts';
import { clockAhead, type Headers, headerOf } from './limits.ts';
import {
  CreatedIssue,
  CreatedIssues,
  Fields,
  Issue,
  PageOfFields,
  PageOfIssueTypes,
  Permissions,
  Project,
  type ScreenField,
  ServerInfo,
  User,
  Webhooks,
} from './schema.ts';
import { Transport } from './transport.ts';

/** How to reach a Jira and as whom. */
export interface JiraAccess {
  readonly deployment: 'cloud' | 'datacenter';
  /** http or https, with a path where Jira does not live at the root. */
  readonly baseUrl: string;
  /** Null: the token is a personal access token (Data Center). */
  readonly email: string | null;
  readonly token: string;
  /** For one request, from looking for a connection to the last byte of the answer. */
  readonly timeoutSeconds: number;
  /** A certificate authority to trust besides the well-known ones, PEM. */
  readonly ca: string | null;
}

/**
 * jira-client 8.2.2 over our own transport, and beside its methods the endpoints it does not know. Here is what Cloud and
 * Data Center have in common; {@link Dialect} has the rest. Every answer is checked; every method throws
 * {@link CallError}. The address is made from settings alone: no link that an answer holds is followed.
 */
export class JiraClient extends JiraApi {
  readonly #base: string;
  readonly #api: string;
  readonly #clock: Clock;
  readonly #transport: Transport;
  readonly #gate: Gate;
  #clockAhead: number | null = null;
  #lastHeaders: Headers = {};

  constructor(access: JiraAccess, clock: Clock) {
    const url = new URL(access.baseUrl);
    // Named for completeness only: makeUri and doRequest below, which are all that reads them, are replaced.
    super({ protocol: url.protocol.replace(':', ''), host: url.hostname, port: url.port });
    this.#base = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
    this.#api = `/rest/api/${access.deployment === 'cloud' ? 3 : 2}`;
    this.#clock = clock;
    this.#transport = new Transport(access);
    this.#gate = new Gate(clock);
  }

  /** Unlike the original it does not decode what was encoded: a path or query arrives as it was given. */
  override makeUri(options: JiraApi.UriOptions): string {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined && value !== '') query.set(name, String(value));
    }
    const path = `${options.intermediatePath ?? this.#api}${options.pathname}`;
    return `${this.#base}${path}${query.size > 0 ? `?${query}` : ''}`;
  }

  /** Unlike the original it keeps status and headers of an error and limits the time of the whole exchange. */
  override async doRequest(options: JiraApi.RequestOptions): Promise<unknown> {
    const { method, uri, body } = options;
    const path = uri.slice(this.#base.length).replace(this.#api, '');
    const endpoint = endpointOf(method, path);
    this.#gate.check(endpoint);
    try {
      const answer = await this.#transport.send({ method, url: uri, body });
      this.#learn(answer.headers);
      // A write that was carried out is not called refused because of who it was carried out for.
      const isRead = method === 'GET' || /^\/(search|search\/jql|issue\/bulkfetch)$/.test(path);
      if (isRead) rejectAnonymous(answer.headers);
      return answer.body;
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      this.#learn(error.headers);
      this.#gate.learn(endpoint, error);
      rejectAnonymous(error.headers);
      throw error;
    }
  }

  /** What time it is for Jira, by the Date of its last answer; ours where it has not answered yet. */
  jirasNow(): number {
    return Date.parse(this.#clock.now()) + (this.#clockAhead ?? 0);
  }

  /** Milliseconds by which Jira's clock is ahead of ours; null until it answered. */
  get clockAhead(): number | null {
    return this.#clockAhead;
  }

  /** Headers of the last answer. */
  get lastHeaders(): Headers {
    return this.#lastHeaders;
  }

  /** POST /issue. */
  async createIssue(issue: unknown): Promise<CreatedIssue> {
    return checked(CreatedIssue, await this.addNewIssue(issue));
  }

  /** POST /issue/bulk, up to 50. Jira answers 400 where it made none of them; the error's body is then of the same form. */
  async createIssues(issues: readonly unknown[]): Promise<CreatedIssues> {
    return checked(CreatedIssues, await this.ask('POST', '/issue/bulk', { issueUpdates: issues }));
  }

  /** GET /issue/{id or key}; jira-client's own method adds a parameter that Data Center does not have. */
  async issue(idOrKey: string, fields: readonly string[], property: string | null = null): Promise<Issue> {
    const query = { fields: fields.join(','), ...(property === null ? {} : { properties: property }) };
    return checked(Issue, await this.ask('GET', `/issue/${encodeURIComponent(idOrKey)}`, undefined, query));
  }

  /** PUT /issue/{id}. */
  async editIssue(id: string, update: unknown): Promise<void> {
    await this.updateIssue(encodeURIComponent(id), update);
  }

  /** POST /issue/{id}/comment; `body` in the form that the deployment takes. */
  async addText(id: string, body: unknown): Promise<void> {
    await this.addCommentAdvanced(encodeURIComponent(id), { body });
  }

  /** PUT /issue/{id}/properties/{key}. */
  async setProperty(id: string, key: string, value: unknown): Promise<void> {
    await this.ask('PUT', `/issue/${encodeURIComponent(id)}/properties/${encodeURIComponent(key)}`, value);
  }

  /** POST /issue/{id}/remotelink; the same globalId again replaces the link, and what is not given is gone. */
  async setRemoteLink(id: string, link: unknown): Promise<void> {
    await this.createRemoteLink(encodeURIComponent(id), link);
  }

  /** GET /issue/createmeta/{project}/issuetypes, all pages. */
  async issueTypes(project: string): Promise<readonly { readonly id: string; readonly name: string }[]> {
    return this.#pages(`/issue/createmeta/${encodeURIComponent(project)}/issuetypes`, PageOfIssueTypes);
  }

  /** GET /issue/createmeta/{project}/issuetypes/{id}, all pages. */
  async createScreen(project: string, issueTypeId: string): Promise<readonly ScreenField[]> {
    const path = `/issue/createmeta/${encodeURIComponent(project)}/issuetypes/${encodeURIComponent(issueTypeId)}`;
    return this.#pages(path, PageOfFields);
  }

  /** GET /myself. */
  async myself(): Promise<User> {
    return checked(User, await this.getCurrentUser());
  }

  /** GET /serverInfo. */
  async serverInfo(): Promise<ServerInfo> {
    return checked(ServerInfo, await this.getServerInfo());
  }

  /** GET /project/{key}. */
  async project(key: string): Promise<Project> {
    return checked(Project, await this.getProject(encodeURIComponent(key)));
  }

  /** GET /field. */
  async fields(): Promise<Fields> {
    return checked(Fields, await this.listFields());
  }

  /** GET /mypermissions; the names of those that the account has in a project, among `wanted`. */
  async permissions(projectKey: string, wanted: readonly string[]): Promise<ReadonlySet<string>> {
    const query = { projectKey, permissions: wanted.join(',') };
    const { permissions } = checked(Permissions, await this.ask('GET', '/mypermissions', undefined, query));
    return new Set(wanted.filter((name) => permissions[name]?.havePermission));
  }

  /** GET /rest/webhooks/1.0/webhook, or where Data Center 10 has it; for administrators of Jira alone. */
  async webhooks(): Promise<Webhooks> {
    const get = (intermediatePath: string, pathname: string) =>
      this.doRequest(this.makeRequestHeader(this.makeUri({ intermediatePath, pathname }), { method: 'GET' }));
    try {
      return checked(Webhooks, await get('/rest/webhooks/1.0', '/webhook'));
    } catch (error) {
      const isAbsent = error instanceof CallError && error.status === 404 && this.#api.endsWith('2');
      if (!isAbsent) throw error;
      return checked(Webhooks, await get('/rest/jira-webhook/1.0', '/webhooks'));
    }
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  /** A request that jira-client has no method for; `pathname` below `/rest/api/n`. */
  async ask(
    method: string,
    pathname: string,
    body?: unknown,
    query?: Record<string, unknown>,
  ): Promise<unknown> {
    const uri = this.makeUri(query === undefined ? { pathname } : { pathname, query });
    return this.doRequest(this.makeRequestHeader(uri, { method, body }));
  }

  async #pages<Row>(
    path: string,
    schema: z.ZodType<{ readonly total?: number | null | undefined; readonly rows: readonly Row[] }>,
  ): Promise<readonly Row[]> {
    const all: Row[] = [];
    for (;;) {
      const query = { startAt: all.length, maxResults: 200 };
      const { total, rows } = checked(schema, await this.ask('GET', path, undefined, query));
      all.push(...rows);
      if (rows.length === 0 || all.length >= (total ?? all.length)) return all;
    }
  }

  #learn(headers: Headers): void {
    this.#lastHeaders = headers;
    this.#clockAhead = clockAhead(headers, Date.parse(this.#clock.now())) ?? this.#clockAhead;
  }
}

/**
 * Jira Cloud serves a wrong e-mail or token as an anonymous visitor: 200 with empty lists, 404 on tickets. Taken at its
 * word, every ticket would be missing. This header tells.
 */
function rejectAnonymous(headers: Headers): void {
  const reason = headerOf(headers, 'x-seraph-loginreason');
  if (reason === null || reason.toUpperCase() === 'OK') return;
  throw new CallError('answered', `the account or its token is wrong (${reason})`, { status: 401, headers });
}

/** @throws {CallError} cut-off where the answer is not what it should be: whatever was asked may have been done */
export function checked<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw CallError.cutOff(`unexpected answer at ${issue?.path.join('.') || 'its root'}: ${issue?.message}`);
}
