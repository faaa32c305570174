import { CallError } from './client/call-error.ts';
import { checked, type JiraClient } from './client/jira-client.ts';
import { CountedPage, type Issue, Users } from './client/schema.ts';
import type { Dialect } from './dialect.ts';
import { wikiFrom } from './wiki/document.ts';

const pageSize = 200;

/** Jira Data Center: REST API v2, rich text as wiki markup, people by user name, search by place, no bulkfetch. */
export function dataCenterDialect(client: JiraClient): Dialect {
  /** POST /search. With `validateQuery: false`, ids and keys that are gone are no error. */
  async function* search(jql: string, fields: readonly string[]): AsyncGenerator<readonly Issue[]> {
    for (let startAt = 0; ; ) {
      const body = { jql, fields, startAt, maxResults: pageSize, validateQuery: false };
      const page: CountedPage = checked(CountedPage, await client.ask('POST', '/search', body));
      yield page.issues;
      startAt += page.issues.length;
      if (page.issues.length === 0 || startAt >= page.total) return;
    }
  }

  /** Jira answers 404 for what is gone and what may not be seen. */
  async function issueIfThere(id: string, fields: readonly string[]): Promise<Issue | null> {
    try {
      return await client.issue(id, fields);
    } catch (error) {
      if (error instanceof CallError && error.status === 404) return null;
      throw error;
    }
  }

  /** A user name is asked for as a search, which also finds what only begins alike. */
  async function userNamed(path: string, username: string, query: object) {
    const found = await client.ask('GET', path, undefined, { username, ...query, maxResults: 50 });
    return checked(Users, found).find((user) => user.name?.toLowerCase() === username.toLowerCase()) ?? null;
  }

  return {
    text: wikiFrom,
    user: (account) => ({ name: account }),
    accountOf: (user) => user.name ?? null,

    async read(ids, fields) {
      const found: Issue[] = [];
      try {
        for await (const page of search(`id in (${ids.join(', ')})`, fields)) found.push(...page);
        return found;
      } catch (error) {
        if (!(error instanceof CallError) || error.status !== 400) throw error;
        // Some versions refuse a query that names one ticket that is gone.
        const issues: Issue[] = [];
        for (const id of ids) {
          const issue = await issueIfThere(id, fields);
          if (issue !== null) issues.push(issue);
        }
        return issues;
      }
    },

    search,

    /** The search of Data Center does not give properties, so each hit is asked for its own. */
    async *searchWithProperty(jql, fields, property) {
      for await (const page of search(jql, fields)) {
        for (const hit of page) {
          const { properties } = await client.issue(hit.id, ['summary'], property);
          yield [{ ...hit, properties }];
        }
      }
    },

    assignable: (project, account) => userNamed('/user/assignable/search', account, { project }),
    person: (account) => userNamed('/user/search', account, { includeActive: true, includeInactive: true }),
  };
}
