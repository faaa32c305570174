import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { OpenDatabase } from '../../src/adapters/postgres/server.ts';
import { Failure } from '../../src/core/failure.ts';
import type { Hint } from '../../src/core/sync/snapshot.ts';
import { createHttpApp, type HttpDeps } from '../../src/entry/http/create-http-app.ts';
import { type Listening, listen } from '../../src/entry/http/listen.ts';
import { takeHints } from '../../src/flows/take-hints.ts';
import type { Tracker } from '../../src/ports.ts';
import { testDatabases } from '../setup/databases.ts';
import { aDocument, eachWithScene, type ItemLines, type Scene, threeItems } from './examples.ts';

const oneItem = threeItems.slice(0, 1);
const secret = 'a secret of the webhook';

describe.each(testDatabases)('in step with Jira on $name', (database) => {
  let scene: Scene;
  let opened: OpenDatabase;
  let pirId: string;
  const open: Listening[] = [];
  // Before the scene is over, what listens in it ends.
  afterEach(async () => {
    await Promise.all(open.splice(0).map((listening) => listening.close()));
  });
  eachWithScene(database, (started, db) => {
    scene = started;
    opened = db;
  });
  beforeEach(async () => {
    pirId = (await scene.carryOut(aDocument(oneItem))).pirId;
  });

  const items = () => scene.read((records) => records.items.ofPir(pirId));
  const item = async () => (await items())[0];
  const drift = async () => (await item())?.ticket?.drift.map(({ field }) => field);
  const edit = (fields: unknown, key = 'OPS-1') =>
    scene.callJira('PUT', `/rest/api/3/issue/${key}`, { fields });
  const act = (action: string, form: Record<string, unknown> = {}, key = 'OPS-1') =>
    scene.callJira('POST', `/sandbox/tickets/${key}/${action}`, form);
  /** Jira's index shows what was written only after a while. */
  const poll = () => {
    scene.wait(60);
    return scene.sync('changes');
  };
  const asking = async (work: () => Promise<unknown>) => {
    const before = scene.asked.length;
    await work();
    return scene.asked.slice(before);
  };
  describe('a webhook', () => {
    /** Takes webhooks as the service does; each hint is told. */
    async function receive() {
      const arrived: (() => void)[] = [];
      const take = async (hint: Hint) => {
        await takeHints(scene.ports, [hint]);
        arrived.shift()?.();
      };
      const app = createHttpApp({
        ...{
          log: scene.ports.log,
          organisation: 'Acme',
          allowedHosts: 'loopback',
          service: {} as HttpDeps['service'],
        },
        ...{
          webhooks: { secrets: [secret], unsigned: false, take },
          ready: async () => ({ checks: [], held: [] }),
        },
      });
      const listening = await listen(app, '127.0.0.1', 0, scene.ports.log);
      open.push(listening);
      await scene.callJira('POST', '/rest/webhooks/1.0/webhook', {
        ...{ name: 'pir-tracker', url: `${listening.url}/webhooks/jira`, secret },
        events: ['jira:issue_updated', 'jira:issue_deleted', 'jira:issue_created'],
      });
      return (count: number) =>
        Promise.all(Array.from({ length: count }, () => new Promise<void>((done) => arrived.push(done))));
    }

    test('makes the ticket be read at once, however often it comes and in whatever order', async () => {
      const arrivals = await receive();
      await scene.callJira('PUT', '/sandbox/webhook-delivery', { duplicates: 2, delayMs: 1, reorder: true });
      const both = arrivals(6);
      await act('transition', { transition: '21' });
      await edit({ duedate: '2026-03-27' });
      await both;
      expect(await scene.read((records) => records.hints.waiting(10))).toHaveLength(2);
      const asked = await asking(() => scene.sync('hints'));
      expect(asked.filter((each) => each !== 'GET /rest/api/3/field')).toEqual([
        'POST /rest/api/3/issue/bulkfetch',
      ]);
      expect(await item()).toMatchObject({ state: 'in-progress', due: '2026-03-27' });
      expect(await scene.read((records) => records.hints.countWaiting())).toBe(0);
      expect(await asking(() => scene.sync('hints'))).toEqual([]);
    });

    test('that nobody followed up is followed up by the next poll', async () => {
      await takeHints(scene.ports, [
        { delivery: 'x 1', event: 'jira:issue_deleted', ticketIds: [(await item())?.ticket?.ticketId ?? ''] },
        { delivery: 'x 2', event: 'jira:issue_created', ticketIds: ['99999'] },
      ]);
      await scene.sync('all');
      await act('delete');
      await takeHints(scene.ports, [
        { delivery: 'x 3', event: 'jira:issue_deleted', ticketIds: [(await item())?.ticket?.ticketId ?? ''] },
      ]);
      expect(await poll()).toMatchObject({ missing: 1 });
      expect(await drift()).toEqual(['ticket']);
    });

    test('whose ticket cannot be read now stays, and is read later', async () => {
      const ticketIds = [(await item())?.ticket?.ticketId ?? ''];
      await takeHints(scene.ports, [{ delivery: 'x 1', event: 'jira:issue_updated', ticketIds }]);
      await act('transition', { transition: '21' });
      await scene.fail('POST /rest/api/3/issue/bulkfetch', { fault: 'status', status: 503 });
      await expect(scene.sync('hints')).rejects.toMatchObject({ code: 'tracker-unreachable' });
      expect(await scene.read((records) => records.hints.countWaiting())).toBe(1);
      await scene.sync('hints');
      expect(await item()).toMatchObject({ state: 'in-progress' });
    });
  });

  describe('the poll', () => {
    const hundred: readonly ItemLines[] = Array.from({ length: 120 }, (_, index) => ({
      ref: String(index + 1),
      title: `Look at part ${index + 1} of the pipeline`,
      due: '2026-03-31',
    }));

    test('catches up with 100 changed tickets in at most five requests, and then with none in one', async () => {
      pirId = (await scene.carryOut(aDocument(hundred, '2026-03-03', 'INC-8'))).pirId;
      await poll();
      for (const { ticket } of (await items()).slice(0, 100))
        await edit({ duedate: '2026-04-10' }, ticket?.key);
      const asked = await asking(poll);
      expect(asked.length).toBeLessThanOrEqual(5);
      expect((await items()).filter(({ due }) => due === '2026-04-10')).toHaveLength(100);
      expect(await asking(poll)).toEqual(['POST /rest/api/3/search/jql']);
    });

    test('finds the tickets of changes by an index, however many are known', async () => {
      const one = (await item())?.id ?? '';
      await sql`
        insert into items select (jsonb_populate_record(i, jsonb_build_object('id', 'copy ' || n))).*
        from items i, generate_series(1, 5000) n where i.id = ${one}`.execute(opened.db);
      await sql`
        insert into tickets select 'copy ' || n, 'copy ' || n, 'COPY-' || n, t.url, t.base, t.drift
        from tickets t, generate_series(1, 5000) n where t.item_id = ${one}`.execute(opened.db);
      await sql`analyze items`.execute(opened.db);
      await sql`analyze tickets`.execute(opened.db);
      const ids = Array.from({ length: 10 }, (_, index) => `copy ${index * 7}`);
      const plan = await sql<Record<string, string>>`
        explain select items.pir_id from tickets join items on items.id = tickets.item_id
        where tickets.ticket_id = any(${ids}::text[])`.execute(opened.db);
      const steps = plan.rows.map((row) => Object.values(row)[0]).join('\n');
      expect(steps).not.toMatch(/Seq Scan/);
    });

    test('read before, with the same time stamp', async () => {
      await poll();
      await edit({ duedate: '2026-03-27' });
      expect(await poll()).toMatchObject({ read: 1, changed: 1 });
      // It is listed again while it is near the cursor.
      expect(await asking(() => scene.sync('changes'))).toEqual(['POST /rest/api/3/search/jql']);
    });

    test('reads an item that waits for another ticket again, for the end of that one is no change of this one', async () => {
      await scene.carryOut(aDocument([{ ref: '1', title: 'The other one' }], '2026-03-03', 'INC-9'));
      await act('link', { type: 'Blocks/inward', other: 'OPS-2' });
      await poll();
      expect(await item()).toMatchObject({ state: 'blocked', stateReason: 'OPS-1 is blocked by OPS-2' });
      for (const id of ['21', '31']) await act('transition', { transition: id }, 'OPS-2');
      await poll();
      expect(await item()).toMatchObject({ state: 'open' });
    });

    test('says what could not be read, and as of when the rest is true; the next one reads it', async () => {
      pirId = (await scene.carryOut(aDocument(hundred, '2026-03-03', 'INC-8'))).pirId;
      await poll();
      const asOf = (await scene.read((records) => records.sync.last()))?.asOf;
      for (const { ticket } of await items()) await edit({ duedate: '2026-04-10' }, ticket?.key);
      const tracker = scene.ports.tracker as Tracker;
      let reads = 0;
      const failing: Tracker = {
        ...tracker,
        read: (ids) => {
          reads += 1;
          if (reads > 1) throw new Failure('tracker-unreachable', 'Reading tickets: no answer.');
          return tracker.read(ids);
        },
      };
      scene.wait(60);
      const report = await scene.sync('changes', failing);
      expect(report).toMatchObject({
        read: 100,
        changed: 100,
        failed: 20,
        reason: 'Reading tickets: no answer.',
      });
      expect(await scene.read((records) => records.sync.last())).toMatchObject({ failed: 20, asOf });
      expect(await scene.sync('changes')).toMatchObject({ read: 20, changed: 20, failed: 0, reason: null });
    });

    test('read by two at once', async () => {
      await poll();
      await edit({ duedate: '2026-03-27' });
      scene.wait(60);
      const reports = await Promise.all([scene.sync('changes'), scene.sync('all')]);
      expect(reports.reduce((sum, { changed }) => sum + changed, 0)).toBe(1);
      expect((await scene.trail(pirId)).filter(({ action }) => action === 'item-synced')).toHaveLength(1);
    });
  });

  describe('the sweep', () => {
    test('finds what no poll sees, a deleted ticket, and that it is back', async () => {
      await poll();
      await act('delete');
      expect(await poll()).toMatchObject({ missing: 0 });
      expect(await scene.sync('all')).toMatchObject({ missing: 1 });
      expect(await drift()).toEqual(['ticket']);
      await act('restore');
      await scene.sync('all');
      expect(await drift()).toEqual([]);
      const told = (await scene.trail(pirId)).map(({ action }) => action);
      expect(told.slice(-2)).toEqual(['ticket-missing', 'ticket-found-again']);
    });

    test('ticket in another tracker (GitHub …)', async () => {
      const url = 'https://github.com/acme/notices/issues/7';
      const lines = [{ ref: '1', title: 'Fix it there', more: `**Ticket**: ${url}` }];
      const elsewhere = (await scene.carryOut(aDocument(lines, '2026-03-03', 'INC-9'))).pirId;
      const before = await scene.read((records) => records.items.ofPir(elsewhere));
      expect(before).toMatchObject([{ state: 'open', ticket: null }]);
      await scene.sync('all');
      await poll();
      expect(await scene.read((records) => records.items.ofPir(elsewhere))).toEqual(before);
    });

    test('property with the id of the item removed', async () => {
      await scene.callJira('PUT', '/rest/api/3/issue/OPS-1/properties/pir-tracker.item', {});
      expect(scene.jira.tickets()).toMatchObject([{ itemId: null }]);
      await act('transition', { transition: '21' });
      await poll();
      expect(await item()).toMatchObject({ state: 'in-progress', ticket: { key: 'OPS-1', drift: [] } });
    });

    test('link to the PIR removed', async () => {
      const link = {
        globalId: 'pir-tracker x',
        url: 'https://pir.example/pirs/x',
        title: 'PIR',
        summary: 'INC-7',
      };
      await scene.ports.tracker?.linkBack((await item())?.ticket?.ticketId ?? '', link);
      const links = await fetch(`${scene.jira.url}/rest/api/3/issue/OPS-1/remotelink`);
      const [{ id }] = (await links.json()) as [{ id: number }];
      await act('unlink-remote', { link: id });
      expect(await poll()).toMatchObject({ read: 1, changed: 0 });
      expect(await drift()).toEqual([]);
      await scene.deliver();
      expect(scene.jira.tickets()).toMatchObject([{ remoteLinks: [] }]);
    });
  });

  test('a tick in the document is shown, ends nothing, and is gone when the ticket is done', async () => {
    const ticked = oneItem.map((each) => ({ ...each, more: '**Status**: Done' }));
    await scene.submit(aDocument(ticked));
    expect(await item()).toMatchObject({
      state: 'open',
      ticket: { drift: [{ field: 'state', ours: 'done' }] },
    });
    await act('transition', { transition: '21' });
    await poll();
    expect([await drift(), (await item())?.state]).toEqual([['state'], 'in-progress']);
    await act('transition', { transition: '31' });
    await poll();
    expect([await drift(), (await item())?.state]).toEqual([[], 'done']);
  });
});
