import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { sql } from 'kysely';
import type { JiraSettings } from '../../src/adapters/jira/jira-settings.ts';
import { createJiraTracker } from '../../src/adapters/jira/jira-tracker.ts';
import { createSmtpMailer } from '../../src/adapters/mail/smtp-mailer.ts';
import { migrate } from '../../src/adapters/postgres/migrate.ts';
import type { OpenDatabase } from '../../src/adapters/postgres/server.ts';
import { createStore } from '../../src/adapters/postgres/store.ts';
import { createHolidaySource } from '../../src/adapters/system/holidays.ts';
import {
  type Day,
  type Instant,
  instantAt,
  type TimeOfDay,
  type Workplace,
} from '../../src/core/calendar.ts';
import type { Directory } from '../../src/core/directory.ts';
import { defaultReminderOffsets } from '../../src/core/notice/reminders.ts';
import { defaultReadingOptions } from '../../src/core/pir/pir.ts';
import { approveAll, type Decisions } from '../../src/core/plan/approve.ts';
import type { SyncRules } from '../../src/core/sync/progress.ts';
import { findBreak, type TrailRow } from '../../src/core/trail.ts';
import { type ApprovalResult, approvePlan } from '../../src/flows/approve-plan.ts';
import type { DeliveryReport, DeliverySettings } from '../../src/flows/deliver/run.ts';
import { deliverOutbox } from '../../src/flows/deliver-outbox.ts';
import { holdReviews } from '../../src/flows/hold-reviews.ts';
import { matchIncidents } from '../../src/flows/match-incidents.ts';
import type { Planning } from '../../src/flows/planning.ts';
import { prepareDigests } from '../../src/flows/prepare-digests.ts';
import { remindOwners } from '../../src/flows/remind-owners.ts';
import { sendMails } from '../../src/flows/send-mails.ts';
import { type Document, type Submission, submitPir } from '../../src/flows/submit-pir.ts';
import { type SyncReport, type SyncScope, syncTickets } from '../../src/flows/sync-tickets.ts';
import type { Ports, Records, Tracker } from '../../src/ports.ts';
import { type Inbox, startInbox } from '../../src/sandbox/inbox.tsx';
import { type JiraSandbox, startJiraSandbox } from '../../src/sandbox/jira-sandbox.ts';
import type { TestDatabase } from '../setup/databases.ts';

export const timeZone = 'Europe/Berlin';
export const workplace: Workplace = { timeZone, place: null };
export const audience = {
  directory: {
    people: ['jane.smith', 'omar.haddad'].map((handle) => ({
      ...{ handle, name: handle, email: `${handle}@example.com`, jiraAccount: handle, teams: [] },
    })),
    teams: [],
  } satisfies Directory,
  onCall: 'oncall@example.com',
  facilitator: null,
};

const accounts = audience.directory.people.map(({ handle, email }) => ({
  accountId: handle,
  displayName: handle,
  email,
}));

export const deliverySettings: DeliverySettings = {
  batch: 50,
  concurrency: 4,
  leaseSeconds: 120,
  indexLagSeconds: 60,
  longestPauseSeconds: 900,
  mailHours: { timeZone, time: '09:00' },
  destination: { project: 'OPS', issueType: 'Task', components: [], values: {} },
};

export const syncRules: SyncRules = {
  droppedResolutions: ["Won't Do", 'Duplicate'],
  blockedStatuses: ['On Hold'],
  projects: ['OPS'],
  directory: audience.directory,
};

/** An item as its lines in a document. */
export interface ItemLines {
  readonly ref: string;
  readonly title: string;
  readonly owner?: string;
  readonly due?: string;
  readonly more?: string;
}

export const threeItems: readonly ItemLines[] = [
  { ref: '1', title: 'Alert on the age of the oldest message', due: '2026-03-13' },
  { ref: '2', title: 'Set unreadable messages aside', owner: '@omar.haddad', due: '2026-03-18' },
  { ref: '3', title: 'Write the runbook', owner: '@nobody.known', due: '2026-03-31' },
];

