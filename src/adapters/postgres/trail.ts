import { randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Json } from '../../core/digest.ts';
import { emptyChain, nextRow } from '../../core/trail.ts';
import type { TrailRecords } from '../../ports.ts';
import type { Database } from './tables.ts';

/** The audit trail. Rows are appended and never changed; see core/trail for what links them. */
export function trailRecords(tx: Transaction<Database>): TrailRecords {
  const pseudonyms = new Map<string, string>();

  const pseudonymOf = async (name: string): Promise<string> => {
    if (name === 'service') return 'service';
    const seen = pseudonyms.get(name);
    if (seen !== undefined) return seen;
    await tx
      .insertInto('people')
      .values({ id: `person_${randomBytes(8).toString('hex')}`, name })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    const { id } = await tx
      .selectFrom('people')
      .select('id')
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    pseudonyms.set(name, id);
    return id;
  };

  const pseudonymised = async (payload: Json | undefined): Promise<Json> => {
    if (typeof payload !== 'object' || payload === null) return payload ?? null;
    if (Array.isArray(payload)) {
      const entries: Json[] = [];
      for (const entry of payload) entries.push(await pseudonymised(entry));
      return entries;
    }
    const result: Record<string, Json> = {};
    for (const [key, value] of Object.entries(payload as Record<string, Json | undefined>)) {
      result[key] =
        key === 'person' && typeof value === 'string' ? await pseudonymOf(value) : await pseudonymised(value);
    }
    return result;
  };

  return {
    append: async (chain, actor, entries, at) => {
      // Two writers of one chain take turns; the lock ends with the transaction.
      await tx.selectFrom('pirs').select('id').where('id', '=', chain).forUpdate().execute();
      const last = await tx
        .selectFrom('trail')
        .select(['sequence', 'hash'])
        .where('chain', '=', chain)
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst();
      let head = last ?? emptyChain;
      for (const entry of entries) {
        const row = nextRow(head, {
          chain,
          at,
          actor: await pseudonymOf(actor),
          action: entry.action,
          subject: entry.subject,
          payload: await pseudonymised(entry.payload),
          salt: randomBytes(16).toString('hex'),
        });
        await tx
          .insertInto('trail')
          .values({ ...row, payload: JSON.stringify(row.payload) })
          .execute();
        head = row;
      }
    },

    rows: (chain) =>
      tx.selectFrom('trail').selectAll().where('chain', '=', chain).orderBy('sequence').execute(),

    chains: async () => {
      const rows = await tx.selectFrom('trail').select('chain').distinct().orderBy('chain').execute();
      return rows.map((row) => row.chain);
    },
  };
}
