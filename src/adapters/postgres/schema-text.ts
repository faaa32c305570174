import { type Kysely, sql } from 'kysely';
import type { Database } from './tables.ts';

/**
 * The schema as text, from the catalogue: every column, constraint and index, in an order that does not depend on how it
 * was made. Kept in db/schema.snapshot.sql, so that a change of schema shows in a review; the same on PGlite and PostgreSQL.
 */
export async function schemaText(db: Kysely<Database>): Promise<string> {
  const columns = await sql<{ tableName: string; line: string }>`
    select c.relname as table_name,
           a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
             || case when a.attnotnull then ' not null' else '' end
             || case when a.attidentity <> '' then ' generated as identity' else '' end
             || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as line
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      and c.relname not like 'kysely\\_%'
    order by c.relname, a.attnum`.execute(db);
  // PostgreSQL 18 lists "not null" among the constraints too; the columns say it already.
  const constraints = await sql<{ tableName: string; line: string }>`
    select c.relname as table_name, pg_get_constraintdef(k.oid) as line
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    where c.relnamespace = current_schema()::regnamespace and k.contype <> 'n' and c.relname not like 'kysely\\_%'
    order by c.relname, k.contype desc, line`.execute(db);
  const indexes = await sql<{ line: string }>`
    select replace(pg_get_indexdef(i.indexrelid), quote_ident(current_schema()) || '.', '') as line
    from pg_index i
    join pg_class c on c.oid = i.indrelid
    where c.relnamespace = current_schema()::regnamespace and not i.indisunique and c.relname not like 'kysely\\_%'
    order by line`.execute(db);

  const tables = [...new Set(columns.rows.map((column) => column.tableName))];
  const statements = tables.map((table) => {
    const lines = [...columns.rows, ...constraints.rows]
      .filter((row) => row.tableName === table)
      .map((row) => row.line);
    return `create table ${table} (\n  ${lines.join(',\n  ')}\n);\n`;
  });
  return `${statements.join('\n')}\n${indexes.rows.map((index) => `${index.line};\n`).join('')}`.toLowerCase();
}
