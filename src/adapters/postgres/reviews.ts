import type { Selectable, Transaction } from 'kysely';
import type { ReviewRecord } from '../../core/review/review.ts';
import type { ReviewRecords } from '../../ports.ts';
import type { Database } from './tables.ts';

/** Reviews; "on" is a reserved word in SQL, so the column is held_on. */
export function reviewRecords(tx: Transaction<Database>): ReviewRecords {
  const fromRow = ({ heldOn, ...row }: Selectable<Database['reviews']>): ReviewRecord => ({
    ...row,
    on: heldOn,
  });
  return {
    ofPir: async (pirId) =>
      (await tx.selectFrom('reviews').selectAll().where('pirId', '=', pirId).orderBy('heldOn').execute()).map(
        fromRow,
      ),

    list: async () =>
      (await tx.selectFrom('reviews').selectAll().orderBy('heldOn').orderBy('pirId').execute()).map(fromRow),

    save: async (reviews) => {
      for (const { on, ...review } of reviews) {
        const row = { ...review, heldOn: on };
        await tx
          .insertInto('reviews')
          .values(row)
          .onConflict((conflict) => conflict.columns(['pirId', 'milestone']).doUpdateSet(row))
          .execute();
      }
    },
  };
}
