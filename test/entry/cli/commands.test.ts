import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { killAll } from '../../processes/program.ts';
import { createWorkspace, type Workspace } from '../../processes/workspace.ts';

// Processes take their time where other work has the processor.
jest.setTimeout(120_000);

describe('pir', () => {
  let workspace: Workspace;
  let taken: Server;
  beforeAll(async () => {
    workspace = createWorkspace();
    taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
  });
  afterAll(async () => {
    taken.close();
    await killAll();
    workspace.remove();
  });

  test('tells its version and its commands', async () => {
    const [version, help] = await Promise.all([workspace.run(['--version']), workspace.run(['--help'])]);
    expect(version).toMatchObject({ code: 0, stderr: '' });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const command of [
      'check',
      'plan',
      'approve',
      'status',
      'sync',
      'serve',
      'demo',
      'doctor',
      'migrate',
    ]) {
      expect(help.stdout).toMatch(new RegExp(`^  ${command} .*[a-z]`, 'm'));
    }
    expect(help.stdout).toContain('Exit code: 0 fine; 1 findings of severity error');
  });

  test('migrate says what it did', async () => {
    const ended = await workspace.run(['migrate']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(
      /^database: embedded database in data\nschema: up to date\ncarried out: 0001_foundation/,
    );
  });

  test('serve says that another program has its port, and lets go of its data', async () => {
    const { port } = taken.address() as AddressInfo;
    const ended = await workspace.run(['serve'], { PIR_PORT: String(port) });
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toBe(
      `Another program listens on 127.0.0.1:${port}.\n` +
        'Stop the other program, or set another service.port (0 finds a free one).\n',
    );
  });
});
