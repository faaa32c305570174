import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readPir } from '../../../src/core/pir/parse.ts';
import { writeTickets } from '../../../src/core/pir/write/write-tickets.ts';

const ticket = (line: number, key: string) => ({ line, key, url: `https://jira.example/browse/${key}` });
const link = (key: string) => `[${key}](https://jira.example/browse/${key})`;
const document = (...lines: readonly string[]) =>
  ['# Lights out', '', '## Action Items', '', ...lines, ''].join('\n');
const written = (text: string, key = 'OPS-1') =>
  writeTickets(text, [ticket(readPir(text).pir.items[0]?.line ?? 0, key)]);

/** The lines of the second text that the first does not have, in its order. */
const added = (before: string, after: string) => {
  const known = new Set(before.split(/\r\n|\n/));
  return after.split(/\r\n|\n/).filter((line) => !known.has(line));
};

describe('a ticket is written in the shape of its item', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    [
      'a bold title with bullets',
      [
        '**[1] Fit a second fuse**',
        '- **Owner**: @kim.lee',
        '- **Approach**:',
        '  1. Buy it',
        '',
        'Later: more',
      ],
      [`- **Ticket**: ${link('OPS-1')}`],
    ],
    [
      'bullets of another style',
      ['**[1] Fit a second fuse**', '  * **Owner:** @kim.lee', '  * **Due:** 2026-03-02'],
      [`  * **Ticket:** ${link('OPS-1')}`],
    ],
    [
      'a heading with lines that break hard',
      ['### 1. Fit a second fuse', '', '**Owner:** @kim.lee  ', '**Due:** 2026-03-02'],
      [`**Ticket:** ${link('OPS-1')}  `],
    ],
    [
      'a heading with a paragraph for each field',
      ['### 1. Fit a second fuse', '', '**Owner:** @kim.lee', '', '**Due:** 2026-03-02'],
      [`**Ticket:** ${link('OPS-1')}`],
    ],
    [
      'a heading with nothing but words',
      ['### 1. Fit a second fuse ###', '', 'It is bought.'],
      [`### 1. Fit a second fuse ${link('OPS-1')} ###`],
    ],
    [
      'a ticket field that waits for its key',
      ['**[1] Fit a second fuse**', '- **Jira**: TBD  ', '- **Owner**: @kim.lee'],
      [`- **Jira**: ${link('OPS-1')}  `],
    ],
    [
      'a row with a column for tickets',
      ['| Action | Tracking | Owner |', '|---|---|---|', '|Fit a second fuse|TBD|@kim.lee|'],
      [`|Fit a second fuse| ${link('OPS-1')} |@kim.lee|`],
    ],
    [
      'a row that ends before that column',
      ['| Action | Owner | Ticket |', '|---|---|---|', '| Fit a second fuse |'],
      [`| Fit a second fuse | | ${link('OPS-1')} |`],
    ],
    [
      'a row without such a column',
      ['Owner | Action', '---|---', '@kim.lee | Fit a second fuse \\| two  '],
      [`@kim.lee | Fit a second fuse \\| two ${link('OPS-1')}  `],
    ],
    [
      'a list entry that goes on without indentation',
      ['- [ ] Fit a second', 'fuse (@kim.lee)  ', '', 'Later: more'],
      [`fuse (@kim.lee) ${link('OPS-1')}  `],
    ],
    [
      'a list entry with bullets below',
      ['1. Fit a second fuse\\', '   by hand', '   - Buy it'],
      [`   by hand ${link('OPS-1')}`],
    ],
    [
      'a list entry with fields below',
      ['- [ ] Fit a second fuse', '  - owner: @kim.lee'],
      [`  - ticket: ${link('OPS-1')}`],
    ],
    [
      'a bold lead',
      ['* **Fuses**: fit a second one.', '* **Lamps**: none.'],
      [`* **Fuses**: fit a second one. ${link('OPS-1')}`],
    ],
  ])('%s', (_name, lines, expected) => {
    const text = document(...lines);
    const result = written(text);
    expect(result.notWritten).toEqual([]);
    expect(added(text, result.text)).toEqual(expected);
    expect(readPir(result.text).pir.items[0]).toMatchObject({ ticket: 'OPS-1' });
  });
});

