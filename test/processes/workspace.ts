import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { readPir } from '../../src/core/pir/parse.ts';
import { directoryFor } from '../../src/sandbox/people.ts';
import { type Ended, type Program, run, start } from './program.ts';

/** The example that is handed out with the program: ten items, owned by people and teams. */
export const examplePir = fileURLToPath(new URL('../../config/example-pir.md', import.meta.url));

/** What the processes share that must never be printed. */
export const secrets = {
  jira: 'jira-token-4711-secret',
  mail: 'mail-password-4712-secret',
  api: 'api-token-4714-secret',
};

/** A folder of its own to run the program in, with settings, people and a database that is ready. */
export interface Workspace {
  readonly folder: string;
  /** Writes a file into the folder and gives its path there. */
  write(name: string, content: string | Uint8Array): string;
  /** Writes settings.yaml; what is given is laid over settings that suit a test: a free port, and no long pauses. */
  settings(file: Readonly<Record<string, unknown>>): void;
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Program;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  remove(): void;
}

/** Settings that point at a Jira. */
export function jiraAt(url: string): Readonly<Record<string, unknown>> {
  return { baseUrl: url, email: 'pir-bot@example.com', project: 'OPS', timeoutSeconds: 5 };
}

/** Makes a workspace. The database is a copy of one that was initialised before all tests. */
export function createWorkspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'pir-tracker-process-'));
  mkdirSync(join(folder, 'data', 'pg'), { recursive: true, mode: 0o700 });
  const tar = join(process.env.PIR_TEST_FOLDER ?? '', 'pglite.tar');
  // Its names begin with a slash, which tar takes off and remarks on.
  execFileSync('tar', ['-xf', tar, '-C', join(folder, 'data', 'pg')], { stdio: 'ignore' });
  const write = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  const people = directoryFor(readPir(readFileSync(examplePir, 'utf8')).pir);
  write('directory.yaml', stringify(people));
  write('pir.md', readFileSync(examplePir));
  const env = (more: Readonly<Record<string, string>>) => ({ JIRA_API_TOKEN: secrets.jira, ...more });
  const workspace: Workspace = {
    folder,
    write,
    settings: (file) => void write('settings.yaml', stringify({ ...defaults, ...file })),
    start: (args, more = {}) =>
      start(args, { cwd: folder, env: { PIR_SETTINGS: 'settings.yaml', ...env(more) } }),
    run: (args, more = {}) =>
      run(args, { cwd: folder, env: { PIR_SETTINGS: 'settings.yaml', ...env(more) } }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  workspace.settings({});
  return workspace;
}

const defaults = {
  service: { port: 0 },
  directory: 'directory.yaml',
  delivery: { indexLagSeconds: 0, longestPauseSeconds: 1 },
  schedule: { deliver: '* * * * * *' },
};

/** Waits for the address that a service or a sandbox prints, and gives it. */
export async function urlOf(program: Program): Promise<string> {
  const [, url = ''] = await program.printed(/^(?:pir-tracker listens|Jira sandbox) on (http:\S+)/m);
  return url;
}
