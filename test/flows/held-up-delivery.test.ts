import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../src/core/failure.ts';
import type { NewTicket } from '../../src/core/plan/plan.ts';
import { deliverOutbox } from '../../src/flows/deliver-outbox.ts';
import { showPir, showStatus } from '../../src/flows/show-status.ts';
import { submitPir } from '../../src/flows/submit-pir.ts';
import type { Tracker } from '../../src/ports.ts';
import { testDatabases } from '../setup/databases.ts';
import { aDocument, audience, deliverySettings, eachWithScene, type Scene, timeZone } from './examples.ts';
import { many, ticketActions, titles, trackerTelling } from './lots.ts';

const views = { organisation: 'Acme', timeZone, directory: audience.directory };

describe.each(testDatabases)('delivering to a Jira that does not answer on $name', (database) => {
  let scene: Scene;
  eachWithScene(database, (started) => {
    scene = started;
  });

  const jira = () => scene.ports.tracker as Tracker;
  const summaries = () => scene.jira.tickets().map(({ summary }) => summary);
  const actions = (pirId: string) => ticketActions(scene, pirId);
  async function approved(...args: Parameters<typeof aDocument>) {
    const submission = await scene.submit(aDocument(...args));
    await scene.approve(submission.plan);
    return submission;
  }
  const telling = (tell: (lot: readonly NewTicket[]) => Promise<void> | void) => trackerTelling(jira(), tell);

  describe('to a Jira that is down', () => {
    const down = (calls: { count: number }): Tracker => ({
      ...jira(),
      createMany: () => {
        calls.count += 1;
        return Promise.reject(new Failure('tracker-unreachable', 'Jira could not be reached.'));
      },
    });

    test('stops calling after five tries, says since when and until when, tries once, and goes on when it is back', async () => {
      await approved(many(3));
      const calls = { count: 0 };
      for (let run = 0; run < 30; run += 1) {
        await scene.deliver({ tracker: down(calls) });
        scene.wait(10);
      }
      expect(calls.count).toBeLessThan(9);
      const status = await showStatus(scene.ports, views);
      expect(status.tickets.note).toMatch(
        /^Jira does not answer since 14:00; next try 14:\d\d; 3 tickets wait$/,
      );
      for (let run = 0; run < 4 && scene.jira.tickets().length < 3; run += 1) {
        scene.wait(900);
        await scene.deliver();
      }
      expect(summaries()).toEqual(titles(many(3)));
      expect((await showStatus(scene.ports, views)).tickets.note).toBeNull();
    });

    test('is not taken to be back by a ticket that nobody needs any more', async () => {
      await approved(many(2));
      const calls = { count: 0 };
      for (let run = 0; run < 10; run += 1) {
        await scene.deliver({ tracker: down(calls) });
        scene.wait(10);
      }
      await approved(many(2).slice(1));
      scene.wait(900);
      await scene.deliver({ tracker: down(calls) });
      expect(await scene.read((records) => records.pauses.all())).toMatchObject([
        { scope: 'all', failures: calls.count },
      ]);
      expect(calls.count).toBeGreaterThan(5);
    });

    test('makes plans all the same, says that it could not ask, and looks before it creates', async () => {
      const tracker: Tracker = {
        ...jira(),
        preflight: () => Promise.reject(new Failure('tracker-unreachable', 'Jira could not be reached.')),
      };
      const ports = { ...scene.ports, tracker };
      const { plan, findings } = await submitPir(ports, scene.planning, aDocument(), 'jo.doe');
      expect(findings.map(({ code }) => code)).toContain('PLAN030');
      await scene.approve(plan);
      let looks = 0;
      const looking: Tracker = {
        ...jira(),
        findMany: (wanted) => {
          looks += 1;
          return jira().findMany(wanted);
        },
      };
      expect(await scene.deliver({ tracker: looking })).toMatchObject({ delivered: 3 });
      expect(looks).toBe(1);
    });
  });

  test('a Jira that never answers holds a plan up only so long', async () => {
    const tracker: Tracker = { ...jira(), preflight: () => new Promise(() => undefined) };
    const planning = { ...scene.planning, askSeconds: 0.05 };
    const { findings } = await submitPir({ ...scene.ports, tracker }, planning, aDocument(), 'jo.doe');
    expect(findings.find(({ code }) => code === 'PLAN030')?.message).toContain('within 0.05 seconds');
  });

  test('an approval goes by what Jira said when the plan was read, also when Jira is down by then', async () => {
    const { plan, pirId } = await scene.submit();
    const known = await scene.read((records) => records.pirs.preflight(pirId));
    expect(known?.askedAt).toBe(scene.ports.clock.now());
    const shown = await showPir({ ...scene.ports, tracker: null }, views, scene.planning, pirId);
    expect(shown.plan).toEqual(plan);
  });

  test('stops when told to: what is under way is finished, the rest waits and is not in doubt', async () => {
    const { pirId } = await approved(many(120));
    const stop = new AbortController();
    const tracker = telling(() => stop.abort());
    const one = { ...deliverySettings, concurrency: 1 };
    const report = await deliverOutbox({ ...scene.ports, tracker }, one, 'here', stop.signal);
    expect(report.delivered).toBe(50);
    expect(scene.jira.tickets()).toHaveLength(50);
    let looks = 0;
    const rest: Tracker = {
      ...jira(),
      findMany: () => {
        looks += 1;
        return Promise.resolve(new Map());
      },
    };
    expect(await scene.deliver({ tracker: rest })).toMatchObject({ delivered: 70 });
    expect(looks).toBe(0);
    expect(await actions(pirId)).toHaveLength(120);
  });
});
