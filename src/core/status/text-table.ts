import { padded } from '../notice/plain-text.ts';

/** Columns of a terminal that plain text takes. */
export const width = 100;

/** A column of a table in plain text. */
export interface TextColumn<Row> {
  readonly header: string;
  /** Columns of the terminal; the one without takes what is left. */
  readonly width?: number;
  readonly cell: (row: Row) => string;
}

/** The header and a line for each row, cut to the width. */
export function table<Row>(rows: readonly Row[], columns: readonly TextColumn<Row>[]): readonly string[] {
  const taken = columns.reduce((sum, column) => sum + (column.width ?? 0) + 2, 0);
  const widthOf = (column: TextColumn<Row>) => column.width ?? width - taken;
  const line = (cellOf: (column: TextColumn<Row>) => string) =>
    `  ${columns.map((column) => padded(cellOf(column), widthOf(column))).join('  ')}`.trimEnd();
  return [line((column) => column.header), ...rows.map((row) => line((column) => column.cell(row)))];
}

/** Lines under a title with how many there are; nothing, or a sentence, where there are none. */
export function section(
  title: string,
  count: number,
  lines: readonly string[],
  empty?: string,
): readonly string[] {
  if (count === 0) return empty === undefined ? [] : ['', empty];
  return ['', `${title} (${count})`, ...lines];
}
