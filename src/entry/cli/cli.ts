import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { Failure } from '../../core/failure.ts';
import type { Clock, OpenPorts } from '../../ports.ts';
import { readSettings, type Settings } from '../../settings.ts';
import { serve } from '../serve.ts';
import { withService } from './access.ts';
import { approveCommand } from './approve.ts';
import { checkCommand } from './check.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { readYaml } from './files.ts';
import { planCommand } from './plan.ts';
import { sandboxCommand } from './sandbox.ts';

/** The world as the command line needs it; put together in main. */
export interface Terminal {
  readonly environment: Record<string, string | undefined>;
  /** The user's name, who approves when --by is not given. */
  readonly user: string;
  readonly version: string;
  /** Results. */
  out(text: string): void;
  /** Words for people. */
  tell(text: string): void;
  /** Whether a person sits there who can answer. */
  readonly interactive: boolean;
  ask(question: string): Promise<string>;
  /** Resolves when the process is asked to end (Ctrl-C, SIGTERM). */
  untilStopped(): Promise<void>;
  readonly clock: Clock;
  readonly processId: number;
  /**
   * Opens database, tracker and mail server from settings.
   * @param command what this process is doing, told to others that want the database
   */
  openPorts(settings: Settings, command: string, clock: Clock): Promise<OpenPorts>;
  /** Where to reach the service that holds the embedded database; null where none announced itself. */
  runningService(settings: Settings): { readonly url: string; readonly token: string } | null;
}

/**
 * The command line.
 * @param args what follows `pir`
 * @returns the exit code: 0 fine, 1 findings or the work failed, 2 wrong use or unreadable input
 */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  let exit = 0;
  const program = new Command('pir')
    .description('Makes the promises of post-incident reviews come true.')
    .version(terminal.version)
    .option('--settings <file>', 'settings to use (else PIR_SETTINGS, else config/settings.yaml)')
    .showHelpAfterError('(`pir --help` lists the commands)')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.tell })
    .exitOverride();
  const settingsFile = () =>
    findSettingsFile(program.opts<{ settings?: string }>().settings, terminal.environment);
  const settings = () => loadSettings(settingsFile(), terminal.environment);
  const format = (...choices: string[]) =>
    new Option('--format <format>', 'how to print').choices(choices).default('text');

  program
    .command('check')
    .description('read PIRs and say what is wrong with their promises')
    .argument('<file...>', 'PIRs in Markdown')
    .addOption(format('text', 'json'))
    .option('--strict', 'fail on warnings too')
    .action((files: string[], options) => {
      const path = settingsFile();
      exit = checkCommand(terminal, path === null ? null : readYaml(path), files, options);
    });

  program
    .command('plan')
    .description('show which tickets approving a PIR would create; changes nothing')
    .argument('<file>', 'PIR in Markdown')
    .addOption(format('text', 'json'))
    .action(async (file: string, options) => {
      exit = await planCommand(terminal, settings(), file, options);
    });

  program
    .command('approve')
    .description('approve a PIR and create its tickets')
    .argument('<pir>', 'file, or incident id of a submitted PIR')
    .option('--item <number...>', 'approve only these items')
    .option('--decline <number=reason...>', 'decline an item, with the reason')
    .option('--yes', 'do not ask')
    .option(
      '--fingerprint <fingerprint>',
      'approve exactly the plan that was read; refused when it is out of date',
    )
    .option('--by <who>', 'who approves (else your user name)')
    .addOption(format('text', 'json'))
    .action(async (pir: string, options) => {
      exit = await approveCommand(terminal, settings(), pir, options);
    });

  program
    .command('status')
    .description('what is open, overdue, coming and done')
    .addOption(format('text', 'json'))
    .action(async (options: { format: string }) => {
      const { statusText } = await import('../../core/status/text.ts');
      await withService(terminal, settings(), 'pir status', async (service) => {
        const status = await service.status();
        terminal.out(options.format === 'json' ? `${JSON.stringify(status, null, 2)}\n` : statusText(status));
      });
    });

  program
    .command('sync')
    .description('read the tickets and settle them with the items')
    .action(async () => {
      await withService(terminal, settings(), 'pir sync', async (service) => {
        await service.deliver();
        const report = await service.sync();
        const gone = report.missing === 0 ? '' : `, ${report.missing} no longer there`;
        terminal.out(`${report.read} tickets read, ${report.changed} items changed${gone}.\n`);
      });
    });

  program
    .command('serve')
    .description('run the service: pages, API, scheduled jobs')
    .action(async () => {
      const read = settings();
      const ports = await terminal.openPorts(read, 'pir serve', terminal.clock);
      const running = await serve(ports, read, `pir serve ${terminal.processId}`);
      terminal.tell(`pir-tracker listens on ${running.url} (Ctrl-C ends it)\n`);
      await terminal.untilStopped();
      await running.stop();
    });

  program
    .command('migrate')
    .description('bring the database schema up to date')
    .action(async () => {
      const ports = await terminal.openPorts(settings(), 'pir migrate', terminal.clock);
      const checks = await ports.store.check();
      await ports.close();
      terminal.out(checks.map((check) => `${check.name}: ${check.detail}\n`).join(''));
    });

  program
    .command('doctor')
    .description('check settings, database, Jira, mail and clock')
    .action(async () => {
      exit = await doctorCommand(terminal, settingsFile(), settings);
    });

  program
    .command('demo')
    .description('show the whole way of a PIR, with a Jira sandbox and a mail inbox')
    .argument('[file]', 'a PIR of your own')
    .option('--once', 'end after the summary')
    .addOption(format('text', 'json'))
    .action(async (file: string | undefined, options) => {
      exit = await demoCommand(terminal, file ?? null, options);
    });

  program
    .command('sandbox')
    .description('run a small Jira to try things with')
    .option('--port <port>', 'port to listen on', '8090')
    .option('--state <file>', 'keep the tickets in this file')
    .option('--directory <file>', 'whose Jira accounts there are: a directory of people and teams')
    .option('--token <token>', 'ask for this API token; others are served as anonymous')
    .option('--latency <ms>', 'answer after so many milliseconds', '0')
    .option('--index-lag <ms>', 'let search lag behind by so many milliseconds', '0')
    .action(async (options) => {
      await sandboxCommand(terminal, options);
    });

  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    return exitCodeOf(error, terminal);
  }
}

function exitCodeOf(error: unknown, terminal: Terminal): number {
  // Commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Failure) {
    terminal.tell(`${error.message}\n${error.hint}\n`);
    return error.exit;
  }
  throw error;
}

function findSettingsFile(
  option: string | undefined,
  environment: Record<string, string | undefined>,
): string | null {
  const named = option ?? environment.PIR_SETTINGS;
  if (named !== undefined && named !== '') return named;
  return existsSync('config/settings.yaml') ? 'config/settings.yaml' : null;
}

function loadSettings(path: string | null, environment: Record<string, string | undefined>): Settings {
  const file = path === null ? null : readYaml(path);
  const directory = (file as { directory?: unknown } | null)?.directory;
  const directoryPath =
    path !== null && typeof directory === 'string' ? resolve(dirname(path), directory) : null;
  return readSettings(file, directoryPath === null ? null : readYaml(directoryPath), environment);
}
