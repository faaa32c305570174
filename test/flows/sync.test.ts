import { beforeEach, describe, expect, test } from '@jest/globals';
import { createJiraTracker } from '../../src/adapters/jira/jira-tracker.ts';
import type { Tracker } from '../../src/ports.ts';
import { testDatabases } from '../setup/databases.ts';
import { aDocument, eachWithScene, jiraSettings, type Scene, threeItems } from './examples.ts';

const oneItem = threeItems.slice(0, 1);

describe.each(testDatabases)('syncing with Jira on $name', (database) => {
  let scene: Scene;
  let pirId: string;
  eachWithScene(database, (started) => {
    scene = started;
  });
  beforeEach(async () => {
    pirId = (await scene.carryOut(aDocument(oneItem))).pirId;
  });

  const sync = (tracker = scene.ports.tracker as Tracker) => scene.sync('all', tracker);
  const item = async () =>
    (await scene.read((records) => records.items.ofPir(pirId))).find((each) => each.ref === '1');
  const move = (id: string) =>
    scene.callJira('POST', '/rest/api/3/issue/OPS-1/transitions', { transition: { id } });
  const edit = (fields: unknown) => scene.callJira('PUT', '/rest/api/3/issue/OPS-1', { fields });

  test('finds nothing changed right after the ticket was created', async () => {
    expect(await sync()).toMatchObject({ read: 1, changed: 0, missing: 0, reason: null });
    expect((await item())?.ticket).toMatchObject({ drift: [], syncedAt: scene.ports.clock.now() });
  });

  test('follows the ticket to done and back, and the trail tells each step and verifies', async () => {
    await move('21');
    await move('31');
    scene.wait(300);
    expect(await sync()).toMatchObject({ changed: 1 });
    expect(await item()).toMatchObject({
      state: 'done',
      stateReason: 'OPS-1 is Done',
      stateSince: scene.ports.clock.now(),
    });
    expect(await sync()).toMatchObject({ changed: 0 });
    scene.wait(60);
    await move('41');
    scene.wait(60);
    await sync();
    expect((await item())?.state).toBe('open');
    const synced = (await scene.trail(pirId)).filter((row) => row.action === 'item-synced');
    expect(synced.map((row) => row.payload)).toEqual([
      { ticket: 'OPS-1', changes: [{ field: 'state', before: 'open', after: 'done' }] },
      { ticket: 'OPS-1', changes: [{ field: 'state', before: 'done', after: 'open' }] },
    ]);
  });

  test('takes a date moved in Jira, keeps it when the document comes again, and gives way when that changes it', async () => {
    await edit({ duedate: '2026-03-27' });
    await sync();
    expect(await item()).toMatchObject({ due: '2026-03-27', firstDue: '2026-03-13' });
    await scene.carryOut(aDocument(oneItem.map((each) => ({ ...each, title: `${each.title} soon` }))));
    expect(await item()).toMatchObject({ due: '2026-03-27' });
    expect(scene.jira.tickets()).toMatchObject([{ dueDate: '2026-03-27' }]);
    await scene.carryOut(aDocument(oneItem.map((each) => ({ ...each, due: '2026-03-20' }))));
    await sync();
    expect(await item()).toMatchObject({ due: '2026-03-20', firstDue: '2026-03-13', ticket: { drift: [] } });
    expect(scene.jira.tickets()).toMatchObject([{ dueDate: '2026-03-20' }]);
  });

  test('never erases a date because the field was emptied, and says that the two are apart', async () => {
    await edit({ duedate: null });
    await sync();
    expect(await item()).toMatchObject({
      due: '2026-03-13',
      ticket: { drift: [{ field: 'dueDate', ours: '2026-03-13', theirs: null, conflict: false }] },
    });
  });

  test('is not put back by a slower sync that had read before', async () => {
    const tracker = scene.ports.tracker as Tracker;
    const slow: Tracker = {
      ...tracker,
      read: async (ids) => {
        const old = await tracker.read(ids);
        await edit({ duedate: '2026-03-27' });
        scene.wait(1);
        await sync();
        return old;
      },
    };
    await sync(slow);
    expect((await item())?.due).toBe('2026-03-27');
  });

  test('marks a ticket that is gone since when, and forgets that when it is back', async () => {
    const tracker = scene.ports.tracker as Tracker;
    const gone: Tracker = { ...tracker, read: async () => [] };
    const since = scene.ports.clock.now();
    expect(await sync(gone)).toMatchObject({ read: 0, failed: 0, missing: 1 });
    scene.wait(300);
    await sync(gone);
    expect(await item()).toMatchObject({ state: 'open', ticket: { missingSince: since } });
    await sync();
    expect((await item())?.ticket?.missingSince).toBeNull();
  });

  test('with a Jira that does not answer changes nothing but its own record, and throws', async () => {
    const down = createJiraTracker(jiraSettings('http://127.0.0.1:9'), scene.ports.clock);
    const before = await item();
    await expect(sync(down)).rejects.toMatchObject({ code: 'tracker-unreachable' });
    await down.close();
    expect(await item()).toEqual(before);
    expect(await scene.read((records) => records.sync.last())).toMatchObject({
      read: 0,
      asOf: null,
      reason: expect.any(String),
    });
  });

  test('leaves dropped items alone', async () => {
    await scene.carryOut(aDocument([{ ref: '2', title: 'Something else' }]));
    await move('21');
    await move('31');
    await sync();
    expect((await item())?.state).toBe('dropped');
  });
});
