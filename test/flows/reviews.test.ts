import { describe, expect, test } from '@jest/globals';
import type { Entry } from '../../src/core/review/recording.ts';
import { addEvidence } from '../../src/flows/add-evidence.ts';
import { handOverReview } from '../../src/flows/hand-over-review.ts';
import { recordReview } from '../../src/flows/record-review.ts';
import { testDatabases } from '../setup/databases.ts';
import { aDocument, audience, eachWithScene, type Scene, threeItems, workplace } from './examples.ts';

describe.each(testDatabases)('recording reviews on $name', (database) => {
  let scene: Scene;
  eachWithScene(database, (started) => {
    scene = started;
  });

  const record = (
    entries: readonly Entry[],
    given: { by?: string; version?: number; milestone?: string; comment?: boolean } = {},
  ) =>
    recordReview(
      scene.ports,
      { workplace, planning: scene.planning, audience, commentOnTickets: given.comment ?? false },
      {
        pir: 'INC-7',
        milestone: given.milestone ?? 'P7D',
        recording: { version: given.version ?? 0, by: given.by ?? 'mo.roe', note: null, entries },
      },
    );
  const finish = async (pirId: string, ref: string) => {
    const item = (await scene.read((records) => records.items.ofPir(pirId))).find((each) => each.ref === ref);
    for (const id of ['21', '31'])
      await scene.callJira('POST', `/rest/api/3/issue/${item?.ticket?.key}/transitions`, {
        transition: { id },
      });
    await scene.sync();
  };
  const itemsOf = async (pirId: string) =>
    (await scene.read((records) => records.items.ofPir(pirId))).map(
      ({ ref, title, state, ticket }) => `${ref} ${title}: ${state}${ticket ? '' : ', no ticket'}`,
    );

  test('verifies what was met, makes a ticket of what makes up for a missed one, and leaves Jira as it is', async () => {
    const { pirId } = await scene.carryOut();
    for (const ref of ['1', '2']) await finish(pirId, ref);
    scene.turnTo('2026-03-10');
    await scene.runJobs();
    const before = scene.jira.tickets();
    expect(before).toHaveLength(3);
    const { verified, made } = await record([
      { item: '1', verdict: 'met' },
      { item: '2', verdict: 'missed', note: 'Nobody looked at it.' },
      { item: '3', progress: 'at-risk' },
    ]);
    await scene.deliver();
    await scene.sync();
    expect([verified.length, made.length]).toEqual([1, 1]);
    expect(await itemsOf(pirId)).toEqual([
      '1 Alert on the age of the oldest message: verified',
      '2 Set unreadable messages aside: done',
      '3 Write the runbook: open',
      'null Set unreadable messages aside (2nd try): open',
    ]);
    expect(scene.jira.tickets().slice(0, 3)).toEqual(before);
    const trail = await scene.trail(pirId);
    const actions = trail.map(({ action }) => action);
    expect(actions.slice(actions.indexOf('review-recorded')).slice(0, 4)).toEqual([
      'review-recorded',
      'item-verified',
      'item-open',
      'ticket-created',
    ]);
    // The document never had the item that makes up: submitting it again drops nothing and plans nothing.
    const { plan } = await scene.submit();
    expect(plan.changes.map(({ kind }) => kind)).toEqual(['none', 'none', 'none']);
  });

  test('by two people at once keeps the first and tells the second', async () => {
    const { pirId } = await scene.carryOut();
    const results = await Promise.allSettled([
      record([{ item: '1', progress: 'on-track' }], { by: 'first' }),
      record([{ item: '1', progress: 'blocked' }], { by: 'second' }),
    ]);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({
      code: 'review-changed',
      message: expect.stringContaining('recorded this review'),
    });
    const outcomes = await scene.read((records) => records.reviews.outcomes(pirId));
    expect(outcomes).toHaveLength(1);
    // Having read it, the second adds what is missing.
    await record([{ item: '2', progress: 'blocked' }], { by: 'second', version: 1 });
    expect(await scene.read((records) => records.reviews.outcomes(pirId))).toHaveLength(2);
  });

  test('writes to the tickets only where settings say so', async () => {
    await scene.carryOut();
    await record([{ item: '1', progress: 'on-track' }]);
    await scene.deliver();
    const comments = () => scene.jira.tickets().map((ticket) => ticket.comments.length);
    expect(comments()).toEqual([0, 0, 0]);
    await record([{ item: '2', progress: 'at-risk', note: 'Waits for *disks*.' }], {
      version: 1,
      comment: true,
    });
    await scene.deliver();
    expect(comments().toSorted()).toEqual([0, 0, 1]);
  });

  test('keeps evidence once, as it came, whatever becomes of the outcome', async () => {
    const { pirId } = await scene.carryOut();
    const bytes = new Uint8Array([0x3c, 0x73, 0x00, 0xff]);
    const request = { pir: 'INC-7', milestone: 'P7D', item: '1', by: 'mo.roe' } as const;
    const file = { ...request, kind: 'file', text: 'lag.html', bytes } as const;
    const first = await addEvidence(scene.ports, file);
    expect(await addEvidence(scene.ports, file)).toMatchObject({ id: first.id });
    await addEvidence(scene.ports, {
      ...request,
      kind: 'link',
      text: 'https://grafana.example.com/lag',
      bytes: null,
    });
    const kept = await scene.read((records) => records.reviews.evidence(pirId, 'P7D'));
    expect(kept.map(({ kind, text, size }) => `${kind} ${text} ${size}`)).toEqual([
      'file lag.html 4',
      'link https://grafana.example.com/lag 0',
    ]);
    const stored = await scene.read((records) => records.reviews.evidenceFile(first.id));
    expect([...(stored?.bytes ?? [])]).toEqual([...bytes]);
    const tooLarge = { ...file, bytes: new Uint8Array(5 * 1024 * 1024 + 1) };
    await expect(addEvidence(scene.ports, tooLarge)).rejects.toMatchObject({ code: 'evidence-too-large' });
  });

  test('asks again on the day, and when the incident comes, until which it was too early to tell', async () => {
    const { pirId } = await scene.carryOut(aDocument(threeItems.slice(0, 2)));
    for (const ref of ['1', '2']) await finish(pirId, ref);
    await record([
      { item: '1', verdict: 'too-early', until: '2026-03-24' },
      { item: '2', verdict: 'too-early', untilIncident: 'disks FULL' },
    ]);
    scene.turnTo('2026-03-19');
    await scene.runJobs();
    await scene.submit(aDocument([], '2026-03-19', 'INC-8'));
    scene.turnTo('2026-03-20');
    const other = aDocument([], '2026-03-20', 'INC-9');
    const text = other.text.replace('| **Title** | Notices held up |', '| **Title** | Disks full again |');
    await scene.submit({ ...other, text, bytes: new TextEncoder().encode(text) });
    const [mail] = (await scene.runJobs(2)).filter(({ subject }) =>
      subject.includes('second look of INC-7 on Mon 23'),
    );
    expect(mail?.subject).toBe('Agenda: second look of INC-7 on Mon 23 March');
    expect(mail?.text).toContain('Set unreadable messages aside');
    expect(mail?.text).not.toContain('Alert on the age');
    await record([{ item: '2', verdict: 'met' }], { milestone: 'again-2026-03-23' });
    await record([{ item: '1', verdict: 'met' }], { milestone: 'again-2026-03-24' });
    expect((await itemsOf(pirId)).every((item) => item.includes('verified'))).toBe(true);
    // Nothing is left, so the month's review is not held.
    scene.turnTo('2026-04-02');
    expect((await scene.runJobs()).filter(({ subject }) => /review/.test(subject))).toEqual([]);
  });

  test('can be handed over; who takes over gets the agenda, and the reviews after it', async () => {
    const { pirId } = await scene.carryOut(aDocument(threeItems.slice(0, 1)));
    scene.turnTo('2026-03-09');
    await scene.runJobs();
    const handOver = { pir: 'INC-7', milestone: 'P7D', by: 'mo.roe' };
    await expect(
      handOverReview(scene.ports, audience, { ...handOver, to: 'nobody.known' }),
    ).rejects.toMatchObject({
      code: 'review-refused',
    });
    await handOverReview(scene.ports, audience, { ...handOver, to: '@omar.haddad' });
    scene.turnTo('2026-03-10');
    expect((await scene.runJobs()).map(({ to, subject }) => `${to}: ${subject}`)).toContain(
      'omar.haddad@example.com: Agenda: 1-week review of INC-7 on Tue 10 March',
    );
    scene.turnTo('2026-03-12');
    expect((await scene.runJobs()).map(({ to, subject }) => `${to}: ${subject}`)).toContain(
      'omar.haddad@example.com: Not recorded yet: 1-week review of INC-7 on Tue 10 March',
    );
    const reviews = await scene.read((records) => records.reviews.ofPir(pirId));
    expect(reviews.map(({ facilitator }) => facilitator)).toEqual([
      '@omar.haddad',
      '@omar.haddad',
      '@omar.haddad',
    ]);
  });

  test('takes back the agenda that has not left when the review is recorded before', async () => {
    await scene.carryOut(aDocument(threeItems.slice(0, 1)));
    await scene.runJobs();
    scene.turnTo('2026-03-06', '08:00');
    await scene.runJobs();
    await record([{ item: '1', progress: 'on-track' }]);
    scene.turnTo('2026-03-06', '09:00');
    expect(await scene.runJobs()).toEqual([]);
  });
});
