import type { Transaction } from 'kysely';
import type { HoldRecords } from '../../records.ts';
import type { Database } from './tables.ts';

/** Which deliveries are held back, and whose database this is. */
export function holdRecords(tx: Transaction<Database>): HoldRecords {
  return {
    all: () => tx.selectFrom('holds').selectAll().orderBy('channel').execute(),

    save: async (hold) => {
      await tx
        .insertInto('holds')
        .values(hold)
        .onConflict((conflict) => conflict.column('channel').doUpdateSet(hold))
        .execute();
    },

    end: async (channel) => {
      await tx.deleteFrom('holds').where('channel', '=', channel).execute();
    },

    lockInstance: async (name, at) => {
      await tx
        .insertInto('instance')
        .values({ name, namedAt: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const row = await tx.selectFrom('instance').select('name').forUpdate().executeTakeFirstOrThrow();
      return row.name;
    },

    renameInstance: async (name, at) => {
      await tx.updateTable('instance').set({ name, namedAt: at }).execute();
    },
  };
}
