import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readSections } from '../../../src/core/pir/markdown/markdown.ts';
import { readPir } from '../../../src/core/pir/parse.ts';
import { defaultReadingOptions, type ReadingOptions } from '../../../src/core/pir/pir.ts';
import { readRemarks } from '../../../src/core/pir/rules/remarks.ts';
import type { Given } from '../../../src/core/pir/rules/rule.ts';
import { explain, judge, rules } from '../../../src/core/pir/rules/rules.ts';
import { isEnglish } from '../../../src/core/pir/rules/words.ts';
import { item, pirOf } from './rules/examples.ts';

const codes = (text: string, options: Partial<ReadingOptions> = {}) =>
  readPir(text, { ...defaultReadingOptions, ...options }).findings.map(({ code }) => code);
const given = (more: Partial<Given>): Given => ({
  pir: readPir('').pir,
  items: [],
  pending: [],
  lines: { actions: 1, followUp: 1, label: 1, reviews: new Map() },
  options: defaultReadingOptions,
  root: readSections([]),
  ...more,
});

describe('a field that items lack', () => {
  const without = (name: string) => pirOf(item(1, 'Oil the rope', { [name]: '' }), item(2, 'Oil the door'));
  const withoutAny = (name: string) =>
    pirOf(item(1, 'Oil the rope', { [name]: '' }), item(2, 'Oil the door', { [name]: '' }));

  test.each([
    ['Owner', 'PIR020'],
    ['Due Date', 'PIR030'],
    ['Priority', 'PIR040'],
    ['Success Metric', 'PIR041'],
  ])('is one finding an item, and one in all where no item has it (%s)', (name, code) => {
    expect(readPir(without(name)).findings).toMatchObject([{ code, line: 8 }]);
    expect(readPir(withoutAny(name)).findings).toMatchObject([{ code, line: 6 }]);
  });

  test('is named item by item where it is an error, which keeps each from being approved', () => {
    const { findings } = readPir(withoutAny('Due Date'), { ...defaultReadingOptions, profile: 'template' });
    expect(findings).toMatchObject([
      { code: 'PIR030', severity: 'error', line: 8 },
      { code: 'PIR030', severity: 'error', line: 13 },
    ]);
  });

  test('is not missed where it is the objective, the estimate or the playbook', () => {
    expect(codes(pirOf(item(1, 'Oil the rope')))).toEqual([]);
  });

  test('is not missed in what is done', () => {
    expect(codes(pirOf(item(1, 'Oil the rope'), '**[2] Oil the door**\n- **Status**: Done\n'))).toEqual([]);
  });
});

test('a section that says "none" is believed', () => {
  expect(codes(pirOf('None. The lift was switched off for good.'))).toEqual([]);
  expect(codes(pirOf('Somebody should oil it.'))).toEqual(['PIR001']);
});

describe('what a template left standing', () => {
  test('is said once, and what it lacks is not', () => {
    const { findings } = readPir(
      pirOf('- [What is to be done]', '- {{ summary }} [link to ticket]', '- {action}'),
    );
    expect(findings).toMatchObject([{ code: 'PIR014', line: 8, message: expect.stringContaining('2 more') }]);
  });
});

describe('a PIR without any date', () => {
  test('is told what that means for its due dates and reviews', () => {
    const { findings } = readPir(
      '## Action Items\n\n- Oil the rope (@a.b) [P2]\n- Oil the door (@a.b) [P2]\n',
    );
    const messages = findings.map(({ code, message }) => `${code} ${message}`);
    expect(messages).toContainEqual(expect.stringMatching(/^PIR030 .*none can be computed/));
    expect(messages).toContainEqual(expect.stringMatching(/^PIR070 .*from the approval/));
  });
});

