import { describe, expect, test } from '@jest/globals';
import { readDue } from '../../../src/core/pir/due.ts';
import { readOwners } from '../../../src/core/pir/owners.ts';
import { readPir } from '../../../src/core/pir/parse.ts';

const anchors = {
  incidentDate: '2026-01-12',
  pirDate: '2026-01-14',
  dueDays: { high: 14, medium: 30, low: 90 },
} as const;
const horizon = { count: 2, unit: 'week' } as const;

describe('a due date', () => {
  test.each([
    ['2026-02-01', '2026-02-01'],
    ['by Feb 1, 2026', '2026-02-01'],
    ['1 February 2026', '2026-02-01'],
    ['Mar 3rd', '2026-03-03'],
    ['Jan 5', '2027-01-05'],
    ['Feb 29', '2028-02-29'],
    ['22/01/2026', '2026-01-22'],
  ])('is the calendar day that "%s" names', (text, day) => {
    expect(readDue(text, horizon, null, anchors)).toEqual({
      due: day,
      dueRaw: text,
      dueBy: day,
      dueSource: 'written',
    });
  });

  test.each([
    ['immediately', '2026-01-16'],
    ['within 3 weeks', '2026-02-04'],
    ['Within five business days', '2026-01-21'],
    ['Q1 2026', '2026-03-31'],
    ['end of Q2 2027', '2027-06-30'],
  ])('that says "%s" is read and never taken for a written day', (text, day) => {
    expect(readDue(text, horizon, null, anchors)).toMatchObject({
      due: null,
      dueBy: day,
      dueSource: 'reading',
    });
  });

  test.each(['TBD', 'next sprint', '2026-02-30', '01/02/2026', 'we may 3 times'])(
    'that says "%s" falls back on the heading',
    (text) => {
      expect(readDue(text, horizon, null, anchors)).toEqual({
        due: null,
        dueRaw: text,
        dueBy: '2026-01-28',
        dueSource: 'heading',
      });
    },
  );

  test('that nobody gave is a default by priority, medium where there is none', () => {
    expect(readDue(null, null, 'low', anchors)).toMatchObject({ dueBy: '2026-04-14', dueSource: 'default' });
    expect(readDue('-', null, null, anchors)).toMatchObject({ dueRaw: null, dueBy: '2026-02-13' });
    const undated = { ...anchors, incidentDate: null, pirDate: null };
    expect(readDue(null, horizon, 'high', undated)).toMatchObject({ dueBy: null, dueSource: null });
  });
});

describe('an owner', () => {
  test.each([
    ['@dba-team (@john.smith)', ['team dba-team', 'person john.smith']],
    ['@ops-lead (@jane.smith) + @dba-team', ['role ops-lead', 'person jane.smith', 'team dba-team']],
    ['`@kim` (backend, part time)', ['unknown kim']],
    [
      'Jane Doe, SRE and kim.lee@example.org',
      ['person Jane Doe', 'unknown SRE', 'person kim.lee@example.org'],
    ],
    ['Platform Team / Engineering Manager', ['team Platform Team', 'role Engineering Manager']],
    ['@team-blue & @kim.lee & @kim.lee', ['team team-blue', 'person kim.lee']],
    ['—', []],
    ['TBD', []],
  ])('written as "%s" is read', (text, expected) => {
    expect(readOwners(text).map(({ kind, handle }) => `${kind} ${handle}`)).toEqual(expected);
  });
});

describe('an item on one line', () => {
  const items = (list: string) => readPir(`# X\n\n## Action Items\n\n${list}\n`).pir.items;

  test('gives its tags to its fields and keeps its title clean', () => {
    expect(
      items(
        '- [ ] [P1] Rotate the **keys** (@kim.lee, due 2026-03-02) [OPS-12](https://x.example/browse/OPS-12)',
      ),
    ).toMatchObject([
      { title: 'Rotate the keys', priority: 'high', due: '2026-03-02', state: 'open', ticket: 'OPS-12' },
    ]);
  });

  test('keeps what only looks like a tag', () => {
    expect(items('- [x] Write ADR-7 (and tell everybody)')).toMatchObject([
      { title: 'Write ADR-7 (and tell everybody)', state: 'done', owners: [], ticket: null },
    ]);
  });

  test('is not complained of once it is done', () => {
    const { findings } = readPir('# X\n\n## Action Items\n\n- [x] Rotate the keys\n');
    expect(findings.map(({ code }) => code)).toEqual(['PIR070']);
  });

  test('loses a counted number where the next list counts from one again', () => {
    expect(items('1. One\n2. Two\n\n**Later**\n\n1. Three').map(({ ref }) => ref)).toEqual([
      null,
      null,
      null,
    ]);
    expect(items('1. One\n2. Two').map(({ ref }) => ref)).toEqual(['1', '2']);
  });
});

describe('a sign-off', () => {
  const signed = (cell: string) =>
    readPir(
      `## Sign-Off\n\n| Role | Name | Signature | Date |\n|-|-|-|-|\n| Tech Lead | Kim | ${cell} | 2026-01-15 |\n`,
    ).pir.signOffs[0]?.signed;

  test.each(['', '______', '—', '- -', '&nbsp;', 'pending', '[ ]', 'N/A', '❌'])(
    'of "%s" is no signature',
    (cell) => {
      expect(signed(cell)).toBe(false);
    },
  );

  test.each(['K. Lee', '✅', '✓', '*kl*'])('of "%s" is one', (cell) => {
    expect(signed(cell)).toBe(true);
  });
});
