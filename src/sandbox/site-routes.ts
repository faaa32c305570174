import { type Request, Router } from 'express';
import { issueFrom, userFrom } from './issue-shape.ts';
import type { JiraSite } from './jira-site.ts';
import { JqlError, readJql } from './jql.ts';
import { anonymousOf, jsonBody, refuseWith, textOf, wordsOf } from './rest.ts';
import type { Ticket } from './ticket-store.ts';
import { type Account, issueType, priorities } from './workflow.ts';

/** Whom requests are carried out as, where their e-mail address is nobody else's. */
const service = { accountId: 'sandbox-service', displayName: 'pir-tracker (sandbox)' };

/** /rest/api/3/…: searching, and what Jira tells about itself. */
export function siteRoutes(site: JiraSite): Router {
  const router = Router();

  router.post('/search/jql', (request, response) => {
    const known = [
      'jql',
      'nextPageToken',
      'maxResults',
      'fields',
      'expand',
      'properties',
      'fieldsByKeys',
      'reconcileIssues',
    ];
    const body = jsonBody(request);
    const say = (text: string) => refuseWith(response, 400, { errorMessages: [text], errors: {} });
    if (Object.keys(body).some((name) => !known.includes(name)) || wordsOf(body.properties).length > 5) {
      return say('Invalid request payload. Refer to the REST API documentation and try again.');
    }
    const size = body.maxResults ?? 50;
    if (!Number.isInteger(size) || Number(size) < 1 || Number(size) > 5000) {
      return say('The maxResults parameter must be between 1 and 5,000.');
    }
    const start = startOf(textOf(body.nextPageToken));
    if (start === null) return say('The provided next page token is invalid or expired.');
    try {
      const query = readJql(textOf(body.jql) ?? '');
      const reconciled = new Set(wordsOf(body.reconcileIssues));
      // The index learns of a new ticket late; a change to one it knows is shown at once, which is kinder than Jira.
      const isIndexed = (ticket: Ticket) =>
        reconciled.has(ticket.id) || site.now() - ticket.created >= site.indexLagMs;
      const seen = anonymousOf(response) ? [] : site.store.all().filter(isIndexed);
      const hits = seen.filter(query.matches).sort(query.compare);
      const page = hits.slice(start, start + Number(size));
      const isLast = start + page.length >= hits.length;
      const fields = body.fields === undefined ? ['id'] : wordsOf(body.fields);
      const onlyId = fields.length === 1 && fields[0] === 'id';
      response.json({
        issues: page.map((ticket) =>
          onlyId ? { id: ticket.id } : issueFrom(ticket, site, fields, wordsOf(body.properties)),
        ),
        isLast,
        ...(isLast ? {} : { nextPageToken: tokenOf(start + page.length) }),
      });
    } catch (error) {
      if (!(error instanceof JqlError)) throw error;
      say(error.message);
    }
  });

  router.all('/search', (_request, response) => {
    const text =
      'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046';
    refuseWith(response, 410, { errorMessages: [text], errors: {} });
  });

  router.get('/myself', (request, response) => {
    if (anonymousOf(response)) {
      const text = 'Client must be authenticated to access this resource.';
      return refuseWith(response, 401, { errorMessages: [text], errors: {} });
    }
    response.json(userFrom(accountOf(request, site), site.root));
  });

  router.get('/serverInfo', (_request, response) => {
    response.json({
      baseUrl: site.root,
      version: '1001.0.0-SNAPSHOT',
      versionNumbers: [1001, 0, 0],
      deploymentType: 'Cloud',
      buildNumber: 100_000,
      serverTitle: 'Sandbox',
    });
  });

  router.get('/project/:project', (request, response) => {
    const key = String(request.params.project);
    if (anonymousOf(response) || key.toUpperCase() !== site.project) {
      return refuseWith(response, 404, {
        errorMessages: [`No project could be found with key '${key}'.`],
        errors: {},
      });
    }
    response.json({
      self: `${site.root}/rest/api/3/project/10000`,
      id: '10000',
      key: site.project,
      name: `${site.project} (sandbox)`,
      projectTypeKey: 'software',
      simplified: false,
      style: 'classic',
      isPrivate: false,
      issueTypes: [typeFrom(site)],
    });
  });

  router.get('/issue/createmeta/:project/issuetypes', (request, response) => {
    const isOurs = String(request.params.project).toUpperCase() === site.project;
    const issueTypes = isOurs && !anonymousOf(response) ? [typeFrom(site)] : [];
    response.json({ issueTypes, ...pageOf(issueTypes.length) });
  });

  router.get('/issue/createmeta/:project/issuetypes/:type', (request, response) => {
    const isOurs = String(request.params.project).toUpperCase() === site.project;
    const isKnown = isOurs && request.params.type === issueType.id && !anonymousOf(response);
    const all = isKnown ? screenFields(site) : [];
    const start = Number(request.query.startAt ?? 0);
    const size = Math.min(Number(request.query.maxResults ?? 50), 200);
    const fields = all.slice(start, start + size);
    response.json({ fields, startAt: start, maxResults: size, total: all.length });
  });

  router.get('/priority/search', (_request, response) => {
    const values = priorityValues(site).map((each) => ({ ...each, isDefault: each.name === 'Medium' }));
    response.json({ ...pageOf(values.length), isLast: true, values });
  });

  router.get('/user/assignable/search', (request, response) => {
    const { query, accountId } = request.query;
    if ((query === undefined) === (accountId === undefined)) {
      const text = 'Exactly one of query and accountId must be given.';
      return refuseWith(response, 400, { errorMessages: [text], errors: {} });
    }
    const wanted = String(query ?? '').toLowerCase();
    const hits = site.accounts.filter((account) =>
      accountId === undefined
        ? `${account.displayName} ${account.email}`.toLowerCase().includes(wanted)
        : account.accountId === accountId,
    );
    response.json(anonymousOf(response) ? [] : hits.map((account) => userFrom(account, site.root)));
  });

  return router;
}

