import { Failure } from '../../core/failure.ts';
import type { Check } from '../../ports.ts';
import type { Settings } from '../../settings.ts';
import { withOwnService } from './access.ts';
import type { Terminal } from './terminal.ts';

/**
 * `pir doctor`: one line a check, with what to do where one fails.
 * @returns 0 when all is well, 1 otherwise
 */
export async function doctorCommand(
  terminal: Terminal,
  settingsFile: string | null,
  readSettings: () => Settings,
): Promise<number> {
  const settings = readSettings();
  const { organisation, directory } = settings;
  const checks: Check[] = [
    { name: 'settings', ok: true, detail: settingsFile ?? 'defaults; no settings file', hint: null },
    {
      name: 'clock',
      ok: true,
      detail: `${terminal.clock.now()}, days in ${organisation.timeZone}`,
      hint: null,
    },
    {
      name: 'directory',
      ok: true,
      detail: `${directory.people.length} people, ${directory.teams.length} teams`,
      hint: null,
    },
  ];
  try {
    checks.push(...(await withOwnService(terminal, settings, 'pir doctor', (service) => service.checks())));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const name = error.code.startsWith('database') ? 'database' : 'service';
    checks.push({ name, ok: false, detail: error.message, hint: error.hint });
  }
  const width = Math.max(...checks.map((check) => check.name.length));
  for (const { name, ok, detail, hint } of checks) {
    terminal.out(
      `${ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(width)}  ${detail}${hint === null ? '' : ` ${hint}`}\n`,
    );
  }
  const failing = checks.filter((check) => !check.ok).length;
  if (failing > 0) terminal.tell(`${failing} of ${checks.length} checks failed.\n`);
  return failing === 0 ? 0 : 1;
}
