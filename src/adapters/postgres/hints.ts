import { sql, type Transaction } from 'kysely';
import type { HintRecords } from '../../records.ts';
import type { Database } from './tables.ts';

/** What webhooks said may have changed. */
export function hintRecords(tx: Transaction<Database>): HintRecords {
  return {
    add: async (hints, at) => {
      if (hints.length === 0) return 0;
      const result = await tx
        .insertInto('hints')
        .values(
          hints.map(({ delivery, event, ticketIds }) => ({
            ...{ delivery, event, ticketIds: JSON.stringify(ticketIds), receivedAt: at },
            takenAt: null,
          })),
        )
        .onConflict((conflict) => conflict.column('delivery').doNothing())
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows ?? 0n);
    },

    waiting: (limit) =>
      tx
        .selectFrom('hints')
        .select(['delivery', 'event', 'ticketIds'])
        .where('takenAt', 'is', null)
        .orderBy('receivedAt')
        .limit(limit)
        .execute(),

    countWaiting: async () => {
      const { count } = await tx
        .selectFrom('hints')
        .select(sql<number>`count(*)`.as('count'))
        .where('takenAt', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    take: async (deliveries, at) => {
      await tx
        .updateTable('hints')
        .set({ takenAt: at })
        .where('delivery', '=', sql<string>`any(${deliveries}::text[])`)
        .execute();
    },

    forget: async (before) => {
      await tx.deleteFrom('hints').where('takenAt', '<', before).execute();
    },
  };
}