/** Whom the Basic credentials name: one of the accounts by e-mail, else the service account. */
function accountOf(request: Request, site: JiraSite): Account {
  const encoded = /^Basic (.+)$/i.exec(request.get('authorization') ?? '')?.[1] ?? '';
  const email = Buffer.from(encoded, 'base64').toString('utf8').replace(/:.*$/s, '');
  return site.accounts.find((account) => account.email === email) ?? { ...service, email };
}

function pageOf(total: number) {
  return { startAt: 0, maxResults: 50, total };
}

function typeFrom(site: JiraSite) {
  const self = `${site.root}/rest/api/3/issuetype/${issueType.id}`;
  return { ...issueType, self, description: 'A piece of work.', subtask: false, hierarchyLevel: 0 };
}

function priorityValues(site: JiraSite) {
  return priorities.map((each) => ({ ...each, self: `${site.root}/rest/api/3/priority/${each.id}` }));
}

function screenFields(site: JiraSite) {
  const field = (fieldId: string, name: string, type: string, required = false) => ({
    fieldId,
    key: fieldId,
    name,
    required,
    hasDefaultValue: false,
    operations: ['set'],
    schema: { type, system: fieldId },
  });
  const fields = [
    { ...field('project', 'Project', 'project', true), allowedValues: [{ id: '10000', key: site.project }] },
    { ...field('issuetype', 'Issue Type', 'issuetype', true), allowedValues: [typeFrom(site)] },
    field('summary', 'Summary', 'string', true),
    field('description', 'Description', 'string'),
    {
      ...field('priority', 'Priority', 'priority'),
      hasDefaultValue: true,
      allowedValues: priorityValues(site),
    },
    field('duedate', 'Due date', 'date'),
    field('assignee', 'Assignee', 'user'),
    { ...field('labels', 'Labels', 'array'), operations: ['add', 'set', 'remove'] },
  ];
  return fields.filter((each) => !site.offScreen.has(each.fieldId));
}

function tokenOf(start: number): string {
  return Buffer.from(`start=${start}`).toString('base64url');
}

function startOf(token: string | null): number | null {
  if (token === null) return 0;
  const match = /^start=(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'));
  return match === null ? null : Number(match[1]);
}
