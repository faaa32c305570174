import type { ComponentChildren } from 'preact';

/** A column of a table. */
export interface Column<Row> {
  readonly header: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** The column that names the row; read out with every other cell. */
  readonly names?: boolean;
  /** Said before the value where the header row is hidden, on phones. */
  readonly label?: string;
  readonly class?: string;
}

/** A table with a caption for screen readers; on phones each row becomes a card (see the stylesheet). */
export function Table<Row>({
  caption,
  columns,
  rows,
  keyOf,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row, index: number) => string;
}) {
  // The roles are stated because a table shown as cards would lose them in some browsers.
  return (
    // biome-ignore lint/a11y/noRedundantRoles: see above
    <table role="table">
      <caption>
        <span class="hidden">{caption}</span>
      </caption>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <thead role="rowgroup">
        {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
        <tr role="row">
          {columns.map((column) => (
            // biome-ignore lint/a11y/noRedundantRoles: see above
            <th key={column.header} scope="col" role="columnheader" class={column.class}>
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <tbody role="rowgroup">
        {rows.map((row, index) => (
          // biome-ignore lint/a11y/noRedundantRoles: see above
          <tr key={keyOf(row, index)} role="row">
            {columns.map((column) =>
              column.names ? (
                // biome-ignore lint/a11y/noRedundantRoles: see above
                <th key={column.header} scope="row" role="rowheader" class={column.class}>
                  {column.cell(row)}
                </th>
              ) : (
                // biome-ignore lint/a11y/noRedundantRoles: see above
                <td key={column.header} role="cell" class={column.class} data-label={column.label}>
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A heading with how many there are, then the content, or a sentence where there is nothing. */
export function Section({
  id,
  title,
  count,
  empty,
  children,
}: {
  id: string;
  title: string;
  count?: number;
  empty?: string;
  children?: ComponentChildren;
}) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        {title}
        {count ? <span class="count">{count}</span> : null}
      </h2>
      {count === 0 && empty !== undefined ? <p class="empty">{empty}</p> : children}
    </section>
  );
}
