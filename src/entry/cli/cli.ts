import { Command, CommanderError } from 'commander';
import { Failure } from '../../core/failure.ts';
import { type AddCommand, commandLine } from './command-line.ts';
import { addAdopt } from './commands/adopt.ts';
import { addApprove } from './commands/approve.ts';
import { addCheck } from './commands/check.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDrift } from './commands/drift.ts';
import { addHold } from './commands/hold.ts';
import { addImport } from './commands/import.ts';
import { addMigrate } from './commands/migrate.ts';
import { addNew } from './commands/new.ts';
import { addPlan } from './commands/plan.ts';
import { addReview } from './commands/review.ts';
import { addSandbox } from './commands/sandbox.ts';
import { addServe } from './commands/serve.ts';
import { addStatus } from './commands/status.ts';
import { addSync } from './commands/sync.ts';
import type { Terminal } from './terminal.ts';

/** All commands, in the order of the help. */
const commands: readonly AddCommand[] = [
  addCheck,
  addNew,
  addPlan,
  addApprove,
  addImport,
  addAdopt,
  addStatus,
  addSync,
  addDrift,
  addReview,
  addHold,
  addServe,
  addMigrate,
  addDoctor,
  addDemo,
  addSandbox,
];

const exitCodes = `
Results go to stdout, words for people and logs to stderr. Exit code: 0 fine; 1 findings of severity error, or the
work failed; 2 wrong use, unreadable files or settings. \`pir COMMAND --help\` tells more of a command.
`;

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
    .showHelpAfterError('`pir --help` lists the commands.')
    .addHelpText('after', exitCodes)
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.tell })
    .exitOverride();
  const line = commandLine(program, terminal, (code) => {
    exit = code;
  });
  for (const add of commands) add(program, line);
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
