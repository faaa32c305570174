#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { readHolder } from './adapters/postgres/data-directory.ts';
import { bugReport } from './adapters/system/bug-report.ts';
import { systemClock } from './adapters/system/clock.ts';
import { createHolidaySource } from './adapters/system/holidays.ts';
import { createLog } from './adapters/system/log.ts';
import { maskSecrets } from './adapters/system/mask.ts';
import { ask, watchStandardStreams } from './adapters/system/standard-streams.ts';
import { untilStopped } from './adapters/system/stop-signals.ts';
import { copyReason } from './core/delivery/holds.ts';
import { accountsIn, everyDestination } from './core/plan/destination.ts';
import { runCli } from './entry/cli/cli.ts';
import type { OpenedPorts, Terminal } from './entry/cli/terminal.ts';
import { recogniseInstance } from './flows/hold-deliveries.ts';
import type { Clock, Log } from './ports.ts';
import { type Settings, secretsOf } from './settings.ts';

/** Text for people goes to stderr, results to stdout. */
const tell = (text: string) => void process.stderr.write(text);

/** Whether a person reads along; otherwise stderr of the service is its log, and nothing else stands in it. */
const isWatched = process.stderr.isTTY === true;

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Secrets of the settings in use, also those that lie in files. */
const knownSecrets: string[] = [];

/**
 * Opens what settings ask for, and loads no more than that: `pir check`, which opens nothing, runs in every commit hook.
 * A port that is not configured is null, and what it would send waits.
 */
async function openPorts(settings: Settings, command: string, clock: Clock): Promise<OpenedPorts> {
  knownSecrets.push(...secretsOf(settings));
  const log = createLog(logLevel(settings, command), tell, maskSecrets(secretsOf(settings)));
  const { migrate } = await import('./adapters/postgres/migrate.ts');
  const { createStore } = await import('./adapters/postgres/store.ts');
  const opened = await openDatabase(settings, command, log);
  try {
    const migrated = await migrate(opened.db);
    if (migrated.length > 0) log.info('schema migrated', { migrated });
    const store = createStore(opened.db, opened.name);
    // Nobody else can have the embedded database open, so a lease in it belongs to a process that has ended.
    if (opened.exclusive) await store.transaction((records) => records.outbox.releaseAll());
    const { instance } = settings.service;
    const stored = await recogniseInstance({ store, clock }, instance);
    if (stored !== null) {
      log.warn('database of another instance, all deliveries held', { stored, instance });
      if (isWatched) tell(`All deliveries are held: ${copyReason(stored, instance)}.\n`);
    }
    const tracker = await openTracker(settings, clock);
    const mailer = await openMailer(settings);
    return {
      ...{ clock, store, tracker, mailer, log, migrated, holidays: createHolidaySource() },
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

async function openTracker({ jira, directory, service }: Settings, clock: Clock) {
  if (jira === null) return null;
  const { createJiraTracker } = await import('./adapters/jira/jira-tracker.ts');
  const { project, issueType, components, values } = jira;
  const usual = { project, issueType, components, values };
  const destinations = everyDestination(directory, usual);
  const people = accountsIn(directory, usual);
  const isSigned = jira.webhookSecrets.length > 0;
  const url = `${service.baseUrl?.replace(/\/$/, '')}/webhooks/jira`;
  const isExpected = service.baseUrl !== null && (isSigned || jira.unsignedWebhooks);
  const webhook = isExpected ? { url, isSigned } : null;
  return createJiraTracker({ ...jira, destinations, people, webhook }, clock);
}

async function openMailer({
  mail: { smtpUrl, from, redirectAllTo, allowedDomains, timeoutSeconds },
}: Settings) {
  if (smtpUrl === null) return null;
  const { createSmtpMailer } = await import('./adapters/mail/smtp-mailer.ts');
  return createSmtpMailer({ url: smtpUrl, from, redirectAllTo, allowedDomains, timeoutSeconds });
}

/** A command tells its user in words how it went, so its log holds back what is none of our errors. */
function logLevel({ log: { level } }: Settings, command: string): string {
  return command === 'pir serve' || level === 'debug' || level === 'silent' ? level : 'error';
}

async function openDatabase(settings: Settings, command: string, log: Log) {
  if (settings.databaseUrl !== null) {
    const { openServer } = await import('./adapters/postgres/server.ts');
    const server = await openServer(settings.databaseUrl, (error) =>
      log.warn('database connection lost', { error }),
    );
    return { ...server, announce: () => undefined };
  }
  const { dataDirectory } = settings.database;
  const { openEmbedded } = await import('./adapters/postgres/embedded.ts');
  const isLogged = command === 'pir serve' && !isWatched;
  let isPreparing = false;
  const embedded = await openEmbedded(dataDirectory, command, () => {
    isPreparing = true;
    const folder = resolve(dataDirectory);
    if (isLogged) log.info('preparing a new embedded database', { folder });
    else tell(`Preparing the embedded database in ${folder}; a new one takes some seconds …`);
  }).finally(() => {
    if (isPreparing && !isLogged) tell('\n');
  });
  return { ...embedded, announce: embedded.directory.announce };
}

/** Some containers run under a user id that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER || `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

const terminal: Terminal = {
  environment: process.env,
  user: userName(),
  version,
  out: (text) => void process.stdout.write(text),
  tell,
  get columns() {
    return isWatched && process.env.TERM !== 'dumb' ? process.stderr.columns || 80 : null;
  },
  interactive: process.stdin.isTTY === true,
  ask,
  readInput: () => buffer(process.stdin),
  untilStopped: () =>
    untilStopped(() => {
      if (isWatched) tell('\nEnding; once more to end at once.\n');
    }),
  clock: systemClock,
  processId: process.pid,
  openPorts,
  runningService: (settings) => {
    const holder = settings.databaseUrl === null ? readHolder(settings.database.dataDirectory) : null;
    return holder?.url && holder.token ? { url: holder.url, token: holder.token } : null;
  },
};

/** What no part foresaw. Settings may not have been read by then, so secrets are also taken from where they come from. */
function endWithBug(error: unknown): never {
  const { JIRA_API_TOKEN, JIRA_WEBHOOK_SECRET, PIR_API_TOKEN, SMTP_URL, DATABASE_URL } = process.env;
  const passwords = [SMTP_URL, DATABASE_URL].map((url) => /:\/\/[^/]*?:([^/]*)@/.exec(url ?? '')?.[1]);
  const webhookSecrets = JIRA_WEBHOOK_SECRET?.trim().split(/\s+/) ?? [];
  const urls = [SMTP_URL, DATABASE_URL];
  const secrets = [...knownSecrets, JIRA_API_TOKEN, ...webhookSecrets, PIR_API_TOKEN, ...urls, ...passwords];
  const mask = maskSecrets(secrets.filter((secret) => secret !== undefined));
  tell(mask(bugReport(error, version)));
  process.exit(1);
}

watchStandardStreams();
process.on('uncaughtException', endWithBug);
process.on('unhandledRejection', endWithBug);
process.exitCode = await runCli(process.argv.slice(2), terminal).catch(endWithBug);
