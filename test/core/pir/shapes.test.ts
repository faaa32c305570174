import { describe, expect, test } from '@jest/globals';
import { readPir } from '../../../src/core/pir/parse.ts';

const read = (...lines: string[]) => readPir(lines.join('\n'));
const titles = (...lines: string[]) => read(...lines).pir.items.map(({ title }) => title);

describe('items are found', () => {
  const both = ['Fit a second fuse', 'Label the switches'];

  test.each([
    [
      'actions that were taken',
      ['## Corrective Actions Taken', '1. Fit a second fuse', '2. Label the switches'],
    ],
    [
      'numbered headings with a quoted text',
      [
        '## Prevention',
        '### 1. Fit a second fuse',
        'Of this kind:',
        '```',
        '10 A',
        '```',
        '### 2. Label the switches',
        '**Change:** now there are labels',
      ],
    ],
    [
      'a plan in phases, headings by their kind',
      [
        '## Phase 3: Improvement plan',
        '### Prevention',
        '|Item|Owner|',
        '|-|-|',
        '|Fit a second fuse|Kim|',
        '### Process',
        '|Item|Owner|',
        '|-|-|',
        '|Label the switches|Lea|',
      ],
    ],
    ['bullets', ['## Action Items', '', '- Fit a second fuse', '- Label the switches']],
    ['a wiki with stars', ['## Actions', '* Fit a second fuse', '** in the cellar', '* Label the switches']],
    [
      'numbers that restart',
      ['## Next steps', '### Cellar', '1. Fit a second fuse', '### Attic', '1. Label the switches'],
    ],
    ['checkboxes of every kind', ['# Action items', '- [ ] Fit a second fuse', '- [*] Label the switches']],
    [
      'bold leads',
      ['## Actions', '- **Fit a second fuse**: the old one blew.', '- **Label the switches** - all of them.'],
    ],
    [
      'a heading per item',
      ['## Action Items', '### 1) Fit a second fuse', 'It blew.', '### 2) Label the switches', 'All.'],
    ],
    [
      'headings with fields',
      [
        '## Actions',
        '### PA-1 – Fit a second fuse',
        '**Owner:** Kim Lee',
        '### PA-2 – Label the switches',
        '**Due:** 2026-02-01',
      ],
    ],
    [
      'a table',
      [
        '## Actions',
        '| Owner | Action |',
        '|-|-|',
        '| Kim | Fit a second fuse |',
        '| Lea | Label the switches |',
      ],
    ],
    [
      'one table a category',
      [
        '## Actions',
        '### Detection',
        '|Action|Owner|',
        '|-|-|',
        '|Fit a second fuse||',
        '### Process',
        'None.',
        '### Repair',
        '|Action|Owner|',
        '|-|-|',
        '|Label the switches||',
      ],
    ],
    [
      'a table without a heading',
      [
        '# Dark house',
        '',
        '| Action item | Owner | Bug |',
        '|-|-|-|',
        '| Fit a second fuse | Kim | |',
        '| Label the switches | Kim | |',
      ],
    ],
    [
      'a bare line as heading',
      [
        '# Dark house',
        '',
        '## Detection',
        'We saw it.',
        '',
        'Action Items',
        '- Fit a second fuse',
        '',
        '- Label the switches',
      ],
    ],
    [
      'a bold line as heading',
      ['## Lessons', '**Actions planned:**', '', '- Fit a second fuse', '- Label the switches'],
    ],
    [
      'a bullet that holds them',
      ['- **Impact**: dark', '- **Review actions**:', '  - Fit a second fuse', '  - Label the switches'],
    ],
    [
      'a bullet that they follow',
      ['- **Review actions**:', '', '1. Fit a second fuse', '2. Label the switches'],
    ],
    [
      'categories as bullets',
      ['## Action Items', '- Cellar:', '  - [ ] Fit a second fuse', '- Attic:', '  - [ ] Label the switches'],
    ],
    [
      'a heading with a number, hashes and brackets',
      ['## 7. Action Items (within the month) ##', '- Fit a second fuse', '- Label the switches'],
    ],
    [
      'an underlined heading',
      ['Action Items', '------------', '', '- Fit a second fuse', '- Label the switches'],
    ],
    [
      'no blanks in the pipes and Windows line ends',
      [
        '## Actions\r',
        '|#|**Action**|Owner|\r',
        '|-|-|-|\r',
        '|1|Fit a second fuse|Kim|\r',
        '|2|Label the switches|Lea|\r',
      ],
    ],
    [
      'an HTML table',
      [
        '## Actions',
        '<table><tr><th>Action</th><th>Owner</th></tr>',
        '<tr><td>Fit a <b>second</b> fuse</td><td>Kim</td></tr>',
        '<tr><td>Label the switches</td></tr></table>',
      ],
    ],
    [
      'a table for each item, a field a row',
      [
        '## Actions',
        '| Action | Fit a second fuse |',
        '|-|-|',
        '| Owner | Kim |',
        '| Due | 2026-02-01 |',
        '',
        '| Field | Value |',
        '|-|-|',
        '| Action | Label the switches |',
        '| Owner | Lea |',
      ],
    ],
    [
      'boxes below a box that only names a category',
      [
        '## Actions',
        '- [ ] **Cellar**',
        '  - [ ] Fit a second fuse',
        '- [x] Attic',
        '  - [x] Label the switches',
      ],
    ],
    [
      'bullets with a key for each field',
      [
        '## Actions',
        '- Action: Fit a second fuse',
        '  Owner: Kim',
        '- Action: Label the switches',
        '  Owner: Lea',
      ],
    ],
    [
      'HTML in the cells',
      [
        '## Actions',
        '| Action<br>item | Owner |',
        '|-|-|',
        '| Fit a <b>second</b> fuse | Kim |',
        '| Label the&nbsp;switches | Lea |',
      ],
    ],
  ])('in %s', (_name, lines) => {
    expect(titles(...lines)).toEqual(both);
  });

  test('in headings with letters and numbers, a checklist among them', () => {
    const first = ['### A1. Fit a fuse', '**Prioridad:** Alta'];
    const second = ['### A2. Checklist', '**Prioridad:** Alta', '- [ ] Buy it'];
    expect(titles('## Accionables', ...first, ...second)).toEqual(['Fit a fuse', 'Checklist']);
  });

  test('in paragraphs, where a section of actions holds nothing else', () => {
    expect(
      titles(
        '## Future Actions',
        'Three things were agreed:',
        '',
        'We should fit a second fuse in the cellar.',
        '',
        'Why was the switch not labelled?',
      ),
    ).toEqual(['We should fit a second fuse in the cellar.']);
  });

  test('in paragraphs marked TODO, wherever they stand', () => {
    expect(
      read(
        '## Lessons',
        'It was dark.',
        '',
        '**TODO due 2026-02-01** fit a fuse',
        '',
        '**DONE**: bought candles',
      ).pir.items,
    ).toMatchObject([
      { title: 'fit a fuse', state: 'open', due: '2026-02-01', line: 4 },
      { title: 'bought candles', state: 'done', line: 6 },
    ]);
  });

  test('with what is nested below them as detail, not as items', () => {
    const [item, ...rest] = read('## Actions', '1. **Improve the lamps**', '   - brighter', '   - warmer').pir
      .items;
    expect(rest).toEqual([]);
    expect(item).toMatchObject({ title: 'Improve the lamps', approach: ['brighter', 'warmer'] });
  });

  test('in a section of its own, not in the short words for it in the head of the report', () => {
    const head = ['- **Review actions**: the team will fit a second fuse in the cellar.', ''];
    expect(titles(...head)).toEqual(['the team will fit a second fuse in the cellar.']);
    expect(
      titles(...head, '### Future Actions', 'The team will fit a second fuse in the cellar of every house.'),
    ).toEqual(['The team will fit a second fuse in the cellar of every house.']);
  });

  test('once, where a later section says that its items take the place of earlier ones', () => {
    const earlier = ['## Action items', '- [P0] Fit a fuse', '- [P2] Buy a lamp', ''];
    expect(
      titles(...earlier, '## Revised action items (override the P2 items above)', '- [P2] Buy two lamps'),
    ).toEqual(['Fit a fuse', 'Buy two lamps']);
    expect(
      titles(...earlier, '## Updated action items (superseding those above)', '- Buy two lamps'),
    ).toEqual(['Buy two lamps']);
    expect(titles(...earlier, '## Revised action items', '- Buy two lamps')).toHaveLength(3);
  });

  test('in the place that is named for actions, not in measures and advice beside it', () => {
    expect(
      titles('## Preventive Measures', '- Think more about light', '', '## Action Items', '- [ ] Fit a fuse'),
    ).toEqual(['Fit a fuse']);
    expect(titles('## Preventive Measures', '- Add more light')).toEqual(['Add more light']);
  });
});

describe('what cannot be read is said', () => {
  const other = ['## Action Items', '', '- [ ] Fit a fuse', '', '## Corrective Actions', ''];

  test('of a section of actions without an item in it, beside others that have some', () => {
    const { doubts, pir } = read(...other, 'Is there anything that we should have done before?');
    expect(pir.items).toHaveLength(1);
    expect(doubts).toMatchObject([{ line: 5 }]);
  });

  test('of a table of owners and dates below a heading that says nothing of actions', () => {
    const table = ['## House', '|Item|Owner|Target|', '|-|-|-|', '|Fit a bell|Kim|May|'];
    const { doubts, pir } = read('## Action Items', '- [ ] Fit a fuse', ...table);
    expect(pir.items).toHaveLength(1);
    expect(doubts).toMatchObject([{ line: 4 }]);
    const timeline = ['## Night', '|Time|What|Owner|Status|', '|-|-|-|-|', '|10:00|Dark|Kim|Open|'];
    expect(read('## Action Items', '- [ ] Fit a fuse', ...timeline).doubts).toBeUndefined();
  });

  test('but not of one that says that there are none', () => {
    expect(read(...other, 'None.').doubts).toBeUndefined();
  });
});
