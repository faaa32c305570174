import { lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { readPir } from '../../../src/core/pir/parse.ts';
import { type JiraSandbox, startJiraSandbox } from '../../../src/sandbox/jira-sandbox.ts';
import { directoryFor } from '../../../src/sandbox/people.ts';
import { killAll } from '../../processes/program.ts';
import { createWorkspace, examplePir, jiraAt, secrets, type Workspace } from '../../processes/workspace.ts';

// Processes take their time where other work has the processor.
jest.setTimeout(120_000);

describe('the document', () => {
  let workspace: Workspace;
  let jira: JiraSandbox;
  let onTicket = () => {};
  beforeAll(async () => {
    workspace = createWorkspace();
    const { people } = directoryFor(readPir(readFileSync(examplePir, 'utf8')).pir);
    const accounts = people.map(({ jiraAccount, name, email }) => ({
      ...{ accountId: jiraAccount ?? '', displayName: name, email: email ?? '' },
    }));
    jira = await startJiraSandbox({ token: secrets.jira, accounts, onTicket: () => onTicket() });
    workspace.settings({ jira: jiraAt(jira.url) });
  });
  afterAll(async () => {
    await killAll();
    await jira.close();
    workspace.remove();
  });

  test('gets its ticket keys with --write and nothing else, and asks for nothing more from then on', async () => {
    const before = readFileSync(examplePir, 'utf8');
    const path = join(workspace.folder, 'pir.md');
    const approved = await workspace.run(['approve', 'pir.md', '--yes', '--write']);
    expect(approved).toMatchObject({ code: 0 });
    const after = readFileSync(path, 'utf8');
    const added = after.split('\n').filter((line) => !before.split('\n').includes(line));
    expect(added).toEqual(
      jira
        .tickets()
        .map(({ key }) => `- **Ticket**: [${key}](${jira.url}/browse/${key})`)
        .toSorted(byKeyIn(after)),
    );
    expect(after.split('\n').filter((line) => !added.includes(line))).toEqual(before.split('\n'));

    const again = await workspace.run(['approve', 'pir.md', '--yes', '--write']);
    expect(again).toMatchObject({ code: 0 });
    expect(readFileSync(path, 'utf8')).toBe(after);
    expect(jira.tickets()).toHaveLength(added.length);
  });

  test('keeps its line ends, its byte order mark and its being a link, and is not written over what was saved meanwhile', async () => {
    const lines = readFileSync(examplePir, 'utf8').replace('INC-2026-0303-001', 'INC-2026-0303-002');
    const before = `\uFEFF${lines.replaceAll('\n', '\r\n')}`;
    workspace.write('windows.md', before);
    symlinkSync('windows.md', join(workspace.folder, 'link.md'));
    expect(await workspace.run(['approve', 'link.md', '--yes', '--write'])).toMatchObject({ code: 0 });
    expect(lstatSync(join(workspace.folder, 'link.md')).isSymbolicLink()).toBe(true);
    const after = readFileSync(join(workspace.folder, 'windows.md'), 'utf8');
    const written = /^- \*\*Ticket\*\*: .*\r\n/gm;
    expect(after.match(written)).toHaveLength(10);
    expect(after.replaceAll(written, '')).toBe(before);

    const other = lines.replace('INC-2026-0303-002', 'INC-2026-0303-003');
    workspace.write('edited.md', other);
    onTicket = () => void workspace.write('edited.md', `${other}\nSaved in an editor.\n`);
    const ended = await workspace.run(['approve', 'edited.md', '--yes', '--write']);
    expect(ended).toMatchObject({ code: 2 });
    expect(ended.stderr).toMatch(
      /edited\.md cannot be written: it has changed since it was read\.\nThe approval is stored/,
    );
    expect(readFileSync(join(workspace.folder, 'edited.md'), 'utf8')).toBe(`${other}\nSaved in an editor.\n`);
  });

  test('of a new incident is the form with its facts, and is never written over another', async () => {
    const facts = ['new', 'next.md', '--title', 'Login down', '--date', '2026-03-31', '--id', 'INC-9'];
    expect(await workspace.run(facts)).toMatchObject({ code: 0, stdout: '' });
    const read = await workspace.run(['check', 'next.md', '--format', 'json', '--strict']);
    expect(read.code).toBe(0);
    const [{ pir, findings }] = JSON.parse(read.stdout);
    expect(pir).toMatchObject({
      incident: { id: 'INC-9', title: 'Login down', date: '2026-03-31' },
      label: 'incident-PIR-2026-03-31',
      reviews: [{ on: '2026-04-07' }, { on: '2026-04-30' }, { on: '2026-06-30' }],
      items: [],
    });
    expect(findings).toEqual([]);
    expect(await workspace.run(facts)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('next.md cannot be written: it is there already'),
    });
  });
});

/** In the order in which the lines stand in a text. */
function byKeyIn(text: string): (a: string, b: string) => number {
  return (a, b) => text.indexOf(a) - text.indexOf(b);
}
