import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readPir } from '../../../src/core/pir/parse.ts';
import type { PirItem, Reading } from '../../../src/core/pir/pir.ts';

/** What a careful reader takes from a document, as the files beside the corpus hold it. */
interface Expected {
  readonly incident?: Readonly<Partial<Record<'date' | 'id' | 'severity' | 'title', string | null>>>;
  readonly items: readonly {
    readonly title: string;
    readonly owners?: readonly string[];
    readonly due?: string | null;
    readonly priority?: string | null;
    readonly status?: string | null;
    readonly ticket?: string | null;
    readonly line: number;
  }[];
}
type ExpectedItem = Expected['items'][number];

const corpus = new URL('../../../../shared/corpus/', import.meta.url);
const filesBelow = (folder: string, ending: string) =>
  readdirSync(new URL(folder, corpus), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();
const textOf = (path: string) =>
  readFileSync(new URL(path.split('/').map(encodeURIComponent).join('/'), corpus), 'utf8');

const wordsOf = (text: string) =>
  new Set(
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[`*_~"'’“”]/g, '')
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== ''),
  );

/** How many words two titles share of all they have; titles without words have to be the same. */
function likeness(one: string, other: string): number {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  if (a.size === 0 || b.size === 0) return one.trim() === other.trim() ? 1 : 0;
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / (a.size + b.size - shared);
}

/** Pairs of what was expected and what was read, the most alike first; a line apart by at most two counts for it. */
function pairUp(expected: readonly ExpectedItem[], read: readonly PirItem[]): [ExpectedItem, PirItem][] {
  const candidates = expected.flatMap((want) =>
    read.map((have) => {
      const near = Math.abs(want.line - have.line) <= 2 ? 0.5 : 0;
      return { want, have, rate: likeness(want.title, have.title) + near };
    }),
  );
  const pairs = new Map<ExpectedItem, PirItem>();
  const taken = new Set<PirItem>();
  for (const { want, have, rate } of candidates.sort((a, b) => b.rate - a.rate)) {
    if (rate < 0.8 || pairs.has(want) || taken.has(have)) continue;
    pairs.set(want, have);
    taken.add(have);
  }
  return [...pairs];
}

const bare = (text: string) =>
  text
    .toLowerCase()
    .replace(/[@`?()]/g, '')
    .trim();
const address = (text: string | null | undefined) =>
  (text ?? '')
    .toLowerCase()
    .replace(/[<>()[\]]/g, '')
    .replace(/^https?:\/\/(?:www\.)?|\/$/g, '')
    .trim();
const names = (list: readonly string[]) => list.map(bare).sort().join('|');

/** The fields that are compared: what is expected, and whether what was read is that. */
const fields: Readonly<
  Record<
    string,
    { stated: (want: ExpectedItem) => boolean; right: (want: ExpectedItem, have: PirItem) => boolean }
  >
> = {
  owners: {
    stated: (want) => (want.owners ?? []).length > 0,
    right: (want, have) => names(want.owners ?? []) === names(have.owners.map(({ raw }) => raw)),
  },
  due: { stated: (want) => want.due != null, right: (want, have) => (want.due ?? null) === have.due },
  priority: {
    stated: (want) => want.priority != null,
    right: (want, have) => (want.priority ?? null) === have.priority,
  },
  state: {
    stated: (want) => want.status != null,
    right: (want, have) => (want.status ?? null) === have.state,
  },
  ticket: {
    stated: (want) => want.ticket != null,
    right: (want, have) =>
      address(want.ticket) === address(have.ticket) ||
      (want.ticket != null && have.ticket !== null && address(have.ticket).endsWith(address(want.ticket))),
  },
};

const share = (results: readonly boolean[]) =>
  results.length === 0 ? 1 : results.filter((right) => right).length / results.length;

if (existsSync(corpus)) {
  describe('reviews that others wrote', () => {
    const documents = filesBelow('docs/', '.md').map((name) => {
      const text = textOf(`docs/${name}.md`);
      return { name, text, reading: readPir(text) };
    });
    const readings = new Map<string, Reading>(documents.map(({ name, reading }) => [name, reading]));
    const cases = filesBelow('expected/', '.json').map((name) => ({
      expected: JSON.parse(textOf(`expected/${name}.json`)) as Expected,
      pir: readings.get(name)?.pir ?? readPir('').pir,
    }));
    const pairs = cases.flatMap(({ expected, pir }) => pairUp(expected.items, pir.items));

    test('are there to be read', () => {
      expect(documents.length).toBeGreaterThan(100);
      expect(cases.length).toBeGreaterThan(30);
    });

    test('are read without a finding, an item or a doubt outside the document', () => {
      for (const { text, reading } of documents) {
        const count = text.split(/\r\n?|\n/).length;
        for (const { line } of [...reading.findings, ...reading.pir.items, ...(reading.doubts ?? [])]) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(count);
        }
      }
    });

    test('get two warnings or fewer in the median', () => {
      const counts = documents
        .map(({ reading }) => reading.findings.filter(({ severity }) => severity !== 'info').length)
        .sort((a, b) => a - b);
      expect(counts[Math.floor(counts.length / 2)]).toBeLessThanOrEqual(2);
    });

    test('give the items that a careful reader takes from them, and no others', () => {
      const wanted = cases.reduce((sum, { expected }) => sum + expected.items.length, 0);
      const read = cases.reduce((sum, { pir }) => sum + pir.items.length, 0);
      const [precision, recall] = [pairs.length / read, pairs.length / wanted];
      expect((2 * precision * recall) / (precision + recall)).toBeGreaterThanOrEqual(0.97);
    });

    test('give no item where there is none', () => {
      const none = cases.filter(({ expected }) => expected.items.length === 0);
      expect(none.flatMap(({ pir }) => pir.items)).toEqual([]);
    });

    test.each(Object.keys(fields))('give each item its %s', (name) => {
      const field = fields[name];
      const results = pairs.map(([want, have]) => ({
        stated: field?.stated(want) ?? false,
        right: field?.right(want, have) ?? false,
      }));
      expect(share(results.map(({ right }) => right))).toBeGreaterThanOrEqual(0.97);
      expect(share(results.filter(({ stated }) => stated).map(({ right }) => right))).toBeGreaterThanOrEqual(
        0.95,
      );
    });

    test.each([
      ['title', 0.95],
      ['date', 0.9],
      ['id', 0.9],
      ['severity', 0.9],
    ] as const)('say the %s of the incident', (name, goal) => {
      const results = cases.flatMap(({ expected, pir }) => {
        const want = expected.incident?.[name];
        const have = pir.incident[name] ?? '';
        if (want == null) return [];
        return [name === 'title' ? likeness(want, have) >= 0.8 : likeness(want, have) === 1];
      });
      expect(share(results)).toBeGreaterThanOrEqual(goal);
    });
  });
} else test.skip('the reviews that others wrote are not read, because ../shared/corpus is absent', () => {});
