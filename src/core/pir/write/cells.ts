import { plainText } from '../markdown/markdown.ts';
import { foldKey, isBlank, topicsOfColumns } from '../words/fields.ts';
import type { Edit } from './lines.ts';
import type { TicketLink } from './link.ts';

/** A cell of a row by its columns in the line, the blanks around its text included. */
interface Cell {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * The ways to put a ticket into a row of a table, best first: into the column for tickets, else behind the row's title.
 * `header` and `content` are whole lines; `title` is the item's, as read.
 */
export function* editsOfRow(
  line: number,
  content: string,
  header: string,
  title: string,
  link: TicketLink,
): Generator<readonly Edit[]> {
  const cells = cellsOf(content);
  const topics = topicsOfColumns(cellsOf(header).map(({ text }) => foldKey(text)));
  for (const [column, topic] of topics.entries()) {
    if (topic !== 'ticket') continue;
    const cell = cells[column];
    yield [
      cell === undefined
        ? cellBehind(line, content, column - cells.length, link)
        : intoCell(line, cell, link),
    ];
  }
  for (const cell of titleCells(cells, title)) yield [behindText(line, cell, link.markdown)];
  for (const cell of titleCells(cells, title)) yield [behindText(line, cell, `(${link.markdown})`)];
}

/** A row may be written without the cells at its end. */
function cellBehind(line: number, content: string, missing: number, link: TicketLink): Edit {
  const end = content.trimEnd().length;
  const closed = content.slice(0, end).endsWith('|');
  const between = closed ? ' |'.repeat(missing) : ' |'.repeat(missing + 1);
  return { line, from: end, to: end, text: `${between} ${link.markdown}${closed ? ' |' : ''}` };
}

function intoCell(line: number, cell: Cell, link: TicketLink): Edit {
  if (!isBlank(cell.text)) return behindText(line, cell, link.markdown);
  const width = cell.to - cell.from;
  const left = width === 0 ? '' : ' ';
  // A column that is aligned in the source stays so where the link fits.
  const right = ' '.repeat(Math.max(left.length, width - left.length - link.markdown.length));
  return { line, from: cell.from, to: cell.to, text: `${left}${link.markdown}${right}` };
}

function behindText(line: number, cell: Cell, text: string): Edit {
  const blank = cell.text === '' ? 0 : cell.text.length - cell.text.trimEnd().length;
  const at = cell.to - blank;
  return { line, from: at, to: at, text: ` ${text}` };
}

/** The cells that hold the title, the most similar first. */
function titleCells(cells: readonly Cell[], title: string): readonly Cell[] {
  const texts = cells.map((cell) => ({ cell, text: plainText(cell.text) }));
  const same = texts.filter(({ text }) => text === title);
  const holding = texts.filter(({ text }) => text !== title && text.includes(title));
  return [...same, ...holding].map(({ cell }) => cell);
}

/** The cells of a line as markdown-it splits them: at every `|` without a backslash before it, code or not. */
function cellsOf(content: string): readonly Cell[] {
  const start = /^[\s>\uFEFF]*\|?/.exec(content)?.[0].length ?? 0;
  const cells: Cell[] = [];
  let from = start;
  for (let index = start; index <= content.length; index += 1) {
    const end = index === content.length;
    if (!end && (content[index] !== '|' || content[index - 1] === '\\')) continue;
    const text = content.slice(from, index);
    if (!end || text.trim() !== '') cells.push({ from, to: index, text });
    from = index + 1;
  }
  return cells;
}
