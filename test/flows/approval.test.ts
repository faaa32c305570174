import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../src/core/failure.ts';
import { showPir } from '../../src/flows/show-status.ts';
import { draftPir } from '../../src/flows/submit-pir.ts';
import { testDatabases } from '../setup/databases.ts';
import { aDocument, audience, eachWithScene, type Scene, threeItems, timeZone } from './examples.ts';

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof Failure ? error.code : `not refused: ${String(error)}`;
}

describe.each(testDatabases)('submitting and approving on $name', (database) => {
  let scene: Scene;
  eachWithScene(database, (started) => {
    scene = started;
  });

  const actions = async (pirId: string) => (await scene.trail(pirId)).map((row) => row.action);
  const summaries = () =>
    scene.jira
      .tickets()
      .map((ticket) => ticket.summary)
      .toSorted();
  const items = (pirId: string) => scene.read((records) => records.items.ofPir(pirId));

  test('drafting stores nothing and says what submitting would', async () => {
    const before = await scene.everything();
    const draft = await draftPir(scene.ports, scene.planning, aDocument());
    expect(await scene.everything()).toEqual(before);
    expect((await scene.submit()).plan).toEqual(draft.plan);
  });

  test('the same document twice is one submission, also when both come at once', async () => {
    const [one, two] = await Promise.all([scene.submit(), scene.submit()]);
    const stored = await scene.everything();
    expect(two).toEqual(one);
    expect(await scene.submit()).toEqual(one);
    expect(await scene.everything()).toEqual(stored);
    expect(await actions(one.pirId)).toEqual(['pir-submitted']);
  });

  test('a fingerprint that is out of date is refused and changes nothing', async () => {
    const { pirId, plan } = await scene.submit();
    await scene.submit(aDocument(threeItems.slice(0, 2)));
    const before = await scene.everything();
    expect(await refusal(scene.approve(plan))).toBe('plan-stale');
    expect(await refusal(scene.approve({ pirId, fingerprint: 'f'.repeat(16) }))).toBe('plan-stale');
    expect(await refusal(scene.approve({ pirId: 'nowhere.md', fingerprint: plan.fingerprint }))).toBe(
      'pir-unknown',
    );
    expect(await scene.everything()).toEqual(before);
  });

  test('a decision that is refused leaves nothing behind', async () => {
    const { plan } = await scene.submit();
    const before = await scene.everything();
    expect(await refusal(scene.approve(plan, { only: null, declined: { 2: ' ' } }))).toBe('approval-refused');
    expect(await scene.everything()).toEqual(before);
  });

  test('approving twice is approving once, also when both come at once', async () => {
    const { pirId, plan } = await scene.submit();
    const both = await Promise.all([scene.approve(plan), scene.approve(plan)]);
    expect(both.map((result) => result.already).toSorted()).toEqual([false, true]);
    const stored = await scene.everything();
    scene.wait(60);
    expect(await scene.approve(plan)).toMatchObject({ already: true, changes: 0 });
    expect(await scene.everything()).toEqual(stored);
    expect(await actions(pirId)).toEqual(['pir-submitted', 'plan-approved', ...Array(3).fill('item-open')]);
  });

  test('of an approval of some items the rest can be approved by the plan that is left, not by the old one', async () => {
    const { pirId, plan } = await scene.submit();
    await scene.approve(plan, { only: ['1'], declined: {} });
    scene.wait(60);
    expect(await scene.approve(plan, { only: ['1'], declined: {} })).toMatchObject({ already: true });
    expect(await refusal(scene.approve(plan))).toBe('plan-stale');
    expect((await scene.approve((await scene.submit()).plan)).changes).toBe(2);
    expect((await items(pirId)).map((item) => item.state)).toEqual(['open', 'open', 'open']);
    expect(await scene.read((records) => records.outbox.counts())).toMatchObject([
      { kind: 'create-ticket', waiting: 3 },
    ]);
  });

  test('an item that cannot be told apart does not keep the plan that was read from being approved', async () => {
    await scene.carryOut();
    const reworded = threeItems.map((item) =>
      item.ref === '2' ? { ...item, title: 'Hire somebody' } : item,
    );
    const { pirId, plan, findings } = await scene.submit(
      aDocument([...reworded, { ref: '4', title: 'Run a drill' }]),
    );
    expect(findings.map((finding) => finding.code)).toContain('PLAN001');
    const seen = await showPir(
      scene.ports,
      { organisation: 'Acme', timeZone, directory: audience.directory },
      scene.planning,
      pirId,
    );
    expect(seen.findings.map((finding) => finding.code)).toContain('PLAN001');
    await scene.approve(plan);
    await scene.deliver();
    expect(summaries()).toEqual([...threeItems.map((item) => item.title), 'Run a drill'].toSorted());
  });

  test('settings that changed since the document came in make another plan of it, which can be approved', async () => {
    const document = aDocument([{ ref: '1', title: 'Alert on lag' }]);
    const { plan: old } = await scene.submit(document);
    const reading = { ...scene.planning.reading, dueDays: { high: 5, medium: 30, low: 90 } };
    Object.assign(scene.planning, { reading });
    const { plan } = await scene.submit(document);
    expect(plan.fingerprint).not.toBe(old.fingerprint);
    expect(await refusal(scene.approve(old))).toBe('plan-stale');
    expect((await scene.approve(plan)).changes).toBe(1);
  });

  test('an item that is renumbered and reworded later is still the same, and so is its ticket', async () => {
    const { pirId } = await scene.carryOut();
    const [before] = await items(pirId);
    const renumbered = threeItems.map((item, index) => ({ ...item, ref: String(index + 11) }));
    const { plan } = await scene.submit(aDocument(renumbered));
    expect(plan.changes.map((change) => change.kind)).toEqual(['none', 'none', 'none']);
    const reworded = renumbered.map((item) => ({ ...item, title: `${item.title} soon` }));
    await scene.carryOut(aDocument(reworded));
    expect((await items(pirId))[0]).toMatchObject({
      id: before?.id,
      ref: '11',
      title: `${before?.title} soon`,
    });
    expect(summaries()).toEqual(reworded.map((item) => item.title));
    await scene.trail(pirId);
  });

  test('an item taken out of the document is dropped, and its ticket says so once', async () => {
    const { pirId } = await scene.carryOut();
    await scene.carryOut(aDocument(threeItems.slice(1)));
    await scene.carryOut(aDocument(threeItems.slice(1)));
    expect((await items(pirId)).map((item) => item.state).toSorted()).toEqual(['dropped', 'open', 'open']);
    const commented = scene.jira.tickets().filter((ticket) => ticket.comments.length > 0);
    expect(commented.map((ticket) => [ticket.summary, ticket.comments.length])).toEqual([
      [threeItems[0]?.title, 1],
    ]);
  });

  test('a review missed in a downtime is still held after the PIR was approved once more', async () => {
    await scene.carryOut();
    scene.turnTo('2026-03-20');
    const moved = threeItems.map((item) => ({ ...item, due: '2026-04-10' }));
    const { pirId } = await scene.carryOut(aDocument(moved));
    const states = async () =>
      (await scene.read((records) => records.reviews.ofPir(pirId))).map(
        ({ milestone, state }) => `${milestone} ${state}`,
      );
    expect(await states()).toEqual(['P7D planned', 'P1M planned', 'P3M planned']);
    await scene.runJobs();
    expect(await states()).toEqual(['P7D announced', 'P1M planned', 'P3M planned']);
  });

  test('two PIRs with the same people in another order are approved at once', async () => {
    const backwards = threeItems.toReversed().map((item, index) => ({ ...item, ref: String(index + 1) }));
    const one = await scene.submit(aDocument(threeItems, '2026-03-03', 'INC-1'));
    const two = await scene.submit(aDocument(backwards, '2026-03-03', 'INC-2'));
    await Promise.all([scene.approve(one.plan), scene.approve(two.plan)]);
    expect(await actions(one.pirId)).toHaveLength(5);
    expect(await actions(two.pirId)).toHaveLength(5);
  });

  test('approving an old PIR says nothing of what is past: the owners hear what is theirs, and nobody anything else', async () => {
    const old = threeItems.map((item) => ({ ...item, due: item.due?.replace('2026', '2024') ?? '' }));
    const done = { ref: '4', title: 'Roll the release back', due: '2024-03-03', more: '**Status**: Done' };
    const { pirId, plan } = await scene.submit(aDocument([...old, done], '2024-03-03'));
    scene.turnTo('2026-03-09'); // a Monday, the digest's day
    await scene.approve(plan);
    const mails = await scene.runJobs(3);
    expect(mails.map((mail) => mail.to).toSorted()).toEqual([
      'jane.smith@example.com',
      'omar.haddad@example.com',
      'oncall@example.com',
    ]);
    const kinds = (await scene.read((records) => records.notices.mails())).map((mail) => mail.kinds);
    expect(kinds).toEqual([['assigned'], ['assigned'], ['assigned']]);
    const reviews = await scene.read((records) => records.reviews.ofPir(pirId));
    expect(reviews.map(({ milestone, on, state }) => `${milestone} ${on} ${state}`)).toEqual([
      'P7D 2024-03-11 before-approval',
      'P1M 2024-04-03 before-approval',
      'P3M 2024-06-03 before-approval',
      'extra 2026-04-09 planned',
    ]);
    scene.turnTo('2026-03-10');
    expect(await scene.runJobs(3)).toEqual([]);
  });
});
