import { type Kysely, sql } from 'kysely';
import type { Records, Store } from '../../ports.ts';
import { cursorRecords } from './cursors.ts';
import { hintRecords } from './hints.ts';
import { holdRecords } from './holds.ts';
import { itemRecords } from './items.ts';
import { knownTicketRecords } from './known-tickets.ts';
import { pendingMigrations } from './migrate.ts';
import { noticeRecords } from './notices.ts';
import { outboxRecords } from './outbox.ts';
import { pauseRecords } from './pauses.ts';
import { pirRecords } from './pirs.ts';
import { reviewRecords } from './reviews.ts';
import { syncRecords } from './syncs.ts';
import type { Database } from './tables.ts';
import { trailRecords } from './trail.ts';

/** The store over an open database whose schema is up to date. `name` is what checks call it. */
export function createStore(db: Kysely<Database>, name: string): Store {
  return {
    transaction: (work) =>
      db.transaction().execute((tx) => {
        const records: Records = {
          pirs: pirRecords(tx),
          items: itemRecords(tx),
          outbox: outboxRecords(tx),
          pauses: pauseRecords(tx),
          holds: holdRecords(tx),
          reviews: reviewRecords(tx),
          notices: noticeRecords(tx),
          trail: trailRecords(tx),
          sync: syncRecords(tx),
          knownTickets: knownTicketRecords(tx),
          hints: hintRecords(tx),
          cursor: cursorRecords(tx),
        };
        return work(records);
      }),

    check: async () => {
      try {
        await sql`select 1`.execute(db);
        const pending = await pendingMigrations(db);
        return [
          { name: 'database', ok: true, detail: name, hint: null },
          {
            name: 'schema',
            ok: pending.length === 0,
            detail: pending.length === 0 ? 'up to date' : `not yet migrated: ${pending.join(', ')}`,
            hint: pending.length === 0 ? null : 'Run `pir migrate`.',
          },
        ];
      } catch (error) {
        return [
          {
            name: 'database',
            ok: false,
            detail: (error as Error).message,
            hint: 'Check that the database runs.',
          },
        ];
      }
    },
  };
}
