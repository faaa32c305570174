import { afterEach, describe, expect, test } from '@jest/globals';
import { issue, sandboxes } from './sandbox-client.ts';

const { start, closeAll } = sandboxes();
afterEach(closeAll);

const api = '/rest/api/2';

describe('the sandbox as Data Center', () => {
  test('says so, and has nothing that Cloud alone has', async () => {
    const { ask } = await start({ deployment: 'datacenter' });
    expect((await ask('GET', `${api}/serverInfo`)).body).toMatchObject({ deploymentType: 'Server' });
    for (const [method, path, body] of [
      ['GET', '/rest/api/3/myself', undefined],
      ['POST', `${api}/issue/bulkfetch`, { issueIdsOrKeys: ['1'] }],
      ['POST', `${api}/search/jql`, { jql: 'project = OPS' }],
      ['GET', `${api}/priority/search`, undefined],
    ] as const) {
      expect([path, (await ask(method, path, body)).status]).toEqual([path, 404]);
    }
    expect((await ask('GET', `${api}/priority`)).body).toHaveLength(5);
  });

  test('takes wiki markup and names, and gives them back as they were', async () => {
    const { sandbox, ask } = await start({ deployment: 'datacenter' });
    const description = 'h2. Why\n\nSee *it* first:\n* one\n** two';
    const fields = { description, assignee: { name: 'sandbox-jane' }, priority: { name: 'High' } };
    expect((await ask('POST', `${api}/issue`, issue(fields))).status).toBe(201);
    const { body } = await ask('GET', `${api}/issue/OPS-1?properties=pir-tracker.item`);
    expect(body.fields).toMatchObject({
      ...{ description, priority: { name: 'High' } },
      assignee: { name: 'sandbox-jane', key: expect.any(String), active: true },
    });
    expect(body.fields.assignee).not.toHaveProperty('accountId');
    expect(body.properties).toEqual({ 'pir-tracker.item': { id: 'item-1' } });
    const [ticket] = sandbox.tickets();
    expect(JSON.stringify(ticket?.description)).toContain(
      '{"type":"text","text":"it","marks":[{"type":"strong"}]}',
    );
    const document = { type: 'doc', version: 1, content: [] };
    const refused = await ask('PUT', `${api}/issue/OPS-1`, {
      fields: { description: document, assignee: { name: 'nobody' } },
    });
    expect(refused.body.errors).toEqual({
      description: 'Operation value must be a string',
      assignee: "User 'nobody' does not exist.",
    });
  });

  test('searches by startAt and total, without properties, and refuses what it does not know by name', async () => {
    const { ask } = await start({ deployment: 'datacenter' });
    await ask('POST', `${api}/issue/bulk`, { issueUpdates: [issue(), issue(), issue()] });
    const query = { jql: 'project = OPS ORDER BY key', startAt: 1, maxResults: 1, fields: ['summary'] };
    const { body } = await ask('POST', `${api}/search`, query);
    expect(body).toMatchObject({ startAt: 1, maxResults: 1, total: 3, issues: [{ key: 'OPS-2' }] });
    const asGet = await ask('GET', `${api}/search?jql=${encodeURIComponent('project = OPS')}&fields=summary`);
    expect(asGet.body.total).toBe(3);
    for (const jql of ['id in (10001, 99999)', 'project = NOPE', 'status = Nope']) {
      expect([jql, (await ask('POST', `${api}/search`, { jql })).status]).toEqual([jql, 400]);
    }
  });

  test('takes its token as Bearer, and answers 401 to another', async () => {
    const { ask } = await start({ deployment: 'datacenter', token: 'pat' });
    const asked = (authorization: string) => ask('GET', `${api}/myself`, undefined, { authorization });
    expect((await asked('Bearer pat')).body).toMatchObject({ name: 'sandbox-service' });
    const refused = await asked('Bearer other');
    expect([refused.status, refused.headers.get('x-seraph-loginreason')]).toEqual([
      401,
      'AUTHENTICATED_FAILED',
    ]);
    const cloud = await start({ token: 'token' });
    const unreadable = await cloud.ask('GET', '/rest/api/3/myself', undefined, {
      authorization: 'Bearer token',
    });
    expect(unreadable).toMatchObject({
      status: 403,
      body: { error: 'Failed to parse Connect Session Auth Token' },
    });
  });

  test('finds people by user name, and the deactivated only where they are asked for', async () => {
    const { ask } = await start({ deployment: 'datacenter' });
    await ask('PUT', '/sandbox/accounts/sandbox-jane', { active: false });
    const names = async (path: string) =>
      (await ask('GET', `${api}/user${path}`)).body.map(({ name }: { name: string }) => name);
    expect(await names('/search?username=smith')).toEqual(['sandbox-john']);
    expect(await names('/search?username=smith&includeInactive=true')).toEqual([
      'sandbox-john',
      'sandbox-jane',
    ]);
    expect(await names('/assignable/search?project=OPS&username=sandbox-j')).toEqual(['sandbox-john']);
    expect((await ask('GET', `${api}/user/search?query=smith`)).status).toBe(400);
  });

  test('names epics in a field of its own, and knows a parent only for sub-tasks', async () => {
    const { sandbox, ask } = await start({ deployment: 'datacenter' });
    const unnamed = await ask('POST', `${api}/issue`, issue({ issuetype: { name: 'Epic' } }));
    expect(unnamed.body.errors).toEqual({ customfield_10011: 'Epic Name is required.' });
    const epic = { issuetype: { name: 'Epic' }, customfield_10011: 'PIR' };
    expect((await ask('POST', `${api}/issue`, issue(epic))).status).toBe(201);
    const asParent = await ask('POST', `${api}/issue`, issue({ parent: { key: 'OPS-1' } }));
    expect(asParent.body.errors.parent).toContain('not on the appropriate screen');
    expect((await ask('POST', `${api}/issue`, issue({ customfield_10014: 'OPS-1' }))).status).toBe(201);
    expect(sandbox.tickets()[1]).toMatchObject({ key: 'OPS-2', parent: 'OPS-1' });
    const shown = await ask('GET', `${api}/issue/OPS-2`);
    expect(shown.body.fields).toMatchObject({ customfield_10014: 'OPS-1' });
  });

  test('limits by a bucket and gives no reason', async () => {
    const { ask } = await start({ deployment: 'datacenter' });
    await ask('PUT', '/sandbox/limits', { burst: { get: 0 } });
    const { status, headers } = await ask('GET', `${api}/myself`);
    expect([
      status,
      headers.get('x-ratelimit-fillrate'),
      headers.get('x-ratelimit-interval-seconds'),
    ]).toEqual([...[429, '0', '1']]);
    expect(headers.get('ratelimit-reason')).toBeNull();
    expect(headers.get('retry-after')).not.toBeNull();
  });
});
