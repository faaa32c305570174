import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { addDays, type Day } from '../../src/core/calendar.ts';
import { testDatabases } from '../setup/databases.ts';
import { aDocument, eachWithScene, type Scene, threeItems } from './examples.ts';

const url = new URL('../../config/example-pir.md', import.meta.url);
const bytes = readFileSync(url);
const example = { bytes, text: bytes.toString('utf8'), source: 'config/example-pir.md' };

describe.each(testDatabases)('a quiet start on $name', (database) => {
  let scene: Scene;
  eachWithScene(database, (started) => {
    scene = started;
  });

  const live = async (from: Day, days: number) => {
    for (let count = 0; count < days; count += 1) {
      scene.turnTo(addDays(from, count));
      await scene.runJobs();
    }
    return (await scene.read((records) => records.notices.mails())).map(
      ({ day, to, kinds }) => `${day} ${to} ${kinds.join()}`,
    );
  };
  const reviewsOf = async (pirId: string) =>
    (await scene.read((records) => records.reviews.ofPir(pirId))).map(
      ({ milestone, on, state }) => `${milestone} ${on} ${state}`,
    );

  test('follows the approval of a PIR whose days have all passed: the owners hear what is theirs, and no more', async () => {
    scene.turnTo('2026-11-24', '08:00');
    const { pirId } = await scene.carryOut(example);
    expect(await reviewsOf(pirId)).toEqual([
      'P7D 2026-03-10 before-approval',
      'P1M 2026-04-03 before-approval',
      'P3M 2026-06-03 before-approval',
      'extra 2026-12-24 planned',
    ]);
    // Its owners are unknown to the directory here, so the on-call address stands in for all ten.
    expect(await live('2026-11-24', 1)).toEqual(['2026-11-24 oncall@example.com assigned']);
    const [mail] = scene.inbox.mails();
    expect(mail?.text).not.toMatch(/overdue|not recorded/i);
    expect(scene.inbox.mails()).toHaveLength(1);
    const later = await live('2026-12-21', 3);
    expect(later.filter((line) => line.includes('review'))).toEqual([
      '2026-12-22 oncall@example.com overdue,review',
    ]);
  });

  test('follows the approval of a hundred of them: one mail a person, none about a review', async () => {
    scene.turnTo('2026-11-24', '08:00');
    for (let count = 0; count < 100; count += 1) {
      const submission = await scene.submit(aDocument(threeItems.slice(0, 2), '2026-03-03', `INC-${count}`));
      await scene.approve(submission.plan);
    }
    expect(await live('2026-11-24', 1)).toEqual([
      '2026-11-24 jane.smith@example.com assigned',
      '2026-11-24 omar.haddad@example.com assigned',
    ]);
    const reviews = await scene.read((records) => records.reviews.list());
    expect(reviews.filter(({ state }) => state === 'planned')).toHaveLength(100);
  });

  test('passes what a review before the approval would have looked at to the next one', async () => {
    scene.turnTo('2026-03-16', '08:00');
    const { pirId } = await scene.carryOut(aDocument(threeItems.slice(0, 1)));
    expect(await reviewsOf(pirId)).toEqual([
      'P7D 2026-03-10 before-approval',
      'P1M 2026-04-03 planned',
      'P3M 2026-06-03 planned',
    ]);
    const mails = await live('2026-03-16', 19);
    expect(mails.filter((line) => line.includes('review'))).toEqual([
      '2026-04-01 jane.smith@example.com review',
    ]);
  });
});
