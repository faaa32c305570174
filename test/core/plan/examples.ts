import type { Instant } from '../../../src/core/calendar.ts';
import type { Directory } from '../../../src/core/directory.ts';
import type { Finding } from '../../../src/core/pir/finding.ts';
import type { Pir, PirItem } from '../../../src/core/pir/pir.ts';
import { readOwners } from '../../../src/core/pir/words/owners.ts';
import { type Approved, approve, approveAll, type Decisions } from '../../../src/core/plan/approve.ts';
import { draftPlan } from '../../../src/core/plan/draft.ts';
import type { Change, Draft, KnownItem } from '../../../src/core/plan/plan.ts';
import type { Preflight } from '../../../src/core/plan/preflight.ts';
import type { PlanContext } from '../../../src/core/plan/ticket-fields.ts';

export const pirId = 'pir_1';
export const now: Instant = '2026-03-05T12:00:00.000Z';
export const later: Instant = '2026-03-06T12:00:00.000Z';

/** Jane has a Jira account, Omar none; nobody else is known. */
export const directory: Directory = {
  people: [
    { handle: 'jane.smith', name: 'Jane Smith', email: 'jane@example.com', jiraAccount: 'j1', teams: [] },
    { handle: 'omar.haddad', name: 'Omar Haddad', email: 'omar@example.com', jiraAccount: null, teams: [] },
  ],
  teams: [],
};

export const context: PlanContext = {
  directory,
  labels: ['reliability'],
  pirUrl: 'https://pir.example.com/pirs/pir_1',
  trackerUrl: 'https://acme.atlassian.net',
  playbookUrl: null,
  tickets: {
    destination: { project: 'OPS', issueType: 'Task', components: [], values: {} },
    parent: null,
    epic: null,
    priorities: { high: 'High', medium: 'Medium', low: 'Low' },
    customFields: {},
  },
};

let lines = 0;

/** An item of Jane's as a document states it, numbered and due on 13 March unless told otherwise. */
export function anItem(given: Partial<Omit<PirItem, 'owners'>> & { owners?: string } = {}): PirItem {
  lines += 10;
  const { owners = '@jane.smith', ...rest } = given;
  const due = rest.due === undefined ? '2026-03-13' : rest.due;
  return {
    ref: '1',
    title: 'Alert on the age of the oldest message',
    priority: 'high',
    due,
    dueRaw: due,
    dueBy: due,
    dueSource: due === null ? null : 'written',
    estimate: null,
    successMetric: null,
    objective: null,
    approach: [],
    playbook: null,
    state: null,
    ticket: null,
    line: lines,
    ...rest,
    owners: readOwners(owners),
  };
}

/** A PIR of an incident on 3 March with these items. */
export function aPir(items: readonly PirItem[], given: Partial<Pir> = {}): Pir {
  return {
    incident: { id: 'INC-7', title: 'Notices held up', date: '2026-03-03', severity: 'SEV-2' },
    pirDate: '2026-03-05',
    label: null,
    rootCause: null,
    executiveSummary: null,
    attendees: [],
    incidentCommander: null,
    signOffs: [],
    reviews: [],
    document: { version: null, owner: null, distribution: null, retention: null },
    items,
    improvements: [],
    ...given,
  };
}

/** The plan of a document over what is known. */
export function draft(
  pir: Pir,
  known: readonly KnownItem[] = [],
  findings: readonly Finding[] = [],
  changed: Partial<PlanContext> = {},
  preflight: Preflight | null = null,
): Draft {
  const all = { items: known, epic: null, preflight };
  return draftPlan(pirId, `digest of ${JSON.stringify(pir)}`, { pir, findings }, all, {
    ...context,
    ...changed,
  });
}

/** Plans and approves a document. */
export function decide(
  pir: Pir,
  known: readonly KnownItem[],
  decisions: Decisions = approveAll,
  at = now,
  preflight: Preflight | null = null,
): Approved {
  return approve(draft(pir, known, [], {}, preflight).plan, pir, known, decisions, at);
}

/** What is known once a document is approved and its tickets are created; tickets are OPS-1, OPS-2 … by place. */
export function approvedItems(pir: Pir, preflight: Preflight | null = null): readonly KnownItem[] {
  return decide(pir, [], approveAll, now, preflight).items.map((item, index) => ({
    ...item,
    ticket: {
      ticketId: String(10_001 + index),
      key: `OPS-${index + 1}`,
      url: `https://acme.atlassian.net/browse/OPS-${index + 1}`,
    },
  }));
}

/** The changes as one line each: what, which, and why nothing. */
export function shortly(changes: readonly Change[]): readonly string[] {
  return changes.map((change) =>
    [change.kind, change.ref ?? change.title, ...(change.kind === 'none' ? [change.why] : [])].join(' '),
  );
}
