import { afterEach, describe, expect, test } from '@jest/globals';
import { issue, sandboxes } from './sandbox-client.ts';

const { start, closeAll } = sandboxes();
afterEach(closeAll);

const noon = Date.parse('2024-01-15T12:00:00Z');

async function limited(limits: object) {
  let now = noon;
  const under = await start({ now: () => now });
  await under.ask('POST', '/rest/api/3/issue', issue());
  expect((await under.ask('PUT', '/sandbox/limits', limits)).status).toBe(204);
  return { ...under, pass: (milliseconds: number) => (now += milliseconds) };
}

const reasonOf = ({ status, headers }: { status: number; headers: Headers }) => [
  status,
  headers.get('ratelimit-reason'),
  headers.get('retry-after'),
];

describe('the sandbox’s limits', () => {
  test('let 20 writes to a ticket through in 2 seconds and 100 in 30, and other tickets alone', async () => {
    const { ask, pass } = await limited({ perIssue: true });
    await ask('POST', '/rest/api/3/issue', issue());
    const write = (key: string) => ask('PUT', `/rest/api/3/issue/${key}`, { fields: { summary: 'x' } });
    const burst = async () => {
      for (let count = 0; count < 20; count += 1) expect((await write('OPS-1')).status).toBe(204);
    };
    await burst();
    expect(reasonOf(await write('10001'))).toEqual([429, 'jira-per-issue-on-write', '2']);
    expect((await write('OPS-2')).status).toBe(204);
    expect((await ask('GET', '/rest/api/3/issue/OPS-1')).status).toBe(200);
    for (let count = 0; count < 4; count += 1) {
      pass(2_000);
      await burst();
    }
    pass(2_000);
    expect(reasonOf(await write('OPS-1'))).toEqual([429, 'jira-per-issue-on-write', '20']);
    pass(20_000);
    expect((await write('OPS-1')).status).toBe(204);
  });

  test('hold back a burst at one endpoint, and say when it is over', async () => {
    const { ask, pass } = await limited({ burst: { get: 2 } });
    const myself = () => ask('GET', '/rest/api/3/myself');
    const first = await myself();
    expect([first.headers.get('x-ratelimit-limit'), first.headers.get('x-ratelimit-remaining')]).toEqual([
      '2',
      '1',
    ]);
    expect((await myself()).headers.get('x-ratelimit-nearlimit')).toBe('true');
    const third = await myself();
    expect(reasonOf(third)).toEqual([429, 'jira-burst-based', '1']);
    expect(third.headers.get('x-ratelimit-reset')).toBe('2024-01-15T12:00:01.000Z');
    expect((await ask('GET', '/rest/api/3/serverInfo')).status).toBe(200);
    pass(1_000);
    expect((await myself()).status).toBe(200);
  });

  test.each(['global', 'tenant'])(
    'end a %s quota at the next full hour; a bulk costs as many as it has',
    async (scope) => {
      const { ask, pass } = await limited({ quota: { scope, points: 51 } });
      pass(30 * 60_000);
      const bulk = { issueUpdates: Array(50).fill(issue()) };
      expect((await ask('POST', '/rest/api/3/issue/bulk', bulk)).status).toBe(201);
      expect((await ask('GET', '/rest/api/3/myself')).status).toBe(200);
      expect(reasonOf(await ask('GET', '/rest/api/3/myself'))).toEqual([
        429,
        `jira-quota-${scope}-based`,
        '1800',
      ]);
      await ask('DELETE', '/sandbox/limits');
      expect((await ask('GET', '/rest/api/3/myself')).status).toBe(200);
    },
  );
});
