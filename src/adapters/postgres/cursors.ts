import type { Transaction } from 'kysely';
import type { CursorRecords } from '../../records.ts';
import type { Database } from './tables.ts';

/** Where the poll of the tracker stands; one row per tracker, and Jira is the one there is. */
export function cursorRecords(tx: Transaction<Database>): CursorRecords {
  return {
    get: async () =>
      (await tx.selectFrom('cursors').select('cursor').where('tracker', '=', 'jira').executeTakeFirst())
        ?.cursor ?? null,
    save: async (cursor, at) => {
      const row = { cursor, movedAt: at };
      await tx
        .insertInto('cursors')
        .values({ tracker: 'jira', ...row })
        .onConflict((conflict) => conflict.column('tracker').doUpdateSet(row))
        .execute();
    },
  };
}
