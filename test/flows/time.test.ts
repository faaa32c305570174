import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenDatabase } from '../../src/adapters/postgres/server.ts';
import { createStore } from '../../src/adapters/postgres/store.ts';
import { addDays, type Day, isWeekend, type TimeOfDay } from '../../src/core/calendar.ts';
import { createService, jobsOf } from '../../src/entry/service.ts';
import { readSettings } from '../../src/settings.ts';
import { testDatabases } from '../setup/databases.ts';
import { aDocument, audience, openMigrated, type Scene, startScene, threeItems } from './examples.ts';

const jane = 'jane.smith@example.com';
const janes = threeItems.slice(0, 1); // due on Friday, 13 March 2026

describe.each(testDatabases)('the jobs of $name', (database) => {
  let opened: OpenDatabase;
  let scene: Scene;
  beforeAll(async () => {
    opened = await openMigrated(database);
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    scene = await startScene(opened);
  });
  afterEach(() => scene.close());

  /** Everything that the schedule starts, as a service of its own; `instance` tells several from each other. */
  const jobs = (
    organisation: object = { timeZone: 'Europe/Berlin' },
    time: TimeOfDay = '09:00',
    instance = 1,
    directory: object = audience.directory,
  ) => {
    const settings = readSettings(
      { organisation, mail: { time, onCall: audience.onCall }, digest: { to: ['eng@example.com'] } },
      directory,
      {},
    );
    const ports = { ...scene.ports, tracker: null, store: createStore(opened.db, `instance ${instance}`) };
    const all = jobsOf(ports, settings, createService(ports, settings, `instance ${instance}`), 'http://pir');
    return async () => {
      for (const job of all) await job.run();
    };
  };
  const walk = async (from: Day, to: Day, run: () => Promise<unknown>, time: TimeOfDay = '09:00') => {
    for (let day = from; day <= to; day = addDays(day, 1)) {
      scene.turnTo(day, time);
      await run();
    }
  };
  /** Every notice by its natural key, with the day of the mail that told it. */
  const told = async () => {
    const notices = await opened.db
      .selectFrom('notices')
      .select(['recipient', 'kind', 'period', 'mailedOn'])
      .orderBy('mailedOn')
      .orderBy('recipient')
      .orderBy('kind')
      .execute();
    return notices.map(
      ({ recipient, kind, period, mailedOn }) => `${mailedOn} ${recipient} ${kind} ${period}`,
    );
  };
  const toldJane = async (kind: string) =>
    (await told())
      .filter((notice) => notice.includes(` ${jane} ${kind} `))
      .map((notice) => notice.replace(` ${jane} ${kind}`, ''));
  /** Nobody got two mails on a day, and what the server received is what was composed, once. */
  const expectOneMailADay = async () => {
    const mails = await scene.read((records) => records.notices.mails());
    const received = scene.inbox.mails().map(({ to, subject }) => `${to.join()} ${subject}`);
    expect(received.toSorted()).toEqual(mails.map(({ to, subject }) => `${to} ${subject}`).toSorted());
    expect(new Set(mails.map(({ to, day }) => `${to} ${day}`)).size).toBe(mails.length);
  };

  test('of three instances at once, each ticking twice, tell what one alone tells, and once', async () => {
    await scene.carryOut(aDocument(janes));
    await walk('2026-03-05', '2026-03-13', jobs());
    const alone = await told();
    await scene.close();
    scene = await startScene(opened);
    await scene.carryOut(aDocument(janes));
    const instances = [1, 2, 3].map((instance) => jobs(undefined, undefined, instance));
    await walk('2026-03-05', '2026-03-13', async () => {
      await Promise.all([...instances, ...instances].map((run) => run()));
    });
    expect(await told()).toEqual(alone);
    await expectOneMailADay();
  });

  test('after three weeks down tell the newest of each, and nothing of the weeks between', async () => {
    await scene.carryOut(aDocument(janes));
    await walk('2026-03-05', '2026-03-06', jobs());
    const before = scene.inbox.mails().length;
    await walk('2026-03-27', '2026-03-28', jobs());
    expect((await told()).filter((notice) => notice.startsWith('2026-03-27'))).toEqual([
      '2026-03-27 eng@example.com digest 2026-W13',
      '2026-03-27 jane.smith@example.com digest 2026-W13',
      '2026-03-27 jane.smith@example.com overdue 2026-03-13+14d',
      '2026-03-27 oncall@example.com review P7D 2026-03-10 again 2026-03-26',
    ]);
    expect(scene.inbox.mails().length - before).toBe(3);
    await expectOneMailADay();
  });

  test('with the clock set back by days tell nothing twice, and go on where they were', async () => {
    await scene.carryOut(aDocument(janes));
    await walk('2026-03-05', '2026-03-18', jobs());
    const once = await told();
    await walk('2026-03-11', '2026-03-18', jobs());
    expect(await told()).toEqual(once);
    await walk('2026-03-19', '2026-03-20', jobs());
    expect((await told()).at(-1)).toBe('2026-03-20 jane.smith@example.com overdue 2026-03-13+7d');
    await expectOneMailADay();
  });

  // Egypt turns its clocks between a Thursday and a Friday, so that mails are due on both days.
  test.each([
    { change: 'forward', day: '2026-04-24', time: '00:30' },
    { change: 'back', day: '2026-10-29', time: '23:30' },
  ] as const)(
    'over clocks that go $change send each day once, also at an hour that is skipped or comes twice',
    async ({ day, time }) => {
      const cairo = jobs({ timeZone: 'Africa/Cairo' }, time);
      scene.turnTo(addDays(day, -7), '12:00');
      await scene.carryOut(aDocument([{ ref: '1', title: 'Over the change', due: day }], addDays(day, -7)));
      scene.turnTo(addDays(day, -1), '12:00');
      for (let halfHours = 0; halfHours < 2 * 42; halfHours += 1) {
        await cairo();
        scene.wait(30 * 60);
      }
      expect((await toldJane('due')).at(-1)).toBe(`${day} ${day}`);
      await expectOneMailADay();
    },
  );

  test('know 29 February, the ends of months and years, and the week that lies in two years', async () => {
    scene.turnTo('2023-12-05');
    await scene.carryOut(
      aDocument([{ ref: '1', title: 'Over the leap day', due: '2024-02-29' }], '2023-11-30'),
    );
    await walk('2024-01-31', '2024-03-01', jobs());
    expect(await toldJane('due')).toEqual(['2024-02-26 2024-02-29-3wd', '2024-02-29 2024-02-29']);
    expect(await toldJane('overdue')).toEqual(['2024-03-01 2024-02-29+1d']);
    // Three months from 30 November; the item is due that very day, so its owner is not asked about it.
    expect(await told()).toContain('2024-02-27 oncall@example.com review P3M 2024-02-29');
    await walk('2026-12-21', '2027-01-12', jobs());
    expect((await toldJane('digest')).slice(-4)).toEqual([
      '2026-12-21 2026-W52',
      '2026-12-28 2026-W53',
      '2027-01-04 2027-W01',
      '2027-01-11 2027-W02',
    ]);
    await expectOneMailADay();
  });

  test('with another time zone in the settings tell nothing twice and nothing less', async () => {
    await scene.carryOut(aDocument(janes));
    const zones = ['Europe/Berlin', 'Pacific/Auckland', 'America/Los_Angeles', 'Pacific/Kiritimati'];
    const there = zones.map((timeZone) => jobs({ timeZone }));
    for (let day: Day = '2026-03-05'; day <= '2026-03-17'; day = addDays(day, 1)) {
      for (const [index, run] of there.entries()) {
        scene.turnTo(day, `${String(4 + index * 6).padStart(2, '0')}:00` as TimeOfDay);
        await run();
      }
    }
    const periods = (await told()).map((notice) => notice.slice('2026-03-05 '.length));
    expect(new Set(periods).size).toBe(periods.length);
    for (const period of [
      '2026-03-13-3wd',
      '2026-03-13',
      '2026-03-13+3d',
      'P7D 2026-03-10',
      '2026-W11',
      '2026-W12',
    ])
      expect(periods.filter((each) => each.startsWith(jane) && each.endsWith(` ${period}`))).toHaveLength(1);
    await expectOneMailADay();
  });

  test('rest on holidays of the country, and catch up on the next working day', async () => {
    const germany = jobs({ timeZone: 'Europe/Berlin', country: 'DE' });
    scene.turnTo('2026-03-26');
    await scene.carryOut(aDocument([{ ref: '1', title: 'Before Easter', due: '2026-04-30' }], '2026-03-31'));
    await walk('2026-03-27', '2026-04-08', germany);
    const days = new Set((await told()).map((notice) => notice.slice(0, 10)));
    for (const day of ['2026-04-03', '2026-04-06']) expect(days.has(day)).toBe(false);
    // A week after 31 March is the Tuesday after Easter, two working days after Wednesday, 1 April.
    expect(await toldJane('review')).toEqual(['2026-04-01 P7D 2026-04-07']);
    expect([...days].every((day) => !isWeekend(day as Day))).toBe(true);
  });

  test('write to each person by their own clock, and not on their own holidays', async () => {
    const people = audience.directory.people.map((person) =>
      person.email === jane ? { ...person, country: 'US', timeZone: 'America/New_York' } : person,
    );
    const run = jobs({ timeZone: 'Europe/Berlin', country: 'DE' }, '09:00', 1, { people, teams: [] });
    scene.turnTo('2026-07-01');
    const due = '2026-07-03'; // the day on which the United States keep the Fourth of July in 2026
    await scene.carryOut(aDocument([{ ref: '1', title: 'On a holiday', due }], '2026-06-30'));
    await walk('2026-07-01', '2026-07-06', run); // at three in the morning in New York
    expect((await scene.read((records) => records.notices.mails())).filter(({ to }) => to === jane)).toEqual(
      [],
    );
    await walk('2026-07-03', '2026-07-03', run, '15:00');
    expect((await scene.read((records) => records.notices.mails())).filter(({ to }) => to === jane)).toEqual(
      [],
    );
    await walk('2026-07-06', '2026-07-06', run, '15:00');
    expect(scene.inbox.mails().filter(({ to }) => to.includes(jane))).toHaveLength(1);
    await expectOneMailADay();
  });
});
