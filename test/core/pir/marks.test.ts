import { describe, expect, test } from '@jest/globals';
import { readPir } from '../../../src/core/pir/parse.ts';

const itemsOf = (...lines: string[]) => readPir(['# X', '', '## Actions', ...lines].join('\n')).pir.items;
const itemOf = (line: string) => itemsOf(`- ${line}`)[0];

describe('a mark at an end of a line says', () => {
  test.each([
    ['✅ Done: Fit a fuse', 'done'],
    ['Done - Fit a fuse', 'done'],
    [':white_check_mark: Fit a fuse', 'done'],
    ['⏳ In progress: Fit a fuse', 'open'],
    ['🔲 Fit a fuse', 'open'],
    ['~~Fit a fuse~~', 'dropped'],
    ['[N/A] Fit a fuse', 'dropped'],
    ['[ ] ~~Fit a fuse~~ (@kim)', 'dropped'],
    ['[x] ~~Fit a fuse~~', 'done'],
    ['~~Fit a fuse~~ (done)', 'done'],
    ['Fit a ~~big~~ fuse', null],
  ])('its state: %s', (line, state) => {
    expect(itemOf(line)).toMatchObject({ state, title: expect.stringMatching(/^Fit a (?:big )?fuse$/) });
  });

  test('its state, where the day was asked for', () => {
    const rows = itemsOf('|Action|Due|', '|-|-|', '|Fit a fuse|DONE in May|', '|Buy a lamp|this week|');
    expect(rows.map(({ state }) => state)).toEqual(['done', null]);
  });

  test.each(['Issue / PR', 'PR', 'Ticket link'])('its ticket, in a column named %s', (name) => {
    const rows = itemsOf(`|Action|${name}|`, '|-|-|', '|Fit a fuse|lamps/house#12|', '|Buy a lamp|#7|');
    expect(rows.map(({ ticket }) => ticket)).toEqual(['lamps/house#12', '#7']);
  });

  test('that a struck row is dropped, whatever else it says', () => {
    expect(
      itemsOf('|Action|Status|', '|-|-|', '|~~Fit a fuse~~|Open|', '|~~Buy a lamp~~|Done|').map(
        ({ state }) => state,
      ),
    ).toEqual(['dropped', 'done']);
  });

  test.each([
    ['Fit a fuse @[[Kim Lee]]', 'Kim Lee'],
    ['[[Kim Lee]]: Fit a fuse', 'Kim Lee'],
    ['Fit a fuse (owner: [[Kim Lee|kim]])', 'kim'],
    ['Fit a fuse <@U0AB12>', '@U0AB12'],
    ['<@U0AB12|kim> Fit a fuse', '@kim'],
    ['Lamp team: Fit a fuse', 'Lamp team'],
    ['Fit a fuse — Kim Lee — 2026-02-01', 'Kim Lee'],
    ['Fit a fuse | Kim | 2026-02-01', 'Kim'],
  ])('its owner: %s', (line, owner) => {
    expect(itemOf(line)).toMatchObject({ title: 'Fit a fuse', owners: [{ raw: owner }] });
  });

  test.each([
    ['Fit a fuse by 2026-02-01', '2026-02-01', '2026-02-01'],
    ['Fit a fuse - due 1 February 2026', '1 February 2026', '2026-02-01'],
    ['Fit a fuse (@kim, end of month)', 'end of month', null],
    ['Fit a fuse (by Friday)', 'Friday', null],
    ['Fit a fuse (in zwei Wochen)', 'in zwei Wochen', null],
  ])('when it is due: %s', (line, dueRaw, due) => {
    expect(itemOf(line)).toMatchObject({ title: 'Fit a fuse', dueRaw, due });
  });

  test.each([
    ['[OPS-12: Fit a fuse](https://acme.atlassian.net/browse/OPS-12)', 'OPS-12'],
    ['https://acme.atlassian.net/browse/OPS-12?focusedId=3 Fit a fuse', 'OPS-12'],
    ['OPS-12 Fit a fuse', 'OPS-12'],
    ['Fit a fuse (OPS-12, OPS-13)', 'OPS-12'],
    ['Fit a fuse (acme/house#12)', 'acme/house#12'],
    ['Fit a fuse [#12]', '#12'],
    ['SPRINT-12 Fit a fuse', null],
  ])('its ticket: %s', (line, ticket) => {
    expect(itemOf(line)).toMatchObject({ ticket, title: expect.stringMatching(/Fit a fuse$/) });
  });

  test('nothing where it is part of the sentence', () => {
    for (const line of [
      'Freeze the house until 2026-02-01',
      'Ask <@U0AB12> whether [[Lamps]] are old',
      'Move in (May)',
    ])
      expect(itemOf(line)).toMatchObject({ owners: [], due: null, dueRaw: null });
    expect(itemOf('Nobody to touch the fuse')).toMatchObject({ owners: [] });
  });
});

test('the colour of a priority is no state', () => {
  expect(itemsOf('### 🔴 High', '- Fit a fuse', '### 🟡 Medium', '- Buy a lamp')).toMatchObject([
    { priority: 'high', state: null },
    { priority: 'medium', state: null },
  ]);
});

test('mentions in a cell are owners', () => {
  expect(
    itemsOf('|Action|Owner|', '|-|-|', '|Fit a fuse|<@U0AB12>|', '|Buy a lamp|@[[Kim Lee]]|').map(
      ({ owners }) => owners.map(({ raw }) => raw),
    ),
  ).toEqual([['@U0AB12'], ['Kim Lee']]);
});
