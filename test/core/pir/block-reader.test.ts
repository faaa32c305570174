import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { PlainTokens } from '../../../src/core/pir/markdown/block-reader.ts';

const text = `Title
=====

# Heading

- one
  1. two

     > quoted

| a | b |
|:--|---|
| 1 | 2 |

    code

\`\`\`sh
ls
\`\`\`

<div>
html
</div>

***

[name]: https://example.com
`;

const stock = new MarkdownIt('default', { html: true });
const plain = new MarkdownIt('default', { html: true });
plain.block.State = PlainTokens;
for (const each of [stock, plain]) each.core.ruler.disable('inline');
const tokensOf = (reader: typeof stock, source: string) =>
  reader.parse(source, {}).map((token) => ({ ...token }));

test('the tokens are those of markdown-it', () => {
  expect(tokensOf(plain, text).length).toBeGreaterThan(40);
  expect(tokensOf(plain, text)).toEqual(tokensOf(stock, text));
});

test('whatever the text, with lines and blanks wherever they may stand', () => {
  const pieces = fc.constantFrom(
    ' ',
    '\t',
    '\n',
    '\n\n',
    '    ',
    '- ',
    '1. ',
    '> ',
    '# ',
    '|',
    '---',
    '```',
    'a',
    '[a]: b',
    '\0',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      expect(tokensOf(plain, parts.join(''))).toEqual(tokensOf(stock, parts.join('')));
    }),
    { numRuns: 1000 },
  );
});
