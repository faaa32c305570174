import express, { Router } from 'express';
import { z } from 'zod';
import type { Faults } from './faults.ts';
import type { Limits } from './limits.ts';
import { jsonBody } from './rest.ts';
import type { JiraSite } from './site.ts';
import { AccountDefinition, ProjectDefinition } from './site-definition.ts';
import { DeliverySettings, type Webhooks } from './webhooks.ts';

/** /sandbox/…: what a real Jira does not let anybody do, for tests and demos. */
export function controlRoutes(parts: {
  readonly site: JiraSite;
  readonly faults: Faults;
  readonly limits: Limits;
  readonly webhooks: Webhooks;
  /** The tickets as tests see them. */
  readonly tickets: () => unknown;
}): Router {
  const { site, faults, limits, webhooks, tickets } = parts;
  const router = Router();
  router.use(express.json({ limit: '1mb' }));

  router.get('/tickets', (_request, response) => {
    response.json(tickets());
  });

  router.post('/faults', faults.add);
  router.delete('/faults', faults.clear);
  router.put('/limits', limits.set);
  router.delete('/limits', limits.clear);

  // A project that is there is replaced: its screens, what it insists on, what may be done in it.
  router.put('/projects/:key', async (request, response) => {
    const parsed = ProjectDefinition.safeParse({ ...jsonBody(request), key: request.params.key });
    if (!parsed.success) return response.status(400).json({ errors: z.flattenError(parsed.error) });
    await site.projects.keep(parsed.data);
    return response.status(204).end();
  });

  // Fields that are not given stay as they are: `{"active": false}` deactivates somebody.
  router.put('/accounts/:id', async (request, response) => {
    const accountId = request.params.id;
    const known = site.accounts.find(accountId) ?? { displayName: accountId, email: '' };
    const parsed = AccountDefinition.safeParse({ ...known, ...jsonBody(request), accountId });
    if (!parsed.success) return response.status(400).json({ errors: z.flattenError(parsed.error) });
    await site.accounts.keep(parsed.data);
    return response.status(204).end();
  });

  router.put('/webhook-delivery', (request, response) => {
    const parsed = DeliverySettings.safeParse(request.body);
    if (!parsed.success) return response.status(400).json({ errors: z.flattenError(parsed.error) });
    webhooks.settings = parsed.data;
    return response.status(204).end();
  });

  router.get('/webhook-delivery', (_request, response) => {
    response.json({ ...webhooks.settings, waiting: webhooks.waiting });
  });

  return router;
}