describe('nothing is guessed', () => {
  const text = document('- [ ] Fit a fuse', '- [ ] Fit a lamp [OPS-7](https://jira.example/browse/OPS-7)');

  test.each([
    ['a line without an item', ticket(3, 'OPS-1'), 'no action item begins on this line'],
    ['an item with another ticket', ticket(6, 'OPS-1'), 'the item names another ticket already: OPS-7'],
    ['a key that is none', ticket(5, 'A](b'), '"A](b" is no key that can be written'],
  ])('%s is reported', (_name, asked, reason) => {
    expect(writeTickets(text, [asked])).toEqual({
      text,
      written: [],
      alreadyNamed: [],
      notWritten: [{ line: asked.line, reason }],
    });
  });

  test('an item that names its ticket is left alone, and so is one that is given two', () => {
    const result = writeTickets(text, [ticket(6, 'OPS-7'), ticket(5, 'OPS-1'), ticket(5, 'OPS-2')]);
    expect(result).toMatchObject({
      written: [5],
      alreadyNamed: [6],
      notWritten: [{ line: 5, reason: 'another ticket was given for this item' }],
    });
    expect(result.text).toBe(text.replace('Fit a fuse', `Fit a fuse ${link('OPS-1')}`));
  });

  test('an address that would break out of its link is encoded, and what is no address left out', () => {
    const line = document('- [ ] Fit a fuse');
    const far = { line: 5, key: 'OPS-1', url: 'https://jira.example/browse/OPS-1?a=(b)|c' };
    expect(writeTickets(line, [far]).text).toContain('(https://jira.example/browse/OPS-1?a=%28b%29%7Cc)');
    const odd = writeTickets(line, [{ ...far, url: 'javascript:alert(1)' }]);
    expect(odd.text).not.toContain('javascript');
  });
});

/** Documents in all layouts, with the number of their items. */
const words = fc
  .array(fc.constantFrom('Fit', 'second', 'fuse', '`lamp`', 'twice', 'the | bar', 'a_b', '<5%', 'x.'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(' '));
const cell = (text: string) => text.replaceAll('|', '\\|');
const blank = fc.constantFrom('', ' ', '   ', '\t');
const placeholder = fc.constantFrom('', '-', 'TBD', ' ', '—', '<!-- key -->');
const owner = fc.constantFrom('@kim.lee', '@fuse-team (@kim.lee)', 'Kim Lee');
const day = fc.constantFrom('2026-03-02', 'Mar 3, 2026', 'next sprint');
const facts = fc.record({ title: words, owner, day, tail: blank, placeholder });
type Facts = typeof facts extends fc.Arbitrary<infer T> ? T : never;

const layouts: Readonly<Record<string, (all: readonly Facts[]) => readonly string[]>> = {
  'bold titles': (all) =>
    all.flatMap((each, index) => [
      `**[${index + 1}] ${each.title}**${each.tail}`,
      `- **Owner**: ${each.owner}${each.tail}`,
      '- **Approach**:',
      '  1. One',
      '  2. Two',
      `- **Due Date**: ${each.day}`,
      '  on paper',
      '',
    ]),
  'headings with bullets': (all) =>
    all.flatMap((each, index) => [
      `### ${index + 1}. ${each.title}`,
      '',
      `* __Owner:__ ${each.owner}${each.tail}`,
      '',
    ]),
  'headings with lines': (all) =>
    all.flatMap((each, index) => [
      `${index + 1}. ${each.title}`.replace('.', ')'),
      '---',
      `**Owner:** ${each.owner}${index % 2 === 0 ? '  ' : '\\'}`,
      `**Due:** ${each.day}`,
      '',
    ]),
  'a table with tickets': (all) => [
    '| # | Action | Owner | Jira | Due |',
    '|---|---|---|---|---|',
    ...all.map(
      (each, index) =>
        `| ${index + 1} | ${cell(each.title)} | ${each.owner} |${each.placeholder}| ${each.day} |`,
    ),
  ],
  'a table without tickets': (all) => [
    'Action|Who|When',
    '-|-|-',
    ...all.map((each) => `${cell(each.title)}${each.tail}|${each.owner}|${each.day}`),
  ],
  checklist: (all) => all.map((each) => `- [ ] ${each.title} (${each.owner}, due ${each.day})${each.tail}`),
  'checklist with fields': (all) =>
    all.flatMap((each) => [
      `+ [x] ${each.title}`,
      `  + Owner: ${each.owner}${each.tail}`,
      `  + Due: ${each.day}`,
      '',
    ]),
  'bullets that go on': (all) => all.flatMap((each) => [`- ${each.title}  `, `and so on${each.tail}`]),
  'loose numbers': (all) =>
    all.flatMap((each) => [`1. ${each.title}`, '', '   What it is for.', '', '   - A step', '']),
  'bold leads': (all) => all.map((each, index) => `* **Part ${index}**: ${each.title}${each.tail}`),
};

const documents = fc
  .record({
    layout: fc.constantFrom(...Object.keys(layouts)),
    all: fc.array(facts, { minLength: 1, maxLength: 5 }),
    end: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\uFEFF'),
    last: fc.constantFrom('', '\n', '\n\n## Follow-Up\n\n- 1-week review (2026-03-09)  \n'),
  })
  .map(({ layout, all, end, mark, last }) => {
    // Titles are told apart by their number, so that none is taken for another's.
    const items = all.map((each, index) => ({ ...each, title: `No${index} ${each.title}` }));
    const lines = [
      '# Lights out ',
      '',
      '**Date**: 2026-02-27\t',
      '',
      '## Action Items',
      '',
      ...(layouts[layout]?.(items) ?? []),
    ];
    const text = `${mark}${lines.join('\n')}${last}`.replaceAll('\n', end);
    return { layout, text, count: all.length };
  });

const itemsOf = (text: string) =>
  readPir(text).pir.items.map(({ line: _line, lastLine: _lastLine, ticket: key, ...item }) => ({
    key,
    item,
  }));

/** Whether only links and lines with a link came in between the lines of `before`, line ends included. */
const onlyAdds = (before: string, after: string) => {
  const lines = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const bare = (text: string) =>
    text.replace(/\(?\[OPS-\d+\]\([^)]*\)\)?/, '').replace(/[\s|—-]|TBD|<!-- key -->/g, '');
  const old = lines(before);
  let next = 0;
  for (const line of lines(after)) {
    const was = old[next] ?? '';
    // The last line gets an end where one is put in below it.
    const same = line === was || line.replace(/\r?\n$/, '') === was;
    if (same || (line.includes('[OPS-') && bare(line) === bare(was))) next += 1;
    else if (!/ticket|^\s*$/i.test(line)) return false;
  }
  return next === old.length;
};

