import { type Request, type Response, Router } from 'express';
import { adfFault, isRecord } from './adf-rules.ts';
import { checkEdit, checkNew, type Refusal } from './field-rules.ts';
import { issueFrom, propertiesOf, timeFrom, transitionFrom } from './issue-shape.ts';
import type { JiraSite } from './jira-site.ts';
import { anonymousOf, jsonBody, refuseWith, textOf, unknownIssue, wordsOf } from './rest.ts';
import { statusOf, type Ticket } from './ticket-store.ts';
import { transitions } from './workflow.ts';

/** /rest/api/3/issue…: making, reading and changing tickets. */
export function issueRoutes(site: JiraSite): Router {
  const router = Router();

  /** The ticket of the path; answers 404 itself where there is none, or none that the visitor may see. */
  const ticketOf = (request: Request, response: Response): Ticket | null => {
    const ticket = anonymousOf(response) ? null : site.store.find(String(request.params.issue));
    if (ticket === null) unknownIssue(response);
    return ticket;
  };

  router.post('/issue', async (request, response) => {
    if (anonymousOf(response)) {
      const text = 'You do not have permission to create issues in this project.';
      return refuseWith(response, 401, { errorMessages: [text], errors: {} });
    }
    const checked = checkNew(request.body, site);
    if (checked.refusal !== null) return refuseWith(response, 400, checked.refusal);
    const properties = propertiesIn(request.body);
    if (properties === null) return refuseWith(response, 400, badProperties);
    const ticket = site.store.add({ summary: '', ...checked.changes, properties }, site.now());
    await site.store.save();
    site.onTicket(ticket);
    const self = `${site.root}/rest/api/3/issue/${ticket.id}`;
    response.status(201).json({ id: ticket.id, key: ticket.key, self });
  });

  router.post('/issue/bulkfetch', (request, response) => {
    const body = jsonBody(request);
    const ids = body.issueIdsOrKeys;
    if (!Array.isArray(ids) || ids.length < 1 || ids.length > 100) {
      return refuseWith(response, 400, {
        errorMessages: ['The number of issues must be between 1 and 100.'],
        errors: {},
      });
    }
    const found = anonymousOf(response) ? [] : ids.map((id) => site.store.find(String(id)));
    const tickets = [...new Set(found.filter((ticket) => ticket !== null))];
    const fields = body.fields === undefined ? ['*all'] : wordsOf(body.fields);
    const issues = tickets.map((ticket) => issueFrom(ticket, site, fields, wordsOf(body.properties)));
    response.json({ issues, issueErrors: [] });
  });

  router.get('/issue/:issue', (request, response) => {
    const ticket = ticketOf(request, response);
    if (ticket === null) return;
    const fields = request.query.fields === undefined ? ['*all'] : wordsOf(request.query.fields);
    response.json(issueFrom(ticket, site, fields, wordsOf(request.query.properties)));
  });

  router.put('/issue/:issue', async (request, response) => {
    const ticket = ticketOf(request, response);
    if (ticket === null) return;
    const checked = checkEdit(request.body, ticket, site);
    if (checked.refusal !== null) return refuseWith(response, 400, checked.refusal);
    Object.assign(ticket, checked.changes, { updated: site.now() });
    await site.store.save();
    response.status(204).end();
  });

  router.get('/issue/:issue/transitions', (request, response) => {
    const ticket = ticketOf(request, response);
    if (ticket === null) return;
    const open = transitions.filter((transition) => transition.from.id === ticket.statusId);
    response.json({
      expand: 'transitions',
      transitions: open.map((transition) => transitionFrom(transition, site.root)),
    });
  });

  router.post('/issue/:issue/transitions', async (request, response) => {
    const ticket = ticketOf(request, response);
    if (ticket === null) return;
    const wanted = jsonBody(request).transition;
    if (!isRecord(wanted) || wanted.id === undefined) {
      return refuseWith(response, 400, { errorMessages: ["Missing 'transition' identifier"], errors: {} });
    }
    if (!(await site.move(ticket, String(wanted.id)))) {
      const text = `It seems that you have tried to perform a workflow operation (${String(wanted.id)}) that is not valid for the current state of this issue (${ticket.key}): ${statusOf(ticket).name}.`;
      return refuseWith(response, 400, { errorMessages: [text], errors: {} });
    }
    response.status(204).end();
  });

  router.post('/issue/:issue/comment', async (request, response) => {
    const ticket = ticketOf(request, response);
    if (ticket === null) return;
    const body = jsonBody(request).body;
    if (!isRecord(body) || adfFault(body) !== null || JSON.stringify(body).length > 32_767) {
      return refuseWith(response, 400, {
        errorMessages: [],
        errors: { comment: 'Comment body is not valid!' },
      });
    }
    const created = site.now();
    const id = String(10_100 + site.store.all().reduce((sum, each) => sum + each.comments.length, 0));
    ticket.comments.push({ id, body, created });
    ticket.updated = created;
    await site.store.save();
    const self = `${site.root}/rest/api/3/issue/${ticket.id}/comment/${id}`;
    response.status(201).json({ self, id, body, created: timeFrom(created), updated: timeFrom(created) });
  });

  router.get('/issue/:issue/properties', (request, response) => {
    const ticket = ticketOf(request, response);
    if (ticket === null) return;
    const keys = Object.keys(ticket.properties);
    const self = (key: string) =>
      `${site.root}/rest/api/3/issue/${ticket.key}/properties/${encodeURIComponent(key)}`;
    response.json({ keys: keys.map((key) => ({ self: self(key), key })) });
  });

  router.get('/issue/:issue/properties/:property', (request, response) => {
    const ticket = ticketOf(request, response);
    if (ticket === null) return;
    const key = String(request.params.property);
    const found = propertiesOf(ticket, [key]);
    if (!Object.hasOwn(found, key)) {
      const text = `The property ${key} does not exist.`;
      return refuseWith(response, 404, { errorMessages: [text], errors: {} });
    }
    response.json({ key, value: found[key] });
  });

  router.put('/issue/:issue/properties/:property', async (request, response) => {
    const ticket = ticketOf(request, response);
    if (ticket === null) return;
    const key = String(request.params.property);
    if (!isPropertyFine(key, request.body)) return refuseWith(response, 400, badProperties);
    const isNew = !Object.hasOwn(ticket.properties, key);
    ticket.properties = { ...ticket.properties, [key]: request.body };
    await site.store.save();
    response.status(isNew ? 201 : 200).json({});
  });

  router.get('/issue/:issue/remotelink', (request, response) => {
    const ticket = ticketOf(request, response);
    if (ticket === null) return;
    const { globalId } = request.query;
    const shown = ticket.remoteLinks.map((link) => ({
      id: link.id,
      self: `${site.root}/rest/api/3/issue/${ticket.key}/remotelink/${link.id}`,
      ...(link.globalId === null ? {} : { globalId: link.globalId }),
      ...(link.relationship === null ? {} : { relationship: link.relationship }),
      object: link.object,
    }));
    if (globalId === undefined) return response.json(shown);
    const one = shown.find((link) => link.globalId === globalId);
    if (one !== undefined) return response.json(one);
    const text = 'No remote issue link with this global id exists.';
    return refuseWith(response, 404, { errorMessages: [text], errors: {} });
  });

  // The same globalId again replaces the link: what is then not given is gone (Jira's documented upsert).
  router.post('/issue/:issue/remotelink', async (request, response) => {
    const ticket = ticketOf(request, response);
    if (ticket === null) return;
    const { object, globalId, relationship } = jsonBody(request);
    if (!isRecord(object) || textOf(object.title) === null || textOf(object.url) === null) {
      const errors = { title: "'title' is required.", url: "'url' is required." };
      return refuseWith(response, 400, { errorMessages: [], errors });
    }
    const old = ticket.remoteLinks.find((link) => link.globalId !== null && link.globalId === globalId);
    const next =
      Math.max(10_000, ...site.store.all().flatMap((each) => each.remoteLinks.map((link) => link.id))) + 1;
    const id = old?.id ?? next;
    const link = { id, globalId: textOf(globalId), relationship: textOf(relationship), object };
    ticket.remoteLinks = [...ticket.remoteLinks.filter((each) => each.id !== id), link];
    await site.store.save();
    const self = `${site.root}/rest/api/3/issue/${ticket.key}/remotelink/${id}`;
    return response.status(old === undefined ? 201 : 200).json({ id, self });
  });

  return router;
}

const badProperties: Refusal = {
  errorMessages: ['The entity properties are invalid: keys have 1 to 255, values up to 32768 characters.'],
  errors: {},
};

function propertiesIn(body: unknown): Record<string, unknown> | null {
  const given = isRecord(body) ? (body.properties ?? []) : [];
  if (!Array.isArray(given)) return null;
  const properties: Record<string, unknown> = {};
  for (const each of given) {
    if (!isRecord(each) || typeof each.key !== 'string' || !isPropertyFine(each.key, each.value)) return null;
    properties[each.key] = each.value;
  }
  return properties;
}

function isPropertyFine(key: string, value: unknown): boolean {
  if (key.length < 1 || key.length > 255 || value === undefined) return false;
  return JSON.stringify(value).length <= 32_768;
}
