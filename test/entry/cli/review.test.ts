import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { killAll } from '../../processes/program.ts';
import { createWorkspace, type Workspace } from '../../processes/workspace.ts';

// Processes take their time where other work has the processor.
jest.setTimeout(120_000);

const incident = 'INC-2026-0303-001';

describe('pir review', () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = createWorkspace();
    // Its own days have passed, so one review follows a month after the approval.
    await workspace.run(['approve', 'pir.md', '--yes']);
  });
  afterAll(async () => {
    await killAll();
    workspace.remove();
  });

  const review = (...args: string[]) => workspace.run(['review', ...args]);

  test('lists, shows and records a review, with a file as evidence, and tells who comes second', async () => {
    expect((await review('list')).stdout).toMatch(/extra review +INC-2026-0303-001 +extra/);
    workspace.write('lag.png', new Uint8Array([1, 2, 3]));
    const recorded = await review(
      ...['record', incident, 'extra', '--item', '1=on-track', '2=at-risk', '--evidence', '1=@lag.png'],
      ...['--item-note', '2=Needs disks.', '--by', 'Jo Doe'],
    );
    expect(recorded).toMatchObject({ code: 0, stdout: expect.stringContaining('2 items, 0 verified') });
    const { stdout } = await review('show', incident, 'extra', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      review: { version: 1, state: 'recorded', recordedBy: 'Jo Doe' },
      items: expect.arrayContaining([
        expect.objectContaining({
          name: '1',
          evidence: [expect.objectContaining({ text: 'lag.png', size: 3 })],
        }),
        expect.objectContaining({ name: '2', outcome: expect.objectContaining({ note: 'Needs disks.' }) }),
      ]),
    });
    const second = await review('record', incident, 'extra', '--item', '1=blocked', '--if-version', '0');
    expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining('Jo Doe recorded this review') });
  });

  test.each([
    [['--item', '1=fine'], 'says nothing that is known'],
    [['--item', '1'], 'not of the form NUMBER=TEXT'],
    [['--item', '1=too-early'], 'too-early needs a day'],
    [['--item', '1=on-track', '--due', '2=2030-01-01'], 'no --item names it'],
    [['--item', '1=missed', '--due', '1=soon'], 'is no day'],
    [['--item', '1=on-track', '--evidence', '1=@nothing.png'], 'no file nothing.png'],
  ])('refuses %j before anything is stored', async (options, why) => {
    const ended = await review('record', incident, 'extra', ...options);
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(why) });
  });

  test('hands over to somebody who can be reached, and to nobody else', async () => {
    expect(await review('hand-over', incident, 'P9M', 'x@example.com')).toMatchObject({ code: 1 });
    const { stdout } = await review('list', '--format', 'json');
    const [coming] = (JSON.parse(stdout) as { coming: { milestone: string }[] }).coming;
    const milestone = coming?.milestone ?? '';
    expect(await review('hand-over', incident, milestone, 'nobody')).toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining('Nobody can be reached as "nobody"') },
    });
    expect((await review('hand-over', incident, milestone, 'new@example.com')).code).toBe(0);
    expect((await review('list')).stdout).toContain('new@example.com');
  });
});
