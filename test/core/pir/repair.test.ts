import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { repairText } from '../../../src/core/pir/markdown/repair.ts';
import { readPir } from '../../../src/core/pir/parse.ts';

const upperHalf = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/** What an editor shows that takes UTF-8 for Windows-1252. Not by TextDecoder: some versions of Node take it for Latin-1. */
const misread = (text: string) =>
  [...new TextEncoder().encode(text)]
    .map((byte) => (byte >= 0x80 && byte < 0xa0 ? (upperHalf[byte - 0x80] ?? '') : String.fromCharCode(byte)))
    .join('');

describe('text that was decoded with the wrong code page', () => {
  test.each(['a → b', '🟢 green', 'it’s — “done”', '担当者', '— Zürich'])('is restored (%s)', (text) => {
    expect(repairText(misread(text))).toEqual({ text, repaired: true, lines: [1] });
    expect(repairText(misread(misread(text))).text).toBe(text);
  });

  test('is restored line by line, so that every line keeps its number', () => {
    const { text, lines } = repairText(
      ['plain', misread('x → y'), 'Zürich', misread('né 🟢'), ''].join('\n'),
    );
    expect(text.split('\n')).toEqual(['plain', 'x → y', 'Zürich', 'né 🟢', '']);
    expect(lines).toEqual([2, 4]);
  });

  test('takes two-byte letters along once the document is known to be broken', () => {
    expect(repairText(`${misread('São Paulo')}\n${misread('→')}`).text).toBe('São Paulo\n→');
  });

  test('is read as it was meant, and the reading says which lines were repaired', () => {
    const reading = readPir(`## Action Items\n\n- [ ] ${misread('Alert → page')}\n`);
    expect(reading.pir.items).toMatchObject([{ title: 'Alert → page', line: 3 }]);
    expect(reading.repaired).toEqual([3]);
    expect(readPir('## Action Items\n\n- [ ] Alert → page\n').repaired).toBeUndefined();
  });
});

describe('legitimate text is left alone', () => {
  test.each([
    'SÃO PAULO, IRMÃ, MAÇÃ',
    'Ação corretiva: revisão',
    'naïve café, Ångström, Þórr',
    'The page showed `â†’` instead of an arrow',
    'It printed "â†’" where an arrow belongs',
    'Â© is what the footer said',
    '日本語 と → ',
    'already fixed: → but here â†’ is quoted from the log',
  ])('%s', (text) => {
    expect(repairText(text)).toEqual({ text, repaired: false, lines: [] });
  });
});

describe('whatever text comes in', () => {
  const pieces = fc.constantFrom(
    'â',
    '†',
    '’',
    'Ã',
    '£',
    'ðŸŸ¢',
    'Â',
    ' ',
    'a',
    '\n',
    '"',
    '`',
    'é',
    '→',
    '\u0081',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((each) => each.join('')),
    fc.string({ unit: 'grapheme' }).map(misread),
  );

  test('repairing repaired text changes nothing', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const once = repairText(text).text;
        expect(repairText(once).text).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  test('the number of lines stays, and only lines said to be repaired differ', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { text: repaired, lines } = repairText(text);
        const [before, after] = [text.split('\n'), repaired.split('\n')];
        expect(after).toHaveLength(before.length);
        const changed = after.flatMap((line, index) => (line === before[index] ? [] : [index + 1]));
        expect(lines).toEqual(changed);
      }),
    );
  });
});
