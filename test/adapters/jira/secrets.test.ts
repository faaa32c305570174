import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import { JiraClient } from '../../../src/adapters/jira/client/jira-client.ts';
import { createJiraTracker } from '../../../src/adapters/jira/jira-tracker.ts';
import { createLog } from '../../../src/adapters/system/log.ts';
import { maskSecrets } from '../../../src/adapters/system/mask.ts';
import { destination, expectFailure } from '../../contracts/tracker.contract.ts';
import { fields, jiras, settingsFor, TurnedClock } from './jira-under-test.ts';

const token = 'right-token';
const cookie = 'session-of-the-service-account';
const credentials = Buffer.from(`bot@example.com:${token}`).toString('base64');

describe('credentials of Jira', () => {
  const opened = jiras();
  const { start } = opened;
  afterEach(() => opened.closeAll());

  test('stand in no failure, whatever its kind, nor in what a log makes of it', async () => {
    const { tracker, fail, clock } = await start();
    const lines: string[] = [];
    // Nothing is masked here: there must be nothing to mask.
    const log = createLog('debug', (line) => void lines.push(line), maskSecrets([]));
    const headers = { 'Set-Cookie': `JSESSIONID=${cookie}` };
    const on = 'POST /rest/api/3/issue';
    const faults: Record<string, unknown>[] = [
      ...[302, 400, 401, 403, 404, 409, 429, 500, 503].map((status) => ({
        fault: 'status',
        status,
        headers,
      })),
      { fault: 'status', status: 200, headers, body: '<html></html>' },
      ...['reset-before', 'reset-after-commit', 'half-answer', 'hang'].map((fault) => ({ fault })),
    ];
    for (const [at, fault] of faults.entries()) {
      await fail(on, fault);
      clock.turn(3600);
      const ticket = { itemId: `${at}`, destination, parent: null, fields };
      const [creation] = await tracker
        .createMany([ticket])
        .catch((failure: unknown) => [{ ok: false, failure }]);
      if (creation === undefined || creation.ok || !('failure' in creation))
        throw new Error(`${at} went well`);
      const { failure } = creation;
      log.error('refused', { error: failure });
      const cause = (failure as Error).cause;
      lines.push(
        inspect(failure, { depth: 9, showHidden: true }),
        JSON.stringify(failure),
        JSON.stringify(cause ?? null),
      );
    }
    const all = lines.join('\n');
    expect(all.length).toBeGreaterThan(1000);
    for (const secret of [token, credentials, cookie]) expect(all).not.toContain(secret);
  });

  test('go to the address in the settings and nowhere else, whatever an answer says', async () => {
    const stranger = await start();
    const { tracker, fail, requests } = await start();
    const elsewhere = `${stranger.sandbox.url}/rest/api/3/issue/10001`;
    await fail('POST /rest/api/3/issue', {
      ...{ fault: 'status', status: 201, body: { id: '10001', key: 'OPS-1', self: elsewhere } },
    });
    const [creation] = await tracker.createMany([{ itemId: 'a', destination, parent: null, fields }]);
    expect(creation).toMatchObject({
      ok: true,
      ticket: { url: expect.not.stringContaining(stranger.sandbox.url) },
    });
    await fail('GET /rest/api/3/field', { fault: 'status', status: 302, headers: { Location: elsewhere } });
    await tracker.read(['10001']);
    expect(requests.length).toBeGreaterThan(0);
    expect(stranger.requests).toEqual([]);
  });

  test('are not sent to a server whose certificate nobody vouches for, and are where the settings do', async () => {
    const { folder, key, cert } = certificate();
    const seen: string[] = [];
    const server = createServer({ key, cert }, (request, response) => {
      seen.push(String(request.headers.authorization));
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ accountId: 'bot', displayName: 'Bot', deploymentType: 'Cloud', version: '1' }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://localhost:${(server.address() as AddressInfo).port}`;
    const strict = createJiraTracker(settingsFor(url), new TurnedClock());
    const failure = await expectFailure(strict.comment('10001', [], 'mark'), 'tracker-unreachable');
    expect(failure.message).toMatch(/self-signed certificate/);
    expect(seen).toEqual([]);
    const trusting = createJiraTracker({ ...settingsFor(url), ca: cert }, new TurnedClock());
    expect((await trusting.check())[0]).toMatchObject({ ok: true });
    expect(seen[0]).toBe(`Basic ${credentials}`);
    await Promise.all([strict.close(), trusting.close()]);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  test('wait for no answer without end, neither one that is too large nor one that drips', async () => {
    const timers: NodeJS.Timeout[] = [];
    const server = createPlainServer((request, response) => {
      response.on('error', () => undefined);
      if (request.url?.includes('myself')) response.end('x'.repeat(17 * 1024 * 1024));
      else timers.push(setInterval(() => response.write(' '), 50));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = new JiraClient({ ...settingsFor(url), timeoutSeconds: 1 }, new TurnedClock());
    await expect(client.myself()).rejects.toThrow(/more than 16777216 bytes/);
    await expect(client.serverInfo()).rejects.toThrow(/no complete answer within 1 s/);
    for (const timer of timers) clearInterval(timer);
    await client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

/** A certificate for localhost that only itself vouches for, made by OpenSSL, which Node cannot do. */
function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'pir-tls-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const options = [
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
  ];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync('openssl', ['req', ...options, ...names, '-keyout', keyFile, '-out', certFile], {
    stdio: 'ignore',
  });
  return { folder, key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
}
