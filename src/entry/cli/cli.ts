import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { Failure } from '../../core/failure.ts';
import { readingOptions, readSettings } from '../../settings.ts';
import { type CheckOptions, checkCommand, explainCommand } from './check.ts';
import { readYaml } from './files.ts';
import type { Terminal } from './terminal.ts';

const exitCodes = `
Results go to stdout, words for people and logs to stderr. Exit code: 0 fine; 1 findings of severity error, or the
work failed; 2 wrong use, unreadable files or settings. \`pir COMMAND --help\` tells more of a command.
`;

const approvalHelp = `
Nothing is stored before the plan is approved. Tickets that cannot be created now (Jira is away or refuses the token)
wait and are tried again: the exit code is 0 then, and 1 where one was given up on. The same approval twice is fine.
`;

/** Our form, beside the compiled code in a checkout and in the package alike. */
const templateUrl = new URL('../../../../config/pir-template.md', import.meta.url);

/**
 * The command line. Commands load what they need when they run: the whole of it takes most of a second.
 * @param args what follows `pir`
 * @returns the exit code: 0 fine, 1 findings or the work failed, 2 wrong use or unreadable input
 */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  let exit = 0;
  const program = new Command('pir')
    .description('Makes the promises of post-incident reviews come true.')
    .version(terminal.version)
    .option('--settings <file>', 'settings to use (else PIR_SETTINGS, else config/settings.yaml)')
    .showHelpAfterError('`pir --help` lists the commands.')
    .addHelpText('after', exitCodes)
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.tell })
    .exitOverride();
  const settingsFile = () =>
    findSettingsFile(program.opts<{ settings?: string }>().settings, terminal.environment);
  const settings = () => {
    const { file, directory } = settingsContent(settingsFile());
    return readSettings(file, directory, terminal.environment);
  };
  const format = (...choices: string[]) =>
    new Option('--format <format>', 'how to print').choices(choices).default('text');

  program
    .command('check')
    .description('read PIRs and say what is wrong with their promises')
    .argument('[file...]', 'PIRs in Markdown; - reads the standard input')
    .addOption(format('text', 'json', 'github', 'sarif'))
    .option('--strict', 'fail on warnings too')
    .option('--baseline <file>', 'report only what an earlier --format json output does not have')
    .option('--changed-since <ref>', 'report only what the files did not have at that commit')
    .option('--explain <code>', 'say what a rule is about, such as PIR022, and check nothing')
    .action(async (files: string[], options: CheckOptions & { explain?: string }) => {
      if (options.explain !== undefined) exit = explainCommand(terminal, options.explain);
      else if (files.length === 0) throw new Failure('usage', 'There is no file to check.');
      else {
        const { file, directory } = settingsContent(settingsFile());
        exit = await checkCommand(terminal, readingOptions(file, directory), files, options);
      }
    });

  program
    .command('new')
    .description('write the form for a PIR, with the facts of an incident filled in')
    .argument('[file]', 'where to; else stdout')
    .requiredOption('--title <title>', 'what happened, in a few words')
    .requiredOption('--date <day>', 'day of the incident, YYYY-MM-DD')
    .option('--id <id>', 'incident id, such as INC-2026-0303-001')
    .option('--severity <severity>', 'such as SEV-2')
    .option('--commander <handle>', 'who led the response; holds the reviews')
    .option('--attendee <handle...>', 'who else takes part in the review')
    .option('--pir-date <day>', 'day of the review meeting, YYYY-MM-DD')
    .action(async (file: string | undefined, options) => {
      const { newCommand } = await import('./new.ts');
      exit = newCommand(terminal, templateUrl, file ?? null, options);
    });

  program
    .command('plan')
    .description('show which tickets approving a PIR would create; changes nothing')
    .argument('<file>', 'PIR in Markdown')
    .addOption(format('text', 'json'))
    .action(async (file: string, options) => {
      const { planCommand } = await import('./plan.ts');
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
    .option('--write', "put each ticket's key into the file, and change nothing else in it")
    .addOption(format('text', 'json'))
    .addHelpText('after', approvalHelp)
    .action(async (pir: string, options) => {
      const { approveCommand } = await import('./approve.ts');
      exit = await approveCommand(terminal, settings(), pir, options);
    });

  program
    .command('status')
    .description('what is open, overdue, coming and done')
    .addOption(format('text', 'json'))
    .action(async (options: { format: string }) => {
      const { withService } = await import('./access.ts');
      const { statusText } = await import('../../core/status/text.ts');
      await withService(terminal, settings(), 'pir status', async (service) => {
        const status = await service.status();
        terminal.out(options.format === 'json' ? `${JSON.stringify(status, null, 2)}\n` : statusText(status));
      });
    });

  program
    .command('sync')
    .description('send what waits, read the tickets and settle them with the items')
    .option('--retry', 'try again what was given up on')
    .action(async (options: { retry?: boolean }) => {
      const { withService } = await import('./access.ts');
      await withService(terminal, settings(), 'pir sync', async (service) => {
        if (options.retry === true) await service.retry();
        const sent = await service.deliver();
        const report = await service.sync();
        const gone = report.missing === 0 ? '' : `, ${report.missing} no longer there`;
        terminal.out(`${sent.delivered} sent, ${sent.again} put off, ${sent.dead} given up on.\n`);
        terminal.out(`${report.read} tickets read, ${report.changed} items changed${gone}.\n`);
        exit = sent.dead === 0 ? 0 : 1;
      });
    });

  program
    .command('serve')
    .description('run the service: pages, API, scheduled jobs')
    .action(async () => {
      const read = settings();
      const { checkExpressions } = await import('../schedule/schedule.ts');
      const { serve } = await import('../serve.ts');
      checkExpressions(read.schedule);
      const ports = await terminal.openPorts(read, 'pir serve', terminal.clock);
      const running = await serve(ports, read, `pir serve ${terminal.processId}`);
      const stopped = terminal.untilStopped();
      terminal.out(`pir-tracker listens on ${running.url} (Ctrl-C ends it)\n`);
      await stopped;
      ports.log.info('ending');
      await running.stop();
      ports.log.info('ended');
    });

  program
    .command('migrate')
    .description('bring the database schema up to date')
    .action(async () => {
      const ports = await terminal.openPorts(settings(), 'pir migrate', terminal.clock);
      const checks = await ports.store.check().finally(() => ports.close());
      for (const { name, detail } of checks) terminal.out(`${name}: ${detail}\n`);
      const { migrated } = ports;
      terminal.out(migrated.length === 0 ? 'nothing to do\n' : `carried out: ${migrated.join(', ')}\n`);
      exit = checks.every((check) => check.ok) ? 0 : 1;
    });

  program
    .command('doctor')
    .description('check settings, database, Jira, mail and clock')
    .action(async () => {
      const { doctorCommand } = await import('./doctor.ts');
      exit = await doctorCommand(terminal, settingsFile(), settings);
    });

  program
    .command('demo')
    .description('show the whole way of a PIR, with a Jira sandbox and a mail inbox')
    .argument('[file]', 'a PIR of your own')
    .option('--once', 'end after the summary')
    .addOption(format('text', 'json'))
    .action(async (file: string | undefined, options) => {
      const { demoCommand } = await import('./demo.ts');
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
      const { sandboxCommand } = await import('./sandbox.ts');
      await sandboxCommand(terminal, options);
    });

  for (const command of program.commands) {
    command.showHelpAfterError(`\`pir ${command.name()} --help\` lists its arguments and options.`);
  }
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

/** What stands in the settings file and in the directory that it names. */
function settingsContent(path: string | null): { readonly file: unknown; readonly directory: unknown } {
  const file = path === null ? null : readYaml(path);
  const directory = (file as { directory?: unknown } | null)?.directory;
  const directoryPath =
    path !== null && typeof directory === 'string' ? resolve(dirname(path), directory) : null;
  const hint = `Check the path under directory in ${path}; it is taken from that file's folder.`;
  return { file, directory: directoryPath === null ? null : readYaml(directoryPath, hint) };
}
