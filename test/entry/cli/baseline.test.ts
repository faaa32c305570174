import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { killAll, run } from '../../processes/program.ts';

// Processes take their time where other work has the processor.
jest.setTimeout(120_000);

const item = (number: number) =>
  `**[${number}] Add alert ${number}**\n- **Owner**: @dev-team\n- **Due Date**: 2026-03-2${number}\n\n`;
const pir = (...items: string[]) =>
  `# PIR: Queue\n\n## Action Items\n\n### High Priority\n\n${items.join('')}`;

describe('pir check reports only what is new', () => {
  let cwd: string;
  const codes = async (...options: string[]) => {
    const { stdout } = await run(['check', '--format', 'json', 'pir.md', ...options], { cwd });
    return (JSON.parse(stdout)[0].findings as { code: string; line: number }[])
      .filter(
        (finding) => finding.code === 'PIR020' || finding.code === 'PIR022' || finding.code === 'PIR010',
      )
      .map((finding) => finding.code);
  };
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'pir-tracker-baseline-'));
    writeFileSync(
      join(cwd, 'pir.md'),
      pir(item(1), '**[2] Add a dashboard**\n- **Due Date**: 2026-03-22\n\n'),
    );
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        cwd,
        stdio: 'ignore',
      });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'before');
    const { stdout } = await run(['check', '--format', 'json', 'pir.md'], { cwd });
    writeFileSync(join(cwd, 'before.json'), stdout);
  });
  afterEach(() => killAll());
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  test('against an earlier output and against a commit, wherever the lines have moved', async () => {
    expect(await codes()).not.toEqual([]);
    expect(await codes('--baseline', 'before.json')).toEqual([]);
    expect(await codes('--changed-since', 'HEAD')).toEqual([]);
    const more = '**[3] Add a runbook**\n- **Due Date**: 2026-03-23\n\n';
    const before = '**[2] Add a dashboard**\n- **Due Date**: 2026-03-22\n\n';
    writeFileSync(join(cwd, 'pir.md'), `\n\n${pir(item(1), before, more)}`);
    expect(await codes('--baseline', 'before.json')).toEqual(['PIR020']);
    expect(await codes('--changed-since', 'HEAD')).toEqual(['PIR020']);
  });

  test('and says what is wrong with a baseline or a commit', async () => {
    const [file, commit] = await Promise.all([
      run(['check', 'pir.md', '--baseline', 'pir.md'], { cwd }),
      run(['check', 'pir.md', '--changed-since', 'nowhere'], { cwd }),
    ]);
    expect(file).toMatchObject({ code: 2, stdout: '' });
    expect(file.stderr).toMatch(/^pir\.md is no baseline: /);
    expect(commit).toMatchObject({ code: 2, stdout: '' });
    expect(commit.stderr).toMatch(/^There is no commit nowhere here\.\n/);
  });
});
