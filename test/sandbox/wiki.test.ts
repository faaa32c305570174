import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { adfFromWiki } from '../../src/sandbox/jira/adf-from-wiki.ts';
import { adfFault } from '../../src/sandbox/jira/adf-rules.ts';
import { wikiFromAdf } from '../../src/sandbox/jira/wiki-from-adf.ts';

/** The texts of a document with their marks, in order: `strong(it)`. */
function textsIn(node: unknown): string[] {
  const {
    text,
    marks = [],
    content = [],
  } = node as {
    text?: string;
    marks?: { type: string; attrs?: { href: string } }[];
    content?: unknown[];
  };
  if (text === undefined) return content.flatMap(textsIn);
  return [marks.reduce((inside, { type, attrs }) => `${attrs?.href ?? type}(${inside})`, text)];
}

const typesIn = (markup: string) =>
  (adfFromWiki(markup).content as { type: string }[]).map(({ type }) => type);

describe('wiki markup, as the sandbox reads it', () => {
  test.each([
    ['h2. Why', ['heading']],
    ['* one\n** two\n# three', ['bulletList', 'orderedList']],
    ['{code:sql}\nselect *\n{code}\n----', ['codeBlock', 'rule']],
    ['||a||b||\n|1|2|', ['table']],
    ['{quote}\nsaid\n{quote}\nbq. so', ['blockquote', 'blockquote']],
    ['one\ntwo\n\nthree', ['paragraph', 'paragraph']],
  ])('%j has the blocks %j', (markup, types) => {
    expect(typesIn(markup)).toEqual(types);
  });

  test.each([
    [
      'see *it* and _this_, -not- {{that}}',
      ['see ', 'strong(it)', ' and ', 'em(this)', ', ', 'strike(not)', ' ', 'code(that)'],
    ],
    [
      '[the *PIR*|https://example.com/1]',
      ['https://example.com/1(the )', 'strong(https://example.com/1(PIR))'],
    ],
    ['at https://example.com/1 now', ['at ', 'https://example.com/1(https://example.com/1)', ' now']],
    ['2*3*4, snake_case_name and \\*this\\*', ['2*3*4, snake_case_name and *this*']],
    ['[x|javascript:alert(1)]', ['[x|javascript:alert(1)]']],
    ['on{*}call{*} &#42;not&#42; a \\\\ b', ['on', 'strong(call)', ' *not* a ', 'b']],
  ])('%j has the texts %j', (markup, texts) => {
    expect(textsIn(adfFromWiki(markup))).toEqual(texts);
  });

  const markup = fc.stringMatching(
    /^([ab *_{}[\]|#h2.\-\\\n]|\{code\}|\{quote\}|https:\/\/a\.b|\*\*? |\{\{|\}\})*$/,
  );

  test('any text becomes a document that Jira would take', () => {
    fc.assert(
      fc.property(fc.oneof(markup, fc.string({ unit: 'grapheme' })), (text) => {
        expect(adfFault(adfFromWiki(text))).toBeNull();
      }),
    );
  });

  test('plain words in a document survive the way to markup and back', () => {
    const words = fc.string({ unit: fc.constantFrom(...'ab *_-{}[]|\\+^~!'), minLength: 1 });
    fc.assert(
      fc.property(words, (text) => {
        const content = [{ type: 'paragraph', content: [{ type: 'text', text: `x${text}x` }] }];
        const again = adfFromWiki(wikiFromAdf({ type: 'doc', version: 1, content }));
        expect(textsIn(again).join('')).toBe(`x${text}x`);
      }),
    );
  });
});
