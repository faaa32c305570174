import { Router } from 'express';
import { isRecord } from './adf-rules.ts';
import { edited, isDenied, newTicket } from './changes.ts';
import { badProperties, propertiesIn } from './entity-properties.ts';
import { bulkFaultOf } from './faults.ts';
import { checkEdit, checkNew, type Refusal } from './field-rules.ts';
import { issueFrom } from './issue-shape.ts';
import { accountOf, anonymousOf, jsonBody, refuse, refuseWith, ticketOf, wordsOf } from './rest.ts';
import { apiRoot, type View } from './site.ts';
import type { Ticket } from './ticket.ts';

/** Jira makes no more in one request. */
const mostAtOnce = 50;

/** /issue, /issue/bulk, /issue/bulkfetch, /issue/{key}: making, reading, changing and deleting tickets. */
export function issueRoutes(view: View): Router {
  const router = Router();
  const { site } = view;
  const createdFrom = ({ id, key }: Ticket) => ({ id, key, self: `${apiRoot(view)}/issue/${id}` });

  /** A ticket from an entry of a request, not kept yet; or why there is none. */
  const draft = (body: unknown, by: string): { status: number; refusal: Refusal } | { ticket: Ticket } => {
    const checked = checkNew(body, view);
    if (checked.refusal !== null) return { status: 400, refusal: checked.refusal };
    if (checked.project.denied.includes('CREATE_ISSUES')) {
      const text = 'You do not have permission to create issues in this project.';
      return { status: 403, refusal: { errorMessages: [text], errors: {} } };
    }
    const properties = propertiesIn(body);
    if (properties === null) return { status: 400, refusal: badProperties };
    return { ticket: newTicket(site, checked.project, checked.issueType, checked.values, properties, by) };
  };

  router.post('/issue', async (request, response) => {
    if (anonymousOf(response)) return refuse(response, 401, 'You are not authenticated.');
    const by = accountOf(response).accountId;
    const drafted = draft(request.body, by);
    if ('refusal' in drafted) return refuseWith(response, drafted.status, drafted.refusal);
    await site.store.keep([drafted.ticket], by);
    response.status(201).json(createdFrom(drafted.ticket));
  });

  router.post('/issue/bulk', async (request, response) => {
    if (anonymousOf(response)) return refuse(response, 401, 'You are not authenticated.');
    const wanted = jsonBody(request).issueUpdates;
    if (!Array.isArray(wanted) || wanted.length < 1 || wanted.length > mostAtOnce) {
      return refuse(response, 400, `The number of issues must be between 1 and ${mostAtOnce}.`);
    }
    const by = accountOf(response).accountId;
    const fault = bulkFaultOf(response);
    const tickets: Ticket[] = [];
    const errors: unknown[] = [];
    for (const [failedElementNumber, each] of wanted.slice(0, fault.onlyFirst).entries()) {
      const drafted = fault.refusals.get(failedElementNumber) ?? draft(each, by);
      if ('ticket' in drafted) tickets.push(drafted.ticket);
      else errors.push({ status: drafted.status, elementErrors: drafted.refusal, failedElementNumber });
    }
    await site.store.keep(tickets, by);
    if (fault.onlyFirst < wanted.length) return request.socket.destroy();
    const isAllRefused = tickets.length === 0;
    response.status(isAllRefused ? 400 : 201).json({ issues: tickets.map(createdFrom), errors });
  });

  if (site.deployment === 'cloud') {
    router.post('/issue/bulkfetch', (request, response) => {
      const body = jsonBody(request);
      const ids = body.issueIdsOrKeys;
      if (!Array.isArray(ids) || ids.length < 1 || ids.length > 100) {
        return refuse(response, 400, 'The number of issues must be between 1 and 100.');
      }
      const found = anonymousOf(response) ? [] : ids.map((id) => site.store.find(String(id)));
      const tickets = [...new Set(found.filter((ticket) => ticket !== null))];
      const seen = tickets.filter((ticket) => !isDenied(site, ticket, 'BROWSE_PROJECTS'));
      const fields = body.fields === undefined ? ['*navigable'] : wordsOf(body.fields);
      const issues = seen.map((ticket) => issueFrom(ticket, view, fields, wordsOf(body.properties)));
      response.json({ issues, issueErrors: [] });
    });
  }

  router.get('/issue/:issue', (request, response) => {
    const ticket = ticketOf(view, request, response);
    if (ticket === null) return;
    const fields = request.query.fields === undefined ? ['*all'] : wordsOf(request.query.fields);
    response.json(issueFrom(ticket, view, fields, wordsOf(request.query.properties)));
  });

  router.put('/issue/:issue', async (request, response) => {
    const ticket = ticketOf(view, request, response);
    if (ticket === null) return;
    if (isDenied(site, ticket, 'EDIT_ISSUES')) {
      return refuse(response, 403, 'You do not have permission to edit issues in this project.');
    }
    const checked = checkEdit(request.body, ticket, view);
    if (checked.refusal !== null) return refuseWith(response, 400, checked.refusal);
    const properties = isRecord(request.body) ? propertiesIn(request.body) : {};
    if (properties === null) return refuseWith(response, 400, badProperties);
    const values = { ...checked.values, properties: { ...ticket.properties, ...properties } };
    await site.store.keep([edited(site, ticket, values)], accountOf(response).accountId);
    response.status(204).end();
  });

  router.delete('/issue/:issue', async (request, response) => {
    const ticket = ticketOf(view, request, response);
    if (ticket === null) return;
    if (isDenied(site, ticket, 'DELETE_ISSUES')) {
      return refuse(response, 403, 'You do not have permission to delete issues in this project.');
    }
    await site.store.keep([edited(site, ticket, { deleted: true })], accountOf(response).accountId);
    response.status(204).end();
  });

  return router;
}
