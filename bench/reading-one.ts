import MarkdownIt from 'markdown-it';
import { readPir } from '../src/core/pir/parse.ts';
import { exampleText } from './example-text.ts';
import { type Bench, figureOf } from './figure.ts';
import { measure, quartile, ratio } from './measure.ts';

/** Reading a PIR with all its rules takes no longer than markdown-it takes to parse the same text. */
export const readingOne: Bench = () => {
  const text = exampleText();
  const markdown = new MarkdownIt('default', { html: true });
  const { ours, theirs } = measure(
    { ours: () => readPir(text), theirs: () => markdown.parse(text, {}) },
    { rounds: 1000, budget: 9000 },
  );
  return [
    figureOf('read the example PIR', 'markdown-it, full parse', quartile(ours), ratio(ours, theirs), {
      atMost: 1,
    }),
  ];
};
