import { randomBytes } from 'node:crypto';
import type { Hint } from '../core/sync/snapshot.ts';
import { takeHints } from '../flows/take-hints.ts';
import type { OpenPorts } from '../ports.ts';
import type { Settings } from '../settings.ts';
import { gather, wakeUp } from './gather.ts';
import { createHttpApp } from './http/create-http-app.ts';
import { listen } from './http/listen.ts';
import { checkPlaces } from './review-service.ts';
import { startSchedule } from './schedule/schedule.ts';
import { createService, jobsOf } from './service.ts';

/** A running service. */
export interface Running {
  readonly url: string;
  /** Ends everything in order: no new requests or jobs, those under way finished, then database and connections closed. */
  stop(): Promise<void>;
}

/**
 * Runs the service over opened ports, which it closes when stopped: pages and API, and the scheduled jobs unless
 * `schedule` is false (the demo turns its clock by hand). `pageUser` is who decisions on pages are put down to.
 * @param holder names this process in leases
 * @throws {Failure} port-in-use, address-unusable, settings-invalid for a country nobody knows; the ports are closed then
 */
export async function serve(
  ports: OpenPorts,
  settings: Settings,
  holder: string,
  {
    schedule = true,
    pageUser = 'somebody at the page',
  }: { readonly schedule?: boolean; readonly pageUser?: string } = {},
): Promise<Running> {
  const stopping = new AbortController();
  const service = createService(ports, settings, holder, stopping.signal);
  const token = settings.apiToken ?? randomBytes(24).toString('hex');
  const { host, port, baseUrl } = settings.service;
  const keep = gather((hints: readonly Hint[]) => takeHints(ports, hints), 500);
  // What a hint names is read at once; the poll follows up what this leaves.
  const readHinted = wakeUp(() =>
    service.sync('hints').catch((error: unknown) => ports.log.warn('hints not followed up', { error })),
  );
  try {
    await checkPlaces(ports, settings);
    const app = createHttpApp({
      log: ports.log,
      organisation: settings.organisation.name,
      allowedHosts: baseUrl === null ? 'loopback' : [new URL(baseUrl).host],
      writeToken: token,
      pageUser,
      webhooks: {
        secrets: settings.jira?.webhookSecrets ?? [],
        unsigned: settings.jira?.unsignedWebhooks === true,
        take: async (hint) => {
          await keep(hint);
          readHinted.wake();
        },
      },
      service,
      ready: async () => {
        const checks = await ports.store.check();
        const isUp = checks.every(({ ok }) => ok);
        const holds = isUp ? await ports.store.transaction((records) => records.holds.all()) : [];
        return { checks, held: holds.map(({ channel }) => channel) };
      },
    });
    const listening = await listen(app, host, port, ports.log);
    // Commands of the same user find the service, and its token, through the database they cannot open meanwhile.
    ports.announce({ url: listening.url, token });
    const running = schedule
      ? startSchedule(
          jobsOf(ports, settings, service, listening.url),
          settings.organisation.timeZone,
          ports.log,
        )
      : null;
    return {
      url: listening.url,
      stop: async () => {
        stopping.abort();
        try {
          await Promise.all([listening.close(), running?.stop()]);
          await readHinted.idle();
        } finally {
          await ports.close();
        }
      },
    };
  } catch (error) {
    await ports.close();
    throw error;
  }
}
