import { type Kysely, sql } from 'kysely';

/**
 * Since when the owners of a PIR's items are written to. Imported PIRs are silent (null) until somebody turns chasing on;
 * those approved before there was an import have been chased since then.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table pirs add column chased_since timestamptz`.execute(db);
  await sql`update pirs set chased_since = approved_at`.execute(db);
}
