import { documentFrom } from './adf/document.ts';
import { CallError } from './client/call-error.ts';
import { checked, type JiraClient } from './client/jira-client.ts';
import { type Issue, Issues, TokenPage, Users } from './client/schema.ts';
import type { Dialect } from './dialect.ts';

/** Jira may give fewer a page than asked for, and does where much is asked of each. */
const pageSize = 1000;

/** Jira Cloud: REST API v3, rich text as ADF, people by accountId, search by token, bulkfetch. */
export function cloudDialect(client: JiraClient): Dialect {
  /** POST /search/jql: only the missing token ends it. In the body, where no character can cut a query short. */
  async function* search(jql: string, fields: readonly string[], properties: readonly string[]) {
    const body = { jql, fields, ...(properties.length === 0 ? {} : { properties }), maxResults: pageSize };
    const seen = new Set<string>();
    for (let token: string | null = null; ; ) {
      const asked = token === null ? body : { ...body, nextPageToken: token };
      const page: TokenPage = checked(TokenPage, await client.ask('POST', '/search/jql', asked));
      yield page.issues as readonly Issue[];
      token = page.nextPageToken ?? null;
      if (token === null) return;
      if (seen.has(token)) throw CallError.cutOff('the pages of the search repeat');
      seen.add(token);
    }
  }

  return {
    text: documentFrom,
    user: (account) => ({ accountId: account }),
    accountOf: (user) => user.accountId ?? null,

    async read(ids, fields) {
      const body = { issueIdsOrKeys: ids, fields };
      return checked(Issues, await client.ask('POST', '/issue/bulkfetch', body)).issues;
    },

    search: (jql, fields) => search(jql, fields, []),
    searchWithProperty: (jql, fields, property) => search(jql, fields, [property]),

    async assignable(project, accountId) {
      const query = { project, accountId };
      const users = checked(Users, await client.ask('GET', '/user/assignable/search', undefined, query));
      return users.find((user) => user.accountId === accountId) ?? null;
    },

    async person(accountId) {
      const users = checked(Users, await client.ask('GET', '/user/search', undefined, { accountId }));
      return users.find((user) => user.accountId === accountId) ?? null;
    },
  };
}
