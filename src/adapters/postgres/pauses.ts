import type { Transaction } from 'kysely';
import type { PauseRecords } from '../../records.ts';
import type { Database } from './tables.ts';

/** What is not called for a while, as all instances see it. */
export function pauseRecords(tx: Transaction<Database>): PauseRecords {
  return {
    all: () => tx.selectFrom('pauses').selectAll().orderBy('scope').execute(),

    save: async (pause) => {
      await tx
        .insertInto('pauses')
        .values(pause)
        .onConflict((conflict) => conflict.column('scope').doUpdateSet(pause))
        .execute();
    },

    end: async (scopes) => {
      if (scopes.length > 0) await tx.deleteFrom('pauses').where('scope', 'in', scopes).execute();
    },
  };
}
