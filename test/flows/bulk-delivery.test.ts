import { beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { createJiraTracker } from '../../src/adapters/jira/jira-tracker.ts';
import type { OpenDatabase } from '../../src/adapters/postgres/server.ts';
import { Failure } from '../../src/core/failure.ts';
import type { NewTicket } from '../../src/core/plan/plan.ts';
import { submitPir } from '../../src/flows/submit-pir.ts';
import type { Tracker } from '../../src/ports.ts';
import { startJiraSandbox } from '../../src/sandbox/jira-sandbox.ts';
import { testDatabases } from '../setup/databases.ts';
import { aDocument, eachWithScene, jiraSettings, type Scene, threeItems } from './examples.ts';
import { many, ticketActions, titles, trackerTelling } from './lots.ts';

describe.each(testDatabases)('delivering in bulk on $name', (database) => {
  let scene: Scene;
  let opened: OpenDatabase;
  eachWithScene(database, (started, db) => {
    scene = started;
    opened = db;
  });

  const jira = () => scene.ports.tracker as Tracker;
  const summaries = () => scene.jira.tickets().map(({ summary }) => summary);
  const itemsOf = (pirId: string) => scene.read((records) => records.items.ofPir(pirId));
  const actions = (pirId: string) => ticketActions(scene, pirId);
  async function approved(...args: Parameters<typeof aDocument>) {
    const submission = await scene.submit(aDocument(...args));
    await scene.approve(submission.plan);
    return submission;
  }
  const telling = (tell: (lot: readonly NewTicket[]) => Promise<void> | void) => trackerTelling(jira(), tell);
  /** The database as it was when nothing had been delivered yet. */
  const restoreBackup = async () => {
    await sql`update outbox set state = 'waiting', settled_at = null, attempts = 0, in_doubt = false`.execute(
      opened.db,
    );
    await sql`delete from tickets`.execute(opened.db);
    await sql`delete from epics`.execute(opened.db);
  };

  test('120 items take three requests, and keys follow the order of the document', async () => {
    const items = many(120);
    const { pirId } = await approved(items);
    const lots: number[] = [];
    const report = await scene.deliver({ tracker: telling((lot) => void lots.push(lot.length)) });
    expect(report).toEqual({ delivered: 120, found: 0, again: 0, dead: 0 });
    expect(lots.toSorted((a, b) => b - a)).toEqual([50, 50, 20]);
    const numbers = (await itemsOf(pirId)).map(({ ticket }) => Number(ticket?.key.split('-')[1]));
    for (const lot of [numbers.slice(0, 50), numbers.slice(50, 100), numbers.slice(100)])
      expect(lot).toEqual(lot.toSorted((a, b) => a - b));
    expect(await actions(pirId)).toEqual(Array(120).fill('ticket-created'));
  });

  test('one lot may hold tickets of several PIRs', async () => {
    const one = await approved(many(3), '2026-03-03', 'INC-1');
    const two = await approved(many(4), '2026-03-03', 'INC-2');
    const lots: number[] = [];
    await scene.deliver({ tracker: telling((lot) => void lots.push(lot.length)) });
    expect(lots).toEqual([7]);
    expect(await actions(one.pirId)).toHaveLength(3);
    expect(await actions(two.pirId)).toHaveLength(4);
  });

  test('of a lot each ticket has its own fate: one is given up with its own words, the others are there', async () => {
    const { pirId } = await approved(threeItems);
    const tracker: Tracker = {
      ...jira(),
      createMany: async ([first, second, ...rest]) => {
        const made = await jira().createMany([first, ...rest].filter((ticket) => ticket !== undefined));
        const failure = new Failure('tracker-rejected', `"${second?.fields.summary}" was refused.`);
        return made.toSpliced(1, 0, { ok: false, failure });
      },
    };
    expect(await scene.deliver({ tracker })).toMatchObject({ delivered: 2, dead: 1 });
    const dead = await scene.read((records) => records.outbox.dead());
    expect(dead.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^"Set unreadable messages aside" was/),
    ]);
    expect((await itemsOf(pirId)).map(({ ticket }) => ticket === null)).toEqual([false, true, false]);
  });

  test('a database restored from a backup finds its tickets in Jira, says so, and creates none', async () => {
    const { pirId } = await approved(threeItems);
    await scene.deliver();
    await restoreBackup();
    scene.wait(3600);
    expect(await scene.deliver()).toEqual({ delivered: 3, found: 3, again: 0, dead: 0 });
    expect(summaries()).toEqual(titles(threeItems));
    expect((await itemsOf(pirId)).every(({ ticket }) => ticket !== null)).toBe(true);
    expect(await actions(pirId)).toEqual([
      ...Array(3).fill('ticket-created'),
      ...Array(3).fill('ticket-found'),
    ]);
  });

  test('a document imported anew into an empty database links the tickets that Jira has for it', async () => {
    await scene.carryOut(aDocument(threeItems));
    await sql`truncate pirs, people, trail cascade`.execute(opened.db);
    scene.wait(3600);
    const { pirId, plan, findings } = await scene.submit(aDocument(threeItems));
    expect(plan.changes.map(({ kind, reason }) => `${kind}: ${reason}`)).toEqual(
      [1, 2, 3].map((number) => `link: Jira has it already as OPS-${number}`),
    );
    expect(findings.filter(({ code }) => code === 'PLAN021')).toHaveLength(3);
    await scene.approve(plan);
    await scene.deliver();
    expect(summaries()).toEqual(titles(threeItems));
    expect(await actions(pirId)).toEqual(Array(3).fill('ticket-linked'));
  });

  test('a ticket that two documents name belongs to the first, and the second is told', async () => {
    await scene.carryOut(aDocument(many(1), '2026-03-03', 'INC-1'));
    const named = [
      { ref: '1', title: 'Another', more: '**Jira**: OPS-1' },
      { ref: '2', title: 'A third' },
    ];
    await approved(named, '2026-03-03', 'INC-2');
    expect(await scene.deliver()).toMatchObject({ delivered: 1, dead: 1 });
    expect(await scene.read((records) => records.outbox.dead())).toMatchObject([
      {
        kind: 'link-ticket',
        reason: expect.stringMatching(/^OPS-1 is the ticket of another action item already/),
      },
    ]);
  });

  test('a comment whose answer is lost is not written twice, also by a database from before it', async () => {
    await scene.carryOut(aDocument(threeItems));
    await approved(threeItems.slice(1));
    await scene.fail('POST /rest/api/3/issue/*/comment', { fault: 'reset-after-commit' });
    expect(await scene.deliver()).toMatchObject({ delivered: 0, again: 1 });
    scene.wait(120);
    expect(await scene.deliver()).toMatchObject({ delivered: 1 });
    await sql`update outbox set state = 'waiting', in_doubt = false where kind = 'comment-ticket'`.execute(
      opened.db,
    );
    expect(await scene.deliver()).toMatchObject({ delivered: 1 });
    expect(scene.jira.tickets().map(({ comments }) => comments.length)).toEqual([1, 0, 0]);
  });

  test('a lot whose connection is dropped after Jira has made the tickets makes none again', async () => {
    // One lot, so that it is this one whose answer is lost.
    const { pirId } = await approved(many(50));
    await scene.fail('POST /rest/api/3/issue/bulk', { fault: 'reset-after-commit' });
    expect(await scene.deliver()).toEqual({ delivered: 0, found: 0, again: 50, dead: 0 });
    expect(scene.jira.tickets()).toHaveLength(50);
    scene.wait(120);
    expect(await scene.deliver()).toEqual({ delivered: 50, found: 50, again: 0, dead: 0 });
    expect(scene.jira.tickets()).toHaveLength(50);
    expect((await itemsOf(pirId)).every(({ ticket }) => ticket !== null)).toBe(true);
  });

  test('what no screen of the project has is said before the approval, and stands in the description', async () => {
    const sandbox = await startJiraSandbox({ screen: { without: ['duedate', 'priority'] } });
    const tracker = createJiraTracker(jiraSettings(sandbox.url), scene.ports.clock);
    const ports = { ...scene.ports, tracker };
    const { plan, findings } = await submitPir(ports, scene.planning, aDocument(), 'jo.doe');
    expect(
      findings
        .map(({ code }) => code)
        .filter((code) => code.startsWith('PLAN'))
        .toSorted(),
    ).toEqual([...['PLAN002', 'PLAN003', 'PLAN006', 'PLAN006']]);
    await scene.approve(plan);
    expect(await scene.deliver({ tracker })).toMatchObject({ delivered: 3, dead: 0 });
    const [ticket] = sandbox.tickets();
    expect(ticket).toMatchObject({ dueDate: null, assignee: null });
    expect(JSON.stringify(ticket?.description)).toMatch(/Due date.*2026-03-13/);
    expect(JSON.stringify(ticket?.description)).toMatch(/jane\.smith\. Please assign this ticket by hand/);
    await tracker.close();
    await sandbox.close();
  });

  describe('with an epic for each PIR', () => {
    beforeEach(() => {
      Object.assign(scene.planning, { tickets: { ...scene.planning.tickets, epic: 'Epic' } });
    });

    test('creates it first, hangs the tickets under it, and uses it again', async () => {
      const { pirId } = await approved(threeItems);
      const parents: (string | null)[] = [];
      const tracker = telling((lot) => void parents.push(...lot.map(({ parent }) => parent)));
      expect(await scene.deliver({ tracker })).toMatchObject({ delivered: 4 });
      expect(parents).toEqual([null, 'OPS-1', 'OPS-1', 'OPS-1']);
      expect(scene.jira.tickets()[0]).toMatchObject({ key: 'OPS-1', summary: 'INC-7: Notices held up' });
      await approved([...threeItems, { ref: '4', title: 'One more' }]);
      await scene.deliver({ tracker });
      expect(parents.slice(4)).toEqual(['OPS-1']);
      expect(await actions(pirId)).toEqual(['epic-created', ...Array(4).fill('ticket-created')]);
    });

    test('waits with the tickets while the epic cannot be made, and creates all once it can', async () => {
      await approved(threeItems);
      const refused = new Failure('tracker-rejected', 'Epic Name is required.');
      const tracker: Tracker = { ...jira(), createMany: async () => [{ ok: false, failure: refused }] };
      expect(await scene.deliver({ tracker })).toMatchObject({ delivered: 0, dead: 1 });
      expect(await scene.deliver()).toMatchObject({ delivered: 0 });
      await scene.read((records) => records.outbox.reviveDead(scene.ports.clock.now()));
      expect(await scene.deliver()).toMatchObject({ delivered: 4 });
    });

    test('finds it again after a restored backup', async () => {
      await approved(threeItems);
      await scene.deliver();
      await restoreBackup();
      scene.wait(3600);
      expect(await scene.deliver()).toMatchObject({ delivered: 4, found: 4 });
      expect(scene.jira.tickets()).toHaveLength(4);
    });
  });

  test('links each ticket back to its PIR where the service has an address, once', async () => {
    Object.assign(scene.planning, { baseUrl: 'https://pir.example.com' });
    const links: unknown[] = [];
    const tracker: Tracker = { ...jira(), linkBack: async (_, link) => void links.push(link) };
    const { pirId } = await approved(threeItems);
    expect(await scene.deliver({ tracker })).toMatchObject({ delivered: 6 });
    await approved([...threeItems, { ref: '4', title: 'One more' }]);
    await scene.deliver({ tracker });
    const link = {
      globalId: `pir-tracker ${pirId}`,
      url: `https://pir.example.com/pirs/${pirId}`,
      title: 'Post-incident review',
      summary: 'INC-7: Notices held up',
    };
    expect(links).toEqual(Array(4).fill(link));
  });

  test('takes labels off that left the plan, and leaves those of people', async () => {
    Object.assign(scene.planning, { labels: ['reliability'] });
    await scene.carryOut(aDocument(many(1)));
    const [ticket] = scene.jira.tickets();
    await scene.callJira('PUT', `/rest/api/3/issue/${ticket?.id}`, {
      update: { labels: [{ add: 'by-hand' }] },
    });
    Object.assign(scene.planning, { labels: ['resilience'] });
    await scene.carryOut(aDocument(many(1)));
    expect(scene.jira.tickets()[0]?.labels.toSorted()).toEqual([
      ...['INC-7', 'by-hand', 'incident-PIR-2026-03-03', 'resilience'],
    ]);
  });
});
