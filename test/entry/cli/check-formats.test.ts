import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/core/pir/finding.ts';
import { readPir } from '../../../src/core/pir/parse.ts';
import { rules } from '../../../src/core/pir/rules/rules.ts';
import { type Checked, checkFormats } from '../../../src/entry/cli/check-formats.ts';

const finding: Finding = {
  code: 'PIR022',
  severity: 'warning',
  line: 7,
  column: 3,
  message: '100 % of "a, b"\nis owned by: a team',
  hint: 'Name somebody.',
};
const checked: Checked = {
  file: 'pirs/a,b: 2026.md',
  text: '',
  reading: { ...readPir(''), findings: [finding, { ...finding, severity: 'info', line: 9 }] },
};
const print = (format: string) => checkFormats[format]?.([checked], '1.2.3') ?? '';

describe('pir check prints', () => {
  test('annotations that GitHub puts at the line, whatever stands in names and messages', () => {
    const [first, second, ...rest] = print('github').split('\n');
    expect(first).toBe(
      '::warning file=pirs/a%2Cb%3A 2026.md,line=7,col=3,title=PIR022::100 %25 of "a, b"%0Ais owned by: a team Name somebody.',
    );
    expect(second).toMatch(/^::notice .*line=9,/);
    expect(rest).toEqual(['']);
  });

  test('SARIF in which every result names its rule and every rule explains itself', () => {
    const { version, runs } = JSON.parse(print('sarif'));
    expect(version).toBe('2.1.0');
    const [{ tool, results }] = runs;
    expect(tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual(rules.map((rule) => rule.code));
    for (const rule of tool.driver.rules) expect(rule.help.text.length).toBeGreaterThan(10);
    expect(results.map((result: { level: string }) => result.level)).toEqual(['warning', 'note']);
    for (const result of results) expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    expect(results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'pirs/a%2Cb%3A%202026.md' },
      region: { startLine: 7, startColumn: 3 },
    });
    const uriOf = (file: string) =>
      JSON.parse(checkFormats.sarif?.([{ ...checked, file }], '1') ?? '').runs[0].results[0].locations[0]
        .physicalLocation.artifactLocation.uri;
    expect(uriOf('a#1?.md')).toBe('a%231%3F.md');
    expect(uriOf('/srv/a b.md')).toBe('file:///srv/a%20b.md');
  });

  test('text for several files with one line that sums up all', () => {
    const text = checkFormats.text?.([{ ...checked, file: 'clean.md', reading: readPir('') }, checked], '1');
    expect(text).toMatch(/^clean\.md:1 /);
    expect(text?.match(/\d+ items?, /g)).toHaveLength(1);
    expect(text).toMatch(/\n\n2 files: 0 items, 0 errors, 2 warnings, \d notes?\n$/);
    expect(checkFormats.text?.([], '1')).toBe('');
  });
});
