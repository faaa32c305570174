import { type Kysely, type Migration, Migrator } from 'kysely';
import * as foundation from '../../../db/migrations/0001_foundation.ts';
import * as bulkDelivery from '../../../db/migrations/0002_bulk_delivery.ts';
import * as inStep from '../../../db/migrations/0003_in_step.ts';
import * as chasing from '../../../db/migrations/0004_chasing.ts';
import * as reviews from '../../../db/migrations/0005_reviews.ts';
import * as holds from '../../../db/migrations/0006_holds.ts';
import { Failure } from '../../core/failure.ts';
import type { Database } from './tables.ts';

/** Every migration by name, in order. Written out rather than read from a folder: a missing file is a compile error. */
const migrations: Record<string, Migration> = {
  '0001_foundation': foundation,
  '0002_bulk_delivery': bulkDelivery,
  '0003_in_step': inStep,
  '0004_chasing': chasing,
  '0005_reviews': reviews,
  '0006_holds': holds,
};

/**
 * Brings the schema up to date; two processes that start at once take turns.
 * @returns the names of the migrations carried out, none where it was up to date
 * @throws {Failure} database-newer when the database was made by a later version
 */
export async function migrate(db: Kysely<Database>): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const known = new Set(Object.keys(migrations));
  const done = await appliedMigrations(db);
  const unknown = done.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new Failure(
      'database-newer',
      `The database has migrations that this version does not know: ${unknown.join(', ')}.`,
    );
  }
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return (results ?? [])
    .filter((result) => result.status === 'Success')
    .map((result) => result.migrationName);
}

/** The migrations that this version knows and the database has not seen. */
export async function pendingMigrations(db: Kysely<Database>): Promise<readonly string[]> {
  const done = new Set(await appliedMigrations(db));
  return Object.keys(migrations).filter((name) => !done.has(name));
}

async function appliedMigrations(db: Kysely<Database>): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration' || table.name === 'kyselyMigration'))
    return [];
  const rows = await (db as unknown as Kysely<{ kyselyMigration: { name: string } }>)
    .selectFrom('kyselyMigration')
    .select('name')
    .execute();
  return rows.map((row) => row.name);
}