describe('severities', () => {
  const text = pirOf(item(1, 'Oil the rope', { Owner: '', Priority: 'low' }), item(2, 'Oil the door'));
  const severitiesWith = (options: Partial<ReadingOptions>) =>
    readPir(text, { ...defaultReadingOptions, ...options }).findings.map(
      ({ code, severity }) => `${severity} ${code}`,
    );

  test('come from one table, are raised by the profile and set by code', () => {
    expect(severitiesWith({})).toEqual(['info PIR021']);
    expect(severitiesWith({ profile: 'template' })).toEqual(['error PIR021']);
    expect(severitiesWith({ severities: { PIR021: 'warning' } })).toEqual(['warning PIR021']);
    expect(severitiesWith({ profile: 'template', severities: { PIR021: 'off' } })).toEqual([]);
  });

  test('have codes that are used once and are in order', () => {
    const all = rules.map(({ code }) => code);
    expect(all).toEqual([...new Set(all)].sort());
    expect(explain('pir020')).toMatchObject({ code: 'PIR020', severity: 'warning', template: 'error' });
    expect(explain('PIR999')).toBeNull();
  });
});

describe('what the reader hands over', () => {
  test('is said: text that was repaired, once', () => {
    const { findings } = judge(given({ repaired: [2, 5] }), ['a', 'b', 'c', 'd', 'e']);
    expect(findings).toMatchObject([{ code: 'PIR001' }, { code: 'PIR003', line: 2 }]);
    expect(findings[1]?.message).toMatch(/on 1 more line;/);
  });

  test('is said: text that may be an item', () => {
    const doubts = [{ line: 1, reason: 'it has no title.' }];
    expect(judge(given({ doubts }), ['- ?']).findings[1]).toMatchObject({
      code: 'PIR002',
      message: 'This was not read as an action item with confidence: it has no title.',
    });
  });
});

describe('a rule about wording', () => {
  const titles = (...all: readonly string[]) =>
    pirOf(...all.map((title) => `- ${title} (@a.b, due 2026-01-26) [P1]`));
  const wordingOf = (text: string) => codes(text).filter((code) => code >= 'PIR045' && code <= 'PIR047');
  const english = '\nIt was the rope that broke when the door of the lift was open.\n';

  test.each([
    'Improve monitoring',
    'We should look into timeouts',
    'Better alerts',
    'Investigate options for oil',
  ])('finds "%s" vague', (title) => {
    expect(wordingOf(`${titles(title)}${english}`)).toContain('PIR045');
  });

  test.each([
    'Alert when the rope is dry',
    'Investigate why the rope broke',
    'Improve ride time to 20 s',
    'Adding a second rope',
    'The lift should stop at once',
    'Second rope is ordered',
    'Oil the rope',
    'Oil ropes and doors',
  ])('has nothing to say about "%s"', (title) => {
    expect(wordingOf(`${titles(title)}${english}`)).toEqual([]);
  });

  test('speaks once where many titles are nouns, for that is a habit', () => {
    const nouns = ['Rope inspection', 'Door documentation', 'Cabin ventilation', 'Shaft illumination'];
    expect(wordingOf(`${titles(...nouns.slice(0, 3))}${english}`)).toHaveLength(3);
    expect(wordingOf(`${titles(...nouns)}${english}`)).toEqual(['PIR046']);
  });

  test('knows no language but English', () => {
    const german = '\nDas Seil ist gerissen, und die Kabine stand mit der Tür nach Norden auf dem Schacht.\n';
    expect(isEnglish([german])).toBe(false);
    expect(isEnglish([english])).toBe(true);
    expect(isEnglish(['锿 是 电梯 的 门', 'the of and to'])).toBe(false);
  });

  test('leaves people alone who get more than an appeal', () => {
    const asks = (title: string) => wordingOf(`${titles(title)}${english}`);
    expect(asks('Remind everybody to close the door')).toEqual(['PIR047']);
    expect(asks('Train the team to close the door')).toEqual(['PIR047']);
    expect(asks('People must be more careful with the door, and a check must be added')).toEqual([]);
  });
});

