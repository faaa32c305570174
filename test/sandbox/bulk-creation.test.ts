import { afterEach, describe, expect, test } from '@jest/globals';
import { issue, sandboxes } from './sandbox-client.ts';

const { start, closeAll } = sandboxes();
afterEach(closeAll);

const bulk = '/rest/api/3/issue/bulk';

describe('creating in bulk', () => {
  test('makes what it can and names the rest by number', async () => {
    const { sandbox, ask } = await start();
    const issueUpdates = [issue(), issue({ labels: ['a b'] }), issue(), issue({ summary: 'a\nb' })];
    const { status, body } = await ask('POST', bulk, { issueUpdates });
    expect(status).toBe(201);
    expect(body.issues.map(({ key }: { key: string }) => key)).toEqual(['OPS-1', 'OPS-2']);
    expect(body.errors).toMatchObject([
      { status: 400, failedElementNumber: 1, elementErrors: { errors: { labels: expect.any(String) } } },
      { status: 400, failedElementNumber: 3, elementErrors: { errors: { summary: expect.any(String) } } },
    ]);
    expect(sandbox.tickets().map(({ itemId }) => itemId)).toEqual(['item-1', 'item-1']);
  });

  test('is 400 where nothing was made, and takes 50 and no more', async () => {
    const { sandbox, ask } = await start();
    const refused = await ask('POST', bulk, { issueUpdates: [issue({ priority: { id: '9' } })] });
    expect(refused).toMatchObject({
      status: 400,
      body: { issues: [], errors: [{ failedElementNumber: 0 }] },
    });
    expect((await ask('POST', bulk, { issueUpdates: Array(51).fill(issue()) })).status).toBe(400);
    expect((await ask('POST', bulk, { issueUpdates: [] })).status).toBe(400);
    expect(sandbox.tickets()).toEqual([]);
    expect((await ask('POST', bulk, { issueUpdates: Array(50).fill(issue()) })).body.issues).toHaveLength(50);
  });

  test('can be made to refuse single elements, and to break off in the middle', async () => {
    const { sandbox, ask } = await start();
    const issueUpdates = [0, 1, 2].map((number) => issue({}, `item-${number}`));
    await ask('POST', '/sandbox/faults', {
      ...{ on: `POST ${bulk}`, fault: 'refuse-elements', elements: [1], status: 500 },
    });
    const { body } = await ask('POST', bulk, { issueUpdates });
    expect(body.errors).toMatchObject([{ status: 500, failedElementNumber: 1 }]);
    expect(sandbox.tickets().map(({ itemId }) => itemId)).toEqual(['item-0', 'item-2']);

    await ask('POST', '/sandbox/faults', { on: `POST ${bulk}`, fault: 'reset-midway', elements: [1] });
    await expect(ask('POST', bulk, { issueUpdates })).rejects.toThrow();
    expect(sandbox.tickets().map(({ itemId }) => itemId)).toEqual(['item-0', 'item-2', 'item-0']);

    await ask('POST', '/sandbox/faults', { on: `POST ${bulk}`, fault: 'reset-after-commit' });
    await expect(ask('POST', bulk, { issueUpdates })).rejects.toThrow();
    expect(sandbox.tickets()).toHaveLength(6);
  });
});
