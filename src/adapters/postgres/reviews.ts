import type { Selectable, Transaction } from 'kysely';
import type { ReviewRecord } from '../../core/review/review.ts';
import type { ReviewRecords } from '../../records.ts';
import type { Database } from './tables.ts';

const evidenceColumns = [
  'id',
  'pirId',
  'milestone',
  'itemId',
  'kind',
  'text',
  'size',
  'addedBy',
  'addedAt',
] as const;

/** Reviews with what they recorded; "on" is a reserved word in SQL, so the column is held_on. */
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
        const row = { ...review, heldOn: on, standings: JSON.stringify(review.standings) };
        await tx
          .insertInto('reviews')
          .values(row)
          .onConflict((conflict) => conflict.columns(['pirId', 'milestone']).doUpdateSet(row))
          .execute();
      }
    },

    outcomes: (pirId) =>
      tx
        .selectFrom('outcomes')
        .selectAll()
        .$if(pirId !== null, (query) => query.where('pirId', '=', pirId ?? ''))
        .orderBy('at')
        .orderBy('milestone')
        .orderBy('itemId')
        .execute(),

    saveOutcomes: async (outcomes) => {
      for (const outcome of outcomes) {
        await tx
          .insertInto('outcomes')
          .values(outcome)
          .onConflict((conflict) => conflict.columns(['pirId', 'milestone', 'itemId']).doUpdateSet(outcome))
          .execute();
      }
    },

    evidence: (pirId, milestone) =>
      tx
        .selectFrom('evidence')
        .select(evidenceColumns)
        .where('pirId', '=', pirId)
        .where('milestone', '=', milestone)
        .orderBy('addedAt')
        .orderBy('id')
        .execute(),

    addEvidence: async (evidence, bytes) => {
      const result = await tx
        .insertInto('evidence')
        .values({ ...evidence, bytes })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows ?? 0n) > 0;
    },

    evidenceFile: async (id) => {
      const row = await tx
        .selectFrom('evidence')
        .select([...evidenceColumns, 'bytes'])
        .where('id', '=', id)
        .where('kind', '=', 'file')
        .executeTakeFirst();
      if (row === undefined) return null;
      const { bytes, ...evidence } = row;
      return { evidence, bytes: bytes ?? new Uint8Array() };
    },
  };
}
