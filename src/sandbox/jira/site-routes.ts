import { type Request, type Response, Router } from 'express';
import { accountOf, anonymousOf, refuse, wordsOf } from './rest.ts';
import { createFieldFrom, createTypeFrom, fieldsOf, screenFields, typesOf } from './screens.ts';
import { componentFrom, priorityFrom, projectFrom, userFrom } from './shapes.ts';
import { findProject, type View } from './site.ts';
import { type ProjectDefinition, permissionKeys } from './site-definition.ts';
import { timeFrom } from './times.ts';
import { priorities } from './workflow.ts';

/** What Jira tells about itself: who asks, its projects, screens, fields, priorities and permissions. */
export function siteRoutes(view: View): Router {
  const router = Router();
  const { site } = view;
  const isCloud = site.deployment === 'cloud';

  /** The project of a path, where the visitor may see it. */
  const projectIn = (request: Request, response: Response): ProjectDefinition | null => {
    const project = findProject(site, String(request.params.project));
    return anonymousOf(response) || project?.denied.includes('BROWSE_PROJECTS') ? null : project;
  };

  router.get('/myself', (_request, response) => {
    if (anonymousOf(response)) {
      return refuse(response, 401, 'Client must be authenticated to access this resource.');
    }
    response.json(userFrom(accountOf(response), view));
  });

  router.get('/serverInfo', (_request, response) => {
    response.json({
      baseUrl: site.root,
      version: isCloud ? '1001.0.0-SNAPSHOT' : '10.3.24',
      versionNumbers: isCloud ? [1001, 0, 0] : [10, 3, 24],
      deploymentType: isCloud ? 'Cloud' : 'Server',
      buildNumber: isCloud ? 100_000 : 10_030_024,
      serverTime: timeFrom(site.now(), site.timeZone),
      serverTitle: 'Sandbox',
    });
  });

  router.get('/project/:project', (request, response) => {
    const project = projectIn(request, response);
    if (project === null) {
      return refuse(response, 404, `No project could be found with key '${String(request.params.project)}'.`);
    }
    response.json({
      ...projectFrom(project, view),
      ...(isCloud ? { simplified: false, style: 'classic', isPrivate: false } : {}),
      issueTypes: typesOf(project).map((type) => createTypeFrom(type, view)),
      components: project.components.map((name) => componentFrom(name, project, view)),
    });
  });

  const createmeta = '/issue/createmeta/:project/issuetypes';
  router.get(createmeta, (request, response) => {
    const project = projectIn(request, response);
    const isOpen = project !== null && !project.denied.includes('CREATE_ISSUES');
    const types = isOpen ? typesOf(project).map((type) => createTypeFrom(type, view)) : [];
    const { values, ...page } = pageOf(types, request);
    response.json(isCloud ? { issueTypes: values, ...page } : { ...page, isLast: true, values });
  });

  router.get(`${createmeta}/:type`, (request, response) => {
    const project = projectIn(request, response);
    const issueType =
      project === null ? undefined : typesOf(project).find(({ id }) => id === request.params.type);
    const isOpen = project !== null && issueType !== undefined && !project.denied.includes('CREATE_ISSUES');
    const place = isOpen ? { view, project, issueType } : null;
    const all =
      place === null ? [] : screenFields('create', place).map((each) => createFieldFrom(each, place));
    const { values, ...page } = pageOf(all, request);
    const isLast = page.startAt + values.length >= page.total;
    response.json(isCloud ? { fields: values, ...page } : { ...page, isLast, values });
  });

  router.get('/priority', (_request, response) => {
    response.json(priorities.map((each) => ({ ...priorityFrom(each, view), description: '' })));
  });

  if (isCloud) {
    router.get('/priority/search', (request, response) => {
      const all = priorities.map((each) => ({
        ...priorityFrom(each, view),
        isDefault: each.name === 'Medium',
      }));
      const page = pageOf(all, request);
      response.json({ ...page, isLast: page.startAt + page.values.length >= page.total });
    });
  }

  if (isCloud) {
    router.get('/label', (request, response) => {
      const labels = new Set(
        anonymousOf(response) ? [] : site.store.all().flatMap((ticket) => ticket.labels),
      );
      const page = pageOf([...labels].toSorted(), request);
      response.json({ ...page, isLast: page.startAt + page.values.length >= page.total });
    });

    // Webhooks of this kind are for apps; administrators' are at another address.
    router.all(['/webhook', '/webhook/refresh', '/webhook/failed'], (_request, response) =>
      refuse(response, 403, 'The caller is not an app that uses Connect or OAuth 2.0.'),
    );
  }

  router.get('/field', (_request, response) => {
    response.json(
      fieldsOf(site).map(({ id, name, schema }) => ({
        ...{ id, ...(isCloud ? { key: id } : {}), name, schema, custom: id.startsWith('customfield_') },
        ...{ orderable: true, navigable: true, searchable: true, clauseNames: [id] },
      })),
    );
  });

  router.get('/mypermissions', (request, response) => {
    const wanted = wordsOf(request.query.permissions);
    // Cloud insists on the question; Data Center tells all.
    if (isCloud && wanted.length === 0) {
      return refuse(response, 400, "The 'permissions' query parameter is required.");
    }
    const unknown = wanted.filter((key) => !permissionKeys.some((known) => known === key));
    if (isCloud && unknown.length > 0) {
      return refuse(response, 400, `Unrecognized permission: ${unknown.join(', ')}`);
    }
    const named = request.query.projectKey ?? request.query.projectId;
    const project = named === undefined ? null : findProject(site, String(named));
    if (named !== undefined && (project === null || anonymousOf(response))) {
      return refuse(response, 404, `No project could be found with key '${String(named)}'.`);
    }
    const shown = permissionKeys.filter((key) => wanted.length === 0 || wanted.includes(key));
    const permissions = shown.map((key, at) => {
      const havePermission = !anonymousOf(response) && project?.denied.includes(key) !== true;
      const name = key.toLowerCase().replaceAll('_', ' ');
      const type = key === 'ADMINISTER' ? 'GLOBAL' : 'PROJECT';
      return [key, { id: String(10 + at), key, name, type, description: '', havePermission }];
    });
    response.json({ permissions: Object.fromEntries(permissions) });
  });

  return router;
}

function pageOf<T>(all: readonly T[], request: Request) {
  const startAt = Number(request.query.startAt ?? 0);
  const maxResults = Math.min(Number(request.query.maxResults ?? 50), 200);
  return { maxResults, startAt, total: all.length, values: all.slice(startAt, startAt + maxResults) };
}
