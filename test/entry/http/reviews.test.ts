import { request as rawRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenDatabase } from '../../../src/adapters/postgres/server.ts';
import { createHttpApp } from '../../../src/entry/http/create-http-app.ts';
import { type Listening, listen } from '../../../src/entry/http/listen.ts';
import { createService } from '../../../src/entry/service.ts';
import { readSettings } from '../../../src/settings.ts';
import { audience, openMigrated, type Scene, startScene } from '../../flows/examples.ts';
import { testDatabases } from '../../setup/databases.ts';

const [embedded] = testDatabases;
if (embedded === undefined) throw new Error('there is no database');

describe('reviews over HTTP', () => {
  let opened: OpenDatabase;
  let scene: Scene;
  let listening: Listening;
  let pirId: string;
  let items: readonly string[];
  beforeAll(async () => {
    opened = await openMigrated(embedded);
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    scene = await startScene(opened);
    const settings = readSettings({ organisation: { timeZone: 'Europe/Berlin' } }, audience.directory, {});
    const service = createService(scene.ports, settings, 'test');
    const app = createHttpApp({
      ...{
        log: scene.ports.log,
        organisation: 'Acme',
        allowedHosts: 'loopback',
        writeToken: 'a-token-for-writing',
      },
      ...{ service, pageUser: 'Jo Doe', ready: async () => ({ checks: [], held: [] }) },
    });
    listening = await listen(app, '127.0.0.1', 0, scene.ports.log);
    ({ pirId } = await scene.carryOut());
    items = (await scene.read((records) => records.items.ofPir(pirId))).map(({ id }) => id);
  });
  afterEach(async () => {
    await listening.close();
    await scene.close();
  });

  const get = (path: string) => fetch(listening.url + path, { headers: { accept: 'text/html' } });
  const api = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${listening.url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer a-token-for-writing',
        'content-type': 'application/json',
        ...headers,
      },
      body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
    });
  /** Sends a form as a browser would from our own page. */
  const send = async (
    path: string,
    form: FormData | URLSearchParams,
    headers: Record<string, string> = {},
  ) => {
    const encoded = new Response(form);
    const body = Buffer.from(await encoded.arrayBuffer());
    return new Promise<{ status: number; location: string | undefined; text: string }>((resolve, reject) => {
      const request = rawRequest(
        listening.url + path,
        {
          method: 'POST',
          headers: {
            ...{ accept: 'text/html', origin: listening.url, 'sec-fetch-site': 'same-origin' },
            ...{ 'content-type': encoded.headers.get('content-type') ?? '', 'content-length': body.length },
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const { statusCode: status = 0, headers: answered } = response;
            resolve({ status, location: answered.location, text: Buffer.concat(chunks).toString() });
          });
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  };
  const page = `/reviews/`;
  /** The form as the page has it, with its hidden fields. */
  const formOf = async (path: string, given: Record<string, string | Blob>) => {
    const html = await (await get(path)).text();
    const form = new FormData();
    for (const [, name = '', value = ''] of html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g))
      if (!form.has(name)) form.set(name, value);
    form.set('by', 'Mo Roe');
    for (const [name, value] of Object.entries(given)) {
      if (value instanceof Blob) form.set(name, value, 'Läg; chart.html');
      else form.set(name, value);
    }
    return form;
  };

  test('the list and the agenda are pages, and JSON for programs', async () => {
    const list = await (await get('/reviews')).text();
    expect(list).toContain(`href="/reviews/${pirId}/P7D"`);
    expect(await (await get(`/reviews/${pirId}/P7D`)).text()).toContain(
      'Are the high-priority items under way?',
    );
    const json = await (await fetch(`${listening.url}/api/v1/reviews/INC-7/P7D`)).json();
    expect(json).toMatchObject({
      version: 1,
      recordable: true,
      items: [{ name: '1', asked: 'progress' }, {}, {}],
    });
    expect((await get('/reviews/INC-7/P9M')).status).toBe(404);
  });

  test('a form records the review with its evidence, which is only ever sent to be saved', async () => {
    const path = `${page}${pirId}/P7D`;
    const form = await formOf(path, {
      [`progress:${items[0]}`]: 'at-risk',
      [`note:${items[0]}`]: '<script>alert(1)</script>',
      [`evidence:${items[0]}`]: 'https://grafana.example.com/lag',
      [`file:${items[0]}`]: new Blob(['<html>'], { type: 'text/html' }),
    });
    expect(await send(path, form)).toMatchObject({ status: 303, location: path });
    const html = await (await get(path)).text();
    expect(html).toContain('Recorded by Mo Roe');
    expect(html).toContain('at risk, said Mo Roe: &lt;script>');
    expect(html).not.toContain('<script>');
    const [, address = ''] = /href="(\/evidence\/[^"]+)"/.exec(html) ?? [];
    const file = await get(address);
    expect(await file.text()).toBe('<html>');
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    expect(file.headers.get('content-disposition')).toBe(
      `attachment; filename="L_g_ chart.html"; filename*=UTF-8''L%C3%A4g%3B%20chart.html`,
    );
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('the second of two who record at once gets the form back with everything entered, and what the first said', async () => {
    const path = `${page}${pirId}/P7D`;
    const second = await formOf(path, { [`progress:${items[1]}`]: 'blocked', note: 'Ours was longer.' });
    await send(path, await formOf(path, { [`progress:${items[0]}`]: 'on-track', by: 'First' }));
    const answer = await send(path, second);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('First recorded this review');
    expect(answer.text).toContain('Ours was longer.');
    expect(answer.text).toMatch(new RegExp(`name="progress:${items[1]}" value="blocked" checked`));
    // Sent once more, it is a decision on what is known by now.
    const [, version = ''] = /name="version" value="(\d+)"/.exec(answer.text) ?? [];
    second.set('version', version);
    expect((await send(path, second)).status).toBe(303);
    const outcomes = await scene.read((records) => records.reviews.outcomes(pirId));
    expect(outcomes.map(({ by }) => by).toSorted()).toEqual(['First', 'Mo Roe']);
  });

  test('a form of another site, without the page’s token, or with too large a file is refused and records nothing', async () => {
    const path = `${page}${pirId}/P7D`;
    const given = { [`progress:${items[0]}`]: 'at-risk' };
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await send(path, await formOf(path, given), foreign)).status).toBe(403);
    expect((await send(path, await formOf(path, { ...given, token: 'guessed' }))).status).toBe(403);
    const large = new Blob([new Uint8Array(5 * 1024 * 1024 + 1)]);
    expect((await send(path, await formOf(path, { ...given, [`file:${items[0]}`]: large }))).status).toBe(
      413,
    );
    expect(await scene.read((records) => records.reviews.outcomes(pirId))).toEqual([]);
  });

  test('the API records, keeps evidence and hands over, and says what does not fit', async () => {
    const path = '/reviews/INC-7/P7D';
    expect((await api(path, { version: 0, by: 'bot', items: [] }, { authorization: '' })).status).toBe(403);
    const wrong = await api(path, { version: 0, by: 'bot', items: [{ item: '1', verdict: 'good' }] });
    expect([wrong.status, await wrong.json()]).toMatchObject([
      400,
      { detail: expect.stringContaining('items.0.verdict') },
    ]);
    expect((await api(path, { version: 0, by: 'bot', items: [{ item: '1', verdict: 'met' }] })).status).toBe(
      422,
    );
    const kept = await api(
      `${path}/evidence?item=1&by=bot&name=..%2Flag.txt`,
      new TextEncoder().encode('x'),
      {
        'content-type': 'text/plain',
      },
    );
    expect([kept.status, await kept.json()]).toMatchObject([201, { kind: 'file', text: 'lag.txt', size: 1 }]);
    expect(
      (await api(`${path}/evidence`, { item: '1', by: 'bot', link: 'javascript:alert(1)' })).status,
    ).toBe(400);
    const recorded = await api(path, { version: 0, by: 'bot', items: [{ item: '1', progress: 'on-track' }] });
    expect(await recorded.json()).toMatchObject({ review: { version: 1, state: 'recorded' } });
    expect(
      (await api(path, { version: 0, by: 'late', items: [{ item: '2', progress: 'blocked' }] })).status,
    ).toBe(409);
    const handed = await api('/reviews/INC-7/P1M/facilitator', { to: '@omar.haddad', by: 'bot' });
    expect(await handed.json()).toMatchObject({ milestone: 'P1M', facilitator: '@omar.haddad' });
  });
});