/** A small PIR, of an incident on 3 March 2026 unless told otherwise. */
export function aDocument(
  items: readonly ItemLines[] = threeItems,
  date = '2026-03-03',
  id = 'INC-7',
): Document {
  const blocks = items.map(
    ({ ref, title, owner = '@jane.smith', due, more }) =>
      `**[${ref}] ${title}**\n- **Owner**: ${owner}\n${due ? `- **Due Date**: ${due}\n` : ''}${more ? `- ${more}\n` : ''}`,
  );
  const text = [
    '# Post-Incident Review: Notices held up',
    `## Incident Summary\n\n| Field | Value |\n|---|---|\n| **Incident ID** | ${id} |\n| **Title** | Notices held up |\n| **Date** | ${date} |\n| **PIR Date** | ${date} |`,
    `## Action Items\n\n### High Priority\n\n${blocks.join('\n')}`,
  ].join('\n\n');
  return { bytes: new TextEncoder().encode(text), text, source: `pirs/${id}.md` };
}

/** A service over a real database, with a Jira and a mail server of its own and a clock that is turned by hand. */
export interface Scene {
  readonly ports: Ports;
  readonly jira: JiraSandbox;
  /** What was asked of the Jira so far, as `POST /rest/api/3/search/jql`. */
  readonly asked: string[];
  readonly inbox: Inbox;
  readonly planning: Planning;
  turnTo(day: Day, time?: TimeOfDay): void;
  wait(seconds: number): void;
  submit(document?: Document, planning?: Planning): Promise<Submission>;
  approve(
    plan: { readonly pirId: string; readonly fingerprint: string },
    decisions?: Decisions,
  ): Promise<ApprovalResult>;
  /** Submits, approves and delivers. */
  carryOut(document?: Document): Promise<Submission>;
  deliver(ports?: Partial<Ports>, holder?: string): Promise<DeliveryReport>;
  /** Reads tickets, all live ones unless told otherwise, and settles them. */
  sync(scope?: SyncScope, tracker?: Tracker): Promise<SyncReport>;
  /** Every job of a day, in order, this often; returns the mails that arrived meanwhile. */
  runJobs(
    times?: number,
  ): Promise<readonly { readonly to: string; readonly subject: string; readonly text: string }[]>;
  read<T>(work: (records: Records) => Promise<T>): Promise<T>;
  /** Lets the next requests to the Jira fail. */
  fail(on: string, fault: Record<string, unknown>): Promise<void>;
  /** Calls the Jira as a person at their board would. */
  callJira(method: string, path: string, body: unknown): Promise<void>;
  /** The chain of a PIR, which must verify. */
  trail(pirId: string): Promise<readonly TrailRow[]>;
  /** Everything that is stored, to see that nothing was changed. */
  everything(): Promise<unknown>;
  close(): Promise<void>;
}

const tables =
  'pirs, revisions, plans, approvals, items, tickets, outbox, reviews, outcomes, evidence, mails, notices, people, trail, syncs, epics, preflights, pauses, holds, instance, hints, cursors';

