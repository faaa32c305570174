import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request as rawRequest } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Hint } from '../../../src/core/sync/snapshot.ts';
import { createHttpApp, type HttpDeps } from '../../../src/entry/http/create-http-app.ts';
import { type Listening, listen } from '../../../src/entry/http/listen.ts';
import { hintFrom, JiraWebhook } from '../../../src/entry/http/webhook-payload.ts';
import { isSigned } from '../../../src/entry/http/webhook-signature.ts';
import type { Webhooks } from '../../../src/entry/http/webhooks.ts';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const open: Listening[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((listening) => listening.close()));
});

const secret = 'correct horse';
const updated = JSON.stringify({
  webhookEvent: 'jira:issue_updated',
  issue: { id: '10001', key: 'OPS-1', self: 'https://acme.example/rest/api/2/10001' },
});

function signed(body: string | Buffer, by = secret, method = 'sha256'): string {
  return `${method}=${createHmac(method, by).update(body).digest('hex')}`;
}

/** A service with a write token and one secret, unless told otherwise; keeps the hints it was given. */
async function start(given: Partial<Webhooks> = {}) {
  const hints: Hint[] = [];
  const take = async (hint: Hint) => void hints.push(hint);
  const app = createHttpApp({
    log: silent,
    organisation: 'Acme',
    allowedHosts: 'loopback',
    writeToken: 'a token that Jira does not know',
    webhooks: { secrets: [secret], unsigned: false, take, ...given },
    service: {} as HttpDeps['service'],
    ready: async () => ({ checks: [], held: [] }),
  });
  const listening = await listen(app, '127.0.0.1', 0, silent);
  open.push(listening);
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    send(`${listening.url}/webhooks/jira`, body, headers);
  return { post, hints, url: listening.url };
}

