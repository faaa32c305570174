import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Inbox, startInbox } from '../../../src/sandbox/inbox.tsx';
import { type Ended, killAll } from '../../processes/program.ts';
import { createWorkspace, jiraAt, secrets, urlOf, type Workspace } from '../../processes/workspace.ts';

// Processes take their time where other work has the processor.
jest.setTimeout(120_000);

describe('on a machine with Jira and a mail server', () => {
  let workspace: Workspace;
  let inbox: Inbox;
  beforeAll(async () => {
    workspace = createWorkspace();
    inbox = await startInbox();
    const sandbox = workspace.start([
      'sandbox',
      '--port',
      '0',
      '--directory',
      'directory.yaml',
      '--token',
      secrets.jira,
    ]);
    workspace.settings({ jira: jiraAt(await urlOf(sandbox)) });
  });
  afterAll(async () => {
    await killAll();
    await inbox.close();
    workspace.remove();
  });

  const failing = ({ stdout }: Ended) => stdout.split('\n').filter((line) => line.startsWith('FAIL'));

  test('pir doctor finds everything in order', async () => {
    const ended = await workspace.run(['doctor'], { SMTP_URL: inbox.smtpUrl });
    expect(failing(ended)).toEqual([]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    for (const part of [
      'settings',
      'clock',
      'directory',
      'database',
      'schema',
      'Jira is reachable',
      'Mail server',
    ]) {
      expect(ended.stdout).toMatch(new RegExp(`^ok +${part} `, 'm'));
    }
  });

  test('pir doctor takes the token from a file, and says which file cannot be read', async () => {
    workspace.write('jira-token', `${secrets.jira}\n`);
    const env = { JIRA_API_TOKEN: '', SMTP_URL: inbox.smtpUrl };
    const ended = await workspace.run(['doctor'], { ...env, JIRA_API_TOKEN_FILE: 'jira-token' });
    expect(failing(ended)).toEqual([]);
    const gone = await workspace.run(['doctor'], { ...env, JIRA_API_TOKEN_FILE: 'gone' });
    expect(gone).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/gone cannot be read.*\n.*JIRA_API_TOKEN_FILE/),
    });
    const both = await workspace.run(['doctor'], { JIRA_API_TOKEN_FILE: 'jira-token' });
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('Both JIRA_API_TOKEN and') });
  });

  test('pir doctor says which token and which server are wrong and what to do, and does not print secrets', async () => {
    const env = { JIRA_API_TOKEN: 'another-token-4713', SMTP_URL: `smtp://user:${secrets.mail}@127.0.0.1:1` };
    const ended = await workspace.run(['doctor'], env);
    expect(ended.code).toBe(1);
    expect(failing(ended)).toEqual([
      expect.stringMatching(/^FAIL +Jira .*JIRA_API_TOKEN/),
      expect.stringMatching(/^FAIL +Mail server +127\.0\.0\.1:1: .*SMTP_URL/),
    ]);
    expect(`${ended.stdout}${ended.stderr}`).not.toMatch(/another-token-4713|mail-password/);
  });

  test('an approval is stored though Jira refuses the token; it says that tickets wait, why, and what follows', async () => {
    const env = { JIRA_API_TOKEN: 'another-token-4713' };
    const ended = await workspace.run(
      ['approve', 'pir.md', '--yes', '--decline', '5=the desk has its own'],
      env,
    );
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(
      /9 tickets wait: .*Jira.*\.\nThe approval is stored, .*`pir doctor` says more\.\n$/,
    );
    expect(ended.stdout).toMatch(/^ {2}5 {2}declined /m);
    expect(ended.stdout.match(/^ +\d+ {2}open /gm)).toHaveLength(9);
  });
});
