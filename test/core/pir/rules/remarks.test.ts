import { describe, expect, test } from '@jest/globals';
import { readSections } from '../../../../src/core/pir/markdown/markdown.ts';
import { readPir } from '../../../../src/core/pir/parse.ts';
import { defaultReadingOptions } from '../../../../src/core/pir/pir.ts';
import { readRemarks } from '../../../../src/core/pir/rules/remarks.ts';
import { judge } from '../../../../src/core/pir/rules/rules.ts';
import { item, pirOf } from './examples.ts';

const codes = (text: string) => readPir(text).findings.map(({ code }) => code);

describe('a comment that asks for silence', () => {
  const sunday = (comment: string) => item(1, 'Oil the rope', { 'Due Date': `2026-01-25${comment}` });
  const fridays = item(2, 'Oil the door', { 'Due Date': '2026-01-24' });
  const remark = '<!-- pir-ignore PIR035: the lift is free on Sundays -->';

  test('silences its codes in the item that it stands in, and in no other', () => {
    expect(codes(pirOf(sunday(` ${remark}`), fridays))).toEqual(['PIR035']);
    expect(codes(pirOf(sunday(`\n${remark}`), fridays))).toEqual(['PIR035']);
    expect(codes(pirOf(sunday(''), fridays))).toEqual(['PIR035', 'PIR035']);
  });

  test('silences the item that it stands before', () => {
    expect(codes(pirOf(`${remark}\n`, sunday('')))).toEqual([]);
    expect(codes(pirOf(sunday(''), `${remark}\n`, fridays))).toEqual(['PIR035']);
  });

  test('silences in a table the row that it stands in', () => {
    const table = ['| Action | Owner | Due | Priority | Success Metric |', '|---|---|---|---|---|'];
    const row = (title: string, due: string) => `| ${title} | @a.b | ${due} | high | 3 rides |`;
    expect(
      codes(pirOf(...table, row('Oil the rope', `2026-01-25 ${remark}`), row('Oil it', '2026-01-25'))),
    ).toEqual(['PIR035']);
  });

  test('silences what is said once for all items from before their heading', () => {
    const items = [item(1, 'Oil the rope', { Owner: '' }), item(2, 'Oil the door', { Owner: '' })];
    const text = pirOf(...items).replace(
      '## Action Items',
      '<!-- pir-ignore PIR020: the lift has a keeper -->\n\n## Action Items',
    );
    expect(codes(pirOf(...items))).toEqual(['PIR020']);
    expect(codes(text)).toEqual([]);
  });

  test.each([
    ['without a reason', '<!-- pir-ignore PIR035 -->'],
    ['with an empty one', '<!-- pir-ignore PIR035: ... -->'],
    ['for a code that no rule has', '<!-- pir-ignore PIR999: no reason -->'],
    ['without a code', '<!-- pir-ignore: everything -->'],
    ['that does not end on its line', '<!-- pir-ignore PIR035: the\nlift -->'],
  ])('is followed by nobody %s, and that is said', (_name, comment) => {
    expect(codes(pirOf(sunday(` ${comment}`))).sort()).toEqual(['PIR004', 'PIR035']);
  });

  test('cannot silence what keeps approval from doing the wrong thing', () => {
    const twice = item(1, 'Oil the door', {
      Playbook: 'a <!-- pir-ignore PIR010, PIR035: I know -->',
      'Due Date': '2026-01-25',
    });
    expect(codes(pirOf(item(1, 'Oil the rope'), twice)).sort()).toEqual(['PIR004', 'PIR010', 'PIR035']);
  });

  test('is text where it stands in code', () => {
    expect(codes(pirOf(sunday(` \`${remark}\``)))).toEqual(['PIR035']);
    expect(codes(pirOf(`~~~\n${remark}\n~~~\n`, sunday('')))).toEqual(['PIR035']);
  });

  test('is nothing that belongs to the item, and moves nothing', () => {
    const lines = [
      `- Oil it (@a.b) [P1] ${remark}`,
      remark,
      '- Oil `<!-- pir-ignore PIR035: x -->`',
      '<!-- pir-ignore',
    ];
    const read = readRemarks(lines).lines;
    expect(read.map((line) => line.trimEnd())).toEqual(['- Oil it (@a.b) [P1]', '', lines[2], lines[3]]);
    expect(read.map(({ length }) => length)).toEqual(lines.map(({ length }) => length));
  });

  test('leaves behind what it silenced, with the reason', () => {
    const text = ['<!-- pir-ignore PIR002, PIR001: a poem, not a plan -->', 'Roses are red'];
    const { remarks } = readRemarks(text);
    const given = {
      pir: readPir('').pir,
      items: [],
      pending: [],
      lines: { actions: 2, followUp: 1, label: 1, reviews: new Map() },
      options: defaultReadingOptions,
      root: readSections(text),
      remarks,
      doubts: [{ line: 2, reason: 'it has no verb' }],
    };
    expect(judge(given, text)).toEqual({
      findings: [],
      ignored: [
        { code: 'PIR001', line: 2, reason: 'a poem, not a plan' },
        { code: 'PIR002', line: 2, reason: 'a poem, not a plan' },
      ],
    });
  });
});
