import { describe, expect, test } from '@jest/globals';
import { addDays, type Day } from '../../src/core/calendar.ts';
import { defaultReminderOffsets } from '../../src/core/notice/reminders.ts';
import { approvePlan } from '../../src/flows/approve-plan.ts';
import { chaseImported, previewChasing } from '../../src/flows/chase-imported.ts';
import type { Document } from '../../src/flows/submit-pir.ts';
import { testDatabases } from '../setup/databases.ts';
import { aDocument, audience, eachWithScene, type Scene, workplace } from './examples.ts';

const chaseSettings = { workplace, reminders: defaultReminderOffsets, digestWeekday: 1 };

/** Two items of Jane's, one long overdue and one to come, and one of Omar's. */
const old = aDocument(
  [
    { ref: '1', title: 'Rotate the certificate', due: '2025-11-03' },
    { ref: '2', title: 'Page on an expiring certificate', due: '2026-03-17' },
    { ref: '3', title: 'Write the runbook', owner: '@omar.haddad', due: '2026-03-19' },
  ],
  '2025-10-20',
  'INC-2',
);

describe.each(testDatabases)('an imported PIR on $name', (database) => {
  let scene: Scene;
  eachWithScene(database, (started) => {
    scene = started;
  });

  const importIt = async (document: Document = old, create = false) => {
    const { plan } = await scene.submit(document);
    const decisions = { only: null, declined: {}, create };
    const request = { pir: plan.pirId, fingerprint: plan.fingerprint, by: 'mo.roe', decisions, chase: false };
    const result = await approvePlan(scene.ports, scene.planning, workplace, audience, request);
    await scene.deliver();
    return { plan, result };
  };
  const daysFrom = async (from: Day, count: number) => {
    const mails: { readonly to: string; readonly subject: string }[] = [];
    for (let day = 1; day <= count; day += 1) {
      scene.turnTo(addDays(from, day), '10:00');
      mails.push(...(await scene.runJobs()));
    }
    // The list that hears of the whole organisation is no owner.
    return mails.filter((mail) => mail.to !== 'eng@example.com');
  };

  test('has open items, no ticket that it does not name, and mails nobody', async () => {
    const { plan } = await importIt();
    expect(scene.jira.tickets()).toEqual([]);
    const items = await scene.read((records) => records.items.ofPir(plan.pirId));
    expect(items.map((item) => item.state)).toEqual(['open', 'open', 'open']);
    scene.turnTo('2026-03-05');
    expect(await daysFrom('2026-03-05', 20)).toEqual([]);
  });

  test('imported again changes nothing, and its tickets can be created later without anything opening anew', async () => {
    await importIt();
    const stored = await scene.everything();
    expect((await importIt()).result).toMatchObject({ already: true });
    expect(await scene.everything()).toEqual(stored);
    scene.wait(3600);
    const { plan } = await importIt(old, true);
    expect(scene.jira.tickets()).toHaveLength(3);
    const items = await scene.read((records) => records.items.ofPir(plan.pirId));
    expect(new Set(items.map((item) => item.openedAt))).toEqual(new Set(['2026-03-05T13:00:00.000Z']));
    expect(await daysFrom('2026-03-05', 20)).toEqual([]);
  });

  test('is chased from the day somebody asks for it, as the preview said, and about nothing before that', async () => {
    await importIt();
    scene.turnTo('2026-03-09', '15:00');
    const preview = await previewChasing(scene.ports, chaseSettings, audience);
    expect(preview).toEqual({
      pirs: 1,
      unreachable: 0,
      lines: [
        { recipient: 'jane.smith@example.com', items: 2, overdue: 1, mails: expect.any(Number) },
        { recipient: 'omar.haddad@example.com', items: 1, overdue: 0, mails: expect.any(Number) },
      ],
    });
    expect(await chaseImported(scene.ports, workplace, 'mo.roe')).toBe(1);
    expect(await chaseImported(scene.ports, workplace, 'mo.roe')).toBe(0);
    expect(await scene.runJobs(2)).toEqual([]);

    const mails = await daysFrom('2026-03-09', 28);
    for (const { recipient, mails: expected } of preview.lines) {
      expect([recipient, mails.filter((mail) => mail.to === recipient).length]).toEqual([
        recipient,
        expected,
      ]);
    }
    expect(await previewChasing(scene.ports, chaseSettings, audience)).toMatchObject({ pirs: 0, lines: [] });
    const actions = (await scene.trail((await scene.submit(old)).pirId)).map((row) => row.action);
    expect(actions).toContain('pir-chased');
  });

  test('that is approved in the ordinary way as well is chased, and stays so when it is imported again', async () => {
    const { plan } = await scene.submit(old);
    await scene.approve(plan);
    await importIt();
    expect(await previewChasing(scene.ports, chaseSettings, audience)).toMatchObject({ pirs: 0 });
  });
});
