import { sql } from 'kysely';

/** PostgreSQL takes 65,535 parameters a statement; our widest table has 20 columns. */
const portion = 1000;

/** Rows in portions that one statement takes each; no portion is empty. */
export function* inPortions<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += portion) yield rows.slice(start, start + portion);
}

/** For `on conflict … do update set`: every column of the rows as the row had it that could not be inserted. */
export function excluded<Row extends object>(rows: readonly Row[]): { [Column in keyof Row]: never } {
  const columns = Object.keys(rows[0] ?? {});
  const values = columns.map((column) => [column, sql`${sql.ref(`excluded.${column}`)}`]);
  return Object.fromEntries(values) as { [Column in keyof Row]: never };
}
