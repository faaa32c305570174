import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { instantFrom } from '../../core/calendar.ts';
import type { Database } from './tables.ts';

/** PostgreSQL's object ids of the types whose JavaScript form is chosen here. */
const oid = { int8: 20, date: 1082, timestamptz: 1184 };

/**
 * How column values come back: days and instants as text (pg would shift a DATE by the local zone), bigint as number (no
 * counter of ours comes near 2^53). Given to each pool, so that other users of pg in the process are not touched.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') => {
    if (id === oid.date) return (value: string) => value;
    if (id === oid.timestamptz) return (value: string) => instantFrom(Date.parse(value));
    if (id === oid.int8) return (value: string) => Number(value);
    return pg.types.getTypeParser(id, format as 'text');
  }) as typeof pg.types.getTypeParser,
};

/** Kysely over a pool: camel case in TypeScript, snake case in SQL, the contents of jsonb left as they are. */
export function kyselyOver(pool: pg.Pool): Kysely<Database> {
  return new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}
