import { beforeEach, describe, expect, test } from '@jest/globals';
import { settleDrift } from '../../src/flows/settle-drift.ts';
import { testDatabases } from '../setup/databases.ts';
import { aDocument, eachWithScene, type Scene, syncRules, threeItems } from './examples.ts';

const oneItem = threeItems.slice(0, 1);

describe.each(testDatabases)('settling drift on $name', (database) => {
  let scene: Scene;
  let pirId: string;
  eachWithScene(database, (started) => {
    scene = started;
  });
  beforeEach(async () => {
    pirId = (await scene.carryOut(aDocument(oneItem))).pirId;
  });

  const item = async () => (await scene.read((records) => records.items.ofPir(pirId)))[0];
  const drift = async () => (await item())?.ticket?.drift.map(({ field }) => field);
  const edit = (fields: unknown) => scene.callJira('PUT', '/rest/api/3/issue/OPS-1', { fields });
  const act = (action: string, form: Record<string, unknown> = {}, key = 'OPS-1') =>
    scene.callJira('POST', `/sandbox/tickets/${key}/${action}`, form);
  const settle = (given: Partial<Parameters<typeof settleDrift>[3]>) =>
    settleDrift(scene.ports, syncRules, scene.planning, {
      ...{ item: 'OPS-1', field: null, take: 'ours', seen: null, by: 'mo.roe' },
      ...given,
    });

  const apart = async () => {
    await scene.sync('all');
    await scene.sync('all');
  };

  test('ours goes to the ticket as that one field, and is settled once it is read there', async () => {
    await edit({ duedate: null, summary: 'Renamed' });
    await apart();
    expect(await drift()).toEqual(['dueDate', 'summary']);
    await settle({ field: 'dueDate', take: 'ours' });
    await scene.deliver();
    scene.wait(60);
    await apart();
    expect(scene.jira.tickets()).toMatchObject([{ dueDate: '2026-03-13', summary: 'Renamed' }]);
    expect(await drift()).toEqual(['summary']);
  });

  test('theirs changes the item, and the trail tells who took it', async () => {
    await edit({ duedate: null });
    await apart();
    await settle({ take: 'theirs' });
    expect(await item()).toMatchObject({ due: null, firstDue: '2026-03-13', ticket: { drift: [] } });
    const last = (await scene.trail(pirId)).at(-1);
    expect(last).toMatchObject({
      action: 'drift-settled',
      payload: { ticket: 'OPS-1', field: 'dueDate', take: 'theirs', ours: '2026-03-13', theirs: null },
    });
    expect(last?.actor).toMatch(/^person_/);
  });

  test('labels that were taken off are put back, and those of people stay', async () => {
    await scene.callJira('PUT', '/rest/api/3/issue/OPS-1', { fields: { labels: ['theirs'] } });
    await apart();
    await settle({ field: 'labels' });
    await scene.deliver();
    scene.wait(60);
    await apart();
    expect(scene.jira.tickets()[0]?.labels).toEqual(expect.arrayContaining(['theirs', 'INC-7']));
    expect(await drift()).toEqual([]);
  });

  test('of a ticket that is gone: ours makes one new ticket, theirs drops the item', async () => {
    await act('delete');
    await apart();
    await settle({ take: 'ours' });
    expect(await item()).toMatchObject({ state: 'open', ticket: null });
    await scene.deliver();
    expect(scene.jira.tickets().map(({ key }) => key)).toEqual(['OPS-2']);
    expect((await item())?.ticket?.key).toBe('OPS-2');
    await act('delete', {}, 'OPS-2');
    await apart();
    await settle({ item: 'OPS-2', take: 'theirs' });
    expect(await item()).toMatchObject({ state: 'dropped' });
  });

  test('of a merged ticket: theirs follows the other, or ends the item where that is another item’s', async () => {
    await scene.callJira('POST', '/rest/api/3/issue', {
      fields: { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'The other one' },
    });
    const merge = async (key: string, other: string) => {
      await act('link', { type: 'Duplicate/outward', other }, key);
      await act('transition', { transition: '21' }, key);
      await act('transition', { transition: '31', resolution: 'Duplicate' }, key);
    };
    await merge('OPS-1', 'OPS-2');
    await apart();
    expect([await drift(), (await item())?.state]).toEqual([['duplicate'], 'open']);
    await settle({ take: 'theirs' });
    await scene.deliver();
    await apart();
    expect((await item())?.ticket?.key).toBe('OPS-2');

    const other = await scene.carryOut(
      aDocument([{ ref: '1', title: 'A third one' }], '2026-03-03', 'INC-9'),
    );
    await merge('OPS-3', 'OPS-2');
    await apart();
    await settle({ item: 'OPS-3', take: 'theirs' });
    const [ended] = await scene.read((records) => records.items.ofPir(other.pirId));
    expect(ended).toMatchObject({
      state: 'dropped',
      stateReason: expect.stringMatching(/^merged into OPS-2/),
    });
  });

  test('refuses what changed since it was looked at, and changes nothing', async () => {
    await edit({ duedate: null });
    await apart();
    const before = await scene.everything();
    await expect(settle({ take: 'theirs', seen: '0123456789abcdef' })).rejects.toMatchObject({
      code: 'drift-stale',
      message: expect.stringMatching(/Now: Due date: 2026-03-13 here, nothing in the tracker\.$/),
    });
    await expect(settle({ field: 'priority' })).rejects.toMatchObject({ code: 'drift-unknown' });
    await expect(settle({ item: 'OPS-404' })).rejects.toMatchObject({ code: 'item-unknown' });
    expect(await scene.everything()).toEqual(before);
  });

  test('a hand-over holds when the document comes again, and ends when it names somebody else', async () => {
    await edit({ assignee: { accountId: 'omar.haddad' } });
    await apart();
    await settle({ take: 'theirs' });
    const owner = async () => (await item())?.owners[0]?.handle;
    expect(await owner()).toBe('omar.haddad');
    const again = oneItem.map((each) => ({ ...each, title: `${each.title} soon` }));
    await scene.carryOut(aDocument(again));
    expect(await owner()).toBe('omar.haddad');
    await scene.carryOut(aDocument(again.map((each) => ({ ...each, owner: '@nobody.known' }))));
    expect(await owner()).toBe('nobody.known');
  });
});
