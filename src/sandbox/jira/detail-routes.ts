import { Router } from 'express';
import { isRecord } from './adf-rules.ts';
import { commented, edited, isDenied, linked, transitioned } from './changes.ts';
import { commentFrom } from './comment-shape.ts';
import { badProperties, isPropertyFine, propertiesOf } from './entity-properties.ts';
import { accountOf, jsonBody, refuse, refuseWith, textOf, ticketOf } from './rest.ts';
import { readText } from './rich-text.ts';
import { transitionFrom } from './shapes.ts';
import { apiRoot, openTransitions, type View } from './site.ts';
import { linkTypes, resolutions, statusById } from './workflow.ts';

/** /issue/{key}/transitions, comment, properties and remotelink, and /issueLink. */
export function detailRoutes(view: View): Router {
  const router = Router();
  const { site } = view;

  router.get('/issue/:issue/transitions', (request, response) => {
    const ticket = ticketOf(view, request, response);
    if (ticket === null) return;
    const transitions = openTransitions(site, ticket).map((each) => transitionFrom(each, view));
    response.json({ expand: 'transitions', transitions });
  });

  router.post('/issue/:issue/transitions', async (request, response) => {
    const ticket = ticketOf(view, request, response);
    if (ticket === null) return;
    const { transition: wanted, fields } = jsonBody(request);
    if (!isRecord(wanted) || wanted.id === undefined) {
      return refuse(response, 400, "Missing 'transition' identifier");
    }
    const id = String(wanted.id);
    const { resolution, ...foreign } = isRecord(fields) ? fields : {};
    const step = openTransitions(site, ticket).find((each) => each.id === id);
    if (step === undefined) {
      const place = `${ticket.key}): ${statusById(ticket.statusId).name}.`;
      const text = `It seems that you have tried to perform a workflow operation (${id}) that is not valid for the current state of this issue (${place}`;
      return refuse(response, 400, text);
    }
    const unknown = [
      ...Object.keys(foreign),
      ...(resolution === undefined || step.hasScreen ? [] : ['resolution']),
    ];
    if (unknown.length > 0) {
      const text = (name: string) =>
        `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`;
      const errors = Object.fromEntries(unknown.map((name) => [name, text(name)]));
      return refuseWith(response, 400, { errorMessages: [], errors });
    }
    const given = resolutions.find(
      (each) => isRecord(resolution) && (resolution.id === each.id || resolution.name === each.name),
    );
    if (resolution !== undefined && given === undefined) {
      const errors = { resolution: 'The resolution selected is invalid.' };
      return refuseWith(response, 400, { errorMessages: [], errors });
    }
    const next = transitioned(site, ticket, id, given?.id ?? null);
    if (next !== null) await site.store.keep([next], accountOf(response).accountId);
    response.status(204).end();
  });

  router.post('/issue/:issue/comment', async (request, response) => {
    const ticket = ticketOf(view, request, response);
    if (ticket === null) return;
    const reading = readText(jsonBody(request).body, view);
    const isDeniedHere = isDenied(site, ticket, 'ADD_COMMENTS');
    if (isDeniedHere || !('text' in reading)) {
      return refuseWith(response, 400, {
        errorMessages: isDeniedHere ? ['You do not have the permission to comment on this issue.'] : [],
        errors: 'text' in reading ? {} : { comment: 'Comment body is not valid!' },
      });
    }
    const by = accountOf(response);
    const next = commented(site, ticket, reading.text, by.accountId);
    await site.store.keep([next], by.accountId);
    const made = next.comments.at(-1);
    response.status(201).json(made === undefined ? null : commentFrom(made, ticket, view));
  });

  router.get('/issue/:issue/properties', (request, response) => {
    const ticket = ticketOf(view, request, response);
    if (ticket === null) return;
    const self = (key: string) =>
      `${apiRoot(view)}/issue/${ticket.key}/properties/${encodeURIComponent(key)}`;
    response.json({ keys: Object.keys(ticket.properties).map((key) => ({ self: self(key), key })) });
  });

  router.get('/issue/:issue/properties/:property', (request, response) => {
    const ticket = ticketOf(view, request, response);
    if (ticket === null) return;
    const key = String(request.params.property);
    const found = propertiesOf(ticket, [key]);
    if (Object.hasOwn(found, key)) response.json({ key, value: found[key] });
    else refuse(response, 404, `The property ${key} does not exist.`);
  });

  router.put('/issue/:issue/properties/:property', async (request, response) => {
    const ticket = ticketOf(view, request, response);
    if (ticket === null) return;
    const key = String(request.params.property);
    if (!isPropertyFine(key, request.body)) return refuseWith(response, 400, badProperties);
    const properties = { ...ticket.properties, [key]: request.body };
    // A property is no field: Jira does not count setting it as an update.
    await site.store.keep([{ ...ticket, properties }], accountOf(response).accountId);
    response.status(Object.hasOwn(ticket.properties, key) ? 200 : 201).json({});
  });

  router.get('/issue/:issue/remotelink', (request, response) => {
    const ticket = ticketOf(view, request, response);
    if (ticket === null) return;
    const { globalId } = request.query;
    const shown = ticket.remoteLinks.map((link) => ({
      ...{ id: link.id, self: `${apiRoot(view)}/issue/${ticket.key}/remotelink/${link.id}` },
      ...(link.globalId === null ? {} : { globalId: link.globalId }),
      ...(link.relationship === null ? {} : { relationship: link.relationship }),
      object: link.object,
    }));
    if (globalId === undefined) return response.json(shown);
    const one = shown.find((link) => link.globalId === globalId);
    if (one !== undefined) return response.json(one);
    return refuse(response, 404, 'No remote issue link with this global id exists.');
  });

  // The same globalId again replaces the link: what is then not given is gone (Jira's documented upsert).
  router.post('/issue/:issue/remotelink', async (request, response) => {
    const ticket = ticketOf(view, request, response);
    if (ticket === null) return;
    if (isDenied(site, ticket, 'LINK_ISSUES')) {
      return refuse(response, 403, 'You do not have permission to link issues in this project.');
    }
    const { object, globalId, relationship } = jsonBody(request);
    if (!isRecord(object) || textOf(object.title) === null || textOf(object.url) === null) {
      const errors = { title: "'title' is required.", url: "'url' is required." };
      return refuseWith(response, 400, { errorMessages: [], errors });
    }
    const old = ticket.remoteLinks.find((link) => link.globalId !== null && link.globalId === globalId);
    const id = old?.id ?? site.store.nextPartId();
    const link = { id, globalId: textOf(globalId), relationship: textOf(relationship), object };
    const remoteLinks = [...ticket.remoteLinks.filter((each) => each.id !== id), link];
    await site.store.keep([edited(site, ticket, { remoteLinks })], accountOf(response).accountId);
    const self = `${apiRoot(view)}/issue/${ticket.id}/remotelink/${id}`;
    // Data Center documents 200 alone.
    const status = old === undefined && site.deployment === 'cloud' ? 201 : 200;
    return response.status(status).json({ id, self });
  });

  router.post('/issueLink', async (request, response) => {
    const { type, inwardIssue, outwardIssue } = jsonBody(request);
    const ends = [inwardIssue, outwardIssue].map((end) =>
      isRecord(end) && !response.locals.anonymous ? site.store.find(String(end.key ?? end.id)) : null,
    );
    const kind = linkTypes.find(
      (each) => isRecord(type) && (type.id === each.id || (type.id === undefined && type.name === each.name)),
    );
    if (kind === undefined)
      return refuse(response, 404, 'No issue link type found with the given name or id.');
    const [from = null, to = null] = ends;
    if (from === null || to === null) {
      return refuse(response, 404, 'Issue does not exist or you do not have permission to see it.');
    }
    if (isDenied(site, from, 'LINK_ISSUES')) {
      return refuse(response, 401, `No Link Issue Permission for issue '${from.key}'`);
    }
    await site.store.keep(linked(site, from, to, kind.id), accountOf(response).accountId);
    return response.status(201).end();
  });

  return router;
}
