import { harmless } from '../../core/pir/render-findings.ts';
import { descriptionOf, epicLines, type FieldLine, fieldLines } from '../../core/plan/field-lines.ts';
import type { Change, Plan } from '../../core/plan/plan.ts';

/**
 * The plan for a terminal: each change with its reason and the fields as they will be sent, then the fingerprint.
 * @param full with the descriptions
 */
export function planText(plan: Plan, full = false): string {
  if (plan.changes.length === 0) return 'The plan is empty: there are no action items.\n';
  const blocks = [
    ...(plan.epic?.ticket === null
      ? [[`+ epic  ${plan.epic.fields.summary}`, ...fieldRows(epicLines(plan.epic))].join('\n')]
      : []),
    ...plan.changes.map((change) => changeText(change, full)),
  ];
  const text = blocks.join('\n').split('\n').map(harmless).join('\n');
  return `${text}\n\n${countText(plan)}\nfingerprint ${plan.fingerprint}\n`;
}

/** A sign for each kind of change. */
export const signs: Readonly<Record<Change['kind'], string>> = {
  create: '+',
  update: '~',
  link: '=',
  drop: '-',
  none: ' ',
};

const indent = ' '.repeat(6);

function changeText(change: Change, full: boolean): string {
  const head = `${signs[change.kind]} ${(change.ref ?? '').padStart(3)}  ${shortened(change.title, 90)}`;
  const ticket = 'ticket' in change && change.ticket !== null ? ` ${change.ticket}` : '';
  const verb = change.kind === 'none' ? 'nothing to do' : `${change.kind}${ticket}`;
  const description = full ? descriptionOf(change) : null;
  return [
    head,
    `${indent}${verb}: ${change.reason}`,
    ...fieldRows(
      fieldLines(change).filter(({ name, value }) => name !== 'summary' || value !== change.title),
    ),
    ...(description === null ? [] : description.split('\n').map((line) => `${indent}| ${line}`)),
  ].join('\n');
}

/** Short fields share a line. */
function fieldRows(fields: readonly FieldLine[]): readonly string[] {
  const rows: string[] = [];
  for (const { name, value } of fields) {
    const text = `${name} ${shortened(value, 200)}`;
    const last = rows.at(-1);
    if (last !== undefined && last.length + text.length < 105) rows[rows.length - 1] = `${last} · ${text}`;
    else rows.push(`${indent}${text}`);
  }
  return rows;
}

/** "9 to create, 1 to update, 2 with nothing to do". */
export function countText(plan: Plan): string {
  const names: [Change['kind'], string][] = [
    ['create', 'to create'],
    ['update', 'to update'],
    ['link', 'to link'],
    ['drop', 'to drop'],
    ['none', 'with nothing to do'],
  ];
  const counts = names.flatMap(([kind, words]) => {
    const count = plan.changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  return counts.join(', ');
}

/** A text of at most so many characters. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}
