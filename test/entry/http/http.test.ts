import { request as rawRequest } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Failure } from '../../../src/core/failure.ts';
import { viewPir } from '../../../src/core/status/pir-view.ts';
import { stylesheetHref } from '../../../src/core/status/stylesheet.ts';
import { summarise } from '../../../src/core/status/summarise.ts';
import { createHttpApp, type HttpDeps } from '../../../src/entry/http/create-http-app.ts';
import { type Listening, listen } from '../../../src/entry/http/listen.ts';
import type { Log } from '../../../src/ports.ts';
import { anItem, aPir, aStatusInput, now } from '../../core/status/examples.ts';

const open: Listening[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((listening) => listening.close()));
});

interface Entry {
  readonly level: string;
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

/** A service that keeps what it was asked and answers from memory. */
async function start(given: Partial<HttpDeps> & { answers?: Partial<HttpDeps['service']> } = {}) {
  const entries: Entry[] = [];
  const level =
    (name: string) =>
    (message: string, fields: Record<string, unknown> = {}) => {
      entries.push({ level: name, message, fields });
    };
  const log: Log = {
    debug: level('debug'),
    info: level('info'),
    warn: level('warn'),
    error: level('error'),
  };
  const asked: unknown[] = [];
  const input = aStatusInput({ items: [anItem({ due: '2026-03-01' })] });
  const pir = {
    incident: { id: null, title: null, date: null, severity: null },
    pirDate: null,
    label: null,
    rootCause: null,
    executiveSummary: null,
    attendees: [],
    incidentCommander: null,
    signOffs: [],
    reviews: [],
    document: { version: null, owner: null, distribution: null, retention: null },
    items: [],
    improvements: [],
  };
  const plan = { pirId: 'pir-1', revision: 'r', fingerprint: 'abcdef0123', epic: null, changes: [] };
  const submission = { pirId: 'pir-1', pir, findings: [], plan };
  const notAsked = async () => {
    throw new Error('reviews and holds have tests of their own');
  };
  const service: HttpDeps['service'] = {
    ...{ reviews: notAsked, review: notAsked, recordReview: notAsked, handOverReview: notAsked },
    ...{ addEvidence: notAsked, evidenceFile: notAsked },
    ...{ held: notAsked, hold: notAsked, release: notAsked, discard: notAsked },
    status: async () => summarise(input),
    pirs: async () => summarise(input).pirs,
    pir: async (name) => {
      if (name !== 'INC/1') throw new Failure('pir-unknown', `There is no PIR "${name}".`);
      return viewPir({ ...input, pir: aPir(), findings: [], plan: null, approval: null });
    },
    plan: async (document) => {
      asked.push(document);
      return submission;
    },
    submit: async (document, by) => {
      asked.push({ document, by });
      return submission;
    },
    approve: async (approval) => {
      asked.push(approval);
      return { pir: aPir(), plan, already: false, changes: 0 };
    },
    retry: async () => 2,
    chasePreview: async () => ({ pirs: 0, lines: [], unreachable: 0 }),
    chase: async () => 0,
    adoptable: async () => ({ adoptions: [], unclear: [], unmatched: [] }),
    adopt: async () => [],
    deliver: async () => ({ delivered: 9, found: 0, again: 0, dead: 0 }),
    checks: async () => [{ name: 'database', ok: true, detail: 'fine', hint: null }],
    sync: async (scope) => {
      asked.push(scope);
      return { at: now, asOf: now, sweptAt: null, read: 1, failed: 0, reason: null, changed: 0, missing: 0 };
    },
    drift: async () => [],
    settleDrift: async (request) => {
      asked.push(request);
      const { item: itemId, field, take } = request;
      const drift = {
        ...{ field: field ?? 'dueDate', base: null, ours: 'a', theirs: 'b' },
        conflict: true,
      } as const;
      return { itemId, pirId: 'pir-1', title: 'Item', take, sends: true, drift: { ...drift, taken: null } };
    },
    ...given.answers,
  };
  const app = createHttpApp({
    log,
    organisation: 'Acme',
    allowedHosts: 'loopback',
    service,
    ready: async () => ({ checks: [], held: [] }),
    ...given,
  });
  const listening = await listen(app, '127.0.0.1', 0, log);
  open.push(listening);
  const { url } = listening;
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(url + path, { headers, redirect: 'manual' });
  const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(url + path, { method: 'POST', body, headers });
  return { url, get, post, asked, entries, listening };
}

/** fetch sets Host by itself; this asks with another. */
function statusWithHost(url: string, host: string, path = '/status.json'): Promise<number> {
  return new Promise((resolve, reject) => {
    rawRequest(url + path, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

const json = { 'content-type': 'application/json' };

describe('GET /status', () => {
  test.each([
    ['/status', 'text/html,application/xhtml+xml,*/*;q=0.8', 'text/html'],
    ['/status', '*/*', 'text/html'],
    ['/status', 'application/json', 'application/json'],
    ['/status', 'text/plain', 'text/plain'],
    ['/status.json', 'text/html', 'application/json'],
    ['/status.txt', 'text/html', 'text/plain'],
  ])('%s for %s is %s', async (path, accept, type) => {
    const { get } = await start();
    const response = await get(path, { accept });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
    if (type === 'application/json')
      expect(await response.json()).toMatchObject({ version: 1, counts: { overdue: 1 } });
    else expect(await response.text()).toContain('1 item is overdue.');
  });

  test('says so when no form it has is accepted, and is where / leads', async () => {
    const { get } = await start();
    expect((await get('/status', { accept: 'image/png' })).status).toBe(400);
    expect((await get('/')).headers.get('location')).toBe('/status');
  });

  test('loads nothing but its own stylesheet, and runs nothing', async () => {
    const { get } = await start();
    const page = await get('/status');
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    // no-referrer would let browsers send our own forms as if they came from nowhere.
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    expect(page.headers.get('x-powered-by')).toBeNull();
    const html = await page.text();
    expect(html).toContain(`href="${stylesheetHref}"`);
    expect(html).not.toMatch(/<script|<style|\sstyle=/);
    const css = await get(stylesheetHref);
    expect(css.headers.get('content-type')).toContain('text/css');
    expect(css.headers.get('cache-control')).toContain('immutable');
  });
});

describe('who may ask', () => {
  test('only a host that is ours, so that no foreign name can be pointed at this machine', async () => {
    const { url } = await start();
    const { port } = new URL(url);
    for (const host of ['localhost', `localhost:${port}`, '127.0.0.1:1', '[::1]:80', 'LOCALHOST'])
      expect([host, await statusWithHost(url, host)]).toEqual([host, 200]);
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'localhost@evil'])
      expect([host, await statusWithHost(url, host)]).toEqual([host, 403]);
  });

  test('the hosts in the settings, with any port unless one is named', async () => {
    const { url } = await start({ allowedHosts: ['pir.acme.example', 'other.example:8443'] });
    expect(await statusWithHost(url, 'PIR.acme.example:8080')).toBe(200);
    expect(await statusWithHost(url, 'other.example:8443')).toBe(200);
    expect(await statusWithHost(url, 'other.example')).toBe(403);
    expect(await statusWithHost(url, 'localhost')).toBe(200);
  });

  test('no page of another site may write; our own and programs may', async () => {
    const { url, post, asked } = await start();
    const plan = (headers: Record<string, string>) => post('/api/v1/plans', '# PIR', headers);
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://localhost:1' },
      { 'sec-fetch-site': 'cross-site' },
    ] as Record<string, string>[]) {
      const response = await plan(headers);
      expect([headers, response.status]).toEqual([headers, 403]);
      expect(await response.json()).toMatchObject({ code: 'request-forbidden' });
    }
    expect(asked).toEqual([]);
    expect((await plan({ origin: url })).status).toBe(200);
    expect((await plan({})).status).toBe(200);
  });

  test('with a token set, writes need it; reading and planning do not', async () => {
    const { get, post } = await start({ writeToken: 's3cret' });
    const sync = (authorization?: string) =>
      post('/api/v1/sync', '', authorization === undefined ? {} : { authorization });
    expect((await sync()).status).toBe(403);
    expect((await sync('Bearer wrong')).status).toBe(403);
    expect((await sync('Basic s3cret')).status).toBe(403);
    expect((await sync('Bearer s3cret')).status).toBe(200);
    expect((await get('/status')).status).toBe(200);
    expect((await post('/api/v1/plans', '# PIR')).status).toBe(200);
    expect((await post('/api/v1/pirs?source=a.md', '# PIR')).status).toBe(403);
  });
});

describe('the API', () => {
  test('takes a document byte for byte, whatever type the client calls it', async () => {
    const { post, asked } = await start();
    const bytes = new TextEncoder().encode('# PIR – “x”\r\n');
    for (const type of ['text/markdown', 'application/x-www-form-urlencoded']) {
      const response = await post('/api/v1/pirs?source=pirs/a.md&by=Jane', bytes, { 'content-type': type });
      expect(response.status).toBe(201);
      expect(response.headers.get('location')).toBe('/api/v1/pirs/pir-1');
      const answer = await response.json();
      expect(Object.keys(answer as object)).toEqual(['pirId', 'pir', 'findings', 'plan']);
      const [call] = asked.splice(0) as [{ document: { bytes: Uint8Array; source: string }; by: string }];
      expect(call).toMatchObject({ document: { source: 'pirs/a.md' }, by: 'Jane' });
      expect(Buffer.from(call.document.bytes)).toEqual(Buffer.from(bytes));
    }
  });

  test.each<[number, string, string, string | Uint8Array<ArrayBuffer>, Record<string, string>]>([
    [400, 'file-empty', '/api/v1/plans', '', {}],
    [415, 'file-binary', '/api/v1/plans', new Uint8Array([80, 75, 0, 4]), {}],
    [413, 'file-too-large', '/api/v1/plans', 'x'.repeat(10 * 1024 * 1024 + 1), {}],
    [400, 'request-invalid', '/api/v1/plans', '--x', { 'content-type': 'multipart/form-data; boundary=x' }],
    [400, 'request-invalid', '/api/v1/pirs', '# PIR', {}],
    [400, 'request-invalid', '/api/v1/pirs?source=a%0Ab', '# PIR', {}],
    [400, 'request-invalid', '/api/v1/pirs/x/approval', '{"by":', json],
    [400, 'request-invalid', '/api/v1/pirs/x/approval', '{"by":"J","fingerprint":"not hex"}', json],
    [400, 'request-invalid', '/api/v1/pirs/x/approval', 'fingerprint=abcdef0123&by=J', {}],
    [404, 'route-unknown', '/api/v1/nothing', '', {}],
  ])('answers %i %s for %s', async (status, code, path, body, headers) => {
    const { post, asked } = await start();
    const response = await post(path, body, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await response.json()).toEqual({
      type: `urn:pir-tracker:problem:${code}`,
      title: expect.any(String),
      status,
      code,
      detail: expect.any(String),
      hint: expect.any(String),
    });
    expect(asked).toEqual([]);
  });

  test('passes an approval on, with the items named and the reasons for the declined', async () => {
    const { post, asked } = await start();
    const body = { fingerprint: 'abcdef0123', by: 'Jane', items: ['1'], declined: { 2: 'not worth it' } };
    expect((await post('/api/v1/pirs/INC%2F1/approval', JSON.stringify(body), json)).status).toBe(200);
    expect(asked).toEqual([
      {
        pir: 'INC/1',
        fingerprint: 'abcdef0123',
        by: 'Jane',
        decisions: { only: ['1'], declined: { 2: 'not worth it' } },
      },
    ]);
  });

  test('a refused approval says what to do', async () => {
    const stale = new Failure('plan-stale', 'The plan has changed since.');
    const { post } = await start({ answers: { approve: () => Promise.reject(stale) } });
    const body = JSON.stringify({ fingerprint: 'abcdef0123', by: 'Jane' });
    const response = await post('/api/v1/pirs/x/approval', body, json);
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({
      title: 'Plan stale',
      detail: 'The plan has changed since.',
      hint: 'Read the new plan and approve its fingerprint. Nothing was changed.',
    });
  });
});

describe('when something goes wrong', () => {
  test('a person gets a page, a program a problem', async () => {
    const { get } = await start();
    const page = await get('/pirs/%3Cscript%3E', { accept: 'text/html' });
    expect(page.status).toBe(404);
    const html = await page.text();
    expect(html).toContain('There is no PIR &quot;&lt;script>&quot;.');
    expect(html).toContain('Give the path of the file, or the incident id of a submitted PIR.');
    const problem = await get('/pirs/x', { accept: 'application/json' });
    expect(await problem.json()).toMatchObject({ status: 404, code: 'pir-unknown' });
    expect((await get('/pirs/%E0%A4%A', { accept: 'application/json' })).status).toBe(400);
    expect((await get('/pirs/INC%2F1', { accept: 'text/html' })).status).toBe(200);
  });

  test('of a bug nothing leaves but the request id, under which the log has it', async () => {
    const bug = new Error('password=hunter2 at /srv/pir');
    const { get, entries } = await start({ answers: { status: () => Promise.reject(bug) } });
    const response = await get('/status.json');
    expect(response.status).toBe(500);
    const body = await response.text();
    const requestId = response.headers.get('x-request-id') ?? 'none';
    expect(body).not.toContain('hunter2');
    expect(body).toContain(requestId);
    expect(entries).toContainEqual({
      level: 'error',
      message: 'request failed unexpectedly',
      fields: { requestId, error: bug },
    });
  });
});

describe('probes', () => {
  test('name the part that is not ready, and nothing more, to whatever host asks', async () => {
    const checks = [
      { name: 'database', ok: false, detail: 'connect ECONNREFUSED db.internal', hint: null },
      { name: 'jira', ok: true, detail: 'fine', hint: null },
    ];
    const { url, get, entries } = await start({ ready: async () => ({ checks, held: ['mail'] }) });
    const response = await get('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ ready: false, notReady: ['database'], held: ['mail'] });
    expect(entries).toContainEqual(expect.objectContaining({ level: 'warn', message: 'not ready' }));
    expect(await statusWithHost(url, '10.0.0.7:8080', '/healthz')).toBe(200);
  });
});
