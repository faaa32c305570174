import type { Day, Instant } from '../../../src/core/calendar.ts';
import type { Directory } from '../../../src/core/directory.ts';
import type { PirRecord } from '../../../src/core/pir/pir-record.ts';
import { plannedReview, type ReviewRecord } from '../../../src/core/review/review.ts';
import type { StatusInput } from '../../../src/core/status/summarise.ts';
import type { TicketRecord, TrackedItem } from '../../../src/core/sync/snapshot.ts';

/** Tuesday 10 March 2026, 09:02 in Berlin. */
export const now: Instant = '2026-03-10T08:02:00.000Z';

/** A PIR that is approved, unless told otherwise. */
export function aPir(given: Partial<PirRecord> = {}): PirRecord {
  return {
    id: 'pir-1',
    incidentId: 'INC-2026-0216-001',
    source: 'pirs/2026-02-16-payments.md',
    title: 'Refunds paid out twice after a failover',
    incidentDate: '2026-02-16',
    pirDate: '2026-02-17',
    severity: 'SEV-2 (High)',
    label: 'incident-PIR-2026-02-16',
    state: 'approved',
    submittedAt: '2026-02-17T15:00:00.000Z',
    approvedAt: '2026-02-18T09:00:00.000Z',
    chasedSince: '2026-02-18T09:00:00.000Z',
    revision: 'a'.repeat(64),
    ...given,
  };
}

let lastItem = 0;

/** An open item of `pir-1` with an owner, due on Friday 20 March, unless told otherwise. */
export function anItem(given: Partial<TrackedItem> = {}): TrackedItem {
  lastItem += 1;
  return {
    id: `item-${lastItem}`,
    pirId: 'pir-1',
    ref: String(lastItem),
    position: lastItem,
    title: `Item ${lastItem}`,
    priority: 'medium',
    owners: [{ kind: 'person', handle: 'jane.smith', raw: '@jane.smith' }],
    due: '2026-03-20',
    dueSource: 'written',
    firstDue: '2026-03-20',
    estimate: null,
    successMetric: 'p99 of payment queries below 100 ms for 7 days',
    objective: null,
    approach: [],
    playbook: null,
    state: 'open',
    stateReason: null,
    stateSince: '2026-02-18T09:00:00.000Z',
    openedAt: '2026-02-18T09:00:00.000Z',
    follows: null,
    ticketFields: null,
    ticket: null,
    ...given,
  };
}

/** The ticket of an item. */
export function aTicket(itemId: string, key: string, given: Partial<TicketRecord> = {}): TicketRecord {
  return {
    itemId,
    ticketId: key.replace(/\D/g, ''),
    key,
    url: `https://acme.atlassian.net/browse/${key}`,
    base: null,
    drift: [],
    syncedAt: '2026-03-10T07:58:00.000Z',
    missingSince: null,
    ...given,
  };
}

/** A review that is planned, unless told otherwise. */
export function aReview(on: Day, given: Partial<ReviewRecord> = {}): ReviewRecord {
  const review = { pirId: 'pir-1', milestone: 'P1M', on, source: 'computed' } as const;
  return { ...plannedReview(review, null), ...given };
}

/** Jane and John with addresses; the team @dba-team without. */
export const directory: Directory = {
  people: [
    { handle: 'jane.smith', name: 'Jane Smith', email: 'jane@acme.example', jiraAccount: 'j1', teams: [] },
    { handle: 'john.doe', name: 'John Doe', email: 'john@acme.example', jiraAccount: null, teams: [] },
    { handle: 'left.long-ago', name: 'Lee Left', email: null, jiraAccount: null, teams: [] },
  ],
  teams: [{ handle: 'dba-team', name: 'Databases', lead: null, email: null, jira: null }],
};

/** An organisation in Berlin where nothing has happened, with tracker and mail server. */
export function aStatusInput(given: Partial<StatusInput> = {}): StatusInput {
  return {
    organisation: 'Acme Payments',
    timeZone: 'Europe/Berlin',
    now,
    pirs: [aPir()],
    items: [],
    reviews: [],
    outcomes: [],
    outbox: [],
    deadLetters: [],
    pauses: [],
    holds: [],
    sync: null,
    hintsWaiting: 0,
    directory,
    trackerConfigured: true,
    mailerConfigured: true,
    ...given,
  };
}
