import { expect, test } from '@jest/globals';
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

test('the tokens are those of markdown-it', () => {
  const stock = new MarkdownIt('default', { html: true });
  const plain = new MarkdownIt('default', { html: true });
  plain.block.State = PlainTokens;
  for (const each of [stock, plain]) each.core.ruler.disable('inline');
  const tokens = plain.parse(text, {});
  expect(tokens.length).toBeGreaterThan(40);
  expect(tokens.map((token) => ({ ...token }))).toEqual(stock.parse(text, {}).map((token) => ({ ...token })));
});
