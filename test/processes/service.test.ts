import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Ended, killAll, type Program } from './program.ts';
import { createWorkspace, examplePir, jiraAt, secrets, urlOf, type Workspace } from './workspace.ts';

// Processes take their time where other work has the processor.
jest.setTimeout(120_000);

interface Report {
  readonly counts: { open: number };
  readonly tickets: { waiting: number; note: string | null };
}

describe('a service that is told of no Jira and no mail server', () => {
  let workspace: Workspace;
  let service: Program;
  let url: string;
  let approval: Ended;

  beforeAll(async () => {
    workspace = createWorkspace();
    service = workspace.start(['serve']);
    url = await urlOf(service);
    approval = await workspace.run(['approve', 'pir.md', '--yes', '--by', 'Priya Nair']);
  });
  afterAll(async () => {
    await killAll();
    workspace.remove();
  });

  test('is alive and ready', async () => {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ready: true, notReady: [], held: [] });
  });

  test('takes an approval from the command line, which goes through it, and shows what waits and why', async () => {
    expect(approval).toMatchObject({ code: 0 });
    expect(approval.stderr).toContain('10 tickets wait: no tracker configured.');
    const page = await (await fetch(`${url}/status`, { headers: { accept: 'text/html' } })).text();
    expect(page).toMatch(/^<!doctype html>/i);
    expect(page).toContain('10 tickets wait: no tracker configured');
    const report = (await (await fetch(`${url}/status.json`)).json()) as Report;
    expect(report).toMatchObject({ counts: { open: 10 }, tickets: { waiting: 10, dead: 0 } });
  });

  test('keeps a second one, and what needs the database itself, away from its data, and says who has them', async () => {
    const others = await Promise.all([workspace.run(['serve']), workspace.run(['migrate'])]);
    for (const other of others) {
      expect(other).toMatchObject({ code: 1, stdout: '' });
      expect(other.stderr).toBe(
        `The data directory data is held by process ${service.pid} (pir serve).\n` +
          'Stop that process, or give this one another data directory (PIR_DATA_DIRECTORY).\n',
      );
    }
  });

  test('carries out the commands given meanwhile, and tells what it cannot', async () => {
    const [status, sync] = await Promise.all([workspace.run(['status']), workspace.run(['sync'])]);
    expect(status.code).toBe(0);
    expect(status.stdout).toContain('10 tickets wait: no tracker configured');
    expect(sync).toMatchObject({ code: 1, stdout: '' });
    expect(sync.stderr).toBe('No tracker is configured.\nAdd a jira section to the settings.\n');
  });

  test('leaves its data free and whole when it is killed', async () => {
    await service.kill('SIGKILL');
    const { code, stdout } = await workspace.run(['status', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ counts: { open: 10 }, tickets: { waiting: 10, dead: 0 } });
  });
});

interface Submitted {
  readonly pirId: string;
  readonly plan: { fingerprint: string };
}

/** Writes over the API, with the token that settings give to programs. */
function apiOf(url: string) {
  return async (path: string, body: Buffer | object): Promise<unknown> => {
    const isDocument = body instanceof Buffer;
    const response = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${secrets.api}`,
        'content-type': isDocument ? 'text/markdown' : 'application/json',
      },
      body: isDocument ? new Uint8Array(body) : JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
    return response.json();
  };
}

describe('a service that is asked to end', () => {
  let workspace: Workspace;
  afterEach(async () => {
    await killAll();
    workspace.remove();
  });

  test('finishes the request under way, ends with 0, and its log is JSON lines without a secret', async () => {
    workspace = createWorkspace();
    const sandbox = workspace.start(['sandbox', '--port', '0', '--token', secrets.jira, '--latency', '100']);
    workspace.settings({
      jira: jiraAt(await urlOf(sandbox)),
      log: { level: 'debug' },
      // The request alone is to create them.
      schedule: { deliver: '0 0 1 1 *' },
    });
    const service = workspace.start(['serve'], {
      PIR_API_TOKEN: secrets.api,
      SMTP_URL: `smtp://user:${secrets.mail}@127.0.0.1:1`,
    });
    const post = apiOf(await urlOf(service));
    const { pirId, plan } = (await post('/pirs?source=pir.md', readFileSync(examplePir))) as Submitted;
    await post(`/pirs/${pirId}/approval`, { fingerprint: plan.fingerprint, by: 'Priya Nair' });
    const deliveries = post('/deliveries', {});
    await sandbox.printed(/^OPS-/m);

    const ended = await service.kill('SIGTERM');

    expect(await deliveries).toEqual({ delivered: 10, found: 0, again: 0, dead: 0 });
    expect(ended).toMatchObject({ code: 0, signal: null });
    const log = ended.stderr.trimEnd().split('\n');
    expect(log.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(
      expect.arrayContaining(['listening', 'plan approved', 'delivered', 'ending', 'ended']),
    );
    for (const secret of Object.values(secrets)) {
      expect(ended.stderr).not.toContain(secret);
      expect(ended.stderr).not.toContain(Buffer.from(`pir-bot@example.com:${secret}`).toString('base64'));
    }
  });
});
