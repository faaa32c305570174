import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { createJiraTracker } from '../../src/adapters/jira/jira-tracker.ts';
import { openEmbedded } from '../../src/adapters/postgres/embedded.ts';
import { migrate } from '../../src/adapters/postgres/migrate.ts';
import { type OpenDatabase, openServer } from '../../src/adapters/postgres/server.ts';
import { createStore } from '../../src/adapters/postgres/store.ts';
import { createHolidaySource } from '../../src/adapters/system/holidays.ts';
import { addSeconds, type Instant } from '../../src/core/calendar.ts';
import { defaultReadingOptions } from '../../src/core/pir/pir.ts';
import { approveAll } from '../../src/core/plan/approve.ts';
import { findBreak } from '../../src/core/trail.ts';
import { approvePlan } from '../../src/flows/approve-plan.ts';
import { deliverOutbox } from '../../src/flows/deliver-outbox.ts';
import type { Planning } from '../../src/flows/planning.ts';
import { submitPir } from '../../src/flows/submit-pir.ts';
import type { Ports } from '../../src/ports.ts';
import { type JiraSandbox, startJiraSandbox } from '../../src/sandbox/jira-sandbox.ts';
import {
  aDocument,
  audience,
  deliverySettings,
  jiraSettings,
  threeItems,
  workplace,
} from '../flows/examples.ts';

// One process for each step.
jest.setTimeout(600_000);

const program = fileURLToPath(new URL('delivering.mjs', import.meta.url));
const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const approvedAt: Instant = '2026-03-05T12:00:00.000Z';
const delivery = { ...deliverySettings, indexLagSeconds: 0 };

/** Where the state before the delivery is kept, and copied from for each kill. */
const folder = mkdtempSync(join(tmpdir(), 'pir-tracker-killed-'));
const stateFile = (name: string) => join(folder, `${name}.json`);
const template = { database: '', jira: stateFile('template') };
const serverUrl = process.env.TEST_DATABASE_URL;

/** Each step on a server; of the embedded database, which takes seconds to open, every fourth. */
const stride = serverUrl ? 1 : 4;

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function addressOf(name: string): string {
  if (!serverUrl) return join(folder, name);
  const url = new URL(serverUrl);
  url.pathname = `/pir_killed_${process.pid}_${name}`;
  return url.href;
}

/** A copy of the state before the delivery: on a server a database from a template, else a folder. */
async function copyDatabase(name: string): Promise<string> {
  const address = addressOf(name);
  if (serverUrl) {
    const [from, to] = [template.database, address].map((url) => new URL(url).pathname.slice(1));
    await administer(`create database ${to} template ${from}`);
  } else cpSync(template.database, address, { recursive: true });
  return address;
}

async function removeDatabase(address: string): Promise<void> {
  if (serverUrl)
    await administer(`drop database if exists ${new URL(address).pathname.slice(1)} with (force)`);
  else rmSync(address, { recursive: true, force: true });
}

const open = (address: string): Promise<OpenDatabase> =>
  serverUrl ? openServer(address, () => undefined) : openEmbedded(address, 'test', () => undefined);

function portsOver(
  opened: OpenDatabase,
  sandbox: JiraSandbox,
  clock: Ports['clock'],
): Ports & { close(): Promise<void> } {
  const tracker = createJiraTracker(jiraSettings(sandbox.url), clock);
  const store = createStore(opened.db, opened.name);
  const holidays = createHolidaySource();
  return { clock, store, tracker, mailer: null, log: silent, holidays, close: () => tracker.close() };
}

/**
 * Two items have tickets; now one of them is gone from the document, and one is new, under an epic, with links back. So there
 * is one delivery of each kind: an epic, a ticket, an update, a comment and a link.
 */