/** As Jira calls: by a name of its own. fetch would set Host by itself, and browser headers. */
function send(url: string, body: string | Buffer, headers: Record<string, string>) {
  return new Promise<{ status: number; body: string; retryAfter: string | undefined }>((resolve, reject) => {
    const request = rawRequest(
      url,
      {
        method: 'POST',
        headers: { host: 'pir.acme.example', 'content-type': 'application/json', ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString(),
            retryAfter: response.headers['retry-after'],
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

describe('POST /webhooks/jira', () => {
  test('keeps what is signed, whatever name it is called by, without token, and answers 202', async () => {
    const { post, hints } = await start();
    const headers = { 'x-hub-signature': signed(updated), 'x-atlassian-webhook-identifier': 'abc' };
    expect(await post(updated, headers)).toMatchObject({ status: 202, body: '' });
    expect(hints).toEqual([
      { delivery: 'acme.example abc', event: 'jira:issue_updated', ticketIds: ['10001'] },
    ]);
  });

  test.each([
    ['none', {}],
    ['another secret', { 'x-hub-signature': signed(updated, 'guess') }],
    ['another body', { 'x-hub-signature': signed(`${updated} `) }],
    ['sha1', { 'x-hub-signature': signed(updated, secret, 'sha1') }],
    ['half of it', { 'x-hub-signature': signed(updated).slice(0, 40) }],
    ['an empty one', { 'x-hub-signature': 'sha256=' }],
  ])('answers 401 and nothing else to a signature that is %s', async (_what, headers) => {
    const { post, hints } = await start();
    expect(await post(updated, headers)).toMatchObject({ status: 401, body: '' });
    expect(hints).toEqual([]);
  });

  test('takes both secrets while one is being replaced', async () => {
    const { post, hints } = await start({ secrets: ['new', 'old'] });
    for (const by of ['old', 'new']) {
      expect((await post(updated, { 'x-hub-signature': signed(updated, by) })).status).toBe(202);
    }
    expect(hints).toHaveLength(2);
  });

  test('answers 503 while nothing can be kept, so that Jira delivers again', async () => {
    const { post } = await start({ take: () => Promise.reject(new Error('no connection')) });
    expect(await post(updated, { 'x-hub-signature': signed(updated) })).toMatchObject({
      status: 503,
      body: '',
      retryAfter: '60',
    });
  });

  test('says that it is not configured, unless settings say that unsigned ones are taken', async () => {
    const without = await start({ secrets: [] });
    const answer = await without.post(updated);
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'webhook-unconfigured' });
    const unsigned = await start({ secrets: [], unsigned: true });
    expect((await unsigned.post(updated)).status).toBe(202);
    expect(unsigned.hints).toHaveLength(1);
    // Where there is a secret, nothing unsigned is taken whatever the settings say.
    const both = await start({ unsigned: true });
    expect((await both.post(updated)).status).toBe(401);
  });

  test('refuses what a page sends, what is no JSON, and what is too large to be worth while', async () => {
    const { post, hints } = await start();
    const origin = { origin: 'https://evil.example', 'x-hub-signature': signed(updated) };
    expect((await post(updated, origin)).status).toBe(403);
    expect((await post('{"webhookEvent":', { 'x-hub-signature': signed('{"webhookEvent":') })).status).toBe(
      400,
    );
    const large = Buffer.alloc(2 * 1024 * 1024 + 1, ' ');
    expect((await post(large, { 'x-hub-signature': signed(large) })).status).toBe(413);
    expect(hints).toEqual([]);
  });

  test('opens nothing else: other routes still ask for host and token', async () => {
    const { url } = await start();
    const headers = { 'x-hub-signature': signed(updated) };
    expect((await send(`${url}/api/v1/sync`, updated, headers)).status).toBe(403);
    expect((await send(`${url}/api/v1/sync`, updated, { ...headers, host: 'localhost' })).status).toBe(403);
    expect((await send(`${url}/webhooks/other`, updated, headers)).status).toBe(403);
  });
});

describe('the hint in a webhook', () => {
  const bytes = Buffer.from(updated);

  test('is of a delivery: its identifier within its site, else what was sent', () => {
    const payload = JiraWebhook.parse(JSON.parse(updated));
    expect(hintFrom(payload, 'abc', bytes).delivery).toBe('acme.example abc');
    const [one, other] = [bytes, Buffer.from(`${updated} `)].map((body) =>
      hintFrom(payload, undefined, body),
    );
    expect(one?.delivery).toMatch(/^sha256 [0-9a-f]{64}$/);
    expect(one?.delivery).not.toBe(other?.delivery);
  });

  test('names both ends of a link, and no ticket where the webhook has none', () => {
    const link = JiraWebhook.parse({
      webhookEvent: 'issuelink_created',
      issueLink: { id: 7, sourceIssueId: 10001, destinationIssueId: 10002 },
    });
    expect(hintFrom(link, 'x', bytes).ticketIds).toEqual(['10001', '10002']);
    expect(hintFrom(JiraWebhook.parse({ webhookEvent: 'comment_created' }), 'x', bytes).ticketIds).toEqual(
      [],
    );
  });

  test('is read past a change log whose toString is no function', () => {
    const items = [{ field: 'status', fromString: 'To Do', toString: 'Done', from: null, to: '3' }];
    const payload = { ...JSON.parse(updated), changelog: { id: '1', items } };
    expect(hintFrom(JiraWebhook.parse(payload), 'x', bytes).ticketIds).toEqual(['10001']);
  });

  const captured = new URL('../../../../shared/jira/webhooks/', import.meta.url);
  const whereThere = existsSync(captured) ? test : test.skip;
  whereThere('is found in every webhook that real sites sent, Cloud and Server', () => {
    const files = readdirSync(captured).filter((file) => file.endsWith('.json'));
    expect(files.length).toBeGreaterThan(50);
    for (const file of files) {
      const body = readFileSync(new URL(file, captured));
      const hint = hintFrom(JiraWebhook.parse(JSON.parse(body.toString())), undefined, body);
      // Comments on Server come without their ticket.
      expect([file, hint.ticketIds.length]).toEqual([file, /server-comment/.test(file) ? 0 : 1]);
    }
  });
});

test('a signature is that of the vector that Atlassian publishes', () => {
  const header = 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9';
  const body = Buffer.from('Hello World!');
  expect(isSigned(header, body, ["It's a Secret to Everybody"])).toBe(true);
  expect(isSigned(header, body, ['another'])).toBe(false);
});
