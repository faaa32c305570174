import { type Response, Router } from 'express';
import { isDenied } from './changes.ts';
import { issueFrom } from './issue-shape.ts';
import { JqlError, readJql } from './jql.ts';
import { jqlScope } from './jql-fields.ts';
import { anonymousOf, jsonBody, refuse, refuseWith, textOf, wordsOf } from './rest.ts';
import type { View } from './site.ts';
import type { Ticket } from './ticket.ts';

/** Searching: /search/jql with page tokens on Cloud, /search with startAt and total on Data Center. */
export function searchRoutes(view: View): Router {
  return view.site.deployment === 'cloud' ? cloudSearch(view) : dataCenterSearch(view);
}

const knownInBody = [
  ...['jql', 'nextPageToken', 'maxResults', 'fields', 'expand', 'properties'],
  ...['fieldsByKeys', 'reconcileIssues', 'failFast', 'includeArchivedProjects'],
];

function cloudSearch(view: View): Router {
  const router = Router();

  const search = (given: Record<string, unknown>, response: Response) => {
    if (
      Object.keys(given).some((name) => !knownInBody.includes(name)) ||
      wordsOf(given.properties).length > 5
    ) {
      // Recorded as an answer without `errors`.
      return response.status(400).json({
        errorMessages: ['Invalid request payload. Refer to the REST API documentation and try again.'],
      });
    }
    const size = Number(given.maxResults ?? 50);
    if (!Number.isInteger(size) || size < 1 || size > 5000) {
      return refuse(response, 400, 'The maxResults parameter must be between 1 and 5,000.');
    }
    const start = startOf(textOf(given.nextPageToken));
    if (start === null) return refuse(response, 400, 'The provided next page token is invalid or expired.');
    const reconciled = wordsOf(given.reconcileIssues);
    if (reconciled.length > 50) {
      return refuse(response, 400, 'The number of issues to reconcile must not exceed 50.');
    }
    const hits = hitsOf(given.jql, view, response, new Set(reconciled));
    if (hits === null) return;
    const fields = given.fields === undefined ? ['id'] : wordsOf(given.fields);
    const properties = wordsOf(given.properties);
    const page = hits.slice(start, start + Math.min(size, largestPage(fields, properties)));
    const isLast = start + page.length >= hits.length;
    const onlyId = fields.length === 1 && fields[0] === 'id' && properties.length === 0;
    response.json({
      issues: page.map((ticket) =>
        onlyId ? { id: ticket.id } : issueFrom(ticket, view, fields, properties),
      ),
      isLast,
      ...(isLast ? {} : { nextPageToken: tokenOf(start + page.length) }),
    });
  };

  router.post('/search/jql', (request, response) => search(jsonBody(request), response));
  router.get('/search/jql', (request, response) => search({ ...request.query }, response));

  router.post('/search/approximate-count', (request, response) => {
    const hits = hitsOf(jsonBody(request).jql, view, response, new Set());
    if (hits !== null) response.json({ count: hits.length });
  });

  router.all('/search', (_request, response) => {
    const text =
      'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046';
    refuse(response, 410, text);
  });

  return router;
}

function dataCenterSearch(view: View): Router {
  const router = Router();

  const search = (given: Record<string, unknown>, response: Response) => {
    const startAt = Number(given.startAt ?? 0);
    const maxResults = Math.min(Number(given.maxResults ?? 50), 1000);
    const hits = hitsOf(given.jql, view, response, new Set());
    if (hits === null) return;
    const fields = given.fields === undefined ? ['*navigable'] : wordsOf(given.fields);
    response.json({
      expand: 'schema,names',
      startAt,
      maxResults,
      total: hits.length,
      // Entity properties are not to be had by searching here.
      issues: hits.slice(startAt, startAt + maxResults).map((ticket) => issueFrom(ticket, view, fields, [])),
    });
  };

  router.post('/search', (request, response) => search(jsonBody(request), response));
  router.get('/search', (request, response) => search({ ...request.query }, response));
  return router;
}

/** What a query finds in the index, in its order; answers 400 itself and gives null where it is not understood. */
function hitsOf(
  jql: unknown,
  view: View,
  response: Response,
  reconciled: ReadonlySet<string>,
): readonly Ticket[] | null {
  const { site } = view;
  try {
    const text = textOf(jql) ?? '';
    const query = readJql(text, jqlScope(site));
    if (anonymousOf(response)) return [];
    return site.store
      .indexed(reconciled)
      .filter(query.matches)
      .filter((ticket) => !isDenied(site, ticket, 'BROWSE_PROJECTS'))
      .sort(query.compare);
  } catch (error) {
    if (!(error instanceof JqlError)) throw error;
    refuseWith(response, 400, { errorMessages: [error.message], errors: {} });
    return null;
  }
}

/** Cloud gives 5000 a page only where ids and keys are asked for; the more is asked, the fewer come. */
function largestPage(fields: readonly string[], properties: readonly string[]): number {
  if (fields.some((name) => name.startsWith('*'))) return 100;
  const asked = fields.filter((name) => name !== 'id' && name !== 'key').length + properties.length;
  return Math.max(100, Math.floor(5000 / (1 + 2 * asked)));
}

function tokenOf(start: number): string {
  return Buffer.from(`start=${start}`).toString('base64url');
}

function startOf(token: string | null): number | null {
  if (token === null) return 0;
  const match = /^start=(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'));
  return match === null ? null : Number(match[1]);
}
