import { readPir } from '../src/core/pir/parse.ts';
import { type Bench, figureOf } from './figure.ts';
import { measure, quartile, ratioOfTotals } from './measure.ts';

const upTo = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length));
const table = '| Action | Owner | Due |\n|---|---|---|\n';

/** Texts that parsers are known to choke on, by how long they are to be. */
const texts: Readonly<Record<string, (length: number) => string>> = {
  'nested lists': (length) => upTo(`${upTo('- ', 60)}a\n${upTo('1. ', 60)}b\n`, length),
  'runs of emphasis': (length) => `- ${upTo('*a **b _c ', length)}`,
  'a huge table': (length) => table + upTo('| Do it | @a-team (@b.c) | 2026-03-02 |\n', length),
  'a long line': (length) => `**[1] ${upTo('word ', length)}**\n- **Owner**: @a`,
  'unclosed fences and HTML': (length) => upTo('- <div><!-- a\n- ```\n  <a href="\n', length),
  'a run of handles': (length) =>
    `**[1] A**\n- **Owner**: ${upTo('@a', length / 2)} ${upTo('@a (', length / 2)}`,
  'many headings': (length) => upTo('# A\n## Action Items\n### P1\n', length),
  'deep quotes': (length) => upTo(`${upTo('> ', 200)}- a\n`, length),
  'runs of brackets': (length) => `- ${upTo('[', length / 2)}${upTo('[a](', length / 2)}`,
  'runs of pipes': (length) => `${table}${upTo('|', length / 2)}\n${upTo('|\n', length / 2)}`,
};

// Half a megabyte still fits where the engine keeps young objects, and the step out of there would pass for a curve.
const size = 1_000_000;

/** Twice the text takes about twice the time, whatever the text. */
export const readingHostile: Bench = () =>
  Object.entries(texts).map(([name, make]) => {
    const [half, full] = [size, 2 * size].map((length) => `# A\n\n## Action Items\n\n${make(length)}`);
    const { once, twice } = measure(
      { once: () => readPir(half ?? ''), twice: () => readPir(full ?? '') },
      { rounds: 50, budget: 3500 },
    );
    return figureOf(`${name}, 2 MB`, 'half of it', quartile(twice), ratioOfTotals(twice, once), {
      atMost: 2.6,
    });
  });
