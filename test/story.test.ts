import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createJiraTracker } from '../src/adapters/jira/jira-tracker.ts';
import { createSmtpMailer } from '../src/adapters/mail/smtp-mailer.ts';
import { migrate } from '../src/adapters/postgres/migrate.ts';
import type { OpenDatabase } from '../src/adapters/postgres/server.ts';
import { createStore } from '../src/adapters/postgres/store.ts';
import { createHolidaySource } from '../src/adapters/system/holidays.ts';
import { addDays, type Day, type Instant, instantAt } from '../src/core/calendar.ts';
import { readPir } from '../src/core/pir/parse.ts';
import { findBreak } from '../src/core/trail.ts';
import { createService, jobsOf, type Service } from '../src/entry/service.ts';
import type { Ports } from '../src/ports.ts';
import { finishTicket } from '../src/sandbox/finish-ticket.ts';
import { type Inbox, startInbox } from '../src/sandbox/inbox.tsx';
import { startJiraSandbox } from '../src/sandbox/jira-sandbox.ts';
import { directoryFor } from '../src/sandbox/people.ts';
import { readSettings } from '../src/settings.ts';
import { testDatabases } from './setup/databases.ts';

const seedUrl = new URL('../../shared/pir/seed-pir.md', import.meta.url);
const documents = [
  { source: 'config/example-pir.md', url: new URL('../config/example-pir.md', import.meta.url) },
  ...(existsSync(seedUrl) ? [{ source: 'seed-pir.md', url: seedUrl }] : []),
];
if (!existsSync(seedUrl)) {
  test.skip('the story of the seed document is skipped: there is no ../shared folder beside the repository', () => {});
}

const nothing = () => undefined;

/** The whole product put together as in main, with a clock turned by hand. */
async function openWorld(opened: OpenDatabase, text: string) {
  const { pir } = readPir(text);
  const directory = directoryFor(pir);
  const accounts = directory.people.map(({ jiraAccount, name, email }) => ({
    accountId: jiraAccount ?? '',
    displayName: name,
    email: email ?? '',
  }));
  const jira = await startJiraSandbox({ token: 'story-token', accounts });
  const inbox = await startInbox();
  const settings = readSettings(
    {
      service: { baseUrl: 'https://pir.example.com' },
      jira: { baseUrl: jira.url, email: 'bot@example.com', project: 'OPS' },
      mail: { from: 'pir-tracker <pir@example.com>', onCall: 'on-call@example.com' },
      digest: { to: ['engineering@example.com'] },
      delivery: { concurrency: 1 },
    },
    directory,
    { JIRA_API_TOKEN: 'story-token', SMTP_URL: inbox.smtpUrl },
  );
  if (settings.jira === null || settings.mail.smtpUrl === null)
    throw new Error('the story needs Jira and mail');
  const mailer = createSmtpMailer({ ...settings.mail, url: settings.mail.smtpUrl });
  await migrate(opened.db);
  const start = pir.pirDate ?? '2026-01-01';
  let now: Instant = instantAt(start, '14:00', 'UTC');
  const clock = { now: () => now };
  const tracker = createJiraTracker(
    {
      ...settings.jira,
      destinations: [{ project: 'OPS', issueType: 'Task', components: [], values: {} }],
      ...{ people: [], webhook: null },
    },
    clock,
  );
  const ports: Ports = {
    clock,
    holidays: createHolidaySource(),
    store: createStore(opened.db, opened.name),
    tracker,
    mailer,
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
  };
  const service = createService(ports, settings, 'story');
  const jobs = jobsOf(ports, settings, service, 'http://127.0.0.1:1');
  return {
    pir,
    ports,
    service,
    jira,
    inbox,
    start,
    /** Runs a day's jobs, three times over as an eager schedule would, and gives the mails that arrived. */
    live: async (day: Day) => {
      now = instantAt(day, '09:00', 'UTC');
      const before = inbox.mails().length;
      for (let times = 0; times < 3; times += 1) for (const job of jobs) await job.run();
      return inbox.mails().slice(before);
    },
    close: async () => {
      await tracker.close();
      await mailer.close();
      await jira.close();
      await inbox.close();
      await opened.close();
    },
  };
}

const cases = testDatabases.flatMap((database) =>
  documents.map((document) => ({ ...document, database, on: database.name })),
);