export async function openMigrated(database: TestDatabase): Promise<OpenDatabase> {
  const opened = await database.open();
  await migrate(opened.db);
  return opened;
}

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Starts on Thursday 5 March 2026 at 14:00 with an empty database. */
export async function startScene({ db, name }: OpenDatabase): Promise<Scene> {
  await sql.raw(`truncate ${tables} cascade`).execute(db);
  let now: Instant = instantAt('2026-03-05', '14:00', timeZone);
  const asked: string[] = [];
  const jira = await startJiraSandbox({
    ...{ accounts, indexLagMs: 30_000, now: () => Date.parse(now) },
    onExchange: ({ method, path }) => asked.push(`${method} ${path}`),
  });
  const inbox = await startInbox();
  const tracker = createJiraTracker(jiraSettings(jira.url), { now: () => now });
  const mailer = createSmtpMailer({
    url: inbox.smtpUrl,
    from: 'pir@example.com',
    redirectAllTo: null,
    allowedDomains: [],
    timeoutSeconds: 5,
  });
  const store = createStore(db, name);
  const holidays = createHolidaySource();
  const ports: Ports = { clock: { now: () => now }, holidays, store, tracker, mailer, log: silent };
  const planning: Planning = {
    reading: defaultReadingOptions,
    directory: audience.directory,
    labels: [],
    baseUrl: null,
    trackerUrl: jira.url,
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

  const callJira = async (method: string, path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${jira.url}${path}`, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
  };
  const scene: Scene = {
    ...{ ports, jira, asked, inbox, planning, callJira },
    turnTo: (day, time = '09:00') => {
      now = instantAt(day, time, timeZone);
    },
    wait: (seconds) => {
      now = new Date(Date.parse(now) + seconds * 1000).toISOString() as Instant;
    },
    submit: (document = aDocument(), changed = planning) => submitPir(ports, changed, document, 'jo.doe'),
    approve: ({ pirId, fingerprint }, decisions = approveAll) =>
      approvePlan(ports, planning, workplace, audience, { pir: pirId, fingerprint, by: 'mo.roe', decisions }),
    carryOut: async (document) => {
      const submission = await scene.submit(document);
      await scene.approve(submission.plan);
      await scene.deliver();
      return submission;
    },
    deliver: (changed = {}, holder = 'here') =>
      deliverOutbox({ ...ports, ...changed }, deliverySettings, holder),
    sync: (scope = 'all', from = tracker) => syncTickets(ports, from, syncRules, scope),
    runJobs: async (times = 1) => {
      const before = inbox.mails().length;
      const mails = {
        organisation: 'Acme',
        directory: audience.directory,
        ...workplace,
        time: '09:00',
        baseUrl: 'http://pir',
        messageIdDomain: 'x.example',
      } as const;
      for (let time = 0; time < times; time += 1) {
        await matchIncidents(ports, workplace);
        await holdReviews(ports, workplace, audience);
        await remindOwners(ports, timeZone, defaultReminderOffsets, audience);
        await prepareDigests(ports, timeZone, { weekday: 1, to: ['eng@example.com'] }, audience);
        await sendMails(ports, mails);
        await scene.deliver();
      }
      return inbox
        .mails()
        .slice(before)
        .map(({ to, subject, text }) => ({ to: to.join(), subject, text }));
    },
    read: (work) => store.transaction(work),
    fail: (on, fault) => callJira('POST', '/sandbox/faults', { on, ...fault }),
    trail: async (pirId) => {
      const rows = await store.transaction((records) => records.trail.rows(pirId));
      const broken = findBreak(rows);
      if (broken !== null) throw new Error(`the trail does not verify: ${JSON.stringify(broken)}`);
      return rows;
    },
    everything: async () => {
      const rows = await Promise.all(
        tables.split(', ').map((table) => sql.raw(`select * from ${table} order by 1, 2`).execute(db)),
      );
      return rows.map((result) => result.rows);
    },
    close: async () => {
      await tracker.close();
      await mailer.close();
      await jira.close();
      await inbox.close();
    },
  };
  return scene;
}

/**
 * Opens the database for all tests of the block it is called in, and gives each test a scene of its own over it.
 * @param use told of the scene before each test
 */
export function eachWithScene(
  database: TestDatabase,
  use: (scene: Scene, opened: OpenDatabase) => void,
): void {
  let opened: OpenDatabase;
  let scene: Scene;
  beforeAll(async () => {
    opened = await openMigrated(database);
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    scene = await startScene(opened);
    use(scene, opened);
  });
  afterEach(() => scene.close());
}

/** How to reach a Jira sandbox. */
export function jiraSettings(baseUrl: string): JiraSettings {
  return {
    baseUrl,
    email: 'bot@example.com',
    token: 'token',
    deployment: 'cloud',
    destinations: [{ project: 'OPS', issueType: 'Task', components: [], values: {} }],
    priorities: { high: 'High', medium: 'Medium', low: 'Low' },
    fields: {},
    people: [],
    webhook: null,
    timeoutSeconds: 2,
    ca: null,
  };
}
