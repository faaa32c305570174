import { randomBytes } from 'node:crypto';
import type { OpenPorts } from '../ports.ts';
import type { Settings } from '../settings.ts';
import { createHttpApp } from './http/create-http-app.ts';
import { listen } from './http/listen.ts';
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
 * `schedule` is false (the demo turns its clock by hand).
 * @param holder names this process in leases
 * @throws {Failure} port-in-use, address-unusable; the ports are closed then
 */
export async function serve(
  ports: OpenPorts,
  settings: Settings,
  holder: string,
  { schedule }: { readonly schedule: boolean } = { schedule: true },
): Promise<Running> {
  const stopping = new AbortController();
  const service = createService(ports, settings, holder, stopping.signal);
  const token = settings.apiToken ?? randomBytes(24).toString('hex');
  const { host, port, baseUrl } = settings.service;
  try {
    const app = createHttpApp({
      log: ports.log,
      organisation: settings.organisation.name,
      allowedHosts: baseUrl === null ? 'loopback' : [new URL(baseUrl).host],
      writeToken: token,
      service,
      ready: () => ports.store.check(),
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
