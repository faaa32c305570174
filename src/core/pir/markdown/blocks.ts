/** A heading; `text` is inline Markdown, as everywhere in this file. Lines are 1-based. */
export interface Heading {
  readonly type: 'heading';
  readonly level: number;
  readonly text: string;
  readonly line: number;
}

/** A paragraph; its lines are trimmed and joined by `\n`, so line n of the text stands on `line + n`. */
export interface Paragraph {
  readonly type: 'paragraph';
  readonly text: string;
  readonly line: number;
}

/** A list; `number` is what an ordered list says, null for bullets. */
export interface List {
  readonly type: 'list';
  readonly items: readonly ListItem[];
  readonly line: number;
}

/** One entry of a list with everything that stands in it. */
export interface ListItem {
  readonly number: string | null;
  readonly blocks: readonly Block[];
  readonly line: number;
}

/** A table; every row has its own line. */
export interface Table {
  readonly type: 'table';
  readonly header: TableRow;
  readonly rows: readonly TableRow[];
  readonly line: number;
}

/** One row of a table. */
export interface TableRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/** What is quoted. */
export interface Quote {
  readonly type: 'quote';
  readonly blocks: readonly Block[];
  readonly line: number;
}

/** Code, HTML and rulers: there to end a paragraph, never read. */
export interface Opaque {
  readonly type: 'opaque';
  readonly line: number;
}

/** A part of a document. */
export type Block = Heading | Paragraph | List | Table | Quote | Opaque;

/** A heading with what stands below it; the root has no heading and level 0. */
export interface Section {
  readonly heading: Heading | null;
  readonly level: number;
  readonly line: number;
  /** What stands directly below the heading. */
  readonly blocks: readonly Block[];
  /** The deeper headings below it. */
  readonly sections: readonly Section[];
}
