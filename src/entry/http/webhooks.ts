import express, { type Request, type Response, Router } from 'express';
import { Failure } from '../../core/failure.ts';
import type { Hint } from '../../core/sync/snapshot.ts';
import type { Log } from '../../ports.ts';
import { parse } from './requests.ts';
import { hintFrom, JiraWebhook } from './webhook-payload.ts';
import { isSignature, isSigned } from './webhook-signature.ts';

/** How webhooks are taken. */
export interface Webhooks {
  /** Two while one is being replaced. Empty: only unsigned ones could come. */
  readonly secrets: readonly string[];
  /** Whether unsigned ones are taken. They can make us read a ticket again, and nothing else. */
  readonly unsigned: boolean;
  /** Keeps a hint for good; what it names is read afterwards. */
  take(hint: Hint): Promise<void>;
}

/**
 * Jira sends up to 25 MB, the whole ticket with its comments. We need its id; what is larger than this is refused, and the
 * poll sees the change.
 */
const largestBody = 2 * 1024 * 1024;

/** Before Jira asks again, in seconds. */
const pause = 60;

const identifierOf = (request: Request) => {
  const value = request.get('x-atlassian-webhook-identifier')?.trim().slice(0, 200);
  return value === '' ? undefined : value;
};

/**
 * POST /webhooks/jira: verified, kept, answered at once (202). Jira calls by whatever name its administrator gave the service,
 * so neither Host nor the write token is asked for here: the signature says who calls. A page in a browser, which always
 * names its origin, is refused.
 */
export function webhooks({ secrets, unsigned, take }: Webhooks, log: Log): Router {
  const router = Router();

  const refuse = (response: Response, why: string) => {
    log.warn('webhook refused', { why });
    response.status(401).end();
  };

  const beforeBody: express.RequestHandler = (request, response, next) => {
    if (secrets.length === 0 && !unsigned) {
      throw new Failure('webhook-unconfigured', 'Webhooks are not configured here.');
    }
    if (request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined) {
      throw new Failure('request-forbidden', 'A webhook does not come from a page.');
    }
    const signature = request.get('x-hub-signature');
    if (secrets.length > 0 && !isSignature(signature)) return refuse(response, 'no sha256 signature');
    next();
  };

  const body = express.raw({ limit: largestBody, inflate: false, type: () => true });

  router.post('/webhooks/jira', beforeBody, body, async (request, response) => {
    const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array();
    const signature = request.get('x-hub-signature') ?? '';
    if (secrets.length > 0 && !isSigned(signature, bytes, secrets))
      return refuse(response, 'wrong signature');
    const hint = hintFrom(parse(JiraWebhook, jsonFrom(bytes), 'webhook'), identifierOf(request), bytes);
    try {
      if (hint.ticketIds.length > 0) await take(hint);
    } catch (error) {
      // Jira delivers again for as long as we answer so.
      log.error('webhook could not be kept', { error });
      response.status(503).setHeader('retry-after', String(pause)).end();
      return;
    }
    response.status(202).end();
  });
  return router;
}

function jsonFrom(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new Failure('request-invalid', 'The webhook is not JSON.', { cause });
  }
}
