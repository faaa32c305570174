import type { Transaction } from 'kysely';
import type { SyncRecords } from '../../records.ts';
import type { Database } from './tables.ts';

/** When the tracker was last read; one row per tracker, and Jira is the one there is. */
export function syncRecords(tx: Transaction<Database>): SyncRecords {
  return {
    last: async () =>
      (await tx
        .selectFrom('syncs')
        .select(['at', 'asOf', 'sweptAt', 'read', 'failed', 'reason'])
        .where('tracker', '=', 'jira')
        .executeTakeFirst()) ?? null,
    save: async (record) => {
      await tx
        .insertInto('syncs')
        .values({ tracker: 'jira', ...record })
        .onConflict((conflict) => conflict.column('tracker').doUpdateSet(record))
        .execute();
    },
  };
}
