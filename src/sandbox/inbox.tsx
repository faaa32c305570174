import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import express, { Router } from 'express';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { MailList, MailPage, MissingMail } from './inbox-page.tsx';
import { guardLoopback } from './loopback-guard.ts';
import { sendPage } from './page.tsx';
import type { ReceivedMail } from './received-mail.ts';

/** A running inbox. */
export interface Inbox {
  readonly smtpUrl: string;
  /** Without a slash at the end. */
  readonly url: string;
  /** Oldest first. */
  mails(): readonly ReceivedMail[];
  /** From now on answers this code, 400 to 599, to mail for or from an address; null takes it again. */
  refuse(address: string, code: number | null): void;
  close(): Promise<void>;
}

/**
 * Starts a mail server on loopback that takes every mail, keeps it in memory and shows it on a page; nothing is ever passed
 * on. Without sign-in and without TLS. Ports: 0, the default, finds a free one.
 */
export async function startInbox(
  options: { readonly smtpPort?: number; readonly httpPort?: number } = {},
): Promise<Inbox> {
  const mails: ReceivedMail[] = [];
  const refused = new Map<string, number>();

  const refusalOf = (address: string): Error | null => {
    const responseCode = refused.get(address.toLowerCase());
    if (responseCode === undefined) return null;
    return Object.assign(new Error(`The sandbox refuses ${address}`), { responseCode });
  };

  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    size: 10 * 1024 * 1024,
    onMailFrom: (address, _session, done) => done(refusalOf(address.address)),
    onRcptTo: (address, _session, done) => done(refusalOf(address.address)),
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map((recipient) => recipient.address);
      receive(stream, to).then(
        () => done(),
        (error: Error) => done(error),
      );
    },
  });
  // A client that drops its connection is no trouble of ours.
  smtp.on('error', () => undefined);

  async function receive(stream: Readable, to: readonly string[]): Promise<void> {
    const source = await buffer(stream);
    const parsed = await simpleParser(source);
    const headers: Record<string, string> = {};
    for (const { key, line } of parsed.headerLines) {
      headers[key] = line
        .slice(line.indexOf(':') + 1)
        .replace(/\r?\n\s+/g, ' ')
        .trim();
    }
    mails.push({
      number: mails.length + 1,
      to,
      subject: parsed.subject ?? '',
      text: parsed.text ?? '',
      html: parsed.html || '',
      messageId: parsed.messageId ?? '',
      headers,
      date: parsed.date?.toISOString() ?? null,
      source: source.toString('utf8'),
    });
  }

  const app = express().disable('x-powered-by').disable('etag');
  app.use(guardLoopback, inboxRoutes(mails));
  const http = createServer(app);
  http.listen(options.httpPort ?? 0, '127.0.0.1');
  await once(http, 'listening');
  try {
    const listening = smtp.listen(options.smtpPort ?? 0, '127.0.0.1');
    await once(listening, 'listening');
  } catch (error) {
    await stop(http);
    throw error;
  }

  return {
    smtpUrl: `smtp://127.0.0.1:${portOf(smtp.server)}`,
    url: `http://127.0.0.1:${portOf(http)}`,
    mails: () => [...mails],
    refuse: (address, code) => {
      if (code === null) refused.delete(address.toLowerCase());
      else refused.set(address.toLowerCase(), code);
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => smtp.close(() => resolve()));
      for (const connection of smtp.connections) connection.close();
      await Promise.all([closed, stop(http)]);
    },
  };
}

async function stop(server: HttpServer): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

function portOf(server: NetServer): number {
  return (server.address() as AddressInfo).port;
}

/** The pages of the inbox: the list, one mail, and its source. */
function inboxRoutes(mails: readonly ReceivedMail[]): Router {
  const router = Router();
  const find = (number: unknown) => mails.find((mail) => String(mail.number) === number) ?? null;

  router.get('/', (_request, response) => sendPage(response, <MailList mails={mails} />));

  router.get('/mails/:number', (request, response) => {
    const mail = find(request.params.number);
    if (mail === null) return sendPage(response, <MissingMail />, 404);
    sendPage(response, <MailPage mail={mail} />);
  });

  router.get('/mails/:number/source', (request, response) => {
    const mail = find(request.params.number);
    if (mail === null) return sendPage(response, <MissingMail />, 404);
    response.set('X-Content-Type-Options', 'nosniff').type('text').send(mail.source);
  });

  return router;
}
