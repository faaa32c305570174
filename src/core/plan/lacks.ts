import type { Priority } from '../action-item.ts';
import { canonicalJson } from '../digest.ts';
import type { Finding } from '../pir/finding.ts';
import { type PlanCode, planFinding } from './findings.ts';
import type { NewTicket, OptionalField, TicketDestination, TicketFields } from './plan.ts';
import type { DestinationReport, Preflight } from './preflight.ts';
import type { Lacks, TicketSettings } from './ticket-fields.ts';

/** Something that a ticket will not have, and what happens instead. */
export interface Lack {
  readonly code: PlanCode;
  /** The optional field, or the id of a custom one; null for the description. */
  readonly field: OptionalField | string | null;
  /** Lacks with one key are one finding: a field that no item of a project can have is said once. */
  readonly key: string;
  readonly message: string;
  readonly hint: string;
}

/** What the tracker said of a destination; null where it was not asked. */
export function reportOn(
  preflight: Preflight | null,
  destination: TicketDestination,
): DestinationReport | null {
  const asked = canonicalJson(destination);
  const report = preflight?.destinations.find(({ project, issueType, components, values }) => {
    return canonicalJson({ project, issueType, components, values }) === asked;
  });
  return report ?? null;
}

/**
 * What the ticket wanted cannot have where it is to be made. Nothing where the tracker was not asked: what it refuses then is
 * found when it is sent.
 */
export function lacksOf(
  { fields: wanted, destination, parent }: Pick<NewTicket, 'fields' | 'destination' | 'parent'>,
  preflight: Preflight | null,
  settings: TicketSettings,
): readonly Lack[] {
  const report = reportOn(preflight, destination);
  if (report === null || report.problem !== null) return [];
  const { project, issueType } = destination;
  const where = `${issueType} in ${project}`;
  const isOff = (id: string) => !report.fields.includes(id);
  const lack = (code: PlanCode, field: Lack['field'], message: string, hint: string): Lack => ({
    ...{ code, field, message, hint },
    key: `${code} ${field} ${where} ${code === 'PLAN006' ? wanted.assignee : ''}`,
  });
  const says = 'The description says it instead.';
  const lacks: (Lack | null)[] = [
    wanted.dueDate !== null && isOff('duedate')
      ? lack('PLAN002', 'dueDate', `${where} has no field for the due date.`, says)
      : null,
    priorityLack(wanted.priority, report, settings, lack),
    wanted.assignee === null
      ? null
      : isOff('assignee')
        ? lack('PLAN005', 'assignee', `${where} has no field for the assignee.`, unassigned)
        : isUnassignable(wanted.assignee, project, preflight)
          ? lack(
              'PLAN006',
              'assignee',
              `Jira does not let ${wanted.assignee} be assigned in ${project}.`,
              unassigned,
            )
          : null,
    ...Object.keys(wanted.custom)
      .filter(isOff)
      .map((id) => lack('PLAN007', id, `${where} has no field ${id}.`, 'The ticket is made without it.')),
    parent !== null && !report.takesParent
      ? lack(
          'PLAN009',
          'parent',
          `${where} can hang under no other ticket.`,
          'The description names it instead.',
        )
      : null,
    isOff('description')
      ? lack('PLAN008', null, `${where} has no field for the description.`, 'The ticket is made without one.')
      : null,
  ];
  return lacks.filter((entry) => entry !== null);
}

const unassigned = 'The ticket is made unassigned, and its description names the owner.';

function priorityLack(
  priority: Priority | null,
  report: DestinationReport,
  { priorities }: TicketSettings,
  lack: (code: PlanCode, field: 'priority', message: string, hint: string) => Lack,
): Lack | null {
  if (priority === null) return null;
  const { project, issueType, fields, unknownPriorities, priorities: offered } = report;
  if (!fields.includes('priority')) {
    const message = `${issueType} in ${project} has no field for the priority.`;
    return lack('PLAN003', 'priority', message, 'The description says it instead.');
  }
  const name = priorities[priority];
  if (!unknownPriorities.includes(name)) return null;
  const message = `${project} does not know the priority "${name}", only ${offered.join(', ')}.`;
  const entry = lack(
    'PLAN004',
    'priority',
    message,
    'The description says it instead; jira.priorities names it.',
  );
  return { ...entry, key: `${entry.key} ${name}` };
}

function isUnassignable(account: string, project: string, preflight: Preflight | null): boolean {
  const listed = preflight?.unassignable ?? [];
  return listed.some((each) => each.account === account && each.project === project);
}

/** Lacks, as they change what is planned. */
export function asLacks(lacks: readonly Lack[]): Lacks {
  const fields = lacks.map(({ field }) => field);
  const optional = (['dueDate', 'priority', 'assignee'] as const).filter((field) => fields.includes(field));
  const custom = lacks.filter(({ code }) => code === 'PLAN007').map(({ field }) => field ?? '');
  return { optional: new Set(optional), description: fields.includes(null), custom: new Set(custom) };
}

/** Why Jira would refuse a ticket, as findings on the line of the item; empty where it would not. */
export function refusalsOf(
  { fields, destination, parent }: Pick<NewTicket, 'fields' | 'destination' | 'parent'>,
  preflight: Preflight | null,
  line: number,
): readonly Finding[] {
  const report = reportOn(preflight, destination);
  if (report === null) return [];
  const where = `${destination.issueType} in ${destination.project}`;
  if (report.fields.length > 0 && !report.fields.includes('labels')) {
    const message = `${where} has no field for labels, so a ticket could not be found again after a lost answer.`;
    return [planFinding('PLAN012', line, message, 'Put "Labels" on its create screen.')];
  }
  if (report.problem !== null) {
    const hint = 'Correct where tickets go: jira of the team in the directory, or jira in the settings.';
    return [planFinding('PLAN010', line, `No ${where} can be made: ${report.problem}`, hint)];
  }
  return [
    ...emptyOf(report, fields, parent).map(({ id, name }) =>
      planFinding(
        'PLAN011',
        line,
        `${where} requires "${name}" (${id}), and nothing fills it.`,
        `Give the team jira.values: { ${id}: … } in the directory, or make the field optional in Jira.`,
      ),
    ),
    ...report.refused.map(({ field, value, reason }) =>
      planFinding(
        'PLAN013',
        line,
        `${where} does not take "${value}" for ${field}: ${reason}`,
        'Correct jira.components or jira.values of the team in the directory.',
      ),
    ),
  ];
}

/** Fields that the project insists on and that this ticket leaves empty. */
function emptyOf(
  { required, missing, components, values }: DestinationReport,
  { priority, dueDate, assignee, custom }: TicketFields,
  parent: string | null,
): readonly { readonly id: string; readonly name: string }[] {
  const filled = new Set([
    ...Object.keys(values),
    ...Object.keys(custom),
    ...(components.length === 0 ? [] : ['components']),
    ...(priority === null ? [] : ['priority']),
    ...(dueDate === null ? [] : ['duedate']),
    ...(assignee === null ? [] : ['assignee']),
    ...(parent === null ? [] : ['parent']),
  ]);
  const names = new Map(missing.map(({ id, name }) => [id, name]));
  return required.filter((id) => !filled.has(id)).map((id) => ({ id, name: names.get(id) ?? id }));
}