describe.each(cases)('the story of $source on $on', ({ source, url, database }) => {
  let world: Awaited<ReturnType<typeof openWorld>>;
  let service: Service;
  let inbox: Inbox;
  const bytes = readFileSync(url);
  const text = bytes.toString('utf8');

  beforeAll(async () => {
    world = await openWorld(await database.open(), text);
    ({ service, inbox } = world);
  });
  afterAll(() => world.close());

  test('approval creates each ticket once, labelled, dated, assigned and linked back', async () => {
    const { pirId, plan } = await service.submit({ bytes, text, source }, 'jo');
    expect(plan.changes.every((change) => change.kind === 'create')).toBe(true);
    const request = {
      pir: pirId,
      fingerprint: plan.fingerprint,
      by: 'mo',
      decisions: { only: null, declined: {} },
    };
    await service.approve(request);
    expect((await service.approve(request)).already).toBe(true);
    await service.deliver();
    await service.deliver();

    const { items, label, incident } = world.pir;
    const tickets = world.jira.tickets();
    expect(tickets.map((ticket) => ticket.summary)).toEqual(items.map((item) => item.title));
    expect(tickets.map((ticket) => ticket.dueDate)).toEqual(items.map((item) => item.dueBy));
    expect(new Set(tickets.map((ticket) => ticket.itemId)).size).toBe(items.length);
    for (const [index, item] of items.entries()) {
      const ticket = tickets[index];
      expect(ticket?.priority.toLowerCase()).toBe(item.priority);
      expect(ticket?.labels).toEqual([label, incident.id]);
      const person = item.owners.find((owner) => owner.kind === 'person');
      expect(ticket?.assignee).toBe(person === undefined ? null : `demo-${person.handle}`);
      const description = JSON.stringify(ticket?.description);
      expect(description).toContain(`https://pir.example.com/pirs/${pirId}`);
      for (const part of [
        'Objective',
        'Approach',
        ...(item.successMetric === null ? [] : ['Success metric']),
      ]) {
        expect(description).toContain(part);
      }
    }
  });

  test('until the first item is overdue, owners hear of it before, agenda and digest go out, nobody gets two mails a day', async () => {
    const finished = world.jira.tickets()[1];
    if (finished === undefined) throw new Error('there are too few tickets');
    await finishTicket(world.jira.url, 'story-token', finished.key);
    const kinds = new Set<string>();
    for (let count = 1; count <= 60 && !kinds.has('overdue'); count += 1) {
      const day = addDays(world.start, count);
      const mails = await world.live(day);
      const recipients = mails.flatMap((mail) => mail.to);
      expect(new Set(recipients).size).toBe(recipients.length);
      const composed = await world.ports.store.transaction((records) => records.notices.mails());
      for (const mail of composed) for (const kind of mail.kinds) kinds.add(kind);
    }
    expect([...kinds].toSorted()).toEqual(['assigned', 'digest', 'due', 'overdue', 'review']);
    const ids = inbox.mails().map((mail) => mail.messageId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('the status page tells of it: what is done in Jira is done, the rest is open, late or waiting for its day', async () => {
    const status = await service.status();
    expect(status.counts.done).toBe(1);
    expect(status.counts.open).toBe(world.pir.items.length - 1);
    expect(status.counts.overdue).toBeGreaterThan(0);
    expect(status.overdue[0]?.ticket?.url).toContain(world.jira.url);
    expect(status.tickets).toEqual({ waiting: 0, dead: 0, note: null, held: null });
    expect(status.mails).toEqual({ waiting: 0, dead: 0, note: null, held: null });
    expect(status.sync?.reason).toBeNull();
  });

  test('the trail has all of it, in one chain that verifies', async () => {
    const { trail } = await world.ports.store.transaction(async (records) => {
      const [chain] = await records.trail.chains();
      return { trail: await records.trail.rows(chain ?? '') };
    });
    expect(findBreak(trail)).toBeNull();
    const actions = trail.map((row) => row.action);
    expect(actions.slice(0, 2)).toEqual(['pir-submitted', 'plan-approved']);
    expect(actions.filter((action) => action === 'ticket-created')).toHaveLength(world.pir.items.length);
    expect(actions).toContain('item-synced');
    expect(actions).toContain('review-announced');
  });
});
