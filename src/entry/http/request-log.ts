import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import type { Log } from '../../ports.ts';

const header = 'x-request-id';

/** The id of the request that an answer belongs to. */
export function requestIdOf(response: Response): string {
  return String(response.getHeader(header) ?? '');
}

/** Gives every request an id and logs its end. The query is left out: it may hold what is nobody's business. */
export function logRequests(log: Log) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const requestId = randomUUID();
    const { method, path } = request;
    const begun = performance.now();
    response.setHeader(header, requestId);
    response.once('close', () => {
      const fields = { requestId, method, path, status: response.statusCode, ms: elapsed(begun) };
      if (!response.writableFinished) log.warn('request cut off', fields);
      // Probes ask every few seconds; they would drown everything else.
      else if (path === '/healthz' || path === '/readyz') log.debug('request served', fields);
      else log.info('request served', fields);
    });
    next();
  };
}

const elapsed = (begun: number) => Math.round(performance.now() - begun);
