import type { Table, TableRow } from './blocks.ts';

const rowStart = /<tr\b[^<>]{0,300}>/gi;
const cellStart = /<t[dh]\b[^<>]{0,300}>/gi;

/** The first table in a block of HTML, whose cells are read as inline Markdown; null where there is none. */
export function readHtmlTable(html: string, line: number): Table | null {
  const start = html.search(/<table\b/i);
  if (start < 0) return null;
  const end = html.slice(start).search(/<\/table>/i);
  const body = end < 0 ? html.slice(start) : html.slice(start, start + end);
  const above = line + countLines(html.slice(0, start));
  const rows = pieces(body, rowStart, above).map(
    ({ text, line: rowLine }): TableRow => ({
      line: rowLine,
      cells: pieces(text, cellStart, rowLine).map((cell) =>
        withoutTag(cell.text)
          .replace(/<\/t[dhr]>[\s\S]*$/i, '')
          .replace(/\s+/g, ' ')
          .trim(),
      ),
    }),
  );
  const [header, ...rest] = rows.filter(({ cells }) => cells.length > 0);
  return header === undefined ? null : { type: 'table', header, rows: rest, line: above };
}

/** A text cut before each match, without what stands before the first, each piece with the line it begins on. */
function pieces(text: string, start: RegExp, line: number): readonly { text: string; line: number }[] {
  const places = [...text.matchAll(start)].map(({ index }) => index);
  let current = line;
  let last = 0;
  return places.map((place, index) => {
    current += countLines(text.slice(last, place));
    last = place;
    return { text: text.slice(place, places[index + 1] ?? text.length), line: current };
  });
}

const withoutTag = (text: string) => text.slice(text.indexOf('>') + 1);
const countLines = (text: string) => text.split('\n').length - 1;
