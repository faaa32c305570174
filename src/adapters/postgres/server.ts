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
 * @throws {Failure} settings-invalid when the address is none, database-unreachable; the text names host and database,
 *   never the password
 */
export async function openServer(url: string, onIdleError: (error: Error) => void): Promise<OpenDatabase> {
  const place = placeOf(url);
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
    throw new Failure('database-unreachable', `PostgreSQL at ${place} cannot be used: ${reasonOf(cause)}.`, {
      cause,
    });
  }
  const db = kyselyOver(pool);
  return { db, name: `PostgreSQL at ${place}`, exclusive: false, close: () => db.destroy() };
}

/** Host, port and database of an address. The address itself is never repeated: it holds the password. */
function placeOf(url: string): string {
  const hint =
    'Write it as postgres://user:password@host:5432/database, with %-codes for / @ # in the password.';
  if (!URL.canParse(url)) {
    throw new Failure('settings-invalid', 'DATABASE_URL is not an address of a database.', { hint });
  }
  const { protocol, hostname, port, pathname } = new URL(url);
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') {
    throw new Failure('settings-invalid', `DATABASE_URL begins with ${protocol}, which is not PostgreSQL.`, {
      hint,
    });
  }
  return `${hostname || 'localhost'}:${port || 5432}${pathname}`;
}

/** Where a name has several addresses, the error itself says nothing and those within it do. */
function reasonOf(error: unknown): string {
  const one = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  const { message, code } = one as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host is not known';
  return message.replace(/\.$/, '') || code || 'no reason was given';
}
