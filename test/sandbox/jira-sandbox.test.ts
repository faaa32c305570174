import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type JiraSandbox,
  type JiraSandboxOptions,
  startJiraSandbox,
} from '../../src/sandbox/jira-sandbox.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(options: JiraSandboxOptions = {}): Promise<JiraSandbox> {
  const sandbox = await startJiraSandbox(options);
  closing.push(() => sandbox.close());
  return sandbox;
}

async function ask(sandbox: JiraSandbox, method: string, path: string, body?: unknown) {
  const headers = { 'content-type': 'application/json' };
  const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
  const response = await fetch(`${sandbox.url}${path}`, init);
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}

function issue(fields: Record<string, unknown> = {}) {
  return {
    fields: { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'Alert on lag', ...fields },
    properties: [{ key: 'pir-tracker.item', value: { id: 'item-1' } }],
  };
}

describe('the Jira sandbox', () => {
  test('keeps its tickets over a restart and goes on counting', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
    closing.push(() => rm(folder, { recursive: true }));
    const stateFile = join(folder, 'state', 'jira.json');
    const first = await startJiraSandbox({ stateFile });
    await Promise.all([...Array(5)].map(() => ask(first, 'POST', '/rest/api/3/issue', issue())));
    await ask(first, 'POST', '/rest/api/3/issue/OPS-2/transitions', { transition: { id: '21' } });
    const tickets = first.tickets();
    await first.close();

    const second = await start({ stateFile });
    expect(second.tickets()).toEqual(tickets);
    expect(second.tickets()[1]).toMatchObject({ key: 'OPS-2', status: 'In Progress', itemId: 'item-1' });
    expect((await ask(second, 'POST', '/rest/api/3/issue', issue())).body.key).toBe('OPS-6');
    expect(await readdir(join(folder, 'state'))).toEqual(['jira.json']);
  });

  test.each([
    [{ summary: 'x'.repeat(256) }, { summary: "Summary can't exceed 255 characters." }],
    [{ summary: 'a\nb' }, { summary: 'The summary is invalid because it contains newline characters.' }],
    [{ labels: ['x y'] }, { labels: "The label 'x y' contains spaces which is invalid." }],
    [
      { colour: 'red' },
      { colour: "Field 'colour' cannot be set. It is not on the appropriate screen, or unknown." },
    ],
    [{ priority: { id: '99' } }, { priority: 'The priority selected is invalid.' }],
    [{ assignee: { accountId: 'x' } }, { assignee: "User 'x' cannot be assigned issues." }],
    [{ duedate: '2024-02-30' }, { duedate: 'Error parsing date string: 2024-02-30' }],
    [{ issuetype: undefined }, { issuetype: 'Specify an issue type' }],
  ])('refuses %j in Jira’s words and makes nothing', async (fields, errors) => {
    const sandbox = await start();
    const answer = await ask(sandbox, 'POST', '/rest/api/3/issue', issue(fields));
    expect(answer).toEqual({ status: 400, body: { errorMessages: [], errors } });
    expect(sandbox.tickets()).toEqual([]);
  });

  test('answers the retired search with 410 and a query it does not know with 400', async () => {
    const sandbox = await start();
    expect((await ask(sandbox, 'GET', '/rest/api/3/search')).status).toBe(410);
    const search = (jql: string, more = {}) =>
      ask(sandbox, 'POST', '/rest/api/3/search/jql', { jql, ...more });
    for (const jql of [
      '',
      'ORDER BY created',
      'project = OPS AND',
      'colour = red',
      'labels ~ x',
      'project = OPS OR id = 1',
    ]) {
      expect({ jql, status: (await search(jql)).status }).toEqual({ jql, status: 400 });
    }
    expect((await search('project = OPS', { startAt: 0 })).status).toBe(400);
    expect((await search('project = OPS', { nextPageToken: 'garbage' })).status).toBe(400);
    expect((await search('project = OPS')).body).toEqual({ issues: [], isLast: true });
  });

  test('moves a ticket only along its workflow, and tells of each ticket made', async () => {
    const told: unknown[] = [];
    const sandbox = await start({ onTicket: (ticket) => told.push(ticket) });
    await ask(sandbox, 'POST', '/rest/api/3/issue', issue());
    expect(told).toEqual([{ key: 'OPS-1', itemId: 'item-1', summary: 'Alert on lag' }]);
    const path = '/rest/api/3/issue/OPS-1/transitions';
    expect((await ask(sandbox, 'POST', path, { transition: { id: '31' } })).status).toBe(400);
    expect((await ask(sandbox, 'POST', path, { transition: { id: '21' } })).status).toBe(204);
    expect((await ask(sandbox, 'POST', path, { transition: { id: '31' } })).status).toBe(204);
    expect(sandbox.tickets()[0]).toMatchObject({ status: 'Done', statusCategory: 'done' });
    const { body } = await ask(sandbox, 'GET', '/rest/api/3/issue/OPS-1?fields=resolution');
    expect(body.fields).toMatchObject({ resolution: { id: '10000', name: 'Done' } });
  });

  test('shows tickets on a board and on a page each, with all text escaped', async () => {
    const sandbox = await start();
    const hostile = '<img src=x onerror=alert(1)>"\'&';
    const link = { type: 'link', attrs: { href: 'https://example.com/"><script>' } };
    const content = [{ type: 'paragraph', content: [{ type: 'text', text: hostile, marks: [link] }] }];
    await ask(
      sandbox,
      'POST',
      '/rest/api/3/issue',
      issue({ summary: hostile, description: { type: 'doc', version: 1, content } }),
    );
    for (const path of ['/', '/browse/OPS-1']) {
      const page = await ask(sandbox, 'GET', path);
      expect(page.status).toBe(200);
      expect(page.body).toContain('&lt;img src=x');
      expect(page.body).not.toMatch(/<img|<script/);
    }
    expect((await ask(sandbox, 'GET', '/browse/%3Cscript%3E')).body).not.toContain('<script');
  });

  test('moves a ticket by the button on the board, but not for another site’s page', async () => {
    const sandbox = await start();
    await ask(sandbox, 'POST', '/rest/api/3/issue', issue());
    const press = (headers: Record<string, string>) =>
      fetch(`${sandbox.url}/sandbox/tickets/OPS-1/transition`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: 'transition=21&from=board',
      });
    expect((await press({ origin: 'https://evil.example' })).status).toBe(403);
    expect(sandbox.tickets()[0]?.status).toBe('To Do');
    const answer = await press({ origin: sandbox.url });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/#OPS']);
    expect(sandbox.tickets()[0]?.status).toBe('In Progress');
  });
});
