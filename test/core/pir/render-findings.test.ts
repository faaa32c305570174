import { expect, test } from '@jest/globals';
import { readPir } from '../../../src/core/pir/parse.ts';
import { findingsText } from '../../../src/core/pir/render-findings.ts';

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
  ).toBe(`docs/pir.md:1  note  PIR070  No review has a date; the usual distance from the incident is used.
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
