import { describe, expect, test } from '@jest/globals';
import type { Channel } from '../../src/core/delivery/holds.ts';
import { statusText } from '../../src/core/status/text.ts';
import {
  discardHeld,
  holdDeliveries,
  previewHeld,
  recogniseInstance,
  releaseHeld,
} from '../../src/flows/hold-deliveries.ts';
import { showStatus } from '../../src/flows/show-status.ts';
import { testDatabases } from '../setup/databases.ts';
import { aDocument, audience, eachWithScene, type Scene, threeItems, timeZone } from './examples.ts';

const jane = 'jane.smith@example.com';
const instance = 'production';
const janes = threeItems.slice(0, 1);

describe.each(testDatabases)('held deliveries on $name', (database) => {
  let scene: Scene;
  eachWithScene(database, (started) => {
    scene = started;
  });

  const hold = (channel: Channel) =>
    holdDeliveries(scene.ports, instance, { channel, by: 'jo.doe', reason: 'moving house' });
  const held = (channel: Channel) => previewHeld(scene.ports, channel);
  const release = (channel: Channel) => releaseHeld(scene.ports, instance, { channel, by: 'mo.roe' });
  const discard = async (channel: Channel, version?: string) =>
    discardHeld(scene.ports, instance, {
      ...{ channel, by: 'mo.roe', reason: 'a copy' },
      version: version ?? (await held(channel)).version,
    });
  const status = () =>
    showStatus(scene.ports, { organisation: 'Acme', timeZone, directory: audience.directory });
  const actions = async (chain: string) => (await scene.trail(chain)).map((row) => row.action);

  test('of Jira create no ticket in any process, show which would be, and go out once released', async () => {
    await hold('jira');
    const { plan } = await scene.submit(aDocument(threeItems));
    await scene.approve(plan);
    for (const holder of ['one', 'two'])
      expect(await scene.deliver({}, holder)).toMatchObject({ delivered: 0, again: 0 });
    expect(scene.jira.tickets()).toEqual([]);
    expect((await held('jira')).lines).toMatchObject(
      threeItems.map(({ title }) => ({ kind: 'create-ticket', to: null, title })),
    );
    expect(await release('jira')).toEqual({ waiting: 3 });
    expect(await scene.deliver()).toMatchObject({ delivered: 3 });
    expect(await held('jira')).toMatchObject({ hold: null, lines: [] });
    expect(await actions('service')).toEqual(['deliveries-held', 'deliveries-released']);
  });

  test('of mail stop no ticket; who gets what is shown, and leaves once, after the release', async () => {
    await hold('mail');
    await scene.carryOut(aDocument(janes));
    expect(scene.jira.tickets()).toHaveLength(1);
    scene.turnTo('2026-03-06');
    expect(await scene.runJobs(2)).toEqual([]);
    expect((await held('mail')).lines).toMatchObject([{ kind: 'send-mail', to: jane }]);
    await release('mail');
    expect((await scene.runJobs(2)).map((mail) => mail.to)).toEqual([jane]);
  });

  test('that are discarded stay to be seen with who and why, in the trail too, and are not tried again', async () => {
    await hold('jira');
    const { plan, pirId } = await scene.submit(aDocument(janes));
    await scene.approve(plan);
    expect(await discard('jira')).toEqual({ discarded: 1 });
    expect(await scene.read((records) => records.outbox.reviveDead(scene.ports.clock.now()))).toBe(0);
    await release('jira');
    await scene.deliver();
    expect(scene.jira.tickets()).toEqual([]);
    expect((await status()).deadLetters).toMatchObject([{ reason: 'Discarded by mo.roe: a copy' }]);
    expect(await actions(pirId)).toContain('delivery-discarded');
    expect(await actions('service')).toEqual([
      'deliveries-held',
      'deliveries-discarded',
      'deliveries-released',
    ]);
  });

  test('are not discarded unseen, nor where nothing is held', async () => {
    const seen = (await held('jira')).version;
    await expect(discard('jira')).rejects.toMatchObject({ code: 'hold-refused' });
    await expect(release('jira')).rejects.toMatchObject({ code: 'hold-refused' });
    await hold('jira');
    await scene.approve((await scene.submit(aDocument(janes))).plan);
    await expect(discard('jira', seen)).rejects.toMatchObject({ code: 'hold-changed' });
    expect((await held('jira')).lines).toHaveLength(1);
  });

  test('no name of a recipient stands in the trail of discarded mails', async () => {
    await scene.carryOut(aDocument(janes));
    await hold('mail');
    scene.turnTo('2026-03-06');
    await scene.runJobs();
    expect(await discard('mail')).toEqual({ discarded: 1 });
    expect(JSON.stringify(await scene.trail('service'))).not.toContain(jane);
    expect(await scene.runJobs()).toEqual([]);
  });

  test('stand on the status page, with who held them, since when and why', async () => {
    await hold('jira');
    await hold('mail');
    await scene.approve((await scene.submit(aDocument(janes))).plan);
    const text = statusText(await status()).replace(/\s+/g, ' ');
    expect(text).toContain('1 ticket waits, held by jo.doe since 14:00: moving house.');
    expect(text).toContain('Nothing waits, held by jo.doe since 14:00: moving house.');
    expect(text).toContain('Tickets and mails are held back.');
  });

  test('begin by themselves in a database of another instance, once, until a person releases them', async () => {
    expect(await recogniseInstance(scene.ports, 'production')).toBeNull();
    expect(await recogniseInstance(scene.ports, 'production')).toBeNull();
    expect((await status()).tickets.held).toBeNull();
    expect(await recogniseInstance(scene.ports, 'staging')).toBe('production');
    for (const channel of ['jira', 'mail'] as const)
      expect((await held(channel)).hold).toMatchObject({
        by: 'service',
        reason: expect.stringMatching(/"production".*"staging"/),
      });
    await release('jira');
    expect(await recogniseInstance(scene.ports, 'staging')).toBeNull();
    expect((await held('jira')).hold).toBeNull();
    expect((await held('mail')).hold).not.toBeNull();
  });
});
