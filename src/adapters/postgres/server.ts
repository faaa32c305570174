import type { Kysely } from 'kysely';
import pg from 'pg';
import { Failure } from '../../core/failure.ts';
import { columnTypes, kyselyOver } from './database.ts';
import type { Database } from './tables.ts';

/** An open database and how to close it. */
export interface OpenDatabase {
  readonly db: Kysely<Database>;
  /** What it is, for people: no password in it. */
  readonly name: string;
  /** Whether no other process can have it open. */
  readonly exclusive: boolean;
  close(): Promise<void>;
}

/**
 * Opens a PostgreSQL server (15 or newer).
 * @param url `postgres://user:password@host:port/database`
 * @throws {Failure} database-unreachable; its text names host and database, never the password
 */
export async function openServer(url: string, onIdleError: (error: Error) => void): Promise<OpenDatabase> {
  const place = describeUrl(url);
  const pool = new pg.Pool({
    connectionString: url,
    types: columnTypes,
    max: 10,
    connectionTimeoutMillis: 10_000,
  });
  pool.on('error', onIdleError);
  try {
    const client = await pool.connect();
    client.release();
  } catch (cause) {
    await pool.end();
    throw new Failure(
      'database-unreachable',
      `PostgreSQL at ${place} does not answer: ${(cause as Error).message || 'no connection'}.`,
      { cause },
    );
  }
  const db = kyselyOver(pool);
  return { db, name: `PostgreSQL at ${place}`, exclusive: false, close: () => db.destroy() };
}

function describeUrl(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname}:${port || 5432}${pathname}`;
  } catch {
    return 'the address in DATABASE_URL';
  }
}
