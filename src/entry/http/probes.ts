import { Router } from 'express';
import type { Channel } from '../../core/delivery/holds.ts';
import type { Check, Log } from '../../ports.ts';

/** How the service stands, for whoever sends requests to it. */
export interface Readiness {
  readonly checks: readonly Check[];
  /** Channels whose deliveries somebody holds back; the service is ready all the same. */
  readonly held: readonly Channel[];
}

/** /healthz: the process answers. /readyz: its parts work; what is wrong with one stands in the log only. */
export function probes(ready: () => Promise<Readiness>, log: Log): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ alive: true });
  });
  router.get('/readyz', async (_request, response) => {
    const { checks, held } = await ready();
    const failing = checks.filter((check) => !check.ok);
    for (const { name, detail } of failing) log.warn('not ready', { part: name, detail });
    response.status(failing.length === 0 ? 200 : 503).json({
      ready: failing.length === 0,
      notReady: failing.map((check) => check.name),
      held,
    });
  });
  return router;
}
