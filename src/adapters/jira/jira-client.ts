import JiraApi from 'jira-client';
import type { z } from 'zod';
import { CallError, headerOf } from './call-error.ts';
import {
  BulkIssueResults,
  type ChangedIssue,
  ChangedResults,
  CreatedIssue,
  FoundIssue,
  Myself,
  PageOfFields,
  PageOfIssueTypes,
  Project,
  type ScreenField,
  SearchResults,
  ServerInfo,
} from './schema.ts';
import { type Headers, Transport } from './transport.ts';

/** How to reach a Jira and as whom. */
export interface JiraAccess {
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
 * jira-client 8.2.2 over our own transport, and beside its methods the endpoints it does not know: createmeta by project,
 * search/jql, bulkfetch and setting a property. Every answer is checked; every method throws {@link CallError}.
 */
export class JiraClient extends JiraApi {
  readonly #base: string;
  readonly #transport: Transport;

  constructor(access: JiraAccess) {
    const url = new URL(access.baseUrl);
    // Named for completeness only: makeUri and doRequest below, which are all that reads them, are replaced.
    super({ protocol: url.protocol.replace(':', ''), host: url.hostname, port: url.port, apiVersion: '3' });
    this.#base = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
    this.#transport = new Transport(access);
  }

  /** Unlike the original it does not decode what was encoded: a path or query arrives as it was given. */
  override makeUri(options: JiraApi.UriOptions): string {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined && value !== '') query.set(name, String(value));
    }
    const path = `${options.intermediatePath ?? '/rest/api/3'}${options.pathname}`;
    return `${this.#base}${path}${query.size > 0 ? `?${query}` : ''}`;
  }

  /** Unlike the original it keeps status and headers of an error and limits the time of the whole exchange. */
  override async doRequest(options: JiraApi.RequestOptions): Promise<unknown> {
    try {
      const answer = await this.#transport.send({
        method: options.method,
        url: options.uri,
        body: options.body,
      });
      // A write that was carried out is not called refused because of who it was carried out for.
      const isRead = options.method === 'GET' || /\/(search\/jql|issue\/bulkfetch)$/.test(options.uri);
      if (isRead) rejectAnonymous(answer.headers);
      return answer.body;
    } catch (error) {
      if (error instanceof CallError) rejectAnonymous(error.headers);
      throw error;
    }
  }

  /** POST /issue. */
  async createIssue(issue: unknown): Promise<CreatedIssue> {
    return checked(CreatedIssue, await this.addNewIssue(issue));
  }

  /** GET /issue/{key}, with one property. */
  async issueWithProperty(key: string, property: string): Promise<FoundIssue> {
    return checked(FoundIssue, await this.findIssue(encodeURIComponent(key), '', 'summary', property));
  }

  /** PUT /issue/{id}. */
  async editIssue(id: string, update: unknown): Promise<void> {
    await this.updateIssue(encodeURIComponent(id), update);
  }

  /** POST /issue/{id}/comment. */
  async addDocument(id: string, body: unknown): Promise<void> {
    await this.addCommentAdvanced(encodeURIComponent(id), { body });
  }

  /** PUT /issue/{id}/properties/{key}. */
  async setProperty(id: string, key: string, value: unknown): Promise<void> {
    await this.#send('PUT', `/issue/${encodeURIComponent(id)}/properties/${encodeURIComponent(key)}`, value);
  }

  /** POST /search/jql, all pages: a page may hold fewer than asked for, so only the missing token ends it. */
  async search(jql: string, property: string): Promise<FoundIssue[]> {
    const found: FoundIssue[] = [];
    const seen = new Set<string>();
    let token: string | null = null;
    do {
      const body = { jql, fields: ['summary'], properties: [property], maxResults: 100 };
      const page: SearchResults = checked(
        SearchResults,
        await this.#send('POST', '/search/jql', token === null ? body : { ...body, nextPageToken: token }),
      );
      found.push(...page.issues);
      token = page.nextPageToken ?? null;
      if (token !== null && seen.has(token)) throw CallError.cutOff('the pages of the search repeat');
      if (token !== null) seen.add(token);
    } while (token !== null);
    return found;
  }

  /** POST /search/jql for ids and times of change only, all pages. */
  async changes(jql: string): Promise<ChangedIssue[]> {
    const body = { jql, fields: ['updated'], maxResults: 1000 };
    const found: ChangedIssue[] = [];
    for (let token: string | null = null; ; ) {
      const page: ChangedResults = checked(
        ChangedResults,
        await this.#send('POST', '/search/jql', token === null ? body : { ...body, nextPageToken: token }),
      );
      found.push(...page.issues);
      token = page.nextPageToken ?? null;
      if (token === null) return found;
    }
  }

  /** POST /issue/{id}/remotelink; the same globalId again replaces the link. */
  async setRemoteLink(id: string, link: unknown): Promise<void> {
    await this.#send('POST', `/issue/${encodeURIComponent(id)}/remotelink`, link);
  }

  /** POST /issue/bulkfetch, up to 100 ids; those that are gone or unseen are left out. */
  async bulkFetch(ids: readonly string[], fields: readonly string[]): Promise<BulkIssueResults['issues']> {
    const body = { issueIdsOrKeys: ids, fields };
    return checked(BulkIssueResults, await this.#send('POST', '/issue/bulkfetch', body)).issues;
  }

  /** GET /issue/createmeta/{project}/issuetypes, all pages. */
  async issueTypes(project: string): Promise<PageOfIssueTypes['issueTypes']> {
    const path = `/issue/createmeta/${encodeURIComponent(project)}/issuetypes`;
    return this.#pages(path, PageOfIssueTypes, (page) => page.issueTypes);
  }

  /** GET /issue/createmeta/{project}/issuetypes/{id}, all pages. */
  async createScreen(project: string, issueTypeId: string): Promise<ScreenField[]> {
    const path = `/issue/createmeta/${encodeURIComponent(project)}/issuetypes/${encodeURIComponent(issueTypeId)}`;
    return this.#pages(path, PageOfFields, (page) => page.fields);
  }

  /** GET /myself. */
  async myself(): Promise<Myself> {
    return checked(Myself, await this.getCurrentUser());
  }

  /** GET /serverInfo. */
  async serverInfo(): Promise<ServerInfo> {
    return checked(ServerInfo, await this.getServerInfo());
  }

  /** GET /project/{key}. */
  async project(key: string): Promise<Project> {
    return checked(Project, await this.getProject(encodeURIComponent(key)));
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  async #pages<Page extends { total?: number | null | undefined }, Row>(
    path: string,
    schema: z.ZodType<Page>,
    rowsOf: (page: Page) => readonly Row[],
  ): Promise<Row[]> {
    const rows: Row[] = [];
    for (;;) {
      const query = { startAt: rows.length, maxResults: 200 };
      const page = checked(schema, await this.#send('GET', path, undefined, query));
      const next = rowsOf(page);
      rows.push(...next);
      if (next.length === 0 || rows.length >= (page.total ?? rows.length)) return rows;
    }
  }

  async #send(
    method: string,
    pathname: string,
    body?: unknown,
    query?: Record<string, unknown>,
  ): Promise<unknown> {
    const uri = this.makeUri(query === undefined ? { pathname } : { pathname, query });
    return this.doRequest(this.makeRequestHeader(uri, { method, body }));
  }
}

/**
 * Jira Cloud serves a wrong e-mail or token as an anonymous visitor: 200 with empty lists, 404 on tickets. Taken at its
 * word, every ticket would be missing. This header tells.
 */
function rejectAnonymous(headers: Headers): void {
  const reason = headerOf(headers, 'x-seraph-loginreason');
  if (reason === null || reason.toUpperCase() === 'OK') return;
  throw new CallError('answered', `the e-mail address or API token is wrong (${reason})`, {
    status: 401,
    headers,
  });
}

function checked<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw CallError.cutOff(`unexpected answer at ${issue?.path.join('.') || 'its root'}: ${issue?.message}`);
}
