import { describe, expect, test } from '@jest/globals';
import { gather, wakeUp } from '../../src/entry/gather.ts';

/** Work that ends when it is told to. */
function work() {
  const calls: { readonly values: readonly number[]; end(error?: Error): void }[] = [];
  const run = (values: readonly number[]) =>
    new Promise<void>((resolve, reject) => {
      calls.push({ values, end: (error) => (error === undefined ? resolve() : reject(error)) });
    });
  return { calls, run };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('gathering', () => {
  test('makes one call of all that comes while another is under way, up to a bound', async () => {
    const { calls, run } = work();
    const give = gather(run, 3);
    const given = [1, 2, 3, 4, 5].map((value) => give(value));
    expect(calls.map(({ values }) => values)).toEqual([[1]]);
    calls[0]?.end();
    await settled();
    expect(calls.map(({ values }) => values)).toEqual([[1], [2, 3, 4]]);
    calls[1]?.end();
    await settled();
    calls[2]?.end();
    await Promise.all(given);
    expect(calls.map(({ values }) => values)).toEqual([[1], [2, 3, 4], [5]]);
  });

  test('tells those whose call failed, and goes on', async () => {
    const { calls, run } = work();
    const give = gather(run, 10);
    const first = give(1);
    const second = give(2);
    calls[0]?.end(new Error('away'));
    await expect(first).rejects.toThrow('away');
    await settled();
    calls[1]?.end();
    await second;
    const third = give(3);
    await settled();
    calls[2]?.end();
    await third;
  });
});

test('waking up runs the work again for what came meanwhile, once however often', async () => {
  const { calls, run } = work();
  const { wake, idle } = wakeUp(() => run([]));
  for (let time = 0; time < 5; time += 1) wake();
  expect(calls).toHaveLength(1);
  calls[0]?.end();
  await settled();
  wake();
  expect(calls).toHaveLength(2);
  calls[1]?.end();
  await settled();
  calls[2]?.end();
  await idle();
  expect(calls).toHaveLength(3);
});
