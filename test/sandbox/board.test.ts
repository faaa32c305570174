import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { issue, type SandboxUnderTest, sandboxes } from './sandbox-client.ts';

const { start, closeAll } = sandboxes();
const closing: (() => unknown)[] = [];
afterEach(async () => {
  await closeAll();
  for (const close of closing.splice(0)) await close();
});

const site = {
  projects: [
    { key: 'OPS' },
    { key: 'DB', workflow: 'reviewed' as const, priorities: ['High' as const, 'Low' as const] },
  ],
};

async function twoTickets(options = {}): Promise<SandboxUnderTest> {
  const under = await start({ site, ...options });
  for (const id of ['a', 'b']) await under.ask('POST', '/rest/api/3/issue', issue({}, id));
  return under;
}

/** Sends a form of the page, as a browser does. */
async function press({ sandbox }: SandboxUnderTest, path: string, fields: Record<string, string>) {
  const response = await fetch(`${sandbox.url}/sandbox/${path}`, {
    ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) },
    headers: { origin: sandbox.url },
  });
  return [response.status, response.headers.get('location') ?? (await response.text())];
}

describe('the sandbox’s board', () => {
  test('edits the fields of a ticket by a form, and says in Jira’s words what it refuses', async () => {
    const under = await twoTickets();
    const fields = {
      ...{ summary: 'Other', dueDate: '2024-02-01', priority: 'Low', assignee: 'sandbox-jane' },
      labels: 'one two',
    };
    expect(await press(under, 'tickets/OPS-1/edit', fields)).toEqual([303, '/browse/OPS-1']);
    expect(await press(under, 'tickets/OPS-1/flag', { flagged: 'true' })).toEqual([303, '/browse/OPS-1']);
    expect(under.sandbox.tickets()[0]).toMatchObject({
      ...{ summary: 'Other', dueDate: '2024-02-01', priority: 'Low', assignee: 'sandbox-jane' },
      ...{ labels: ['one', 'two'], custom: { customfield_10021: ['Impediment'] } },
    });
    const { body } = await under.ask('GET', '/rest/api/3/issue/OPS-1?fields=customfield_10021');
    expect(body.fields.customfield_10021).toMatchObject([{ value: 'Impediment' }]);
    await press(under, 'tickets/OPS-1/edit', { dueDate: '', assignee: '' });
    await press(under, 'tickets/OPS-1/flag', { flagged: 'false' });
    expect(under.sandbox.tickets()[0]).toMatchObject({ dueDate: null, assignee: null });
    const [status, page] = await press(under, 'tickets/OPS-1/edit', { summary: 'x'.repeat(256) });
    expect([status, page]).toEqual([400, expect.stringContaining('exceed 255 characters')]);
  });

  test('deactivates somebody who leaves, who keeps the tickets and gets no more', async () => {
    const under = await twoTickets();
    await press(under, 'tickets/OPS-1/edit', { assignee: 'sandbox-jane' });
    expect(await press(under, 'accounts/sandbox-jane/active', { active: 'false' })).toEqual([303, '/']);
    const { body } = await under.ask('GET', '/rest/api/3/issue/OPS-1?fields=assignee');
    expect(body.fields.assignee).toMatchObject({ accountId: 'sandbox-jane', active: false });
    expect((await press(under, 'tickets/OPS-2/edit', { assignee: 'sandbox-jane' }))[0]).toBe(400);
    expect((await under.ask('GET', '/')).body).toContain('Activate Jane Smith');
  });

  test('moves a ticket to another project: new key, old one still leads to it, what does not fit is replaced', async () => {
    const under = await twoTickets();
    await under.ask('POST', '/rest/api/3/issue/OPS-2/transitions', { transition: { id: '51' } });
    expect(await press(under, 'tickets/OPS-2/move', { project: 'DB' })).toEqual([303, '/browse/DB-1']);
    const { body } = await under.ask('GET', '/rest/api/3/issue/OPS-2');
    expect(body).toMatchObject({
      ...{ id: '10002', key: 'DB-1' },
      fields: { project: { key: 'DB' }, status: { name: 'Done' }, priority: { name: 'Low' } },
    });
    const fetched = await under.ask('POST', '/rest/api/3/issue/bulkfetch', { issueIdsOrKeys: ['OPS-2'] });
    expect(fetched.body.issues).toMatchObject([{ key: 'DB-1' }]);
    expect(await press(under, 'tickets/DB-1/move', { project: 'OPS' })).toEqual([303, '/browse/OPS-2']);
  });

  test('deletes a ticket and brings it back', async () => {
    const under = await twoTickets();
    await press(under, 'tickets/OPS-1/delete', {});
    expect((await under.ask('GET', '/rest/api/3/issue/OPS-1')).status).toBe(404);
    expect(under.sandbox.tickets().map(({ key }) => key)).toEqual(['OPS-2']);
    expect((await under.ask('GET', '/')).body).toContain('Restore');
    await press(under, 'tickets/OPS-1/restore', {});
    expect((await under.ask('GET', '/rest/api/3/issue/OPS-1')).body.key).toBe('OPS-1');
  });

  test('links tickets both ways, and takes links and remote links away', async () => {
    const under = await twoTickets();
    await press(under, 'tickets/OPS-1/link', { type: 'Blocks/inward', other: 'ops-2' });
    const linksOf = async (key: string) =>
      (await under.ask('GET', `/rest/api/3/issue/${key}?fields=issuelinks`)).body.fields.issuelinks;
    expect(await linksOf('OPS-1')).toMatchObject([
      { type: { name: 'Blocks', inward: 'is blocked by' }, inwardIssue: { key: 'OPS-2' } },
    ]);
    const [link] = await linksOf('OPS-2');
    expect(link).toMatchObject({ outwardIssue: { key: 'OPS-1', fields: { status: { name: 'To Do' } } } });
    const issueLink = {
      type: { name: 'Duplicate' },
      inwardIssue: { key: 'OPS-1' },
      outwardIssue: { key: 'OPS-2' },
    };
    expect((await under.ask('POST', '/rest/api/3/issueLink', issueLink)).status).toBe(201);
    expect((await linksOf('OPS-1'))[1]).toMatchObject({
      ...{ type: { outward: 'duplicates' }, outwardIssue: { key: 'OPS-2' } },
    });
    await press(under, 'tickets/OPS-1/unlink', { link: link.id });
    expect(await linksOf('OPS-2')).toHaveLength(1);

    const remote = { globalId: 'pir=1', object: { url: 'https://example.com', title: 'PIR' } };
    const path = '/rest/api/3/issue/OPS-1/remotelink';
    const made = await under.ask('POST', path, remote);
    expect((await under.ask('POST', path, remote)).status).toBe(200);
    await press(under, 'tickets/OPS-1/unlink-remote', { link: String(made.body.id) });
    expect((await under.ask('GET', path)).body).toEqual([]);
  });

  test('offers the steps of each workflow, and asks for a resolution where a step has a screen', async () => {
    const under = await twoTickets();
    await under.ask('POST', '/rest/api/3/issue', issue({ project: { key: 'DB' } }));
    const path = '/rest/api/3/issue/DB-1/transitions';
    const { body } = await under.ask('GET', path);
    expect(body.transitions).toMatchObject([
      { id: '101', to: { name: 'Selected', statusCategory: { key: 'new' } }, hasScreen: false },
      { id: '111', to: { name: 'In Progress', statusCategory: { key: 'indeterminate' } } },
      { id: '161', to: { name: 'Closed', statusCategory: { key: 'done' } }, hasScreen: true, isGlobal: true },
    ]);
    const step = (id: string, name?: string) =>
      under.ask('POST', path, { transition: { id }, ...(name && { fields: { resolution: { name } } }) });
    expect((await step('101', 'Duplicate')).body.errors).toHaveProperty('resolution');
    expect((await step('161', 'Nonsense')).status).toBe(400);
    expect((await step('161', 'Duplicate')).status).toBe(204);
    expect(under.sandbox.tickets()[2]).toMatchObject({ status: 'Closed', resolution: 'Duplicate' });
    await step('171');
    expect(under.sandbox.tickets()[2]).toMatchObject({ status: 'Selected', resolution: null });
  });

  test('shows what a ticket holds, with each text escaped', async () => {
    const under = await twoTickets();
    const hostile = '<img src=x onerror=alert(1)>"\'&';
    await press(under, 'tickets/OPS-1/comment', {
      text: `h2. ${hostile}\n\nand *so* [on|https://example.com/"><script>]`,
    });
    const object = { url: 'javascript:alert(1)', title: hostile };
    await under.ask('POST', '/rest/api/3/issue/OPS-1/remotelink', { object });
    const { body } = await under.ask('GET', '/browse/OPS-1');
    expect(body).toContain('<strong>so</strong>');
    expect(body).toContain('pir-tracker.item');
    expect(body).not.toMatch(/<img|<script|href="javascript/);
  });

  test('everything is there again after the process was killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    closing.push(() => rmSync(folder, { recursive: true }));
    const stateFile = join(folder, 'jira.json');
    const first = await twoTickets({ stateFile });
    await press(first, 'tickets/OPS-1/link', { type: 'Blocks/outward', other: 'OPS-2' });
    await press(first, 'tickets/OPS-1/comment', { text: 'Hello' });
    await press(first, 'tickets/OPS-1/move', { project: 'DB' });
    await press(first, 'tickets/OPS-2/delete', {});
    await first.ask('PUT', '/sandbox/accounts/sandbox-jane', { active: false });
    await first.ask('PUT', '/sandbox/projects/OPS', { denied: ['CREATE_ISSUES'] });
    await first.ask('POST', '/rest/webhooks/1.0/webhook', { url: 'http://127.0.0.1:1/', events: ['x'] });

    // Nothing is written at the end: leaving the first one open is what a killed process leaves behind.
    const second = await start({ site, stateFile });
    expect(second.sandbox.tickets()).toEqual(first.sandbox.tickets());
    expect((await second.ask('GET', '/rest/api/3/issue/OPS-1')).body.key).toBe('DB-1');
    expect((await second.ask('GET', '/rest/webhooks/1.0/webhook')).body).toHaveLength(1);
    expect((await second.ask('POST', '/rest/api/3/issue', issue())).status).toBe(403);
    const found = await second.ask('GET', '/rest/api/3/user/search?accountId=sandbox-jane');
    expect(found.body).toMatchObject([{ active: false }]);
    await press(second, 'tickets/OPS-2/restore', {});
    const linked = await second.ask('GET', '/rest/api/3/issue/OPS-2?fields=issuelinks');
    expect(linked.body.fields.issuelinks).toMatchObject([{ inwardIssue: { key: 'DB-1' } }]);
    await second.ask('PUT', '/sandbox/projects/OPS', {});
    expect((await second.ask('POST', '/rest/api/3/issue', issue())).body.key).toBe('OPS-3');
  });
});
