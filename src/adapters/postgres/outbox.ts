import { sql, type Transaction } from 'kysely';
import type { OutboxRecords } from '../../ports.ts';
import type { Database } from './tables.ts';

/** The outbox: what is to be told to the outside, and the one claim that is all the queue there is. */
export function outboxRecords(tx: Transaction<Database>): OutboxRecords {
  return {
    add: async (deliveries, at) => {
      for (const { key, delivery } of deliveries) {
        await tx
          .insertInto('outbox')
          .values({
            key,
            kind: delivery.kind,
            itemId: 'itemId' in delivery ? delivery.itemId : null,
            delivery: JSON.stringify(delivery),
            dueAt: at,
            createdAt: at,
          })
          .onConflict((conflict) => conflict.column('key').doNothing())
          .execute();
      }
    },

    // A row goes to one claimant: locked rows are skipped, leased ones are not due until the lease ends by the
    // database's clock. Of one item only the oldest waiting row is taken, so that a ticket is created before it is changed.
    claim: async ({ kinds, now, limit, holder, leaseSeconds }) => {
      if (kinds.length === 0) return [];
      const due = await tx
        .selectFrom('outbox as candidate')
        .select('candidate.key')
        .where('candidate.state', '=', 'waiting')
        .where('candidate.kind', 'in', kinds)
        .where('candidate.dueAt', '<=', now)
        .where((eb) =>
          eb.or([
            eb('candidate.leasedUntil', 'is', null),
            eb('candidate.leasedUntil', '<', sql<typeof now>`clock_timestamp()`),
          ]),
        )
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('outbox as earlier')
                .select('earlier.key')
                .whereRef('earlier.itemId', '=', 'candidate.itemId')
                .where('earlier.state', '=', 'waiting')
                .whereRef('earlier.position', '<', 'candidate.position'),
            ),
          ),
        )
        .orderBy('candidate.position')
        .limit(limit)
        .forUpdate()
        .skipLocked()
        .execute();
      if (due.length === 0) return [];
      const rows = await tx
        .selectFrom('outbox')
        .select(['key', 'delivery', 'attempts', 'inDoubt', 'lookUps'])
        .where(
          'key',
          'in',
          due.map((row) => row.key),
        )
        .orderBy('position')
        .execute();
      await tx
        .updateTable('outbox')
        .set({
          holder,
          leasedUntil: sql`clock_timestamp() + make_interval(secs => ${leaseSeconds})`,
          attempts: sql`attempts + 1`,
          // Until an outcome is recorded nobody can tell whether this try was carried out.
          inDoubt: true,
        })
        .where(
          'key',
          'in',
          rows.map((row) => row.key),
        )
        .execute();
      return rows;
    },

    stillHeld: async (key, holder) => {
      const row = await tx
        .selectFrom('outbox')
        .select('key')
        .where('key', '=', key)
        .where('holder', '=', holder)
        .where('leasedUntil', '>', sql<never>`clock_timestamp()`)
        .executeTakeFirst();
      return row !== undefined;
    },

    settle: async (key, holder, outcome, at) => {
      const change =
        outcome.outcome === 'again'
          ? { dueAt: outcome.at, reason: outcome.reason, inDoubt: outcome.inDoubt, lookUps: outcome.lookUps }
          : outcome.outcome === 'dead'
            ? { state: 'dead' as const, reason: outcome.reason, settledAt: at, inDoubt: false }
            : { state: 'delivered' as const, reason: null, settledAt: at, inDoubt: false };
      const result = await tx
        .updateTable('outbox')
        .set({ ...change, holder: null, leasedUntil: null })
        .where('key', '=', key)
        .where('holder', '=', holder)
        .where('state', '=', 'waiting')
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },

    reviveDead: async (at) => {
      const result = await tx
        .updateTable('outbox')
        .set({ state: 'waiting', dueAt: at, attempts: 0, settledAt: null })
        .where('state', '=', 'dead')
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    releaseAll: async () => {
      await tx
        .updateTable('outbox')
        .set({ holder: null, leasedUntil: null })
        .where('holder', 'is not', null)
        .execute();
    },

    counts: async () =>
      tx
        .selectFrom('outbox')
        .select((eb) => [
          'kind',
          sql<number>`count(*) filter (where state = 'waiting')`.as('waiting'),
          sql<number>`count(*) filter (where state = 'dead')`.as('dead'),
          sql<number>`count(*) filter (where state = 'delivered')`.as('delivered'),
          eb.fn.min('createdAt').filterWhere('state', '=', 'waiting').as('oldestWaiting'),
          sql<
            string | null
          >`(array_agg(reason order by position desc) filter (where state = 'waiting' and reason is not null))[1]`.as(
            'lastReason',
          ),
        ])
        .groupBy('kind')
        .execute(),

    dead: async () => {
      const rows = await tx
        .selectFrom('outbox')
        .select(['key', 'kind', 'itemId', 'reason'])
        .where('state', '=', 'dead')
        .orderBy('position')
        .execute();
      return rows.map((row) => ({ ...row, reason: row.reason ?? '' }));
    },
  };
}
