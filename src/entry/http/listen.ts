import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '../../core/failure.ts';
import type { Log } from '../../ports.ts';

/** A service that accepts requests. */
export interface Listening {
  /** With the port that was found, where 0 was asked for. */
  readonly url: string;
  /** Accepts no more, ends idle connections, and waits for running requests for up to ten seconds. */
  close(): Promise<void>;
}

const patienceMs = 10_000;
const sweepMs = 50;

const hostInUrl = (host: string) => (host.includes(':') ? `[${host}]` : host);

function failureFor(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const where = `${hostInUrl(host)}:${port}`;
  if (error.code === 'EADDRINUSE') {
    return new Failure('port-in-use', `Another program listens on ${where}.`, { cause: error });
  }
  if (['EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(error.code ?? '')) {
    return new Failure('address-unusable', `Listening on ${where} is not possible (${error.code}).`, {
      cause: error,
    });
  }
  return error;
}

function close(server: Server, log: Log): Promise<void> {
  return new Promise((resolve) => {
    // A connection that was busy at first becomes idle once its answer is out, and would stay for its keep-alive time.
    const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
    const cutOff = setTimeout(() => {
      log.warn('requests cut off at shutdown');
      server.closeAllConnections();
    }, patienceMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cutOff);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** Begins to accept requests; port 0 finds a free one. */
export function listen(app: RequestListener, host: string, port: number, log: Log): Promise<Listening> {
  const server = createServer(app);
  let closing: Promise<void> | null = null;
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(failureFor(error, host, port)));
    server.listen({ host, port }, () => {
      const url = `http://${hostInUrl(host)}:${(server.address() as AddressInfo).port}`;
      server.on('error', (error) => log.error('http server failed', { error }));
      log.info('listening', { url });
      resolve({
        url,
        close: () => {
          closing ??= close(server, log);
          return closing;
        },
      });
    });
  });
}
