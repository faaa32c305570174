import { allBlocks, plainText, type Section, type Table } from '../markdown/markdown.ts';
import type { Pir } from '../pir.ts';
import { findDay } from '../words/dates.ts';
import { foldKey, isBlank } from '../words/fields.ts';
import { sectionsOf } from '../words/section-names.ts';

/** The rows of the sign-off table. Only what stands in the signature's own cell is a signature; a date beside it is none. */
export function readSignOffs(root: Section): Pir['signOffs'] {
  return sectionsOf(root, 'sign-off').flatMap((section) =>
    [...allBlocks(section)].flatMap((block) => (block.type === 'table' ? rowsOf(block) : [])),
  );
}

function rowsOf(table: Table): Pir['signOffs'] {
  const keys = table.header.cells.map(foldKey);
  const column = (pattern: RegExp) => keys.findIndex((key) => pattern.test(key));
  const [role, name] = [column(/^(?:role|title|function)$/), column(/^(?:name|approver|person)$/)];
  const [signature, date] = [
    column(/^(?:signature|signed|sign off|approved)$/),
    column(/^date(?: signed)?$/),
  ];
  if (role < 0 || (name < 0 && signature < 0)) return [];
  return table.rows.flatMap(({ cells }) => {
    const text = (index: number) => plainText(cells[index] ?? '');
    if (isBlank(text(role))) return [];
    return [
      {
        role: text(role),
        name: isBlank(text(name)) ? null : text(name),
        signed: isSignature(text(signature)),
        date: findDay(text(date), null),
      },
    ];
  });
}

const placeholder =
  /^(?:pending|no|not (?:yet )?signed|unsigned|signature|sign here|todo|awaiting.*|your (?:name|signature).*|❌|⏳)$/iu;

function isSignature(cell: string): boolean {
  const text = cell.replace(/[[\]<>{}()]/g, '').trim();
  return text === '✓' || (!isBlank(text) && !placeholder.test(text));
}
