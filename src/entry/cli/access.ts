import { Failure } from '../../core/failure.ts';
import type { Settings } from '../../settings.ts';
import { remoteService } from '../http/client.ts';
import { createService, type Service } from '../service.ts';
import type { CommandLine } from './command-line.ts';
import { serverFrom } from './server.ts';
import type { Terminal } from './terminal.ts';

/**
 * Does something with the service that --server or PIR_SERVER names, else with {@link withOwnService}. Settings are asked
 * for only then: a machine that talks to a service needs none.
 * @param server what --server says
 * @throws {Failure} usage for a wrong address, service-unreachable, request-forbidden, and what `work` throws
 */
export async function withService<T>(
  { terminal, settings }: Pick<CommandLine, 'terminal' | 'settings'>,
  server: string | undefined,
  command: string,
  work: (service: Service) => Promise<T>,
): Promise<T> {
  const named = serverFrom(server, terminal.environment);
  return named === null ? withOwnService(terminal, settings(), command, work) : work(remoteService(named));
}

/**
 * Does something with the service: over the database, or, while another process holds the embedded one, through that
 * process's API. The database is never opened twice.
 * @param command what this process is doing, told to others that want the database
 * @throws {Failure} database-held when the holder is no service that could be asked, and whatever `work` throws
 */
export async function withOwnService<T>(
  terminal: Terminal,
  settings: Settings,
  command: string,
  work: (service: Service) => Promise<T>,
): Promise<T> {
  const ports = await terminal.openPorts(settings, command, terminal.clock).catch((error: unknown) => {
    const running =
      error instanceof Failure && error.code === 'database-held' ? terminal.runningService(settings) : null;
    if (running === null) throw error;
    return running;
  });
  if ('token' in ports) return work(remoteService(ports));
  try {
    return await work(createService(ports, settings, `${command} ${terminal.processId}`));
  } finally {
    await ports.close();
  }
}
