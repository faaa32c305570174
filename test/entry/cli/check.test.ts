import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { killAll, run, start } from '../../processes/program.ts';
import { examplePir } from '../../processes/workspace.ts';

// Processes take their time where other work has the processor.
jest.setTimeout(120_000);

const clean = fileURLToPath(new URL('../../examples/ok/table.md', import.meta.url));

interface Checked {
  readonly pir: { attendees: unknown[]; items: unknown[] };
  readonly findings: unknown[];
}

describe('pir check', () => {
  let cwd: string;
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'pir-tracker-check-'));
    writeFileSync(join(cwd, 'no-items.md'), '# PIR\n\nNothing to do.\n');
  });
  afterAll(async () => {
    await killAll();
    rmSync(cwd, { recursive: true, force: true });
  });

  test('prints one JSON array with an object for each file that can be read, and nothing else', async () => {
    const ended = await run(['check', '--format', 'json', examplePir, clean, 'missing.md'], { cwd });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/^There is no file missing\.md\..*\n$/);
    const [example, table, ...others] = JSON.parse(ended.stdout) as [Checked, Checked];
    expect(others).toEqual([]);
    expect(Object.keys(example)).toEqual(['file', 'pir', 'findings']);
    expect(example).toMatchObject({
      file: examplePir,
      pir: {
        incident: {
          id: 'INC-2026-0303-001',
          date: '2026-03-03',
          title: expect.any(String),
          severity: expect.any(String),
        },
        pirDate: '2026-03-05',
        label: 'incident-PIR-2026-03-03',
        rootCause: expect.any(String),
        reviews: [
          { milestone: 'P7D', on: '2026-03-10' },
          { milestone: 'P1M', on: '2026-04-03' },
          { milestone: 'P3M', on: '2026-06-03' },
        ],
        signOffs: expect.arrayContaining([
          { role: 'Incident Commander', name: 'Priya Nair', signed: false, date: '2026-03-06' },
        ]),
        document: {
          version: '1.0',
          owner: 'Platform Engineering',
          retention: '7 years',
          distribution: expect.any(String),
        },
      },
    });
    expect(example.pir.attendees).toHaveLength(5);
    expect(example.pir.items[3]).toMatchObject({
      ref: '4',
      title: 'Write a Tool That Replays What Was Set Aside',
      priority: 'medium',
      owners: [
        { kind: 'team', handle: 'events-team', raw: expect.any(String) },
        { kind: 'person', handle: 'yusuf.demir', raw: expect.any(String) },
      ],
      due: '2026-03-28',
      dueRaw: '2026-03-28',
      dueBy: '2026-03-28',
      dueSource: 'written',
      estimate: '3 days',
      successMetric: expect.stringContaining('10,000 messages'),
      objective: 'Lose no message that can be repaired',
      approach: expect.arrayContaining(['Replay at a rate the consumers can bear']),
      playbook: 'RUNBOOK_QUEUES.md',
      state: null,
      ticket: null,
      line:
        readFileSync(examplePir, 'utf8')
          .split('\n')
          .findIndex((line) => line.startsWith('**[4]')) + 1,
    });
    expect(example.findings).toEqual(
      expect.arrayContaining([
        {
          code: expect.stringMatching(/^PIR\d{3}$/),
          severity: 'warning',
          line: expect.any(Number),
          column: expect.any(Number),
          message: expect.any(String),
          hint: expect.any(String),
        },
      ]),
    );
    expect(table.findings).toEqual([]);
  });

  test('fails on warnings only when it is asked to be strict', async () => {
    const [lenient, strict] = await Promise.all([
      run(['check', examplePir], { cwd }),
      run(['check', '--strict', examplePir], { cwd }),
    ]);
    expect(lenient).toMatchObject({ code: 0, stderr: '' });
    expect(strict).toMatchObject({ code: 1, stderr: '', stdout: lenient.stdout });
  });

  test('says that a document promises nothing, which is no error', async () => {
    const ended = await run(['check', 'no-items.md'], { cwd });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^no-items\.md:\d+\S* {2}\w+ {2}PIR\d+ /m);
  });

  test('takes a folder for the Markdown below it, and the standard input for -', async () => {
    mkdirSync(join(cwd, 'reviews', '2026'), { recursive: true });
    for (const name of ['2026/b.md', 'a.MD', 'notes.txt']) {
      writeFileSync(join(cwd, 'reviews', name), readFileSync(clean));
    }
    const [folder, input] = await Promise.all([
      run(['check', '--format', 'json', 'reviews'], { cwd }),
      run(['check', '-'], { cwd }),
    ]);
    const files = (JSON.parse(folder.stdout) as { file: string }[]).map(({ file }) => file);
    expect(files).toEqual([join('reviews', '2026', 'b.md'), join('reviews', 'a.MD')]);
    expect(input).toMatchObject({ code: 2, stdout: '' });
    expect(input.stderr).toMatch(/^The standard input is empty\. /);
  });

  test('goes on without a word when nobody reads its output to the end', async () => {
    const check = start(['check', ...Array.from({ length: 40 }, () => examplePir)], { cwd });
    check.stopReading();
    expect(await check.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  });
});