beforeAll(async () => {
  const sandbox = await startJiraSandbox({ stateFile: template.jira });
  template.database = addressOf('template');
  if (serverUrl) await administer(`create database ${new URL(template.database).pathname.slice(1)}`);
  const opened = await open(template.database);
  await migrate(opened.db);
  const ports = portsOver(opened, sandbox, { now: () => approvedAt });
  const planning: Planning = {
    reading: defaultReadingOptions,
    directory: audience.directory,
    labels: [],
    baseUrl: null,
    trackerUrl: sandbox.url,
    playbookUrl: null,
    tickets: {
      destination: deliverySettings.destination,
      parent: null,
      epic: null,
      priorities: { high: 'High', medium: 'Medium', low: 'Low' },
      customFields: {},
    },
    askSeconds: 5,
  };
  const carryOut = async (items: typeof threeItems, with_: Planning) => {
    const { pirId, plan } = await submitPir(ports, with_, aDocument(items), 'jo.doe');
    const request = { pir: pirId, fingerprint: plan.fingerprint, by: 'mo.roe', decisions: approveAll };
    await approvePlan(ports, with_, workplace, audience, request);
  };
  await carryOut(threeItems.slice(0, 2), planning);
  await deliverOutbox(ports, delivery, 'before');
  const [first, , third] = threeItems;
  const changed = [{ ...first, due: '2026-03-20' }, third].filter((item) => item !== undefined);
  await carryOut(changed as typeof threeItems, {
    ...planning,
    baseUrl: 'https://pir.example.com',
    tickets: { ...planning.tickets, epic: 'Epic' },
  });
  await ports.close();
  await opened.close();
  await sandbox.close();
});
afterAll(async () => {
  if (template.database !== '') await removeDatabase(template.database);
  rmSync(folder, { recursive: true, force: true });
});

/** Delivers in a process that kills itself at a step, then here until nothing waits; says what Jira and database have. */
async function killedAt(step: number) {
  const name = `step_${step}`;
  cpSync(template.jira, stateFile(name));
  const sandbox = await startJiraSandbox({ stateFile: stateFile(name) });
  const address = await copyDatabase(name);
  const settings = JSON.stringify({ jira: jiraSettings(''), delivery });
  const child = spawn(process.execPath, [program, address, sandbox.url, String(step), approvedAt, settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];

  let now = approvedAt;
  const opened = await open(address);
  const ports = portsOver(opened, sandbox, { now: () => now });
  const counts = () => ports.store.transaction((records) => records.outbox.counts());
  await ports.store.transaction((records) => records.outbox.releaseAll());
  for (let round = 0; round < 20 && (await counts()).some(({ waiting }) => waiting > 0); round += 1) {
    await deliverOutbox(ports, delivery, 'after');
    now = addSeconds(now, 60);
  }
  const state = {
    tickets: sandbox.tickets().map(({ summary, dueDate, comments, remoteLinks }) => ({
      ...{ summary, dueDate, comments: comments.length, links: remoteLinks.length },
    })),
    waitingOrDead: (await counts()).reduce((sum, { waiting, dead }) => sum + waiting + dead, 0),
    keys: await ports.store.transaction(async (records) =>
      (await records.items.all()).map(({ title, ticket }) => `${title}: ${ticket?.key}`),
    ),
    isTrailWhole: await ports.store.transaction(async (records) => {
      const [chain = ''] = await records.trail.chains();
      return findBreak(await records.trail.rows(chain)) === null;
    }),
  };
  await ports.close();
  await opened.close();
  await sandbox.close();
  await removeDatabase(address);
  return { signal, steps: Number(printed), state };
}

describe('a delivery that is killed', () => {
  test(`at ${stride === 1 ? 'any' : 'every fourth'} step leaves, once another process has gone on, what one that was never killed leaves`, async () => {
    const whole = await killedAt(0);
    expect(whole.signal).toBeNull();
    expect(whole.steps).toBeGreaterThan(30);
    expect(whole.state).toMatchObject({
      tickets: [
        { summary: threeItems[0]?.title, dueDate: '2026-03-20', comments: 0 },
        { summary: threeItems[1]?.title, comments: 1 },
        { summary: 'INC-7: Notices held up' },
        { summary: threeItems[2]?.title, links: 1 },
      ],
      waitingOrDead: 0,
      isTrailWhole: true,
    });
    for (let step = 1; step <= whole.steps; step += stride) {
      const { signal, state } = await killedAt(step);
      expect({ step, signal, state }).toEqual({ step, signal: 'SIGKILL', state: whole.state });
    }
  });
});
