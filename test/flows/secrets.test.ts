import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createJiraTracker } from '../../src/adapters/jira/jira-tracker.ts';
import type { OpenDatabase } from '../../src/adapters/postgres/server.ts';
import { createLog } from '../../src/adapters/system/log.ts';
import { maskSecrets } from '../../src/adapters/system/mask.ts';
import { statusPage } from '../../src/core/status/page.tsx';
import { pirPage } from '../../src/core/status/pir-page.tsx';
import { showPir, showStatus } from '../../src/flows/show-status.ts';
import { testDatabases } from '../setup/databases.ts';
import {
  aDocument,
  audience,
  jiraSettings,
  openMigrated,
  type Scene,
  startScene,
  timeZone,
} from './examples.ts';

const token = 'the-token-of-jira-4711';
const forms = [token, Buffer.from(`bot@example.com:${token}`).toString('base64'), encodeURIComponent(token)];

describe.each(testDatabases)('the token of Jira on $name', (database) => {
  let opened: OpenDatabase;
  let scene: Scene;
  beforeAll(async () => {
    opened = await openMigrated(database);
  });
  afterEach(() => scene.close());
  afterAll(() => opened.close());

  test('stands in no row of the database, no log and no page, however Jira failed', async () => {
    scene = await startScene(opened);
    const lines: string[] = [];
    const log = createLog('debug', (line) => void lines.push(line), maskSecrets([]));
    const tracker = createJiraTracker({ ...jiraSettings(scene.jira.url), token }, scene.ports.clock);
    const { pirId, plan } = await scene.submit(aDocument());
    await scene.approve(plan);
    const views = { organisation: 'Acme', timeZone, directory: audience.directory };
    const places: string[] = [];
    const on = 'POST /rest/api/3/issue/bulk';
    const headers = {
      'Set-Cookie': `JSESSIONID=${token}`,
      Location: `https://elsewhere.example.com/?t=${token}`,
    };
    for (const fault of [
      ...[302, 401, 403, 409, 429, 503].map((status) => ({ fault: 'status', status, headers })),
      { fault: 'reset-after-commit' },
      { fault: 'half-answer' },
      { fault: 'status', status: 200, body: `<html>${'x'.repeat(100)}</html>` },
    ]) {
      await scene.fail(on, fault);
      await scene.deliver({ tracker, log });
      places.push(
        JSON.stringify(await scene.everything()),
        statusPage(await showStatus(scene.ports, views)),
        pirPage(await showPir(scene.ports, views, scene.planning, pirId)),
      );
      scene.wait(3600);
    }
    places.push(...lines);
    const all = places.join('\n');
    expect(all).toMatch(/Jira answered 503.*Jira asked to wait|Jira asked to wait.*Jira answered 503/s);
    for (const form of forms) expect(all).not.toContain(form);
    await tracker.close();
  });
});
