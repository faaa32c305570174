import { request as rawRequest } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Failure } from '../../../src/core/failure.ts';
import { summarise } from '../../../src/core/status/summarise.ts';
import type { Drift } from '../../../src/core/sync/drift.ts';
import { createHttpApp, type HttpDeps } from '../../../src/entry/http/create-http-app.ts';
import { type Listening, listen } from '../../../src/entry/http/listen.ts';
import { anItem, aStatusInput, aTicket } from '../../core/status/examples.ts';

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

const due: Drift = {
  ...{ field: 'dueDate', base: '2026-03-13', ours: '2026-03-20', theirs: '2026-03-27' },
  ...{ conflict: true, taken: null },
};
const item = anItem({ id: 'item-1' });
const status = summarise(
  aStatusInput({ items: [{ ...item, ticket: aTicket('item-1', 'PAY-1', { drift: [due] }) }] }),
);

/** A service with one item apart from its ticket, that keeps what was decided. */
async function start(refuses: Failure | null = null) {
  const asked: unknown[] = [];
  const service: Partial<HttpDeps['service']> = {
    status: async () => status,
    drift: async () => status.drift,
    settleDrift: async (request) => {
      if (refuses !== null) throw refuses;
      asked.push(request);
      const { item: itemId, take } = request;
      return { itemId, pirId: 'pir-1', title: 'Item', drift: due, take, sends: true };
    },
  };
  const app = createHttpApp({
    ...{ log: silent, organisation: 'Acme', allowedHosts: ['pir.acme.example'], writeToken: 's3cret' },
    ...{
      pageUser: 'jo',
      service: service as HttpDeps['service'],
      ready: async () => ({ checks: [], held: [] }),
    },
  });
  const listening = await listen(app, '127.0.0.1', 0, silent);
  open.push(listening);
  const { url } = listening;
  const page = await (await fetch(`${url}/status`, { headers: { accept: 'text/html' } })).text();
  const token = /name="token" value="([0-9a-f]+)"/.exec(page)?.[1] ?? '';
  const fields = {
    token,
    seen: status.drift[0]?.version ?? '',
    field: 'dueDate',
    take: 'theirs',
    back: '/status#drift',
  };
  const ours = { origin: url, 'sec-fetch-site': 'same-origin' };
  const submit = (changed: Record<string, string> = {}, headers: Record<string, string> = ours) =>
    send(`${url}/items/item-1/drift`, new URLSearchParams({ ...fields, ...changed }).toString(), headers);
  return { url, page, submit, asked };
}

/** As a browser sends a form; fetch would set Host and Sec-Fetch-Site by itself. */
function send(url: string, body: string, headers: Record<string, string>) {
  return new Promise<{ status: number; location: string | undefined; body: string }>((resolve, reject) => {
    const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
    const request = rawRequest(url, { method: 'POST', headers: { ...form, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe('the buttons beside a difference', () => {
  test('say what both sides say and what each does, and settle it without the write token', async () => {
    const { page, submit, asked } = await start();
    expect(page).toContain('2026-03-20 here, 2026-03-27 in the tracker');
    expect(page).toMatch(/value="ours">Send ours<\/button><button[^>]* value="theirs">Take theirs</);
    expect(await submit()).toMatchObject({ status: 303, location: '/status#drift' });
    const [{ version } = { version: '' }] = status.drift;
    expect(asked).toEqual([{ item: 'item-1', field: 'dueDate', take: 'theirs', seen: version, by: 'jo' }]);
  });

  test.each<[string, (url: string) => Record<string, string>]>([
    ['another site', () => ({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })],
    [
      'another program on this machine',
      () => ({ origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' }),
    ],
    ['no page at all', () => ({})],
    ['a browser that does not say', (url) => ({ origin: url })],
    [
      'a page by the name of a proxy',
      () => ({
        host: 'pir.acme.example',
        origin: 'https://pir.acme.example',
        'sec-fetch-site': 'same-origin',
      }),
    ],
  ])('are not taken from %s, whatever the form says', async (_from, headers) => {
    const { url, submit, asked } = await start();
    expect((await submit({}, headers(url))).status).toBe(403);
    expect(asked).toEqual([]);
  });

  test('are taken with the token of this process only, and lead to no other site', async () => {
    const { submit, asked } = await start();
    expect((await submit({ token: 'f'.repeat(64) })).status).toBe(403);
    expect((await submit({ token: '' })).status).toBe(403);
    for (const back of ['//evil.example', 'https://evil.example', '/\\evil.example'])
      expect([back, (await submit({ back })).status]).toEqual([back, 400]);
    expect(asked).toEqual([]);
  });

  test('are not on a page that is called by another name', async () => {
    const { url } = await start();
    const page = await send(`${url}/status`, '', {});
    expect(page.status).toBe(404);
    const seen = await new Promise<string>((resolve, reject) => {
      const headers = { host: 'pir.acme.example', accept: 'text/html' };
      rawRequest(`${url}/status`, { headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += String(chunk);
        });
        response.on('end', () => resolve(text));
      })
        .on('error', reject)
        .end();
    });
    expect(seen).toContain('2026-03-27 in the tracker');
    expect(seen).not.toMatch(/<form|<button/);
  });

  test('answer with a page that says what there is now, where that changed meanwhile', async () => {
    const stale = new Failure('drift-stale', '"Item" has changed meanwhile. Now: nothing is apart.');
    const { submit } = await start(stale);
    const answer = await submit();
    expect(answer.status).toBe(409);
    expect(answer.body).toContain('Now: nothing is apart.');
    expect(answer.body).toContain('<!DOCTYPE html>');
  });
});

describe('POST /api/v1/items/ID/drift', () => {
  const json = { 'content-type': 'application/json', authorization: 'Bearer s3cret' };
  const post = async (url: string, body: unknown, headers: Record<string, string> = json) => {
    const response = await fetch(`${url}/api/v1/items/PAY-1/drift`, {
      ...{ method: 'POST', headers, body: JSON.stringify(body) },
    });
    return { status: response.status, body: (await response.json()) as { detail?: string } };
  };

  test('takes a field by the name that people use, and needs the token', async () => {
    const { url, asked } = await start();
    expect((await post(url, { take: 'ours', field: 'due', by: 'Jo' })).status).toBe(200);
    expect(asked).toEqual([{ item: 'PAY-1', take: 'ours', field: 'dueDate', seen: null, by: 'Jo' }]);
    expect((await post(url, { take: 'ours', by: 'Jo' }, { 'content-type': 'application/json' })).status).toBe(
      403,
    );
    for (const body of [
      { take: 'both', by: 'Jo' },
      { take: 'ours' },
      { take: 'ours', by: 'Jo', field: 'mood' },
    ])
      expect((await post(url, body)).status).toBe(400);
    expect(asked).toHaveLength(1);
  });

  test('is listed by GET /api/v1/drift, with the version that a decision names', async () => {
    const { url } = await start();
    const lines: unknown = await (await fetch(`${url}/api/v1/drift`)).json();
    expect(lines).toEqual([
      {
        item: expect.objectContaining({ itemId: 'item-1' }),
        fields: [due],
        version: status.drift[0]?.version,
      },
    ]);
  });
});
