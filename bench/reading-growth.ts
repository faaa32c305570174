import MarkdownIt from 'markdown-it';
import { readPir } from '../src/core/pir/parse.ts';
import { longText } from './example-text.ts';
import { type Bench, figureOf } from './figure.ts';
import { measure, quartile, ratioOfTotals } from './measure.ts';

/** A byte of 8 MB costs hardly more than one of 80 kB: what grows, grows for markdown-it too. */
export const readingGrowth: Bench = () => {
  const [small, large] = [longText(80_000), longText(8_000_000)];
  const markdown = new MarkdownIt('default', { html: true });
  const short = measure(
    { ours: () => readPir(small), theirs: () => markdown.parse(small, {}) },
    { rounds: 60, budget: 4000 },
  );
  const long = measure(
    { ours: () => readPir(large), theirs: () => markdown.parse(large, {}) },
    { rounds: 7, budget: 15_000 },
  );
  const bytes = large.length / small.length;
  const growth = (name: 'ours' | 'theirs') => ratioOfTotals(long[name], short[name]) / bytes;
  return [
    figureOf(
      'growth per byte, 80 kB to 8 MB',
      "markdown-it's own growth",
      quartile(long.ours),
      growth('ours') / growth('theirs'),
      { atMost: 1.3 },
    ),
  ];
};
