import type { Entry } from './entries.ts';
import { type Field, foldKey, isBlank, type Topic, topicOf } from './fields.ts';
import type { Table, TableRow } from './markdown.ts';
import { plainText } from './markdown.ts';

/** The entries of a table of items, one a row; empty where the columns do not tell that it is one. */
export function entriesOfTable(table: Table): readonly Entry[] {
  const keys = table.header.cells.map(foldKey);
  const topics = keys.map(topicOf);
  const titleColumn = findTitle(topics);
  if (titleColumn < 0) return [];
  return table.rows.flatMap((row) => {
    const title = row.cells[titleColumn] ?? '';
    return isBlank(title) ? [] : [entryOfRow(row, title, keys, topics, titleColumn)];
  });
}

/** The column with an action's name; else, beside an owner or a date, the first that nothing else claims. */
function findTitle(topics: readonly (Topic | null)[]): number {
  const named = topics.indexOf('action');
  if (named >= 0) return named;
  return topics.includes('owner') || topics.includes('due') ? topics.indexOf(null) : -1;
}

function entryOfRow(
  row: TableRow,
  title: string,
  keys: readonly string[],
  topics: readonly (Topic | null)[],
  titleColumn: number,
): Entry {
  const refColumn = topics.indexOf('ref');
  const ref = plainText(row.cells[refColumn] ?? '');
  const fields = keys.flatMap((key, column): Field[] => {
    const value = row.cells[column] ?? '';
    return column === titleColumn || value === '' ? [] : [{ key, value, details: [], line: row.line }];
  });
  return {
    ref: ref === '' || ref.length > 20 ? null : ref.replace(/^\[(.*)\]$/, '$1'),
    counted: false,
    title,
    trailing: '',
    ticked: null,
    fields,
    body: [],
    line: row.line,
  };
}
