import type { Change, Plan } from '../../core/plan/plan.ts';

/** The plan as a table for a terminal, with its fingerprint. */
export function planText(plan: Plan): string {
  if (plan.changes.length === 0) return 'The plan is empty: there are no action items.\n';
  const rows = plan.changes.map(planRow);
  const widths = planHead.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[line(planHead), ...rows.map(line)].join('\n')}\n\n${countText(plan)}\nfingerprint ${plan.fingerprint}\n`;
}

const signs: Record<Change['kind'], string> = { create: '+', update: '~', link: '=', drop: '-', none: ' ' };

/** The columns of a plan's table, for text and Markdown; the first has a sign for each kind of change. */
export const planHead = ['', 'item', 'title', 'priority', 'due', 'assignee', 'why'] as const;

/** A change in those columns: one line of text each, shortened. */
export function planRow(change: Change): readonly string[] {
  const fields = 'fields' in change ? change.fields : {};
  return [
    signs[change.kind],
    change.ref ?? '',
    shortened(change.title, 44),
    fields.priority ?? '',
    fields.dueDate ?? '',
    fields.assignee ?? ('assignee' in fields ? '(nobody)' : ''),
    `${change.kind === 'none' ? 'nothing to do' : change.kind}: ${shortened(change.reason, 60)}`,
  ];
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

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}
