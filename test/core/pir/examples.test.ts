import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readPir } from '../../../src/core/pir/parse.ts';

const root = new URL('../../examples/ok/', import.meta.url);
const wellWritten = readdirSync(root)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name: name.replace(/\.md$/, ''), text: readFileSync(new URL(name, root), 'utf8') }));

describe('a well-written PIR', () => {
  test.each(wellWritten)('has nothing to be said about ($name)', ({ text }) => {
    expect(readPir(text).findings).toEqual([]);
  });

  test('gives the same items in every layout', () => {
    for (const { name, text } of wellWritten) {
      const items = readPir(text).pir.items.map(({ title, owners, due, priority, successMetric }) => ({
        title,
        owners: owners.map(({ kind, raw }) => `${kind} ${raw}`),
        due,
        priority,
        successMetric,
      }));
      expect({ name, items }).toEqual({
        name,
        items: [
          {
            title: 'Accept rings up to five minutes ahead',
            owners: ['team @gateway-team', 'person @lea.blum'],
            due: '2026-01-23',
            priority: 'high',
            successMetric: 'A clock set four minutes fast still rings in the test house',
          },
          {
            title: 'Report doorbells whose clock drifts',
            owners: ['person @sam.fox'],
            due: '2026-02-11',
            priority: 'medium',
            successMetric: 'The weekly report names every doorbell more than a minute off',
          },
        ],
      });
    }
  });
});
