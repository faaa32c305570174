import type { RequestHandler } from 'express';

/**
 * Lets in only requests that name this machine as host, and forms only from our own pages: otherwise any web page open in a
 * browser here could reach the sandbox by a name that resolves to 127.0.0.1, or post to it.
 */
export const guardLoopback: RequestHandler = (request, response, next) => {
  const host = request.get('host') ?? '';
  const origin = request.get('origin');
  const isOurHost = /^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(host);
  const isOurOrigin = origin === undefined || origin === `http://${host}`;
  if (isOurHost && isOurOrigin) return next();
  response.status(403).type('text').send('Only for this machine, by its address 127.0.0.1.\n');
};
