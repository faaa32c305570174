import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { issue, type SandboxUnderTest, sandboxes } from './sandbox-client.ts';
import { type Received, startReceiver } from './webhook-receiver.ts';

const { start, closeAll } = sandboxes();
const closing: (() => unknown)[] = [];
afterEach(async () => {
  await closeAll();
  for (const close of closing.splice(0)) await close();
});

const secret = 'a secret';

async function receiver(...answers: number[]) {
  const made = await startReceiver(...answers);
  closing.push(() => made.close());
  return made;
}

function make({ ask }: SandboxUnderTest, fields = {}) {
  return ask('POST', '/rest/api/3/issue', issue(fields));
}

const typesOf = (received: readonly Received[]) =>
  received.map(({ body }) => body.issue_event_type_name ?? body.webhookEvent);

describe('the sandbox’s webhooks', () => {
  test('are signed over the bytes that arrive and carry an issue in the shape of version 2', async () => {
    const { url, until } = await receiver();
    const under = await start({ webhooks: [{ url, secret }] });
    const text = { type: 'text', text: 'Why', marks: [{ type: 'strong' }] };
    const description = { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [text] }] };
    await make(under, { description, assignee: { accountId: 'sandbox-jane' } });
    const [{ headers, raw, body }] = (await until(1)) as [Received];
    const digest = createHmac('sha256', secret).update(raw).digest('hex');
    expect(headers).toMatchObject({
      'x-hub-signature': `sha256=${digest}`,
      'x-atlassian-webhook-identifier': expect.any(String),
      'x-atlassian-webhook-flow': 'Primary',
    });
    expect(headers).not.toHaveProperty('x-atlassian-webhook-retry');
    expect(body).toMatchObject({
      webhookEvent: 'jira:issue_created',
      issue_event_type_name: 'issue_created',
      user: { accountId: 'sandbox-service' },
      issue: { id: '10001', key: 'OPS-1', fields: { description: '*Why*', labels: [], resolution: null } },
    });
    expect(body.issue.self).toBe(`${under.sandbox.url}/rest/api/2/issue/10001`);
    expect(body.changelog.items).toContainEqual({
      ...{ field: 'assignee', fieldtype: 'jira', fieldId: 'assignee', from: null, fromString: null },
      ...{ to: 'sandbox-jane', toString: 'Jane Smith' },
    });
  });

  test('tell what changed, of comments, moves and deletion too', async () => {
    const { url, until } = await receiver();
    const under = await start({
      ...{ site: { projects: [{ key: 'OPS' }, { key: 'DB', workflow: 'reviewed' }] } },
      webhooks: [{ url }],
    });
    const { ask } = under;
    await make(under);
    await ask('PUT', '/rest/api/3/issue/OPS-1', { update: { labels: [{ add: 'pir' }] } });
    await until(2);
    await ask('POST', '/rest/api/3/issue/OPS-1/transitions', { transition: { id: '51' } });
    await until(3);
    await ask('POST', '/sandbox/tickets/OPS-1/comment', { text: 'Not *now*' });
    await until(4);
    await ask('POST', '/sandbox/tickets/OPS-1/move', { project: 'DB' });
    await until(5);
    await ask('DELETE', '/rest/api/3/issue/DB-1');
    const received = await until(6);
    expect(typesOf(received)).toEqual([
      ...['issue_created', 'issue_updated', 'issue_generic', 'comment_created', 'issue_moved'],
      'jira:issue_deleted',
    ]);
    const fieldsIn = (at: number) =>
      received[at]?.body.changelog.items.map(({ field }: { field: string }) => field);
    expect(fieldsIn(1)).toEqual(['labels']);
    expect(fieldsIn(2)).toEqual(['status', 'resolution']);
    expect(received[3]?.body.comment.body).toBe('Not *now*');
    expect(fieldsIn(4)).toEqual(expect.arrayContaining(['project', 'Key']));
    expect(received[5]?.body).not.toHaveProperty('changelog');
    expect(received[5]?.body.issue.key).toBe('DB-1');
  });

  test('are sent again under the same identifier where they are not taken, and not after a refusal', async () => {
    const { url, until } = await receiver(503, 429, 200, 404);
    const under = await start({ webhooks: [{ url }] });
    await under.ask('PUT', '/sandbox/webhook-delivery', { retryDelaysMs: [0, 0, 0, 0, 0] });
    await make(under);
    const received = await until(3);
    const ids = new Set(received.map(({ headers }) => headers['x-atlassian-webhook-identifier']));
    expect(ids.size).toBe(1);
    expect(received.map(({ headers }) => headers['x-atlassian-webhook-retry'])).toEqual([
      undefined,
      '1',
      '2',
    ]);
    await make(under);
    await make(under);
    // The second of these came after the first was refused with 404, and is the fifth: the first was not sent again.
    expect((await until(5)).map(({ body }) => body.issue.key).slice(3)).toEqual(['OPS-2', 'OPS-3']);
  });

  test('come twice and the other way round where that is asked for', async () => {
    const { url, until } = await receiver();
    const under = await start({ webhooks: [{ url }] });
    await under.ask('PUT', '/sandbox/webhook-delivery', { duplicates: 1, reorder: true, delayMs: 300 });
    await make(under);
    await make(under);
    const received = await until(4);
    expect(new Set(received.map(({ headers }) => headers['x-atlassian-webhook-identifier'])).size).toBe(2);
    expect(received.map(({ body }) => body.issue.key).toSorted()).toEqual([
      'OPS-1',
      'OPS-1',
      'OPS-2',
      'OPS-2',
    ]);
    expect(received[0]?.body.issue.key).toBe('OPS-2');
  });

  test('that were not taken when the process was killed are sent by the next one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    closing.push(() => rmSync(folder, { recursive: true }));
    const stateFile = join(folder, 'jira.json');
    const { url, until } = await receiver(500);
    const under = await start({ stateFile, webhooks: [{ url }] });
    await make(under);
    const [first] = await until(1);
    // Nothing is written at the end: leaving the first one open is what a killed process leaves behind.
    await start({ stateFile, webhooks: [{ url }] });
    const [, second] = await until(2);
    expect(second?.headers['x-atlassian-webhook-identifier']).toBe(
      first?.headers['x-atlassian-webhook-identifier'],
    );
  });

  test('are set up, listed and taken away by administrators, and their secrets do not come out', async () => {
    const { ask } = await start();
    const path = '/rest/webhooks/1.0/webhook';
    const hook = {
      ...{
        name: 'pir',
        url: 'https://pir.example.com/webhooks/jira',
        events: ['jira:issue_updated'],
        secret,
      },
      filters: { 'issue-related-events-section': 'project = OPS' },
    };
    const made = await ask('POST', path, hook);
    expect(made).toMatchObject({ status: 201, body: { url: hook.url, isSigned: true, enabled: true } });
    const listed = await ask('GET', path);
    expect(listed.body).toEqual([made.body]);
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    expect((await ask('POST', path, { ...hook, url: 'ftp://x' })).status).toBe(400);
    expect((await ask('DELETE', `${path}/1`)).status).toBe(204);
    expect((await ask('GET', path)).body).toEqual([]);
    await ask('PUT', '/sandbox/projects/OPS', { denied: ['ADMINISTER'] });
    expect((await ask('GET', path)).status).toBe(403);
  });
});