describe('whatever the layout', () => {
  test('the same items are read afterwards, with their tickets, and nothing else has changed', () => {
    fc.assert(
      fc.property(documents, ({ text, count }) => {
        const before = itemsOf(text);
        expect(before).toHaveLength(count);
        const asked = readPir(text).pir.items.map(({ line }, index) => ticket(line, `OPS-${index + 1}`));
        const result = writeTickets(text, asked);
        expect(result.notWritten).toEqual([]);
        const expected = before.map(({ item }, index) => ({ key: `OPS-${index + 1}`, item }));
        expect(itemsOf(result.text)).toEqual(expected);
        expect(onlyAdds(text, result.text)).toBe(true);
        const again = readPir(result.text).pir.items.map(({ line }, index) =>
          ticket(line, `OPS-${index + 1}`),
        );
        expect(writeTickets(result.text, again)).toMatchObject({
          text: result.text,
          written: [],
          notWritten: [],
        });
      }),
      { numRuns: 400 },
    );
  });

  test('any text takes any tickets without a throw', () => {
    const asked = fc.array(fc.record({ line: fc.nat(12), key: fc.string(), url: fc.webUrl() }), {
      maxLength: 5,
    });
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.oneof(
            fc.string(),
            fc.constantFrom('- a', '| Action |', '|-|', '| x |', '**[1] b**', '> - c', '\t- d'),
          ),
          {
            maxLength: 12,
          },
        )
        .map((lines) => `## Action Items\n${lines.join('\n')}`),
    );
    fc.assert(
      fc.property(anything, asked, (text, tickets) => {
        const result = writeTickets(text, tickets);
        expect(result.written.length + result.alreadyNamed.length + result.notWritten.length).toBe(
          tickets.length,
        );
        if (result.written.length === 0) expect(result.text).toBe(text);
      }),
    );
  });
});

const corpus = new URL('../../../../shared/corpus/docs/', import.meta.url);

if (existsSync(corpus)) {
  describe('in the reviews of others', () => {
    const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.md'),
    );

    test('every item gets its ticket, or it is said why not', () => {
      const misplaced: string[] = [];
      let [items, placed] = [0, 0];
      for (const name of files) {
        const text = readFileSync(new URL(name.split('/').map(encodeURIComponent).join('/'), corpus), 'utf8');
        const { pir } = readPir(text);
        const result = writeTickets(
          text,
          pir.items.map(({ line }, index) => ticket(line, `ZZT-${index + 1}`)),
        );
        const without = pir.items.filter((item) => item.ticket === null).length;
        items += without;
        placed += result.written.length;
        const read = itemsOf(result.text).filter(({ key }) => key?.startsWith('ZZT-')).length;
        if (read !== result.written.length) misplaced.push(name);
        if (itemsOf(result.text).length !== pir.items.length) misplaced.push(name);
      }
      expect(misplaced).toEqual([]);
      expect(placed / items).toBeGreaterThan(0.99);
    });
  });
} else test.skip('in the reviews of others tickets are not written, because ../shared is absent', () => {});
