import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../src/core/digest.ts';
import { emptyChain, findBreak, nextRow, type TrailRow } from '../../src/core/trail.ts';

/** A chain of rows, one for each payload. */
function chainOf(payloads: readonly Json[], chain = 'pir_1'): readonly TrailRow[] {
  const rows: TrailRow[] = [];
  for (const [index, payload] of payloads.entries()) {
    const row = nextRow(rows.at(-1) ?? emptyChain, {
      chain,
      at: `2026-03-05T09:00:0${index % 10}.000Z`,
      actor: index % 2 === 0 ? 'service' : 'person_1',
      action: 'item-changed',
      subject: `item_${index}`,
      payload,
      salt: String(index).padStart(32, '0'),
    });
    rows.push(row);
  }
  return rows;
}

const five = chainOf([{ due: '2026-03-13' }, null, ['x'], 'text', 5]);

/** The chain with one row replaced. */
function withRow(at: number, change: Partial<TrailRow>): readonly TrailRow[] {
  return five.map((row, index) => (index === at ? { ...row, ...change } : row));
}

describe('a chain of the trail', () => {
  test('verifies as written, from the first row without gaps, and empty too', () => {
    expect(five.map((row) => row.sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(five[0]?.previousHash).toBe('0'.repeat(64));
    expect(findBreak(five)).toBeNull();
    expect(findBreak([])).toBeNull();
  });

  test.each<[string, readonly TrailRow[], number, string]>([
    ['a payload', withRow(2, { payload: ['y'] }), 3, 'changed payload'],
    ['a payload whose salt was removed', withRow(2, { payload: ['y'], salt: null }), 3, 'changed payload'],
    ['a payload emptied without its salt', withRow(0, { payload: null }), 1, 'changed payload'],
    ['the actor', withRow(1, { actor: 'service' }), 2, 'changed row'],
    ['the time', withRow(1, { at: '2026-03-05T10:00:00.000Z' }), 2, 'changed row'],
    ['the action', withRow(3, { action: 'item-done' }), 4, 'changed row'],
    ['the subject', withRow(3, { subject: 'item_9' }), 4, 'changed row'],
    ['the chain', withRow(4, { chain: 'pir_2' }), 5, 'changed row'],
    ['the hash of the last row', withRow(4, { hash: 'f'.repeat(64) }), 5, 'changed row'],
    ['the link', withRow(4, { previousHash: 'f'.repeat(64) }), 5, 'broken link'],
    ['the number', withRow(4, { sequence: 6 }), 6, 'missing row'],
    ['the first row, removed', five.slice(1), 2, 'missing row'],
    ['a row in the middle, removed', five.toSpliced(2, 1), 4, 'missing row'],
    ['two rows, swapped', five.toSpliced(1, 2, ...five.slice(1, 3).toReversed()), 3, 'missing row'],
  ])('is broken by a change of %s, and the row is named', (_what, rows, sequence, reason) => {
    expect(findBreak(rows)).toMatchObject({ sequence, reason });
  });

  test('a forged row with a hash of its own breaks the link of the next', () => {
    const forged = nextRow(
      { sequence: 2, hash: five[1]?.hash ?? '' },
      {
        ...(five[2] as TrailRow),
        payload: 'forged',
        salt: 'f'.repeat(32),
      },
    );
    expect(findBreak(five.toSpliced(2, 1, forged))).toMatchObject({ sequence: 4, reason: 'broken link' });
  });

  test('still verifies when payloads are removed together with their salts, all or some', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.jsonValue(), fc.boolean()), { maxLength: 8 }), (entries) => {
        const rows = chainOf(entries.map(([payload]) => payload as Json)).map((row, index) =>
          entries[index]?.[1] ? { ...row, payload: null, salt: null } : row,
        );
        expect(findBreak(rows)).toBeNull();
      }),
    );
  });

  test('does not tell the payload of a removed row by its digest: the same payload twice differs', () => {
    const [one, two] = chainOf(['yes', 'yes']);
    expect(one?.payloadDigest).not.toBe(two?.payloadDigest);
  });
});
