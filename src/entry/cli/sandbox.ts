import { Failure } from '../../core/failure.ts';
import { startJiraSandbox } from '../../sandbox/jira-sandbox.ts';
import { DirectoryFile } from '../../settings.ts';
import type { Terminal } from './cli.ts';
import { readYaml } from './files.ts';

/** What `pir sandbox` takes; numbers come as text. */
export interface SandboxOptions {
  readonly port: string;
  readonly state?: string;
  readonly directory?: string;
  readonly token?: string;
  readonly latency: string;
  readonly indexLag: string;
}

/** `pir sandbox`: a small Jira in a process of its own, for trials. Prints its address, then a line for each ticket made. */
export async function sandboxCommand(terminal: Terminal, options: SandboxOptions): Promise<void> {
  const people =
    options.directory === undefined ? [] : DirectoryFile.parse(readYaml(options.directory)).people;
  const accounts = people.flatMap(({ jiraAccount, name, email }) =>
    jiraAccount === null ? [] : [{ accountId: jiraAccount, displayName: name, email: email ?? '' }],
  );
  const sandbox = await startJiraSandbox({
    port: wholeNumber('--port', options.port),
    latencyMs: wholeNumber('--latency', options.latency),
    indexLagMs: wholeNumber('--index-lag', options.indexLag),
    onTicket: ({ key, summary }) => terminal.out(`${key}  ${summary}\n`),
    ...(accounts.length === 0 ? {} : { accounts }),
    ...(options.state === undefined ? {} : { stateFile: options.state }),
    ...(options.token === undefined ? {} : { token: options.token }),
  });
  terminal.out(`Jira sandbox on ${sandbox.url}\n`);
  await terminal.untilStopped();
  await sandbox.close();
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Failure('usage', `${option} takes a whole number, not "${text}".`);
}
