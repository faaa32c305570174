import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { newFindings } from '../../../src/entry/cli/baseline.ts';
import { killAll, run } from '../../processes/program.ts';

// Processes take their time where other work has the processor.
jest.setTimeout(120_000);

const item = (number: number) =>
  `**[${number}] Add alert ${number}**\n- **Owner**: @dev-team\n- **Due Date**: 2026-03-2${number}\n\n`;
const pir = (...items: string[]) =>
  `# PIR: Queue\n\n## Action Items\n\n### High Priority\n\n${items.join('')}`;

describe('pir check reports only what is new', () => {
  let cwd: string;
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd,
      stdio: 'ignore',
    });
  const codes = (...options: string[]) => codesOf('pir.md', cwd, ...options);
  const codesOf = async (file: string, folder: string, ...options: string[]) => {
    const { stdout } = await run(['check', '--format', 'json', file, ...options], { cwd: folder });
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

  test('where a file has another name or place now, from a folder within, and in a clone of one commit', async () => {
    const folder = join(cwd, 'reviews');
    mkdirSync(folder);
    git('mv', '-f', 'pir.md', 'reviews/queue stands.md');
    git('checkout', '--quiet', 'HEAD', '--', 'pir.md');
    git('rm', '--quiet', '--force', 'pir.md');
    const more = '**[3] Add a runbook**\n- **Due Date**: 2026-03-23\n\n';
    const before = '**[2] Add a dashboard**\n- **Due Date**: 2026-03-22\n\n';
    writeFileSync(join(folder, 'queue stands.md'), pir(item(1), before));
    expect(await codesOf('queue stands.md', folder, '--changed-since', 'HEAD')).toEqual([]);
    expect(await codesOf('reviews/queue stands.md', cwd, '--changed-since', 'HEAD')).toEqual([]);
    expect(await codesOf(join(folder, 'queue stands.md'), cwd, '--changed-since', 'HEAD')).toEqual([]);
    git('add', '--all');
    git('commit', '--quiet', '--message', 'renamed');
    writeFileSync(join(folder, 'queue stands.md'), pir(item(1), before, more));
    expect(await codesOf('./queue stands.md', folder, '--changed-since', 'HEAD')).toEqual(['PIR020']);
    expect(await codesOf('queue stands.md', folder, '--changed-since', 'HEAD~1')).toEqual(['PIR020']);

    git('clone', '--quiet', '--depth', '1', `file://${cwd}`, 'shallow');
    const shallow = join(cwd, 'shallow');
    expect(await codesOf('reviews/queue stands.md', shallow, '--changed-since', 'HEAD')).toEqual([]);
    const tooFar = await run(['check', 'reviews', '--changed-since', 'HEAD~1'], { cwd: shallow });
    expect(tooFar).toMatchObject({ code: 2, stdout: '' });
    expect(tooFar.stderr).toMatch(/^There is no commit HEAD~1 here\.\nRun .* enough history fetched/);
  });

  test('and says what is wrong with a baseline or a commit', async () => {
    writeFileSync(join(cwd, 'pir.md'), pir(item(1)));
    writeFileSync(join(cwd, 'other.json'), '{}');
    const [file, other, missing, commit] = await Promise.all([
      run(['check', 'pir.md', '--baseline', 'pir.md'], { cwd }),
      run(['check', 'pir.md', '--baseline', 'other.json'], { cwd }),
      run(['check', 'pir.md', '--baseline', 'none.json'], { cwd }),
      run(['check', 'pir.md', '--changed-since', 'nowhere'], { cwd }),
    ]);
    expect(file).toMatchObject({ code: 2, stdout: '' });
    expect(file.stderr).toMatch(/^pir\.md is no baseline: it is no JSON\.\n/);
    expect(other.stderr).toMatch(/^other\.json is no baseline: it is JSON of another form\.\n/);
    expect(missing.stderr).toMatch(/^none\.json is no baseline: there is no such file\.\n/);
    expect(commit).toMatchObject({ code: 2, stdout: '' });
    expect(commit.stderr).toMatch(/^There is no commit nowhere here\.\n/);
  });
});

test('a finding is the same where only the line moved that its message names, and twins are counted', () => {
  const finding = (line: number, message: string) => ({
    ...({ code: 'PIR023', severity: 'warning', line, message, hint: '' } as const),
  });
  const before = [finding(3, '@lead is @jo here and @al on line 12.'), finding(9, 'Twin.')];
  const now = [
    finding(5, '@lead is @jo here and @al on line 14.'),
    finding(9, 'Twin.'),
    finding(11, 'Twin.'),
  ];
  expect(newFindings(now, () => before, 'pir.md')).toEqual([now[2]]);
});
