import { describe, expect, test } from '@jest/globals';
import { readDue } from '../../../src/core/pir/items/due.ts';
import { readPir } from '../../../src/core/pir/parse.ts';
import { defaultReadingOptions } from '../../../src/core/pir/pir.ts';
import { readOwners } from '../../../src/core/pir/words/owners.ts';

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

describe('a date in numbers', () => {
  const dueOf = (text: string, dayFirst: boolean | null) =>
    readDue(text, null, null, { ...anchors, dayFirst }).due;

  test('that can be read two ways is read as settings say, and otherwise not at all', () => {
    expect(dueOf('01/02/2026', true)).toBe('2026-02-01');
    expect(dueOf('01/02/2026', false)).toBe('2026-01-02');
    expect(dueOf('01/02/2026', null)).toBeNull();
    expect(
      readPir('## Actions\n\n|Action|Due|\n|-|-|\n|a|01/02/2026|', {
        ...defaultReadingOptions,
        dayFirst: true,
      }).pir.items,
    ).toMatchObject([{ due: '2026-02-01' }]);
  });

  test.each([
    ['22/01/2026', '2026-01-22'],
    ['01/22/2026', '2026-01-22'],
    ['22.01.2026', '2026-01-22'],
    ['02/02/2026', '2026-02-02'],
  ])('that can be read one way only is read (%s)', (text, day) => {
    for (const dayFirst of [true, false, null]) expect(dueOf(text, dayFirst)).toBe(day);
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
    ['a,b,c', ['unknown a', 'unknown b', 'unknown c']],
    ['Product owner and release agent', ['role Product owner', 'unknown release agent']],
    ['Product and security owner', ['role Product and security owner']],
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

  test.each([
    ['- Fit a fuse - DONE', 'done'],
    ['- Fit a fuse (Done!)', 'done'],
    ['- [done] Fit a fuse', 'done'],
    ['- ✅ Fit a fuse', 'done'],
    ['- Fit a fuse (in progress)', 'open'],
    ['- TODO: Fit a fuse', 'open'],
    ['- Fit a fuse WONTDO', 'dropped'],
  ])('says its state at an end (%s)', (line, state) => {
    expect(items(line)).toMatchObject([{ title: 'Fit a fuse', state }]);
  });

  test.each([
    ['- Fit a fuse. [Issue](https://x.example/a/b/issues/7)', 'https://x.example/a/b/issues/7'],
    ['- Fit a fuse (see https://x.example/a/b/pull/7).', 'https://x.example/a/b/pull/7'],
    ['- Fit a fuse <https://x.example/a/b/issues/7>', 'https://x.example/a/b/issues/7'],
    ['- [bug 7](https://x.example/show_bug.cgi?id=7) Fit a fuse', 'https://x.example/show_bug.cgi?id=7'],
    ['- [Fit a fuse](https://x.example/a/b/issues/7)', 'https://x.example/a/b/issues/7'],
    [
      '- Fit a fuse ([issue][seven])\n\n[seven]: https://x.example/a/b/issues/7',
      'https://x.example/a/b/issues/7',
    ],
    ['- OPS-7: Fit a fuse', 'OPS-7'],
    ['|Action|Bug|\n|-|-|\n|Fit a fuse|bug 1234 **TODO**|', 'bug 1234'],
    ['|Action|Status|\n|-|-|\n|Fit a fuse|Done, issue #12|', '#12'],
  ])('names its ticket in many ways (%s)', (line, ticket) => {
    const [item] = items(line);
    expect(item?.title.replace(/\.$/, '')).toBe('Fit a fuse');
    expect(item?.ticket).toBe(ticket);
  });

  test.each([
    '- Fit a fuse (Owner: Kim Lee, due: 2026-03-02)',
    '- Fit a fuse - Owner: Kim Lee - Due: 2026-03-02',
    '- Fit a fuse. Owner: Kim Lee. Due: 2026-03-02',
    '- Fit a fuse [owner: Kim Lee] [due: 2026-03-02]',
    '- **Prevent**: Fit a fuse (Kim Lee, 2026-03-02)',
  ])('has owner and day at its end in many ways (%s)', (line) => {
    expect(items(line)).toMatchObject([
      { title: 'Fit a fuse', owners: [{ handle: 'Kim Lee' }], due: '2026-03-02' },
    ]);
  });

  test('lists what else it refers to beside its ticket', () => {
    expect(
      items('- Fit a fuse, as https://x.example/a/b/issues/1 and https://x.example/a/b/pull/2 say'),
    ).toMatchObject([
      { ticket: 'https://x.example/a/b/issues/1', references: ['https://x.example/a/b/pull/2'] },
    ]);
  });

  test.each(['ADR-601', 'SEV-2', 'P-1', 'CVE-2024-1', 'UTF-8', 'CAP-7'])('takes %s for no ticket', (key) => {
    expect(items(`- Write down ${key} for everybody`)).toMatchObject([{ ticket: null, references: [] }]);
  });

  test('takes the day it was done for no due date', () => {
    expect(items('|Action|Status|\n|-|-|\n|Fit a fuse|DONE 2026-05-14|')).toMatchObject([
      { due: null, dueRaw: null, state: 'done' },
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

test('an item reaches to the last line of what belongs to it', () => {
  const { items } = readPir(
    [
      '# X',
      '## Actions',
      '- Fit a fuse',
      '  of the right size',
      '  - Owner: Kim',
      '',
      'Some prose.',
      '| Action | Owner |',
      '|-|-|',
      '| Buy a lamp | Kim |',
      '### 3. Label the switches',
      '**Owner:** Lea',
      '**Due:** 2026-02-01',
    ].join('\n'),
  ).pir;
  expect(items.map(({ line, lastLine }) => [line, lastLine])).toEqual([
    [3, 5],
    [10, 10],
    [11, 13],
  ]);
});
