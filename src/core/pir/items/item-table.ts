import type { Table, TableRow } from '../markdown/markdown.ts';
import { plainText } from '../markdown/markdown.ts';
import { type Field, foldKey, isBlank, type Topic, topicOf, topicsOfColumns } from '../words/fields.ts';
import { withoutPlaceholder } from '../words/placeholders.ts';
import { stateOfWords } from '../words/states.ts';
import type { Entry } from './entries.ts';

/** The entries of a table of items, one a row; empty where the columns do not tell that it is one. */
export function entriesOfTable(table: Table): readonly Entry[] {
  const keys = table.header.cells.map(foldKey);
  if (namesFieldsInRows(table)) return [entryOfPairs(table)];
  const [titleColumn, topics] = findTitle(table);
  if (titleColumn < 0) return [];
  return table.rows.flatMap((row) => {
    const title = row.cells[titleColumn] ?? '';
    return isBlank(title) || isSample(row, topics) ? [] : [entryOfRow(row, title, keys, topics, titleColumn)];
  });
}

/** Whether a table holds one item, a field a row: "| **Action** | … |", "| **Owner** | … |". */
function namesFieldsInRows(table: Table): boolean {
  if (table.header.cells.length !== 2 || table.rows.length < 2) return false;
  const topics = table.rows.map(({ cells }) => topicOf(foldKey(cells[0] ?? '')));
  const first = topicOf(foldKey(table.header.cells[0] ?? ''));
  return topics.every((topic) => topic !== null) && [first, ...topics].includes('action');
}

function entryOfPairs(table: Table): Entry {
  const fields = [table.header, ...table.rows].map(({ cells, line }): Field => {
    const key = foldKey(cells[0] ?? '');
    return { key, topic: topicOf(key), value: cells[1] ?? '', details: [], line };
  });
  const action = fields.find(({ topic }) => topic === 'action');
  const others = fields.filter((field) => field !== action && field.value !== '');
  return {
    ref: plainText(fields.find(({ topic }) => topic === 'ref')?.value ?? '') || null,
    counted: false,
    title: action?.value ?? '',
    trailing: '',
    ticked: null,
    fields: others,
    body: [],
    line: action?.line ?? table.line,
    lastLine: table.rows.at(-1)?.line ?? table.line,
  };
}

const sharp =
  /(?:^|\s)(?:actions?|tasks?|work)(?:$|\s)|アクション|行动|行動|任务|액션|조치|a[çc][ãa]o|acci[óo]n|ma(?:ß|ss)nahme/u;

/**
 * The column that holds the titles, and what all columns are about: the one named for actions, else one named for titles,
 * else the recommendation; else, beside an owner or a date, the first that nothing else claims. -1 where there is none.
 */
export function findTitle(table: Table): readonly [number, readonly (Topic | null)[]] {
  const keys = table.header.cells.map(foldKey);
  const topics = topicsOfColumns(keys);
  const columns = keys.flatMap((key, column) => (topics[column] === 'action' ? [{ key, column }] : []));
  const named = columns.find(({ key }) => sharp.test(key)) ?? columns[0];
  if (named !== undefined) return [named.column, topics];
  const fix = topics.indexOf('fix');
  if (fix >= 0) return [fix, topics];
  return [topics.includes('owner') || topics.includes('due') ? topics.indexOf(null) : -1, topics];
}

/** A row that only shows what to write: its date is "YYYY-MM-DD", or its owner a name in brackets. */
function isSample(row: TableRow, topics: readonly (Topic | null)[]): boolean {
  return topics.some((topic, column) => {
    const cell = row.cells[column] ?? '';
    // "Open / In progress / Done" leaves the choice to the author.
    if (topic === 'status') return isChoice(cell);
    if (topic !== 'due' && topic !== 'owner') return false;
    return cell.trim() !== '' && !isBlank(cell) && withoutPlaceholder(cell) === null;
  });
}

function isChoice(cell: string): boolean {
  const parts = cell.split('/');
  return parts.length > 2 && parts.every((part) => stateOfWords(part) !== null);
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
    if (column === titleColumn || value === '') return [];
    return [{ key, topic: topics[column] ?? null, value, details: [], line: row.line }];
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
    lastLine: row.line,
  };
}

const timeColumn =
  /^(?:time|timestamp|date|when|day|step|phase|時刻|日時|时间|시간|hora|fecha|heure|zeit|data|uhrzeit).*$/;

/** Whether the columns name an owner and a date or state of something, under whatever name. A timeline has none of it. */
export function looksLikeItems(table: Table): boolean {
  if (table.rows.length === 0) return false;
  const keys = table.header.cells.map(foldKey);
  const [title, topics] = findTitle(table);
  return (
    title >= 0 &&
    !timeColumn.test(keys[0] ?? '') &&
    topics.includes('owner') &&
    (topics.includes('due') || topics.includes('status'))
  );
}

const actionColumn =
  /^(?:(?:corrective|preventive|preventative|follow up|remediation|mitigation) )?(?:actions?|action items?|action item s|action points?|tasks?)(?: description)?$|^(?:アクション(?:アイテム)?|行动项?|任务|改进措施|액션(?: ?아이템)?|조치 사항|ação|acao|acción|accion|tâche|maßnahme|massnahme|aufgabe)$/u;

/** Whether a table that stands below no heading of actions is one of items by its columns alone. A timeline is none. */
export function isActionTable(table: Table): boolean {
  const keys = table.header.cells.map(foldKey);
  if (timeColumn.test(keys[0] ?? '')) return false;
  const named = keys.some((key) => actionColumn.test(key));
  const [title, topics] = findTitle(table);
  return (
    named &&
    title >= 0 &&
    topics.some((topic) => topic === 'owner' || topic === 'due' || topic === 'ticket' || topic === 'status')
  );
}
