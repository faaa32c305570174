import express, { type RequestHandler, type Response, Router } from 'express';
import { isRecord } from './adf-rules.ts';
import { type ApiOptions, record, signIn } from './api.ts';
import { JqlError, readJql } from './jql.ts';
import { jqlScope } from './jql-fields.ts';
import { anonymousOf, jsonBody, refuse, textOf, wordsOf } from './rest.ts';
import type { JiraSite } from './site.ts';
import { timeFrom } from './times.ts';
import type { Webhook, Webhooks } from './webhooks.ts';

/**
 * /rest/webhooks/1.0/webhook: the webhooks that administrators set up; for others 403. Secrets go in and never come out.
 */
export function webhookRoutes(options: Omit<ApiOptions, 'before'>, webhooks: Webhooks): Router {
  const router = Router();
  const { site } = options;
  router.use(express.json(), record(options.onExchange), signIn(options), forAdministrators(site));

  router.get('/', (_request, response) => {
    response.json(webhooks.registered.all().map((webhook) => shown(webhook, site)));
  });

  router.post('/', async (request, response) => {
    const body = jsonBody(request);
    const url = textOf(body.url) ?? '';
    const jql = isRecord(body.filters) ? textOf(body.filters['issue-related-events-section']) : null;
    const fault = faultOf(url, jql, site);
    if (fault !== null) return refuse(response, 400, fault);
    const ids = webhooks.registered.all().map(({ id }) => Number(id));
    const webhook: Webhook = {
      id: String(Math.max(0, ...ids) + 1),
      name: textOf(body.name) ?? url,
      url,
      events: wordsOf(body.events),
      jql,
      excludeBody: body.excludeBody === true,
      enabled: body.enabled !== false,
      secret: textOf(body.secret),
      updated: site.now(),
    };
    await webhooks.registered.keep(webhook);
    response.status(201).json(shown(webhook, site));
  });

  router.get('/:id', (request, response) => {
    const webhook = webhooks.registered.find(String(request.params.id));
    if (webhook === null) refuse(response, 404, 'No webhook with this id exists.');
    else response.json(shown(webhook, site));
  });

  router.delete('/:id', async (request, response) => {
    const id = String(request.params.id);
    if (webhooks.registered.find(id) === null)
      return refuse(response, 404, 'No webhook with this id exists.');
    await webhooks.registered.remove(id);
    response.status(204).end();
  });

  return router;
}

function forAdministrators(site: JiraSite): RequestHandler {
  return (_request, response: Response, next) => {
    if (anonymousOf(response)) {
      return refuse(response, 401, 'Client must be authenticated to access this resource.');
    }
    const isDenied = site.projects.all().some(({ denied }) => denied.includes('ADMINISTER'));
    if (isDenied) return refuse(response, 403, 'You are not authorized to perform this action.');
    next();
  };
}

function faultOf(url: string, jql: string | null, site: JiraSite): string | null {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return 'The URL of the webhook is not valid.';
  try {
    if (jql !== null) readJql(jql, jqlScope(site));
    return null;
  } catch (error) {
    if (!(error instanceof JqlError)) throw error;
    return error.message;
  }
}

function shown(webhook: Webhook, site: JiraSite): Record<string, unknown> {
  const { id, name, url, events, jql, excludeBody, enabled, secret, updated } = webhook;
  return {
    ...{ name, url, excludeBody, events, enabled, isSigned: secret !== null },
    filters: { 'issue-related-events-section': jql ?? '' },
    ...{ self: `${site.root}/rest/webhooks/1.0/webhook/${id}`, lastUpdated: timeFrom(updated, 'UTC') },
  };
}
