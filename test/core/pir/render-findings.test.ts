import { expect, test } from '@jest/globals';
import { readPir } from '../../../src/core/pir/parse.ts';
import { explanationText, findingsText } from '../../../src/core/pir/render-findings.ts';
import { explain } from '../../../src/core/pir/rules/rules.ts';

test('findings are printed with place, excerpt, caret and hint, and summed up', () => {
  const text = [
    '## Action Items',
    '',
    '**[1] Rotate the keys**',
    '- **Owner**: @key-team',
    '- **Priority**: high',
    '- **Due Date**: 2026-03-01',
    '',
  ].join('\n');
  expect(
    findingsText('docs/pir.md', text, readPir(text)),
  ).toBe(`docs/pir.md:1  note  PIR070  No review has a date; the usual distance from the approval is used.
    ## Action Items
    hint: Add to the follow-up section, for example: "1-week review: high-priority items (YYYY-MM-DD)".

docs/pir.md:3  note  PIR041  [1] Rotate the keys does not say how to tell that it worked.
    **[1] Rotate the keys**
    hint: Add a line "**Success Metric**: …" with what to look at and what it must show.

docs/pir.md:4:14  warning  PIR022  [1] Rotate the keys is owned by @key-team and by no person.
    - **Owner**: @key-team
                 ^
    hint: Name the one who answers for it behind the team: "@key-team (@first.last)".

docs/pir.md:6:17  note  PIR035  [1] Rotate the keys is due on a Sunday (2026-03-01).
    - **Due Date**: 2026-03-01
                    ^
    hint: Take the Friday before, 2026-02-27, or say that the weekend is meant.

1 item, 0 errors, 1 warning, 3 notes
`);
});

test('a document without anything to say about it is summed up in one line', () => {
  expect(findingsText('a.md', '', { pir: readPir('').pir, findings: [] })).toBe(
    '0 items, 0 errors, 0 warnings, 0 notes\n',
  );
});

test('a long line is cut around the place', () => {
  const long = `- **Owner**: ${'x'.repeat(300)}, @far-team`;
  const reading = readPir('');
  const finding = {
    code: 'PIR022',
    severity: 'warning',
    line: 1,
    column: long.indexOf('@') + 1,
    message: 'm',
    hint: 'h',
  } as const;
  const [, shown = '', caret = ''] = findingsText('a.md', long, { ...reading, findings: [finding] }).split(
    '\n',
  );
  expect(shown.length).toBeLessThan(110);
  expect(shown[caret.indexOf('^')]).toBe('@');
});

test('what the document silences is listed with its reason, and counted', () => {
  const ignored = [{ code: 'PIR035', line: 7, reason: 'the shop is open on\u202E Sundays' }];
  expect(findingsText('a.md', '', { pir: readPir('').pir, findings: [], ignored })).toBe(
    'a.md:7  silenced  PIR035  the shop is open on· Sundays\n\n0 items, 0 errors, 0 warnings, 0 notes, 1 silenced\n',
  );
});

test('a rule is explained with what it is about, why, what to do and whose practice it is', () => {
  const rule = explain('PIR020');
  expect(rule).not.toBeNull();
  const text = rule === null ? '' : explanationText(rule);
  expect(text).toMatch(
    /^PIR020 {2}High-priority item without an owner {2}\(warning; error with profile: template\)\n\n/,
  );
  expect(text).toMatch(/\n\nTo mend it: Add [\s\S]*\n\nIt follows: The PIR template/);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
});
