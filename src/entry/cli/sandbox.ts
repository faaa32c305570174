import type { z } from 'zod';
import { Failure } from '../../core/failure.ts';
import { SiteDefinition } from '../../sandbox/jira/site-definition.ts';
import { type JiraSandbox, startJiraSandbox } from '../../sandbox/jira-sandbox.ts';
import { DirectoryFile } from '../../settings-schema.ts';
import { readYaml } from './files.ts';
import type { Terminal } from './terminal.ts';

/** What `pir sandbox` takes; numbers come as text. */
export interface SandboxOptions {
  readonly port: string;
  readonly deployment: 'cloud' | 'datacenter';
  readonly state?: string;
  readonly site?: string;
  readonly directory?: string;
  readonly token?: string;
  readonly webhook?: string;
  readonly webhookSecret?: string;
  readonly latency: string;
  readonly indexLag: string;
}

/**
 * `pir sandbox`: a small Jira in a process of its own, for trials. Prints its address, then a line for each ticket made;
 * how to point the settings at it is told beside.
 * @throws {Failure} usage, settings-unreadable, directory-invalid, port-in-use, file-unreadable
 */
export async function sandboxCommand(terminal: Terminal, options: SandboxOptions): Promise<void> {
  const accounts = options.directory === undefined ? [] : accountsIn(options.directory);
  const site = options.site === undefined ? null : siteIn(options.site);
  const webhook = webhookIn(options);
  const stopped = terminal.untilStopped();
  const sandbox = await startJiraSandbox({
    port: wholeNumber('--port', options.port, 65_535),
    latencyMs: wholeNumber('--latency', options.latency, 600_000),
    indexLagMs: wholeNumber('--index-lag', options.indexLag, 600_000),
    deployment: options.deployment,
    onTicket: ({ key, summary }) => terminal.out(`${key}  ${summary}\n`),
    ...(accounts.length === 0 ? {} : { accounts }),
    ...(site === null ? {} : { site }),
    ...(webhook === null ? {} : { webhooks: [webhook] }),
    ...(options.state === undefined ? {} : { stateFile: options.state }),
    ...(options.token === undefined ? {} : { token: options.token }),
  }).catch((error: unknown) => {
    throw explained(error, options);
  });
  terminal.out(`Jira sandbox on ${sandbox.url}\n`);
  terminal.tell(introduction(sandbox, options, site?.projects[0]?.key ?? 'OPS'));
  await stopped;
  await sandbox.close();
}

function introduction({ url }: JiraSandbox, options: SandboxOptions, project: string): string {
  const { state, token, deployment } = options;
  const kept = state === undefined ? 'in memory only; --state FILE keeps them' : `in ${state}`;
  const who = deployment === 'cloud' ? 'email: you@example.com' : 'deployment: datacenter\n    email: null';
  return `
The board is at ${url}/; tickets are kept ${kept}. To use it, put into your settings

  jira:
    baseUrl: ${url}
    ${who}
    project: ${project}

and set JIRA_API_TOKEN to ${token === undefined ? 'anything' : 'the token you gave'}. Ctrl-C ends the sandbox. New tickets:

`;
}

function siteIn(path: string): z.output<typeof SiteDefinition> {
  const site = SiteDefinition.safeParse(readYaml(path, 'Check the path given by --site.'));
  if (site.success) return site.data;
  const complaints = site.error.issues.map(
    ({ path: place, message }) => `${place.join('.') || 'file'}: ${message}`,
  );
  throw new Failure('usage', `${path} describes no site: ${complaints.join('; ')}.`, {
    hint: 'docs/sandbox.md says what may stand there.',
  });
}

function webhookIn({ webhook, webhookSecret }: SandboxOptions) {
  if (webhook === undefined) return null;
  if (!URL.canParse(webhook) || !/^https?:$/.test(new URL(webhook).protocol)) {
    throw new Failure('usage', `--webhook takes an address, not "${webhook}".`, {
      hint: 'For example http://127.0.0.1:8080/webhooks/jira.',
    });
  }
  return { url: webhook, ...(webhookSecret === undefined ? {} : { secret: webhookSecret }) };
}

function accountsIn(path: string) {
  const directory = DirectoryFile.safeParse(readYaml(path, 'Check the path given by --directory.') ?? {});
  if (!directory.success) {
    const complaints = directory.error.issues.map(
      ({ path: place, message }) => `${place.join('.') || 'file'}: ${message}`,
    );
    throw new Failure('directory-invalid', `${path} is no directory of people: ${complaints.join('; ')}.`);
  }
  return directory.data.people.flatMap(({ jiraAccount, name, email }) =>
    jiraAccount === null ? [] : [{ accountId: jiraAccount, displayName: name, email: email ?? '' }],
  );
}

/** What a start can meet that is not a bug: a port that is taken, and a state file that is something else. */
function explained(error: unknown, { port, state }: SandboxOptions): unknown {
  const { code, message, name } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    const what = code === 'EACCES' ? 'may not be listened on' : 'is used by another program';
    return new Failure('port-in-use', `Port ${port} ${what}.`, {
      cause: error,
      hint: 'Give another one with --port (0 finds a free one).',
    });
  }
  const isAboutState = code !== undefined || name === 'SyntaxError' || name === 'ZodError';
  if (state === undefined || !isAboutState) return error;
  const reason = code === undefined ? 'it holds something else than the state of a sandbox' : message;
  return new Failure('file-unreadable', `${state} cannot be used: ${reason}.`, {
    cause: error,
    hint: 'Give another file with --state; one that does not exist is made.',
  });
}

function wholeNumber(option: string, text: string, largest: number): number {
  if (/^\d{1,9}$/.test(text) && Number(text) <= largest) return Number(text);
  throw new Failure('usage', `${option} takes a whole number from 0 to ${largest}, not "${text}".`, {
    hint: '`pir sandbox --help` lists the options.',
  });
}
