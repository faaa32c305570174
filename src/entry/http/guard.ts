import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { Failure } from '../../core/failure.ts';

/** Names that only this machine answers to: a web page of somebody else can never carry them in its address. */
const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The host without its port; null where it is no host at all. */
function hostName(host: string): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(host);
  return match?.[1]?.toLowerCase() ?? null;
}

function isAllowed(host: string, allowed: 'loopback' | readonly string[]): boolean {
  const name = hostName(host);
  if (name === null) return false;
  if (loopback.has(name)) return true;
  return (
    allowed !== 'loopback' &&
    allowed.some((entry) => [name, host.toLowerCase()].includes(entry.toLowerCase()))
  );
}

/**
 * Refuses requests for a host that is not ours. Without this a web page could point its own name at this machine (DNS
 * rebinding) and read everything through a visitor's browser.
 */
export function checkHost(allowed: 'loopback' | readonly string[]) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const host = request.headers.host ?? '';
    if (!isAllowed(host, allowed)) {
      throw new Failure('request-forbidden', 'This service does not answer to the host the request names.', {
        hint: 'Call it by localhost, or add the host to the allowed hosts in the settings.',
      });
    }
    next();
  };
}

const reading: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses writes that a browser sends on behalf of another site's page. Programs send neither header. */
export function checkOrigin(request: Request, _response: Response, next: NextFunction): void {
  if (reading.has(request.method)) {
    next();
    return;
  }
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const isForeign =
    (origin !== undefined && originHost(origin) !== host?.toLowerCase()) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none');
  if (isForeign) throw new Failure('request-forbidden', 'The request comes from the page of another site.');
  next();
}

function originHost(origin: string): string | null {
  return /^https?:\/\/([^/?#@]+)$/i.exec(origin)?.[1]?.toLowerCase() ?? null;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Planning takes a document and stores nothing, so it is no write: a pipeline that only shows plans needs no token. */
const isRead = ({ method, baseUrl, path }: Request) =>
  reading.has(method) || (method === 'POST' && `${baseUrl}${path}` === '/api/v1/plans');

/** Asks every write for the token. Digests are compared, so that neither content nor length shows in the time taken. */
export function checkToken(token: string | null) {
  const expected = token === null ? null : digest(token);
  return (request: Request, response: Response, next: NextFunction): void => {
    if (expected === null || isRead(request)) {
      next();
      return;
    }
    const given = /^Bearer ([^\s]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given === undefined || !timingSafeEqual(digest(given), expected)) {
      response.setHeader('www-authenticate', 'Bearer realm="pir-tracker"');
      throw new Failure('request-forbidden', 'Writing needs the token of this service.', {
        hint: 'Send it as header: authorization: Bearer TOKEN.',
      });
    }
    next();
  };
}

/** Whether a request names this machine itself, so that no proxy of ours stands before it. */
export function isOnThisMachine(request: Request): boolean {
  return loopback.has(hostName(request.headers.host ?? '') ?? '');
}

/** The token that stands in every form of this process; others cannot know it, and it ends with the process. */
export function formToken(secret: string): string {
  return createHmac('sha256', secret).update('forms').digest('hex');
}

/**
 * Lets the forms of our own pages through, on this machine only: the browser must say that the page is ours (Origin equal to
 * Host, Sec-Fetch-Site same-origin), and the form must carry the token that only our pages have. There is no sign-in, so a
 * form that comes by another name, through a proxy for instance, is refused; the API with its token is the way then.
 * @param token as {@link formToken} made it, compared with the field `token` of the parsed body
 */
export function checkForm(token: string) {
  const expected = digest(token);
  return (request: Request, _response: Response, next: NextFunction): void => {
    const { origin, host } = request.headers;
    const isOurs =
      isOnThisMachine(request) &&
      origin !== undefined &&
      originHost(origin) === host?.toLowerCase() &&
      request.headers['sec-fetch-site'] === 'same-origin';
    if (!isOurs) {
      throw new Failure(
        'request-forbidden',
        'This form was not sent from a page of this service on this machine.',
        {
          hint: 'Open the page by localhost in a current browser, or use the command line.',
        },
      );
    }
    const given: unknown = (request.body as { token?: unknown } | undefined)?.token;
    if (typeof given !== 'string' || !timingSafeEqual(digest(given), expected)) {
      throw new Failure('request-forbidden', 'The page is older than this service.', {
        hint: 'Go back, load the page anew and decide again; nothing was changed.',
      });
    }
    next();
  };
}

/** No page loads, sends to, or is framed by anything but this service, and none runs a script. */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers that every answer carries. */
export function secureHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    // With no-referrer a browser calls the origin of our own forms null, and they would be refused as foreign.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  next();
}
