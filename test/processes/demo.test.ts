import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Ended, killAll, run } from './program.ts';

// Processes take their time where other work has the processor.
jest.setTimeout(120_000);

const seed = fileURLToPath(new URL('../../../shared/pir/seed-pir.md', import.meta.url));
const hasSeed = existsSync(seed);

interface Shown {
  readonly pir: { label: string; items: unknown[] };
  readonly findings: unknown[];
  readonly plan: { fingerprint: string; changes: unknown[] };
  readonly tickets: { labels: string[]; priority: string; dueDate: string | null; assignee: string | null }[];
  readonly mails: { to: string; subject: string }[];
  readonly status: { counts: { open: number; done: number } };
}

describe('pir demo --once --format json', () => {
  let folder: string;
  let ofExample: Ended;
  let ofSeed: Ended | null;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pir-tracker-demo-test-'));
    const demo = ['demo', '--once', '--format', 'json'];
    [ofExample, ofSeed] = await Promise.all([
      run(demo, { cwd: folder }),
      hasSeed ? run([...demo, seed], { cwd: folder }) : null,
    ]);
  });
  afterAll(async () => {
    await killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  test('prints one JSON object of the whole way, from the document to mails and status, and leaves nothing behind', () => {
    expect(ofExample.code).toBe(0);
    const shown = JSON.parse(ofExample.stdout) as Shown;
    expect(Object.keys(shown)).toEqual(['pir', 'findings', 'plan', 'tickets', 'mails', 'status']);
    expect(shown.plan.changes).toHaveLength(10);
    expect(shown.tickets).toHaveLength(10);
    for (const ticket of shown.tickets) {
      expect(ticket.labels).toContain(shown.pir.label);
      expect(ticket.priority).toMatch(/^(High|Medium|Low)$/);
      expect(ticket.dueDate).toMatch(/^2026-\d\d-\d\d$/);
    }
    // One item is owned by a team alone.
    expect(shown.tickets.filter((ticket) => ticket.assignee === null)).toHaveLength(1);
    for (const mail of shown.mails) expect(mail.to).toMatch(/^\S+@example\.com$/);
    const subjects = shown.mails.map((mail) => mail.subject).join('\n');
    expect(subjects).toMatch(/overdue/i);
    expect(shown.status.counts.done).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  const ofTheSeed = hasSeed
    ? "takes a document of one's own: the nine items of the template with its label"
    : "takes a document of one's own (left out: ../shared/pir/seed-pir.md is not here)";
  (hasSeed ? test : test.skip)(ofTheSeed, () => {
    expect(ofSeed?.code).toBe(0);
    const shown = JSON.parse(ofSeed?.stdout ?? '') as Shown;
    expect(shown.tickets).toHaveLength(9);
    for (const ticket of shown.tickets) expect(ticket.labels).toContain('incident-PIR-2024-01-15');
  });
});
