import { describe, expect, test } from '@jest/globals';
import { syncText } from '../../../src/core/status/headline.ts';
import { summarise } from '../../../src/core/status/summarise.ts';
import type { SyncRecord } from '../../../src/core/sync/snapshot.ts';
import { anItem, aStatusInput, aTicket, now } from './examples.ts';

const sync: SyncRecord = { at: now, asOf: now, sweptAt: null, read: 3, failed: 0, reason: null };
const told = (given: Parameters<typeof aStatusInput>[0]) => syncText(summarise(aStatusInput(given)));

describe('what the page says of the tracker', () => {
  test('as of when it is true', () => {
    expect(told({})).toEqual({ text: 'The tracker has not been read yet.', attention: false });
    expect(told({ sync })).toEqual({ text: 'As of 2026-03-10 08:02 UTC, just now.', attention: false });
    const old = { ...sync, asOf: '2026-03-10T05:00:00.000Z' } as const;
    expect(told({ sync: old })).toEqual({
      text: 'As of 2026-03-10 05:00 UTC, 3 hours ago. What is shown may be old.',
      attention: true,
    });
  });

  test('what could not be read, and why', () => {
    const asOf = '2026-03-10T08:00:00.000Z' as const;
    const some = { ...sync, asOf, failed: 2, reason: 'Reading tickets: no answer.' };
    expect(told({ sync: some })).toEqual({
      text: 'As of 2026-03-10 08:00 UTC, 2 minutes ago. 2 tickets could not be read (Reading tickets: no answer).',
      attention: true,
    });
    const none = { ...sync, asOf: null, reason: 'status 503.' };
    expect(told({ sync: none }).text).toBe(
      'Not read in full yet. The tracker could not be asked (status 503).',
    );
  });

  test('what waits for somebody: tickets that are gone, conflicts, webhooks', () => {
    const apart = { base: 'a', ours: 'b', theirs: 'c', conflict: true } as const;
    const drift = [
      { field: 'dueDate', ...apart, taken: null },
      { field: 'priority', ...apart, taken: 'ours' },
    ] as const;
    const items = [
      { ...anItem(), ticket: aTicket('x', 'PAY-1', { missingSince: now }) },
      { ...anItem(), ticket: aTicket('y', 'PAY-2', { drift }) },
    ];
    expect(told({ sync, items, hintsWaiting: 4 })).toEqual({
      text: 'As of 2026-03-10 08:02 UTC, just now. 1 ticket no longer there. 1 field changed on both sides. 4 webhooks to be followed up.',
      attention: true,
    });
  });

  test('an owner whose account was deactivated counts as not reachable', () => {
    const base = { ...aTicket('x', 'PAY-1').base, assigneeActive: false } as never;
    const items = [anItem({ ticket: aTicket('x', 'PAY-1', { base }) })];
    expect(summarise(aStatusInput({ items })).counts.unowned).toBe(1);
  });
});
