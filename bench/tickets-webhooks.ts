import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { sql } from 'kysely';
import type { Hint } from '../src/core/sync/snapshot.ts';
import { gather } from '../src/entry/gather.ts';
import { createHttpApp, type HttpDeps } from '../src/entry/http/create-http-app.ts';
import { listen } from '../src/entry/http/listen.ts';
import { takeHints } from '../src/flows/take-hints.ts';
import { type BenchPorts, databaseName, openDatabase } from './approved-items.ts';
import { type Bench, figureOf } from './figure.ts';
import { median, medianRatio } from './measure.ts';

const secret = 'a secret of the bench';
const [count, atOnce] = [2_000, 20];
/** The first two let the engine compile what is hot, and count for nothing. */
const rounds = 9;

/**
 * Webhooks are accepted, that is verified, told apart and kept, at a rate close to that of a bare Express handler that parses the
 * body and does one insert into the same database. They come from a process of their own, twenty at once, as many as Jira sends.
 */
export const ticketsWebhooks: Bench = async () => {
  const load = fork(fileURLToPath(new URL('webhook-load.js', import.meta.url)));
  await once(load, 'message');
  const ports = await openDatabase(null);
  await sql`create table bare (delivery text primary key, body jsonb not null)`.execute(ports.db);
  const [ours, bare] = await Promise.all([
    listen(service(ports), '127.0.0.1', 0, ports.log),
    listen(bareHandler(ports), '127.0.0.1', 0, ports.log),
  ]);
  const run = async (url: string): Promise<number> => {
    load.send({ url: `${url}/webhooks/jira`, secret, count, atOnce });
    const [time] = (await once(load, 'message')) as [number];
    return time;
  };
  const times: { readonly ours: number[]; readonly bare: number[] } = { ours: [], bare: [] };
  try {
    for (let round = 0; round < rounds; round += 1) {
      // Each goes first as often as the other.
      const turns = [
        ['ours', ours],
        ['bare', bare],
      ] as const;
      for (const [name, { url }] of round % 2 === 0 ? turns : turns.toReversed()) {
        const time = await run(url);
        if (round >= 2) times[name].push(time);
      }
    }
    const rate = medianRatio(times.bare, times.ours);
    return [
      figureOf(
        `accept ${count} webhooks, ${databaseName}: rate`,
        'bare Express with one insert',
        median(times.ours),
        rate,
        { atLeast: 0.6 },
      ),
    ];
  } finally {
    load.disconnect();
    await Promise.all([ours.close(), bare.close()]);
    await ports.close();
  }
};

/** The service as it takes webhooks: those that come while one transaction is under way share the next. */
function service(ports: BenchPorts) {
  const keep = gather((hints: readonly Hint[]) => takeHints(ports, hints), 500);
  return createHttpApp({
    ...{ log: ports.log, organisation: 'Bench', allowedHosts: 'loopback' },
    // Nothing but webhooks is asked of it here.
    service: {} as HttpDeps['service'],
    webhooks: { secrets: [secret], unsigned: false, take: async (hint) => void (await keep(hint)) },
    ready: async () => ({ checks: [], held: [] }),
  });
}

function bareHandler({ db }: BenchPorts) {
  const app = express();
  app.post('/webhooks/jira', express.json({ limit: '2mb' }), async (request, response) => {
    const delivery = request.get('x-atlassian-webhook-identifier');
    await sql`insert into bare values (${delivery}, ${JSON.stringify(request.body)})`.execute(db);
    response.status(202).end();
  });
  return app;
}
