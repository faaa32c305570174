import { describe, expect, test } from '@jest/globals';
import { readPir } from '../../../src/core/pir/parse.ts';

const read = (...lines: string[]) => readPir(lines.join('\n'));
const people = (...lines: string[]) =>
  read(...lines).pir.items.map(({ title, owners }) => [title, owners.map(({ raw }) => raw).join(' ')]);

describe('owners stand', () => {
  test('on a label above the items', () => {
    expect(
      people(
        '## Actions',
        '- Buy lamps',
        '',
        '**NP**',
        '- Fit a fuse',
        '',
        '**Kim/Lea**',
        '- Label it',
        '',
        '**To discuss at planning**',
        '- Paint',
      ),
    ).toEqual([
      ['Buy lamps', ''],
      ['Fit a fuse', 'NP'],
      ['Label it', 'Kim Lea'],
      ['Paint', ''],
    ]);
    expect(people('## Actions', 'JG:', '- Fit a fuse')).toEqual([['Fit a fuse', 'JG']]);
    expect(people('## Actions', '**Lamp Team:**', '- Fit a fuse')).toEqual([['Fit a fuse', 'Lamp Team']]);
  });

  test('in bold in front of a paragraph, or at its end', () => {
    expect(
      people(
        '## Actions',
        '**Kim** Fit a fuse',
        '',
        'Do we need candles?',
        '',
        'Label the switches **JP**/NW',
      ),
    ).toEqual([
      ['Fit a fuse', 'Kim'],
      ['Label the switches', 'JP NW'],
    ]);
  });

  test('in a tag in front, in brackets or with an at sign', () => {
    expect(
      people(
        '## Actions',
        '- [jford] Fit a fuse',
        '- [ ] (fuse team, lamps) Label it',
        '- @kim.lee: Paint',
        '- Nora to send a list',
      ),
    ).toEqual([
      ['Fit a fuse', 'jford'],
      ['Label it', 'fuse team lamps'],
      ['Paint', '@kim.lee'],
      ['Nora to send a list', 'Nora'],
    ]);
  });

  test('nowhere where a label names a kind of work or a state', () => {
    const items = read('## Actions', '**Monitoring**', '- Add a lamp', '', '**Done**', '- Fit a fuse').pir
      .items;
    expect(items).toMatchObject([
      { title: 'Add a lamp', owners: [], state: null },
      { title: 'Fit a fuse', owners: [], state: 'done' },
    ]);
  });
});
