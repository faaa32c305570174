import { afterEach, describe, expect, test } from '@jest/globals';
import { issue, type SandboxUnderTest, sandboxes } from './sandbox-client.ts';

const { start, closeAll } = sandboxes();
afterEach(closeAll);

const noon = Date.parse('2024-01-15T12:00:00Z');

function find({ ask }: SandboxUnderTest, jql: string, more: object = {}) {
  return ask('POST', '/rest/api/3/search/jql', { jql, fields: ['summary'], ...more });
}

async function keys(under: SandboxUnderTest, jql: string, more: object = {}): Promise<string[]> {
  const { status, body } = await find(under, jql, more);
  expect({ jql, status, body }).toMatchObject({ status: 200 });
  return body.issues.map(({ key }: { key: string }) => key);
}

/** Three tickets an hour apart, in two projects; the second is done, the third has a label that needs quoting. */
async function threeTickets(options: object = {}) {
  let now = noon;
  const under = await start({
    now: () => now,
    site: { projects: [{ key: 'OPS' }, { key: 'DB' }] },
    ...options,
  });
  for (const [key, labels] of [
    ['OPS', ['pir']],
    ['DB', ['pir', 'disk']],
    ['OPS', ['or"and\\']],
  ] as const) {
    await under.ask('POST', '/rest/api/3/issue', issue({ project: { key }, labels }));
    now += 3_600_000;
  }
  await under.ask('POST', '/rest/api/3/issue/DB-1/transitions', { transition: { id: '51' } });
  return { ...under, pass: (milliseconds: number) => (now += milliseconds) };
}

describe('the sandbox’s search', () => {
  test('answers the queries that the service asks', async () => {
    const under = await threeTickets();
    const cases: [string, string[]][] = [
      ['project = OPS', ['OPS-2', 'OPS-1']],
      ['project in (ops, "DB") order by created asc', ['OPS-1', 'DB-1', 'OPS-2']],
      ['labels = pir AND project = DB', ['DB-1']],
      ['labels in (disk, "or\\"and\\\\") ORDER BY key DESC', ['OPS-2', 'DB-1']],
      ['key in (OPS-1, DB-1) ORDER BY key', ['DB-1', 'OPS-1']],
      ['id in (10003) AND project = OPS', ['OPS-2']],
      ['status = "To Do" ORDER BY id', ['OPS-1', 'OPS-2']],
      ['statusCategory = done', ['DB-1']],
      ['project in (OPS, DB) AND updated >= -90m ORDER BY updated ASC', ['OPS-2', 'DB-1']],
      ['updated >= "-1h 30m" AND updated < -30m', ['OPS-2']],
      ['updated >= "2024-01-15 15:00"', ['DB-1']],
      ['created < "2024/01/15 13:00"', ['OPS-1']],
      ['key = NOPE-1', []],
    ];
    for (const [jql, found] of cases) expect([jql, await keys(under, jql)]).toEqual([jql, found]);
  });

  test.each([
    ['', 'Unbounded'],
    ['ORDER BY created', 'Unbounded'],
    ['project = OPS AND', 'Expecting a field name at the end of the query'],
    ['project = OPS OR id = 1', 'unexpected'],
    ['colour = red', "Field 'colour' does not exist"],
    ['labels ~ x', 'Expecting'],
    ['labels != x', 'Expecting'],
    ['updated = "2024-01-15"', 'not supported'],
    ['updated >= "2024-02-30"', 'Date value'],
    ['updated >= yesterday', 'Date value'],
    ['project = OPS ORDER BY summary', 'cannot be ordered by'],
    ['project = "OPS', 'unreadable'],
  ])('answers 400 to %j', async (jql, words) => {
    const { status, body } = await find(await start(), jql);
    expect([status, body.errorMessages.join()]).toEqual([400, expect.stringContaining(words)]);
  });

  test('reads dates, and writes them, in the zone of the account that asks', async () => {
    const under = await threeTickets({ timeZone: 'America/New_York' });
    expect(await keys(under, 'created < "2024-01-15 08:00"')).toEqual(['OPS-1']);
    const { body } = await under.ask('GET', '/rest/api/3/issue/OPS-1?fields=created');
    expect(body.fields.created).toBe('2024-01-15T07:00:00.000-0500');
  });

  test('gives pages by token, and fewer a page the more is asked for', async () => {
    const under = await start();
    const issueUpdates = Array(50).fill(issue());
    for (let count = 0; count < 3; count += 1)
      await under.ask('POST', '/rest/api/3/issue/bulk', { issueUpdates });
    const first = await find(under, 'project = OPS ORDER BY key', { fields: ['*all'], maxResults: 1000 });
    expect(first.body).toMatchObject({ isLast: false, nextPageToken: expect.any(String) });
    expect(first.body.issues).toHaveLength(100);
    const { nextPageToken } = first.body;
    const last = await find(under, 'project = OPS ORDER BY key', { nextPageToken, maxResults: 1000 });
    expect(last.body.issues[0].key).toBe('OPS-101');
    expect(last.body).not.toHaveProperty('nextPageToken');
    expect(last.body.isLast).toBe(true);
    const ids = await find(under, 'project = OPS', { fields: ['id'], maxResults: 5000 });
    expect(ids.body.issues).toHaveLength(150);
    expect(Object.keys(ids.body.issues[0])).toEqual(['id']);
  });

  test('learns of new tickets, changes and deletions late, except of those to be reconciled', async () => {
    const under = await threeTickets({ indexLagMs: 60_000 });
    under.pass(60_000);
    await under.ask('POST', '/rest/api/3/issue', issue());
    await under.ask('PUT', '/rest/api/3/issue/OPS-1', { fields: { summary: 'Other', labels: [] } });
    under.pass(30_000);
    await under.ask('PUT', '/rest/api/3/issue/OPS-1', { fields: { labels: ['new'] } });
    await under.ask('DELETE', '/rest/api/3/issue/DB-1');
    const byLabel = (label: string, more = {}) => keys(under, `labels = ${label} ORDER BY key`, more);

    expect(await byLabel('pir')).toEqual(['DB-1', 'OPS-1']);
    expect(await keys(under, 'project = OPS')).toEqual(['OPS-2', 'OPS-1']);
    expect((await find(under, 'id = 10001')).body.issues[0].fields.summary).toBe('Alert on lag');
    expect(await byLabel('pir', { reconcileIssues: [10_001, 10_002] })).toEqual([]);
    expect(await byLabel('new', { reconcileIssues: [10_001] })).toEqual(['OPS-1']);
    expect(await keys(under, 'project = OPS', { reconcileIssues: [10_004] })).toContain('OPS-3');
    expect((await under.ask('GET', '/rest/api/3/issue/OPS-1')).body.fields.labels).toEqual(['new']);
    expect((await under.ask('GET', '/rest/api/3/issue/DB-1')).status).toBe(404);

    under.pass(30_000);
    expect(await byLabel('pir')).toEqual(['DB-1']);
    expect(await byLabel('new')).toEqual([]);
    under.pass(30_000);
    expect(await byLabel('pir')).toEqual([]);
    expect(await byLabel('new')).toEqual(['OPS-1']);
  });
});
