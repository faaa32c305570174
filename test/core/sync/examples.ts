import type { Instant } from '../../../src/core/calendar.ts';
import type { TicketFields } from '../../../src/core/plan/plan.ts';
import type { SyncRules } from '../../../src/core/sync/progress.ts';
import { type Reconciled, reconcile } from '../../../src/core/sync/reconcile.ts';
import {
  asCreated,
  type Snapshot,
  type TicketRecord,
  type TrackedItem,
} from '../../../src/core/sync/snapshot.ts';

export const now: Instant = '2026-03-10T09:00:00.000Z';

/** The fields as the ticket of the item was created with. */
export const fields: TicketFields = {
  summary: 'Alert on lag',
  description: [],
  priority: 'high',
  dueDate: '2026-03-13',
  assignee: 'j1',
  labels: ['pir'],
  custom: {},
};

export const ref = { ticketId: '10001', key: 'OPS-1', url: 'https://acme.atlassian.net/browse/OPS-1' };
export const created = asCreated(ref, fields, []);

/** Jane has account j1, Mo j2. */
export const rules: SyncRules = {
  droppedResolutions: ["Won't Do", 'Duplicate'],
  blockedStatuses: ['On Hold'],
  projects: ['OPS'],
  directory: {
    people: [
      { handle: 'jane', name: 'Jane', email: 'jane@acme.example', jiraAccount: 'j1', teams: [] },
      { handle: 'mo', name: 'Mo', email: 'mo@acme.example', jiraAccount: 'j2', teams: [] },
    ],
    teams: [],
  },
};

/** The record of a ticket, as it was created unless told otherwise. */
export function aTicket(base: Snapshot | null = created, given: Partial<TicketRecord> = {}): TicketRecord {
  return { ...ref, itemId: 'item_1', base, drift: [], syncedAt: null, missingSince: null, ...given };
}

/** Jane's open item, due on 13 March. */
export function anItem(given: Partial<TrackedItem> = {}): TrackedItem {
  return {
    id: 'item_1',
    pirId: 'pir_1',
    ref: '1',
    position: 1,
    title: fields.summary,
    priority: 'high',
    owners: [{ kind: 'person', handle: 'jane', raw: '@jane' }],
    due: '2026-03-13',
    dueSource: 'written',
    firstDue: '2026-03-13',
    estimate: null,
    successMetric: null,
    objective: null,
    approach: [],
    playbook: null,
    state: 'open',
    stateReason: null,
    stateSince: '2026-03-05T12:00:00.000Z',
    openedAt: '2026-03-05T12:00:00.000Z',
    follows: null,
    ticketFields: fields,
    ticket: null,
    ...given,
  };
}

/** What the ticket says now, as it was created unless told otherwise. */
export function theirs(given: Partial<Snapshot> = {}): Snapshot {
  return { ...created, statusName: 'To Do', updated: '2026-03-10T08:00:00.000+0000', ...given };
}

export function settle(item: TrackedItem, snapshot: Snapshot, ticket = aTicket()): Reconciled {
  return reconcile(item, ticket, snapshot, rules, now);
}
