import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readPir } from '../../../src/core/pir/parse.ts';
import { findingsText } from '../../../src/core/pir/render-findings.ts';

/** Pieces of PIRs, whole and broken, so that chance gets past the first heading. */
const pieces = [
  '# Incident',
  '## Action Items',
  '### High Priority (Within 2 Weeks)',
  '### 1. Title',
  '## What Could Be Better',
  '## Follow-Up',
  '## Sign-Off',
  '**[1] Title**',
  '**[1]',
  '- **Owner**: @a-team (@b.c)',
  '- **Due Date**: 2026-02-30',
  '  - **Due**: Feb 29',
  '- [ ] do it (@x, due 2026-01-01) [P1]',
  '- [x]',
  '1. one',
  '**NP**',
  '**Actions planned:**',
  '- **Review actions**:',
  '**TODO** do it',
  '+++',
  'title: a',
  'â†’ ðŸŸ¢',
  '[r]: https://x.example/issues/1',
  '[a][r] `@kim` **JP**/NW',
  '<table><tr><td>',
  '- a<br>',
  '## アクションアイテム',
  '| Date | 2026-01-05 |',
  '|---|---|',
  '| Action | Owner | Due |',
  '| x | @y | Q1 2026 |',
  '1-week review (Jan 3)',
  'label "a b"',
  '> quoted',
  '```',
  '<!--',
  '---',
  '    code',
  '\t- tab',
  '',
  '',
];
const line = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...pieces) },
  fc.string(),
  fc.string({ unit: 'binary' }),
);
const documents = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc
    .tuple(
      fc.array(line, { maxLength: 60 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom('', '\uFEFF'),
    )
    .map(([lines, end, mark]) => mark + lines.join(end)),
);

describe('whatever text comes in', () => {
  test('it is read without throwing, and every line named lies inside it', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const { pir, findings } = readPir(text);
        const count = text.split(/\r\n?|\n/).length;
        for (const { line: number } of [...findings, ...pir.items, ...pir.improvements]) {
          expect(number).toBeGreaterThanOrEqual(1);
          expect(number).toBeLessThanOrEqual(count);
        }
        for (const { title } of pir.items) expect(title).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });

  test('it is read the same way every time', () => {
    fc.assert(fc.property(documents, (text) => expect(readPir(text)).toEqual(readPir(text))));
  });

  test('what is printed about it moves no cursor', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const printed = findingsText('pir.md', text, readPir(text)).replaceAll('\n', '');
        expect(printed).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

describe('a text as long as somebody likes', () => {
  const sizes = [10_000, 20_000, 40_000];
  test.each([
    ['handles', '@a ', '- [ ] do it '],
    ['handles of owners', '@a ', '- [ ] do it\n  - **Owner**: '],
    ['broken tags', '<a ', '- '],
    ['comments that never end', '<!-- ', '- a '],
    ['emphasis', '**a_b', '- '],
    ['brackets', '[', '- '],
    ['links that never end', '[a](b ', '- '],
    ['line breaks', '<br>', '- a'],
    ['items', 'a\n- ', '- '],
    ['text in a wrong code page', 'â†’', '- '],
  ])('is read in time that grows with it (%s)', (_name, piece, start) => {
    const times = sizes.map((count) => {
      const text = `## Action Items\n\n${start}${piece.repeat(count)}b\n`;
      const before = process.cpuUsage();
      readPir(text);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
    // Four times the length: sixteen times the time would be a square. Small numbers are all noise.
    expect(times[2] ?? 0).toBeLessThan(9 * Math.max(times[0] ?? 0, 60));
  });
});

describe('a document from another system', () => {
  const text = '# Outage\n\n**Date**: 2026-01-05\n\n## Action Items\n\n- [ ] Turn it on again (@kim.lee)\n';

  test.each([
    ['a byte order mark', `\uFEFF${text}`],
    ['Windows line ends', text.replaceAll('\n', '\r\n')],
    ['non-breaking spaces', text.replaceAll(' ', '\u00A0')],
  ])('reads the same with %s', (_name, variant) => {
    expect(readPir(variant)).toEqual(readPir(text));
    expect(readPir(variant).pir.items).toMatchObject([{ title: 'Turn it on again', state: 'open', line: 7 }]);
  });
});
