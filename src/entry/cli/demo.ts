import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Day, dayAt, type Instant, instantAt } from '../../core/calendar.ts';
import type { Directory } from '../../core/directory.ts';
import { Failure } from '../../core/failure.ts';
import { readPir } from '../../core/pir/parse.ts';
import { findingsText } from '../../core/pir/render-findings.ts';
import { statusText } from '../../core/status/text.ts';
import { type Inbox, startInbox } from '../../sandbox/inbox.tsx';
import { type JiraSandbox, startJiraSandbox } from '../../sandbox/jira-sandbox.ts';
import { directoryFor } from '../../sandbox/people.ts';
import { readSettings, type Settings } from '../../settings.ts';
import { startSchedule } from '../schedule/schedule.ts';
import { serve } from '../serve.ts';
import { createService, jobsOf } from '../service.ts';
import { type DemoWorld, turnDays } from './demo-days.ts';
import { readDocument } from './files.ts';
import { planText } from './plan-text.ts';
import type { Terminal } from './terminal.ts';

/** The example that the demo reads when it is given no document. */
const examplePath = relative(
  '',
  fileURLToPath(new URL('../../../../config/example-pir.md', import.meta.url)),
);

const timeZone = 'UTC';
const jiraToken = 'demo-token';

/** What `pir demo` takes. */
export interface DemoOptions {
  readonly once?: boolean;
  readonly format: string;
}

/**
 * `pir demo`: the whole way of one PIR on this machine alone: an embedded database, a Jira sandbox, a mail inbox and the
 * service itself, all on loopback. Stays up until it is stopped; with `once` it ends after the summary.
 */
export async function demoCommand(
  terminal: Terminal,
  file: string | null,
  options: DemoOptions,
): Promise<number> {
  const json = options.format === 'json';
  if (json && options.once !== true)
    throw new Failure('usage', 'The demo prints JSON only when it ends: add --once.');
  const tell = json ? terminal.tell : terminal.out;
  const document = readDocument(file ?? examplePath);
  const reading = readPir(document.text);
  if (reading.pir.items.length === 0) {
    terminal.tell(findingsText(document.source, document.text, reading));
    throw new Failure(
      'pir-without-items',
      `${document.source} has no action items, so there is nothing to follow up.`,
    );
  }
  const directory = directoryFor(reading.pir);
  const folder = mkdtempSync(join(tmpdir(), 'pir-tracker-demo-'));
  const closing: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  try {
    const jira = await startJiraSandbox({
      token: jiraToken,
      project: 'OPS',
      accounts: accountsOf(directory),
    });
    closing.push(() => jira.close());
    const inbox = await startInbox();
    closing.push(() => inbox.close());

    const start = reading.pir.pirDate ?? reading.pir.incident.date ?? dayAt(terminal.clock.now(), timeZone);
    let now: Instant = instantAt(start, '14:00', timeZone);
    const clock = { now: () => now };
    const settings = demoSettings(folder, jira, inbox, directory, await freePort());
    tell(`pir-tracker demo: everything below happens on this machine only.\n\n`);
    const ports = await terminal.openPorts(settings, 'pir demo', clock);
    const running = await serve(ports, settings, 'pir demo', { schedule: false });
    closing.push(() => running.stop());

    const service = createService(ports, settings, 'pir demo');
    const world: DemoWorld = {
      service,
      jiraToken,
      jobs: jobsOf(ports, settings, service, running.url),
      jira,
      inbox,
      kindsMailed: () =>
        ports.store.transaction(
          async ({ notices }) => new Set((await notices.mails()).flatMap((mail) => mail.kinds)),
        ),
      turnTo: (day: Day) => {
        now = instantAt(day, '09:00', timeZone);
      },
    };

    tell(`1  Reading ${document.source}\n\n${findingsText(document.source, document.text, reading)}\n`);
    const { pirId, plan, findings } = await service.submit(document, terminal.user);
    tell(`2  What approving it would cause\n\n${planText(plan)}\n`);
    await service.approve({
      pir: pirId,
      fingerprint: plan.fingerprint,
      by: terminal.user,
      decisions: { only: null, declined: {} },
    });
    tell(`3  Approved on ${start}; the tickets in Jira\n\n`);
    await service.deliver();
    for (const ticket of jira.tickets()) {
      tell(
        `   ${ticket.key}  ${ticket.priority.padEnd(6)}  due ${ticket.dueDate ?? '-'}  ${ticket.summary}\n`,
      );
    }
    tell(`\n4  Turning the clock on, day by day\n\n`);
    await turnDays(world, start, tell);
    const status = await service.status();
    tell(`\n5  Where it stands\n\n${statusText(status)}\n`);

    if (json) {
      const tickets = jira.tickets().map(({ key, summary, labels, priority, dueDate, assignee }) => ({
        ...{ key, summary, labels, priority, dueDate, assignee },
      }));
      const mails = inbox.mails().map(({ to, subject }) => ({ to: to.join(', '), subject }));
      const { fingerprint, changes } = plan;
      terminal.out(
        `${JSON.stringify({ pir: reading.pir, findings, plan: { fingerprint, changes }, tickets, mails, status }, null, 2)}\n`,
      );
    }
    tell(
      `Look at    status page  ${running.url}/status\n           the PIR      ${running.url}/pirs/${pirId}\n`,
    );
    tell(
      `           inbox        ${inbox.url}/   (${inbox.mails().length} mails)\n           tickets      ${jira.url}/\n`,
    );
    if (options.once === true) return 0;
    tell(`\nMove a ticket on the board: the status page follows within seconds. Ctrl-C ends the demo.\n`);
    const follow = { name: 'sync', expression: '*/3 * * * * *', run: () => service.sync('all') };
    const following = startSchedule([follow], timeZone, ports.log);
    await terminal.untilStopped();
    await following.stop();
    return 0;
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

/** A port that was free a moment ago: the tickets made at approval carry the service's address, so it is needed first. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function accountsOf(directory: Directory) {
  return directory.people.map((person) => ({
    accountId: person.jiraAccount ?? person.handle,
    displayName: person.name,
    email: person.email ?? '',
  }));
}

function demoSettings(
  folder: string,
  jira: JiraSandbox,
  inbox: Inbox,
  directory: Directory,
  port: number,
): Settings {
  const file = {
    organisation: { name: 'Demo Engineering', timeZone },
    service: { port, baseUrl: `http://127.0.0.1:${port}` },
    database: { dataDirectory: folder },
    jira: { baseUrl: jira.url, email: 'pir-tracker@example.com', project: 'OPS' },
    mail: { from: 'pir-tracker <pir-tracker@example.com>', onCall: 'on-call@example.com' },
    digest: { to: ['engineering@example.com'] },
    delivery: { indexLagSeconds: 0, concurrency: 1 },
    log: { level: 'warn' },
  };
  return readSettings(file, directory, { JIRA_API_TOKEN: jiraToken, SMTP_URL: inbox.smtpUrl });
}
