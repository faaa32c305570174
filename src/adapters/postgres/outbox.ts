import { type ExpressionBuilder, sql, type Transaction } from 'kysely';
import type {
  ClaimedDelivery,
  DeliveryKind,
  DeliveryOf,
  DeliveryOutcome,
} from '../../core/delivery/delivery.ts';
import type { Claim, OutboxRecords } from '../../records.ts';
import { inPortions } from './many-rows.ts';
import type { Database } from './tables.ts';

/** The outbox: what is to be told to the outside, and the one claim that is all the queue there is. */
export function outboxRecords(tx: Transaction<Database>): OutboxRecords {
  return {
    add: async (intents, at) => {
      if (intents.length === 0) return;
      const rows = intents.map(({ key, delivery, after = null }) => ({
        key,
        kind: delivery.kind,
        itemId: 'itemId' in delivery ? delivery.itemId : null,
        delivery: JSON.stringify(delivery),
        after,
        dueAt: at,
        createdAt: at,
      }));
      await tx
        .insertInto('outbox')
        .values(rows)
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
    },

    // A row goes to one claimant: locked rows are skipped, leased ones are not due until the lease ends by the
    // database's clock. Of one item only the oldest waiting row is taken, so that a ticket is created before it is changed;
    // what waits for another row waits until that is delivered.
    claim: async <Kind extends DeliveryKind>({ kinds, now, limit, holder, leaseSeconds }: Claim<Kind>) => {
      if (kinds.length === 0) return [];
      const due = tx
        .selectFrom('outbox as candidate')
        .select(['candidate.key', 'candidate.position', 'candidate.delivery'])
        .select(['candidate.attempts', 'candidate.inDoubt', 'candidate.lookUps'])
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
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('outbox as first')
                .select('first.key')
                .whereRef('first.key', '=', 'candidate.after')
                .where('first.state', '<>', 'delivered'),
            ),
          ),
        )
        .orderBy('candidate.position')
        .limit(limit)
        .forUpdate()
        .skipLocked();
      const rows = await tx
        .with('due', () => due)
        .with('taken', (db) =>
          db
            .updateTable('outbox')
            .from('due')
            .whereRef('outbox.key', '=', 'due.key')
            .set({
              holder,
              leasedUntil: sql`clock_timestamp() + make_interval(secs => ${leaseSeconds})`,
              attempts: sql`outbox.attempts + 1`,
              // Until an outcome is recorded nobody can tell whether this try was carried out.
              inDoubt: true,
            }),
        )
        .selectFrom('due')
        .select(['key', 'delivery', 'attempts', 'inDoubt', 'lookUps'])
        .orderBy('position')
        .execute();
      // Rows of these kinds were asked for, which the type of the column cannot say.
      return rows as unknown as readonly ClaimedDelivery<DeliveryOf<Kind>>[];
    },

    stillHeld: async (keys, holder) => {
      if (keys.length === 0) return new Set();
      const rows = await tx
        .selectFrom('outbox')
        .select('key')
        .where('key', 'in', keys)
        .where('holder', '=', holder)
        .where('leasedUntil', '>', sql<never>`clock_timestamp()`)
        .execute();
      return new Set(rows.map((row) => row.key));
    },

    settle: async (outcomes, holder, at) => {
      if (outcomes.length === 0) return new Set();
      const rows = outcomes.map(({ key, outcome }) => settledRow(key, outcome));
      const settled = await sql<{ key: string }>`
        update outbox set
          state = new.state,
          due_at = coalesce(new.due_at, outbox.due_at),
          reason = new.reason,
          in_doubt = new.in_doubt,
          look_ups = coalesce(new.look_ups, outbox.look_ups),
          settled_at = case when new.state = 'waiting' then null else ${at}::timestamptz end,
          holder = null,
          leased_until = null
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as new (key text, state text, due_at timestamptz, reason text, in_doubt boolean, look_ups integer)
        where outbox.key = new.key and outbox.holder = ${holder} and outbox.state = 'waiting'
        returning outbox.key`.execute(tx);
      return new Set(settled.rows.map((row) => row.key));
    },

    waiting: async (kinds) => {
      const rows = await tx
        .selectFrom('outbox')
        .select(['key', 'delivery', 'createdAt', 'inDoubt'])
        .where('state', '=', 'waiting')
        .where('kind', 'in', kinds)
        .where(isWithNobody)
        .orderBy('position')
        .execute();
      return rows.map(({ createdAt, ...row }) => ({ ...row, since: createdAt }));
    },

    discard: async (keys, reason, at) => {
      const discarded = new Set<string>();
      for (const some of inPortions(keys)) {
        const rows = await tx
          .updateTable('outbox')
          .set({ state: 'dead', discarded: true, reason, settledAt: at, holder: null, leasedUntil: null })
          .where('key', 'in', some)
          .where('state', '=', 'waiting')
          .where(isWithNobody)
          .returning('key')
          .execute();
        for (const { key } of rows) discarded.add(key);
      }
      return discarded;
    },

    reviveDead: async (at) => {
      const result = await tx
        .updateTable('outbox')
        .set({ state: 'waiting', dueAt: at, attempts: 0, settledAt: null })
        .where('state', '=', 'dead')
        .where('discarded', '=', false)
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

const isWithNobody = (eb: ExpressionBuilder<Database, 'outbox'>) =>
  eb.or([eb('leasedUntil', 'is', null), eb('leasedUntil', '<', sql<never>`clock_timestamp()`)]);

/** A row as an outcome leaves it, in the names of SQL. */
function settledRow(key: string, outcome: DeliveryOutcome) {
  switch (outcome.outcome) {
    case 'again': {
      const { at, reason, inDoubt, lookUps } = outcome;
      return { key, state: 'waiting', due_at: at, reason, in_doubt: inDoubt, look_ups: lookUps };
    }
    case 'dead':
      return { key, state: 'dead', reason: outcome.reason, in_doubt: false };
    case 'delivered':
      return { key, state: 'delivered', reason: null, in_doubt: false };
  }
}
