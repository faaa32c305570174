import { describe, expect, test } from '@jest/globals';
import { planAdopted, proposeAdoption } from '../../src/flows/adopt-tickets.ts';
import { testDatabases } from '../setup/databases.ts';
import { eachWithScene, type Scene } from './examples.ts';

describe.each(testDatabases)('tickets that were in Jira before, on $name', (database) => {
  let scene: Scene;
  eachWithScene(database, (started) => {
    scene = started;
  });

  const ticket = (summary: string) =>
    scene.callJira('POST', '/rest/api/3/issue', {
      fields: { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary, labels: ['incident'] },
    });

  test('become those of the items they are like, and the rest of the plan stays as it was', async () => {
    await ticket('Write the runbook');
    await ticket('Something else');
    scene.wait(60);
    const { pirId } = await scene.submit();
    const before = await scene.everything();
    const { adoptions, unmatched } = await proposeAdoption(scene.ports, scene.planning, 'incident');
    expect(await scene.everything()).toEqual(before);
    expect(adoptions).toMatchObject([
      { title: 'Write the runbook', ticket: { key: 'OPS-1' }, ground: 'same title' },
    ]);
    expect(unmatched).toMatchObject([{ ticket: { key: 'OPS-2' } }]);

    const step = await planAdopted(scene.ports, scene.planning, pirId, adoptions);
    expect(step.only).toEqual(['3']);
    await scene.approve(step, { only: step.only, declined: {} });
    await scene.deliver();
    const items = await scene.read((records) => records.items.ofPir(pirId));
    expect(items.map((item) => [item.ref, item.state, item.ticket?.key ?? null])).toEqual([
      ['1', 'proposed', null],
      ['2', 'proposed', null],
      ['3', 'open', 'OPS-1'],
    ]);
    expect(scene.jira.tickets().map((each) => each.itemId !== null)).toEqual([true, false]);
    expect((await proposeAdoption(scene.ports, scene.planning, 'incident')).adoptions).toEqual([]);
  });
});
