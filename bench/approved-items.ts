import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbedded } from '../src/adapters/postgres/embedded.ts';
import { migrate } from '../src/adapters/postgres/migrate.ts';
import { type OpenDatabase, openServer } from '../src/adapters/postgres/server.ts';
import { createStore } from '../src/adapters/postgres/store.ts';
import { createHolidaySource } from '../src/adapters/system/holidays.ts';
import { defaultReadingOptions } from '../src/core/pir/pir.ts';
import { approveAll } from '../src/core/plan/approve.ts';
import type { TicketDestination } from '../src/core/plan/plan.ts';
import { approvePlan } from '../src/flows/approve-plan.ts';
import type { DeliverySettings } from '../src/flows/deliver/run.ts';
import { submitPir } from '../src/flows/submit-pir.ts';
import type { Ports, Tracker } from '../src/ports.ts';

/** Where the bench's tickets go. */
export const destination: TicketDestination = {
  project: 'OPS',
  issueType: 'Task',
  components: [],
  values: {},
};

/** How the bench delivers. */
export function deliverySettings(concurrency: number): DeliverySettings {
  return {
    ...{ batch: 50, concurrency, leaseSeconds: 120, indexLagSeconds: 60, longestPauseSeconds: 900 },
    ...{ destination, mailHours: { timeZone: 'UTC', time: '09:00' } },
  };
}

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A database of the bench's own that is removed when it is closed. */
async function newDatabase(): Promise<OpenDatabase> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) {
    const folder = mkdtempSync(join(tmpdir(), 'pir-tracker-bench-'));
    const opened = await openEmbedded(join(folder, 'data'), 'bench', () => undefined);
    const remove = () => rmSync(folder, { recursive: true, force: true });
    return { ...opened, close: () => opened.close().then(remove) };
  }
  const url = new URL(server);
  url.pathname = `/pir_bench_${process.pid}`;
  const administer = async (statement: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(`${statement} database ${url.pathname.slice(1)}`);
    await client.end();
  };
  await administer('create');
  const opened = await openServer(url.href, () => undefined);
  return { ...opened, close: () => opened.close().then(() => administer('drop')) };
}

/** Which database the bench runs on, for people. */
export const databaseName = process.env.TEST_DATABASE_URL ? 'PostgreSQL' : 'the embedded database';

/** Ports over a database of the bench's own, and that database itself, to fill it with what is only to be there. */
export type BenchPorts = Ports & Pick<OpenDatabase, 'db' | 'close'>;

/** Ports over a new database: on the server that TEST_DATABASE_URL names, else the embedded one. */
export async function openDatabase(tracker: Tracker | null): Promise<BenchPorts> {
  const opened = await newDatabase();
  await migrate(opened.db);
  return {
    clock: { now: () => new Date().toISOString() as `${string}T${string}Z` },
    holidays: createHolidaySource(),
    store: createStore(opened.db, opened.name),
    tracker,
    mailer: null,
    log: silent,
    db: opened.db,
    close: opened.close,
  };
}

/** Submits and approves PIRs of so many items each; their tickets wait in the outbox then. */
export async function approvePirs(ports: Ports, round: number, pirs: number, items: number): Promise<void> {
  const directory = { people: [], teams: [] };
  const planning = {
    ...{
      reading: defaultReadingOptions,
      directory,
      labels: [],
      baseUrl: null,
      playbookUrl: null,
      askSeconds: 60,
    },
    trackerUrl: 'https://jira.example.com',
    tickets: {
      ...{ destination, parent: null, epic: null, customFields: {} },
      priorities: { high: 'High', medium: 'Medium', low: 'Low' },
    },
  };
  const audience = { directory, onCall: null, facilitator: null };
  const workplace = { timeZone: 'UTC', place: null };
  // Submitted first: nobody asks Jira about a plan that has been approved.
  const submitted = [];
  for (let number = 1; number <= pirs; number += 1) {
    const text = pirText(`INC-${round}-${number}`, items);
    const document = { bytes: new TextEncoder().encode(text), text, source: `${round}/${number}.md` };
    submitted.push(await submitPir(ports, planning, document, 'bench'));
  }
  for (const { pirId, plan } of submitted) {
    const request = { pir: pirId, fingerprint: plan.fingerprint, by: 'bench', decisions: approveAll };
    await approvePlan(ports, planning, workplace, audience, request);
  }
}

/** A PIR with items as people write them, each with objective, steps, metric and estimate. */
function pirText(incident: string, items: number): string {
  const blocks = Array.from({ length: items }, (_, index) => {
    const ref = index + 1;
    return `**[${ref}] Alert on the age of message ${ref} of ${incident}**
- **Owner**: @jane.smith
- **Due Date**: 2026-03-13
- **Objective**: Notice a standing queue before customers do
- **Approach**:
  1. Export the age of the oldest message
  2. Page above 120 seconds
- **Success Metric**: A page within five minutes
- **Estimated Effort**: 2 days
`;
  });
  return `# Post-Incident Review: Notices held up

## Incident Summary

| Field | Value |
|---|---|
| **Incident ID** | ${incident} |
| **Title** | Notices held up |
| **Date** | 2026-03-03 |
| **PIR Date** | 2026-03-05 |

## Executive Summary

For four hours no notices were sent, since one message could not be read and everything behind it waited.

## Action Items

### High Priority

${blocks.join('\n')}`;
}
