import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { killAll } from './program.ts';
import { createWorkspace, jiraAt, secrets, urlOf, type Workspace } from './workspace.ts';

// Processes take their time where other work has the processor.
jest.setTimeout(120_000);

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
});
afterEach(async () => {
  await killAll();
  workspace.remove();
});

/** A Jira in a process of its own, slow. */
async function startSandbox(port = '0') {
  const sandbox = workspace.start([
    ...['sandbox', '--port', port, '--state', 'jira.json', '--directory', 'directory.yaml'],
    ...['--token', secrets.jira, '--latency', '150'],
  ]);
  const url = await urlOf(sandbox);
  workspace.settings({ jira: jiraAt(url) });
  return { sandbox, url };
}

/** Jira makes the first three tickets of the next request and breaks off: that is the middle. */
async function breakOff(url: string): Promise<void> {
  const fault = { on: 'POST /rest/api/3/issue/bulk', fault: 'reset-midway', elements: [3] };
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/sandbox/faults`, {
    method: 'POST',
    headers,
    body: JSON.stringify(fault),
  });
  expect(answer.status).toBe(204);
}

const approval = ['approve', 'pir.md', '--yes', '--by', 'Priya Nair'];

/** The items that tickets were made for, one entry a ticket, as the sandbox keeps them on disk. */
function itemsWithTicket(): readonly string[] {
  const [, ...lines] = readFileSync(join(workspace.folder, 'jira.json'), 'utf8').trimEnd().split('\n');
  const tickets = new Map<string, { properties: { 'pir-tracker.item': { id: string } } }>();
  for (const line of lines) {
    const [kind, id, value] = JSON.parse(line);
    if (kind === 'ticket') tickets.set(id, value);
  }
  return [...tickets.values()].map((ticket) => ticket.properties['pir-tracker.item'].id);
}

interface Report {
  readonly tickets: { waiting: number; dead: number };
  readonly counts: { open: number };
  readonly openLater: { itemId: string; ticket: unknown }[];
  readonly overdue: { itemId: string; ticket: unknown }[];
  readonly dueThisWeek: { itemId: string; ticket: unknown }[];
}

/** Has whoever holds the database send what is left, and says how it stands then. */
async function settled(): Promise<Report> {
  await workspace.run(['sync']);
  const { stdout } = await workspace.run(['status', '--format', 'json']);
  return JSON.parse(stdout) as Report;
}

function expectEachOnce(report: Report): void {
  const known = [...report.overdue, ...report.dueThisWeek, ...report.openLater];
  expect(report.tickets).toMatchObject({ waiting: 0, dead: 0 });
  expect(known.every((item) => item.ticket !== null)).toBe(true);
  expect(itemsWithTicket().toSorted()).toEqual(known.map((item) => item.itemId).toSorted());
  expect(itemsWithTicket()).toHaveLength(10);
}

describe('tickets are created exactly once', () => {
  test('when the service is killed in the middle of creating them', async () => {
    const { sandbox, url } = await startSandbox();
    await breakOff(url);
    const first = workspace.start(['serve']);
    await urlOf(first);

    const approve = workspace.start(approval);
    await sandbox.printed(/^OPS-\d+ /m, 3);
    await first.kill('SIGKILL');

    const told = await approve.ended;
    expect(told.code).toBe(1);
    expect(told.stderr).toMatch(
      /does not answer\. The approval is stored all the same\.\nStart `pir serve` again/,
    );

    const second = workspace.start(['serve']);
    await urlOf(second);
    await sandbox.printed(/^OPS-\d+ /m, 10);
    expectEachOnce(await settled());
  });

  test('when Jira is killed in the middle of creating them, and comes back', async () => {
    const { sandbox, url } = await startSandbox();
    await breakOff(url);
    const approve = workspace.start(approval);
    await sandbox.printed(/^OPS-\d+ /m, 3);
    await sandbox.kill('SIGKILL');

    const told = await approve.ended;
    expect(told.code).toBe(0);
    expect(told.stderr).toMatch(
      /tickets? waits?: .*Jira.*\.\nThe approval is stored, and what waits is sent once/,
    );

    const missing = 10 - itemsWithTicket().length;
    const again = await startSandbox(new URL(url).port);
    const serve = workspace.start(['serve']);
    await urlOf(serve);
    await again.sandbox.printed(/^OPS-\d+ /m, missing);
    expectEachOnce(await settled());
  });
});
