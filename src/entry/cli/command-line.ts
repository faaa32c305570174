import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { Failure } from '../../core/failure.ts';
import type { ReadingOptions } from '../../core/pir/pir.ts';
import { readingOptions, readSettings, type Settings } from '../../settings.ts';
import { secretNames } from '../../settings-schema.ts';
import { readText, readYaml } from './files.ts';
import type { Terminal } from './terminal.ts';

/**
 * What a command gets. Settings are read when it asks for them: some run where there are none, or where secrets are
 * missing.
 */
export interface CommandLine {
  readonly terminal: Terminal;
  /** The settings file in use; null where there is none, and defaults count. */
  settingsFile(): string | null;
  /** @throws {Failure} settings-unreadable, settings-invalid */
  settings(): Settings;
  /**
   * What reading a PIR needs of the settings, without any secret.
   * @throws {Failure} settings-unreadable, settings-invalid
   */
  readingOptions(): ReadingOptions;
  /** Makes an action of `work`, whose number, if it gives one, is the exit code. */
  ending<Args extends unknown[]>(
    work: (...args: Args) => Promise<number> | Promise<void>,
  ): (...args: Args) => Promise<void>;
}

/**
 * Adds a command to the program: its arguments, options and action. A file that does so imports the work of the command
 * only within the action: all commands are added at each start, and the whole program takes most of a second to load.
 */
export type AddCommand = (program: Command, line: CommandLine) => void;

/** The option that says how results are printed; text unless it is given. */
export function formatOption(...choices: readonly string[]): Option {
  return new Option('--format <format>', 'how to print').choices(choices).default('text');
}

/** The option that names a service to go through, for commands that can; `withService` takes it. */
export function serverOption(): Option {
  return new Option(
    '--server <url>',
    'go through the service there (else PIR_SERVER); its token is taken from PIR_API_TOKEN',
  );
}

/** The option that says where a document comes from; a PIR without an incident id is known by it. */
export function sourceOption(): Option {
  return new Option(
    '--source <url>',
    'where the document comes from, such as its address in the repository (else its path)',
  );
}

/**
 * The command line around a program that knows the option --settings.
 * @param end called with the exit code of the command that ran
 */
export function commandLine(program: Command, terminal: Terminal, end: (exit: number) => void): CommandLine {
  const settingsFile = () =>
    findSettingsFile(program.opts<{ settings?: string }>().settings, terminal.environment);
  return {
    terminal,
    settingsFile,
    settings: () => {
      const { file, directory, ca } = settingsContent(settingsFile());
      return readSettings(file, directory, withSecretFiles(terminal.environment), ca);
    },
    readingOptions: () => {
      const { file, directory } = settingsContent(settingsFile());
      return readingOptions(file, directory);
    },
    ending:
      (work) =>
      async (...args) =>
        end((await work(...args)) ?? 0),
  };
}

function findSettingsFile(
  option: string | undefined,
  environment: Record<string, string | undefined>,
): string | null {
  const named = option ?? environment.PIR_SETTINGS;
  if (named !== undefined && named !== '') return named;
  return existsSync('config/settings.yaml') ? 'config/settings.yaml' : null;
}

/** What stands in the settings file and in the files that it names. */
function settingsContent(path: string | null): {
  readonly file: unknown;
  readonly directory: unknown;
  readonly ca: string | null;
} {
  const file = path === null ? null : readYaml(path);
  if (path === null) return { file, directory: null, ca: null };
  const { directory, jira } = (file ?? {}) as { directory?: unknown; jira?: { ca?: unknown } | null };
  const beside = (value: unknown) => (typeof value === 'string' ? resolve(dirname(path), value) : null);
  const [directoryPath, caPath] = [beside(directory), beside(jira?.ca)];
  const hintFor = (name: string) =>
    `Check the path under ${name} in ${path}; it is taken from that file's folder.`;
  return {
    file,
    directory: directoryPath === null ? null : readYaml(directoryPath, hintFor('directory')),
    ca: caPath === null ? null : readText(caPath, hintFor('jira.ca')),
  };
}

/**
 * The environment with the secrets that lie in files, as orchestrators mount them.
 * @throws {Failure} settings-unreadable, settings-invalid where a secret is given both ways
 */
function withSecretFiles(
  environment: Record<string, string | undefined>,
): Record<string, string | undefined> {
  const filled = { ...environment };
  for (const name of secretNames) {
    const path = environment[`${name}_FILE`]?.trim();
    if (!path) continue;
    if (environment[name]?.trim()) {
      throw new Failure('settings-invalid', `Both ${name} and ${name}_FILE are set.`, {
        hint: 'Keep one of them.',
      });
    }
    filled[name] = readText(path, `Check the path in ${name}_FILE.`).trim();
  }
  return filled;
}
