import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type JiraSandbox, startJiraSandbox } from '../../../src/sandbox/jira-sandbox.ts';
import { killAll } from '../../processes/program.ts';
import { createWorkspace, jiraAt, secrets, type Workspace } from '../../processes/workspace.ts';

// Processes take their time where other work has the processor.
jest.setTimeout(120_000);

const review = (id: string, items: string) =>
  `# Post-Incident Review\n\n| Field | Value |\n|---|---|\n| **Incident ID** | ${id} |\n| **Date** | 2024-03-04 |\n\n## Action Items\n\n${items}\n`;

const item = (ref: number, title: string, owner: string, more = '') =>
  `**[${ref}] ${title}**\n- **Owner**: ${owner}\n- **Due Date**: 2024-04-01\n${more}\n`;

describe('pir import', () => {
  let workspace: Workspace;
  let jira: JiraSandbox;
  beforeAll(async () => {
    workspace = createWorkspace();
    jira = await startJiraSandbox({ token: secrets.jira });
    workspace.settings({ jira: jiraAt(jira.url) });
    const headers = {
      authorization: `Basic ${Buffer.from(`pir-bot@example.com:${secrets.jira}`).toString('base64')}`,
      'content-type': 'application/json',
    };
    const fields = {
      project: { key: 'OPS' },
      issuetype: { name: 'Task' },
      summary: 'Rotate the certificate',
    };
    const body = JSON.stringify({ fields });
    await fetch(`${jira.url}/rest/api/3/issue`, { method: 'POST', headers, body });
    mkdirSync(join(workspace.folder, 'reviews', 'old'), { recursive: true });
    workspace.write(
      'reviews/one.md',
      review(
        'INC-1',
        `${item(1, 'Rotate the certificate', '@ines.carvalho', '- **Ticket**: OPS-1\n')}${item(2, 'Page on expiry', '@ines.carvalho')}`,
      ),
    );
    workspace.write('reviews/old/two.md', review('INC-2', item(1, 'Write the runbook', '@hanna.weiss')));
    workspace.write('reviews/notes.md', '# How we write reviews\n\nWith care.\n');
    workspace.write('reviews/broken.md', new Uint8Array([0xff, 0xfe, 0x00]));
  });
  afterAll(async () => {
    await killAll();
    await jira.close();
    workspace.remove();
  });

  test('asks before it stores anything, and says so where nobody can answer', async () => {
    expect(await workspace.run(['import', 'reviews'])).toMatchObject({
      code: 2,
      stderr: 'Importing asks first, and nobody is there to answer.\nAdd --yes.\n',
    });
    expect(await workspace.run(['import'])).toMatchObject({ code: 2 });
    expect(await workspace.run(['import', 'nowhere', '--yes'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no folder nowhere.'),
    });
  });

  test('links the tickets that PIRs name, creates none, and goes past a file that it cannot read', async () => {
    const imported = await workspace.run(['import', 'reviews', '--yes', '--format', 'json']);
    expect(imported.code).toBe(1);
    expect(imported.stderr).toContain('reviews: 4 files, 2 PIRs with 3 items. 1 ticket would be linked');
    expect(imported.stderr).toContain('failed    reviews/broken.md: ');
    expect(JSON.parse(imported.stdout)).toMatchObject([
      { file: 'reviews/broken.md', outcome: 'failed' },
      { file: 'reviews/notes.md', outcome: 'skipped', reason: 'it has no action items' },
      { file: 'reviews/old/two.md', outcome: 'imported', items: 1, linked: 0, created: 0 },
      { file: 'reviews/one.md', outcome: 'imported', items: 2, linked: 1, created: 0 },
    ]);
    expect(jira.tickets()).toHaveLength(1);
    expect(jira.tickets()[0]?.itemId).toMatch(/^item_/);
  });

  test('of the same folder again changes nothing, and creates tickets once it is told to', async () => {
    const again = await workspace.run(['import', 'reviews', '--yes']);
    expect(again.stderr).toContain('0 PIRs imported');
    expect(again.stderr).toContain('2 unchanged');
    const creating = await workspace.run(['import', 'reviews', '--yes', '--create']);
    expect(creating.stderr).toContain('2 PIRs imported with 3 items: 0 linked, 2 created.');
    expect(jira.tickets()).toHaveLength(3);
  });

  test('--chase says how many mails to whom before it writes to anybody', async () => {
    const chased = await workspace.run(['import', '--chase', '--yes']);
    expect(chased).toMatchObject({ code: 0, stdout: '' });
    expect(chased.stderr).toMatch(
      /^Chasing 2 imported PIRs would mean \d+ mails to 2 people in the next four weeks/,
    );
    expect(chased.stderr).toMatch(/^ {2}ines\.carvalho@\S+ +\d+ mails, 2 items, 2 overdue$/m);
    expect(chased.stderr).toContain('The owners of 2 PIRs are written to from now on.');
    const none = await workspace.run(['import', '--chase', '--yes']);
    expect(none.stderr).toBe('There is no PIR whose owners are not written to.\n');
  });
});