describe('owners', () => {
  const directory = {
    people: [{ handle: 'a.b', name: 'A B', email: null, jiraAccount: null, teams: [] }],
    teams: [{ handle: 'lifts', name: 'Lifts', lead: 'a.b', email: null, jira: null }],
  };
  const owned = (...owners: readonly string[]) =>
    pirOf(...owners.map((owner, index) => item(index + 1, `Oil rope ${index + 1}`, { Owner: owner })));

  test('are unknown only to a directory that knows somebody, and each is said once', () => {
    const text = owned('@c.d', '@c.d', '@a.b');
    expect(codes(text)).toEqual([]);
    expect(readPir(text, { ...defaultReadingOptions, directory }).findings).toMatchObject([
      { code: 'PIR024', line: 9, message: expect.stringContaining('and 1 more item') },
    ]);
  });

  test('are no strangers as a role beside a person', () => {
    expect(codes(owned('@lift-lead (@a.b)'), { directory })).toEqual([]);
  });

  test('are a team if the directory says so, whatever the name looks like', () => {
    expect(codes(owned('@lifts', '@a.b'))).toEqual([]);
    expect(codes(owned('@lifts', '@a.b'), { directory })).toEqual(['PIR022']);
  });

  test('are complained of once where all of them are teams', () => {
    expect(readPir(owned('@rope-team', '@door-team')).findings).toMatchObject([{ code: 'PIR022', line: 6 }]);
  });
});

describe('whatever text comes in, under whatever options', () => {
  const pieces = [
    '# Incident',
    '- **Date**: 2026-01-05',
    '- **Severity**: SEV-1',
    '- **Root Cause**: rust',
    '## Action Items',
    '### High Priority (Within 2 Weeks)',
    '## What Could Be Better',
    '## Follow-Up',
    '## Sign-Off',
    '**[1] Improve the rope**',
    '- **Owner**: @a-team',
    '- **Owner**: @c.d, @x-lead (@y)',
    '- **Due Date**: 01/02/2026',
    '- **Due Date**: next sprint',
    '- **Timeline**: soon',
    '- **Success Metric**: better quality',
    '- remind the team of the rope',
    '| Role | Signature |',
    '| Action | Due |',
    '|---|---|',
    '| Lead | ___ |',
    '<!-- pir-ignore PIR020: the reason -->',
    '<!-- pir-ignore PIR020',
    '> - <!-- pir-ignore PIR045, PIR046: the reason --> rope',
    '```',
    '1-week review (Jan 3)',
    'the of and to in for with',
    '',
  ];
  const line = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...pieces) },
    fc.string(),
    fc.string({ unit: 'binary' }),
  );
  const documents = fc
    .tuple(fc.array(line, { maxLength: 50 }), fc.constantFrom('\n', '\r\n', '\r'))
    .map(([lines, end]) => lines.join(end));
  const options = fc.record({
    profile: fc.constantFrom('default' as const, 'template' as const),
    severities: fc.constantFrom({}, { PIR051: 'error' as const }, { PIR030: 'error' as const }),
    mostItems: fc.constantFrom(1, 12),
    signOffRoles: fc.constantFrom([], ['Lead', 'Incident Commander']),
    directory: fc.constantFrom(defaultReadingOptions.directory, {
      people: [],
      teams: [{ handle: 'a', name: 'A', lead: null, email: null, jira: null }],
    }),
  });

  test('no rule throws, and what it says has a place in the document, a message and a hint', () => {
    fc.assert(
      fc.property(documents, options, (text, chosen) => {
        const count = text.split(/\r\n?|\n/).length;
        const { findings } = readPir(text, { ...defaultReadingOptions, ...chosen });
        for (const finding of findings) {
          expect(finding.line).toBeGreaterThanOrEqual(1);
          expect(finding.line).toBeLessThanOrEqual(count);
          expect(finding.message).toMatch(/^\S.*[.?!”"…]$/su);
          expect(finding.message.length).toBeLessThan(700);
          expect(finding.hint).toMatch(/^\S.*[.!?…")]$/su);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('what is said and what is silenced add up', () => {
    fc.assert(
      fc.property(documents, fc.nat(30), (text, line) => {
        const lines = text.split(/\r\n?|\n/);
        const doubts = [{ line: Math.min(line + 1, lines.length), reason: 'it may be none' }];
        const read = ['none', ...lines.slice(1)];
        const { remarks } = readRemarks(read);
        const all = judge(given({ doubts, remarks, root: readSections(read) }), read);
        expect(all.findings.length + all.ignored.length).toBeGreaterThanOrEqual(2);
        for (const { reason } of all.ignored) expect(reason).not.toBe('');
      }),
    );
  });
});
