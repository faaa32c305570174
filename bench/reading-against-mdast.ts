import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { readPir } from '../src/core/pir/parse.ts';
import { exampleText } from './example-text.ts';
import { type Bench, figureOf } from './figure.ts';
import { measure, quartile, ratio } from './measure.ts';

/** Reading a PIR is at least 15 times faster than building mdast's tree of it, which is where others begin. */
export const readingAgainstMdast: Bench = () => {
  const text = exampleText();
  const options = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] };
  const { ours, theirs } = measure(
    { ours: () => readPir(text), theirs: () => fromMarkdown(text, options) },
    { rounds: 300, budget: 9000 },
  );
  return [
    figureOf(
      'times faster than mdast',
      'mdast-util-from-markdown with GFM',
      quartile(ours),
      ratio(theirs, ours),
      {
        atLeast: 15,
      },
    ),
  ];
};
