import { expect, test } from '@jest/globals';
import { columnsOf, oneLine, padded, shorten, wrap } from '../../../src/core/notice/plain-text.ts';

test('a line keeps no line break, control or direction character', () => {
  expect(oneLine(' a\r\n\tb\u001b[31m\u0085c\u202ed ')).toBe('a b [31m cd');
});

test('columns are counted as a terminal shows them', () => {
  expect(columnsOf('日本')).toBe(4);
  expect(columnsOf('e\u0301')).toBe(1);
  expect(padded('日本語', 5)).toBe('日本…');
  expect(padded('ab', 4)).toBe('ab  ');
});

test('a text is cut within its columns, also when it is megabytes long', () => {
  expect(shorten('x'.repeat(5_000_000), 10)).toBe(`${'x'.repeat(9)}…`);
  expect(shorten('short', 10)).toBe('short');
});

test('wrapping keeps a word that is longer than the line whole', () => {
  expect(wrap('see https://acme.example/very/long for more', 12, '  ', '- ')).toEqual([
    '- see',
    '  https://acme.example/very/long',
    '  for more',
  ]);
});
