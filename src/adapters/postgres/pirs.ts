import type { Transaction } from 'kysely';
import type { PirRecords } from '../../records.ts';
import type { Database } from './tables.ts';

/** PIRs with their revisions, plans and approvals. */
export function pirRecords(tx: Transaction<Database>): PirRecords {
  return {
    lock: async (id) =>
      (await tx.selectFrom('pirs').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()) ?? null,

    lockAll: async (ids) => {
      if (ids.length === 0) return;
      await tx.selectFrom('pirs').select('id').where('id', 'in', ids).orderBy('id').forUpdate().execute();
    },

    find: async (name) =>
      (await tx
        .selectFrom('pirs')
        .selectAll()
        .where((eb) => eb.or([eb('id', '=', name), eb('incidentId', '=', name), eb('source', '=', name)]))
        .orderBy('submittedAt', 'desc')
        .limit(1)
        .executeTakeFirst()) ?? null,

    list: () => tx.selectFrom('pirs').selectAll().orderBy('submittedAt', 'desc').orderBy('id').execute(),

    save: async (pir) => {
      await tx
        .insertInto('pirs')
        .values(pir)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(pir))
        .execute();
    },

    addRevision: async (revision) => {
      await tx
        .insertInto('revisions')
        .values({
          ...revision,
          bytes: Buffer.from(revision.bytes),
          pir: JSON.stringify(revision.pir),
          findings: JSON.stringify(revision.findings),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    revision: async (pirId, digest) =>
      (await tx
        .selectFrom('revisions')
        .selectAll()
        .where('pirId', '=', pirId)
        .where('digest', '=', digest)
        .executeTakeFirst()) ?? null,

    addPlan: async (plan, at) => {
      await tx
        .insertInto('plans')
        .values({
          pirId: plan.pirId,
          fingerprint: plan.fingerprint,
          plan: JSON.stringify(plan),
          createdAt: at,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    plan: async (pirId, fingerprint) => {
      const row = await tx
        .selectFrom('plans')
        .select('plan')
        .where('pirId', '=', pirId)
        .where('fingerprint', '=', fingerprint)
        .executeTakeFirst();
      return row?.plan ?? null;
    },

    addApproval: async (approval) => {
      await tx
        .insertInto('approvals')
        .values({ ...approval, declined: JSON.stringify(approval.declined) })
        .execute();
    },

    approval: async (pirId) =>
      (await tx
        .selectFrom('approvals')
        .selectAll()
        .where('pirId', '=', pirId)
        .orderBy('approvedAt', 'desc')
        .limit(1)
        .executeTakeFirst()) ?? null,

    epic: async (pirId) =>
      (await tx
        .selectFrom('epics')
        .select(['ticketId', 'key', 'url'])
        .where('pirId', '=', pirId)
        .executeTakeFirst()) ?? null,

    addEpic: async (pirId, { ticketId, key, url }) => {
      await tx
        .insertInto('epics')
        .values({ pirId, ticketId, key, url })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    preflight: async (pirId) => {
      const row = await tx
        .selectFrom('preflights')
        .select('preflight')
        .where('pirId', '=', pirId)
        .executeTakeFirst();
      return row?.preflight ?? null;
    },

    savePreflight: async (pirId, preflight) => {
      const row = { pirId, preflight: JSON.stringify(preflight) };
      await tx
        .insertInto('preflights')
        .values(row)
        .onConflict((conflict) => conflict.column('pirId').doUpdateSet(row))
        .execute();
    },
  };
}
