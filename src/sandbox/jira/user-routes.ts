import { type Request, Router } from 'express';
import { anonymousOf, refuse } from './rest.ts';
import { userFrom } from './shapes.ts';
import { findProject, type View } from './site.ts';
import type { Account } from './workflow.ts';

/** Looking for people: Cloud by text or accountId, Data Center by user name. */
export function userRoutes(view: View): Router {
  const router = Router();
  const { site } = view;
  const isCloud = site.deployment === 'cloud';

  /** Those who fit the question; null where it is not one. */
  const asked = (request: Request): readonly Account[] | null => {
    const { query, accountId, username } = request.query;
    const all = site.accounts.all();
    if (!isCloud) {
      if (username === undefined) return null;
      const text = String(username).toLowerCase();
      return all.filter((account) => textOf(account).includes(text) || text === '.');
    }
    if ((query === undefined) === (accountId === undefined)) return null;
    return accountId === undefined
      ? all.filter((account) => textOf(account).includes(String(query).toLowerCase()))
      : all.filter((account) => account.accountId === accountId);
  };
  const question = isCloud
    ? 'Exactly one of query and accountId must be given.'
    : 'The username query parameter was not provided';

  router.get('/user/assignable/search', (request, response) => {
    // On Data Center no name means everybody.
    const found = asked(request) ?? (isCloud ? null : site.accounts.all());
    if (found === null) return refuse(response, 400, question);
    const named = request.query.project;
    const project = named === undefined ? null : findProject(site, String(named));
    if (anonymousOf(response) || (named !== undefined && project === null)) {
      return anonymousOf(response)
        ? response.json([])
        : refuse(response, 404, `No project could be found with key '${String(named)}'.`);
    }
    const assignable = found.filter(
      ({ active, assignableIn }) =>
        active !== false &&
        (project === null || assignableIn === undefined || assignableIn.includes(project.key)),
    );
    return response.json(pageOf(assignable, request).map((account) => userFrom(account, view)));
  });

  router.get('/user/search', (request, response) => {
    const found = asked(request);
    if (found === null) return refuse(response, 400, question);
    const withInactive = isCloud || request.query.includeInactive === 'true';
    const shown = found.filter(({ active }) => withInactive || active !== false);
    response.json(
      anonymousOf(response) ? [] : pageOf(shown, request).map((account) => userFrom(account, view)),
    );
  });

  return router;
}

function textOf({ accountId, displayName, email }: Account): string {
  return `${accountId} ${displayName} ${email}`.toLowerCase();
}

function pageOf(accounts: readonly Account[], request: Request): readonly Account[] {
  const start = Number(request.query.startAt ?? 0);
  return accounts.slice(start, start + Number(request.query.maxResults ?? 50));
}
