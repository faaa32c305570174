import { describe, expect, test } from '@jest/globals';
import { addDays, type Day, isWeekend } from '../../src/core/calendar.ts';
import { testDatabases } from '../setup/databases.ts';
import { aDocument, eachWithScene, type Scene, threeItems } from './examples.ts';

const jane = 'jane.smith@example.com';
const janes = threeItems.slice(0, 1); // due on Friday, 13 March

describe.each(testDatabases)('the mails of a day on $name', (database) => {
  let scene: Scene;
  eachWithScene(database, (started) => {
    scene = started;
  });

  /** Each kind of notice mailed to Jane so far, by day. */
  const toldJane = async () =>
    (await scene.read((records) => records.notices.mails()))
      .filter((mail) => mail.to === jane)
      .map((mail) => `${mail.day} ${mail.kinds.join()}`);

  test('walk a month: one mail a person and day though every job runs three times, none on a weekend', async () => {
    await scene.carryOut(aDocument(janes));
    await scene.runJobs(3);
    for (let day: Day = '2026-03-06'; day <= '2026-04-03'; day = addDays(day, 1)) {
      scene.turnTo(day);
      const mails = await scene.runJobs(3);
      expect(mails.filter((mail) => mail.to === jane).length).toBeLessThanOrEqual(1);
      if (isWeekend(day)) expect(mails).toEqual([]);
    }
    expect(await toldJane()).toEqual([
      '2026-03-05 assigned',
      '2026-03-06 review', // P7D is on Tuesday the 10th
      '2026-03-09 digest',
      '2026-03-10 due', // three working days before
      '2026-03-13 due',
      '2026-03-16 overdue,digest', // the day after was a Saturday
      '2026-03-20 overdue',
      '2026-03-23 digest',
      '2026-03-27 overdue',
      '2026-03-30 digest',
      '2026-04-01 review', // P1M is on Friday, 3 April
      '2026-04-03 overdue',
    ]);
    expect(scene.inbox.mails().filter((mail) => mail.to.includes(jane))).toHaveLength(12);
  });

  test('two processes that run the same day at once send each mail once', async () => {
    await scene.carryOut();
    scene.turnTo('2026-03-13');
    await Promise.all([scene.runJobs(), scene.runJobs()]);
    await scene.runJobs();
    const recipients = scene.inbox.mails().map((mail) => mail.to.join());
    expect(new Set(recipients).size).toBe(recipients.length);
    expect(recipients).toContain(jane);
  });

  test('do not leave before the time of day in settings, by the organisation’s clock', async () => {
    await scene.carryOut(aDocument(janes));
    scene.turnTo('2026-03-06', '08:59');
    expect(await scene.runJobs()).toEqual([]);
    scene.turnTo('2026-03-06', '09:00');
    expect((await scene.runJobs()).map((mail) => mail.to)).toEqual([jane]);
  });

  test('after a downtime say once what is true by then', async () => {
    await scene.carryOut(aDocument(janes));
    await scene.runJobs();
    scene.turnTo('2026-03-25');
    const mails = await scene.runJobs(3);
    expect(mails.filter((mail) => mail.to === jane)).toHaveLength(1);
    expect((await toldJane()).at(-1)).toBe('2026-03-25 overdue,review,digest');
    expect(mails.find((mail) => mail.to === jane)?.text).toContain('12 days');
    scene.turnTo('2026-03-26');
    expect(await scene.runJobs(3)).toEqual([]);
  });

  test('begin anew when the date is moved, and end the moment the item is done', async () => {
    const { pirId } = await scene.carryOut(aDocument(janes));
    await scene.runJobs();
    scene.turnTo('2026-03-12');
    await scene.runJobs();
    await scene.carryOut(aDocument(janes.map((item) => ({ ...item, due: '2026-03-26' }))));
    scene.turnTo('2026-03-13');
    expect(await scene.runJobs()).toEqual([]);
    scene.turnTo('2026-03-26');
    await scene.runJobs();
    expect((await toldJane()).at(-1)).toMatch(/^2026-03-26 due/);
    const [item] = await scene.read((records) => records.items.ofPir(pirId));
    for (const id of ['21', '31']) {
      await scene.callJira('POST', `/rest/api/3/issue/${item?.ticket?.key}/transitions`, {
        transition: { id },
      });
    }
    await scene.sync();
    scene.turnTo('2026-04-10');
    await scene.runJobs();
    expect((await toldJane()).at(-1)).not.toMatch(/due/);
  });

  test('of items that ended before the mail was made say nothing', async () => {
    await scene.carryOut(aDocument(janes));
    await scene.carryOut(aDocument([{ ref: '2', title: 'Something else', owner: '@omar.haddad' }]));
    expect((await scene.runJobs()).map((mail) => mail.to)).toEqual(['omar.haddad@example.com']);
    expect(await scene.read((records) => records.notices.pending(null))).toEqual([]);
  });

  test('wait with the reason while the mail server is down, and leave once, under the same Message-ID', async () => {
    await scene.carryOut(aDocument(janes));
    scene.inbox.refuse(jane, 450);
    expect(await scene.runJobs(3)).toEqual([]);
    expect(await scene.read((records) => records.outbox.counts())).toContainEqual(
      expect.objectContaining({ kind: 'send-mail', waiting: 1, lastReason: expect.stringContaining(jane) }),
    );
    scene.inbox.refuse(jane, null);
    scene.wait(60);
    expect(await scene.runJobs(3)).toHaveLength(1);
    const [stored] = await scene.read((records) => records.notices.mails());
    expect(scene.inbox.mails().map((mail) => mail.messageId)).toEqual([stored?.messageId]);
  });

  test('that no server took say the next working day what is true by then, and none leaves on a weekend', async () => {
    await scene.carryOut(aDocument(janes));
    await scene.runJobs();
    scene.inbox.refuse(jane, 450);
    const toJane = async () => (await scene.runJobs(2)).filter((mail) => mail.to === jane);
    scene.turnTo('2026-03-13');
    expect(await toJane()).toEqual([]);
    scene.inbox.refuse(jane, null);
    scene.turnTo('2026-03-14');
    expect(await toJane()).toEqual([]);
    scene.turnTo('2026-03-16');
    const [mail, ...others] = await toJane();
    expect(others).toEqual([]);
    expect(mail?.subject).toMatch(/^3 days overdue|overdue/);
    expect(mail?.text).not.toMatch(/due today/i);
    expect(await scene.read((records) => records.outbox.counts())).toContainEqual(
      expect.objectContaining({ kind: 'send-mail', waiting: 0 }),
    );
  });

  test('to an address that is refused for good are given up, and the others leave', async () => {
    await scene.carryOut();
    scene.inbox.refuse(jane, 550);
    expect((await scene.runJobs(2)).map((mail) => mail.to).toSorted()).toEqual([
      'omar.haddad@example.com',
      'oncall@example.com',
    ]);
    expect(await scene.read((records) => records.outbox.dead())).toMatchObject([
      { kind: 'send-mail', reason: expect.stringContaining(jane) },
    ]);
  });
});
