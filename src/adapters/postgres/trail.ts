import { randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Json } from '../../core/digest.ts';
import { emptyChain, nextRow } from '../../core/trail.ts';
import type { TrailRecords } from '../../records.ts';
import { inPortions } from './many-rows.ts';
import type { Database } from './tables.ts';

/** The audit trail. Rows are appended and never changed; see core/trail for what links them. */
export function trailRecords(tx: Transaction<Database>): TrailRecords {
  const appendTo: TrailRecords['appendTo'] = async (entries, actor, at) => {
    if (entries.length === 0) return;
    const chains = [...new Set(entries.map(({ chain }) => chain))];
    // Two writers of one chain take turns; the locks end with the transaction.
    await tx.selectFrom('pirs').select('id').where('id', 'in', chains).orderBy('id').forUpdate().execute();
    const last = await tx
      .selectFrom('trail')
      .select(['chain', 'sequence', 'hash'])
      .distinctOn('chain')
      .where('chain', 'in', chains)
      .orderBy('chain')
      .orderBy('sequence', 'desc')
      .execute();
    const heads = new Map<string, { readonly sequence: number; readonly hash: string }>(
      last.map((row) => [row.chain, row]),
    );
    const named = entries.flatMap(({ entry }) => [...peopleIn(entry.payload)]);
    const pseudonyms = await ensurePeople(tx, actor === 'service' ? named : [actor, ...named]);
    const rows = entries.map(({ chain, entry }) => {
      const row = nextRow(heads.get(chain) ?? emptyChain, {
        chain,
        at,
        actor: pseudonyms.get(actor) ?? 'service',
        action: entry.action,
        subject: entry.subject,
        payload: pseudonymised(entry.payload, pseudonyms),
        salt: randomBytes(16).toString('hex'),
      });
      heads.set(chain, row);
      return { ...row, payload: JSON.stringify(row.payload) };
    });
    for (const some of inPortions(rows)) await tx.insertInto('trail').values(some).execute();
  };

  return {
    append: (chain, actor, entries, at) =>
      appendTo(
        entries.map((entry) => ({ chain, entry })),
        actor,
        at,
      ),

    appendTo,

    rows: (chain) =>
      tx.selectFrom('trail').selectAll().where('chain', '=', chain).orderBy('sequence').execute(),

    chains: async () => {
      const rows = await tx.selectFrom('trail').select('chain').distinct().orderBy('chain').execute();
      return rows.map((row) => row.chain);
    },
  };
}

/** The pseudonymous ids of people, made where there is none yet. */
async function ensurePeople(
  tx: Transaction<Database>,
  people: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  // In one order for everybody: two transactions that name the same people must not wait for each other in a circle.
  const names = [...new Set(people)].toSorted();
  if (names.length === 0) return new Map();
  await tx
    .insertInto('people')
    .values(names.map((name) => ({ id: `person_${randomBytes(8).toString('hex')}`, name })))
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const rows = await tx.selectFrom('people').selectAll().where('name', 'in', names).execute();
  return new Map(rows.map((row) => [row.name, row.id]));
}

/** Every name that stands as `{ person }` in a payload. */
function* peopleIn(payload: Json | undefined): Generator<string> {
  if (typeof payload !== 'object' || payload === null) return;
  for (const [key, value] of Object.entries(payload)) {
    if (key === 'person' && typeof value === 'string') yield value;
    else yield* peopleIn(value);
  }
}

function pseudonymised(payload: Json | undefined, pseudonyms: ReadonlyMap<string, string>): Json {
  if (typeof payload !== 'object' || payload === null) return payload ?? null;
  if (Array.isArray(payload)) return payload.map((entry) => pseudonymised(entry, pseudonyms));
  const entries = Object.entries(payload).map(([key, value]) => {
    const id = key === 'person' && typeof value === 'string' ? pseudonyms.get(value) : undefined;
    return [key, id ?? pseudonymised(value, pseudonyms)] as const;
  });
  return Object.fromEntries(entries);
}
