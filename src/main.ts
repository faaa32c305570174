#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { createJiraTracker } from './adapters/jira/jira-tracker.ts';
import { createSmtpMailer } from './adapters/mail/smtp-mailer.ts';
import { readHolder } from './adapters/postgres/data-directory.ts';
import { openEmbedded } from './adapters/postgres/embedded.ts';
import { migrate } from './adapters/postgres/migrate.ts';
import { openServer } from './adapters/postgres/server.ts';
import { createStore } from './adapters/postgres/store.ts';
import { systemClock } from './adapters/system/clock.ts';
import { createLog } from './adapters/system/log.ts';
import { maskSecrets } from './adapters/system/mask.ts';
import { runCli, type Terminal } from './entry/cli/cli.ts';
import type { Clock, Log, OpenPorts } from './ports.ts';
import { type Settings, secretsOf } from './settings.ts';

/** Text for people goes to stderr, results to stdout. */
const tell = (text: string) => void process.stderr.write(text);

/** Opens what settings ask for. A port that is not configured is null, and what it would send waits. */
async function openPorts(settings: Settings, command: string, clock: Clock): Promise<OpenPorts> {
  const log = createLog(settings.log.level, tell, maskSecrets(secretsOf(settings)));
  const opened = await openDatabase(settings, command, log);
  try {
    const applied = await migrate(opened.db);
    if (applied.length > 0) log.info('schema migrated', { applied });
    const store = createStore(opened.db, opened.name);
    // Nobody else can have the embedded database open, so a lease in it belongs to a process that has ended.
    if (opened.exclusive) await store.transaction((records) => records.outbox.releaseAll());
    const tracker = settings.jira === null ? null : createJiraTracker(settings.jira);
    const { smtpUrl, from, redirectAllTo, timeoutSeconds } = settings.mail;
    const mailer =
      smtpUrl === null ? null : createSmtpMailer({ url: smtpUrl, from, redirectAllTo, timeoutSeconds });
    return {
      ...{ clock, store, tracker, mailer, log },
      announce: (service) => opened.announce({ pid: process.pid, command, ...service }),
      close: async () => {
        await tracker?.close();
        await mailer?.close();
        await opened.close();
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openDatabase(settings: Settings, command: string, log: Log) {
  if (settings.databaseUrl !== null) {
    const server = await openServer(settings.databaseUrl, (error) =>
      log.warn('database connection lost', { error }),
    );
    return { ...server, announce: () => undefined };
  }
  const { dataDirectory } = settings.database;
  let ticking: NodeJS.Timeout | undefined;
  const embedded = await openEmbedded(dataDirectory, command, () => {
    tell('Preparing the embedded database (first start only) ');
    ticking = setInterval(() => tell('.'), 500);
  }).finally(() => {
    if (ticking === undefined) return;
    clearInterval(ticking);
    tell(' done\n');
  });
  return { ...embedded, announce: embedded.directory.announce };
}

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        tell('\nEnding; once more to end at once.\n');
        process.once(signal, () => process.exit(130));
        resolve();
      });
    }
  });
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

function versionOf(manifest: string): string {
  return (JSON.parse(manifest) as { version: string }).version;
}

const terminal: Terminal = {
  environment: process.env,
  user: userInfo().username,
  version: versionOf(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')),
  out: (text) => void process.stdout.write(text),
  tell,
  interactive: process.stdin.isTTY === true,
  ask,
  untilStopped,
  clock: systemClock,
  processId: process.pid,
  openPorts,
  runningService: (settings) => {
    const holder = settings.databaseUrl === null ? readHolder(settings.database.dataDirectory) : null;
    return holder?.url && holder.token ? { url: holder.url, token: holder.token } : null;
  },
};

process.exitCode = await runCli(process.argv.slice(2), terminal);
