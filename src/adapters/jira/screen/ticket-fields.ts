import type { Priority } from '../../../core/action-item.ts';
import { Failure } from '../../../core/failure.ts';
import type {
  DescriptionPart,
  NewTicket,
  OptionalField,
  TicketChanges,
  TicketFields,
} from '../../../core/plan/plan.ts';
import type { Dialect } from '../dialect.ts';
import type { CreateScreen } from './create-screen.ts';
import { convert } from './field-value.ts';

/** What the fields of a ticket depend on beside the ticket. */
export interface FieldContext {
  readonly dialect: Dialect;
  readonly priorities: Readonly<Record<Priority, string>>;
}

/** Jira's ids of the fields that a ticket can do without. */
export const optionalFields: Readonly<Record<OptionalField, string>> = {
  dueDate: 'duedate',
  priority: 'priority',
  assignee: 'assignee',
};

/** The fields with lines put before the description, for what Jira has no field for. */
export function withNotes<Fields extends { readonly description: readonly DescriptionPart[] }>(
  fields: Fields,
  notes: readonly string[],
): Fields {
  if (notes.length === 0) return fields;
  const part: DescriptionPart = { heading: null, paragraphs: notes, steps: [], link: null };
  return { ...fields, description: [part, ...fields.description] };
}

/**
 * `fields` of POST /issue. A field that is not on the create screen is left out, since Jira would refuse the whole ticket;
 * due date and priority are then lines of the description.
 * @throws {Failure} tracker-rejected where the project does not have the priority, or does not take a value it insists on
 */
export function fieldsFor(
  { destination, parent, fields }: NewTicket,
  screen: CreateScreen,
  { dialect, priorities }: FieldContext,
): Record<string, unknown> {
  const components = componentsFor(destination.components, screen, dialect);
  const notes = [
    ...(components.unknown.length === 0 ? [] : [`Components: ${components.unknown.join(', ')}`]),
    ...(fields.dueDate !== null && !screen.has('duedate') ? [`Due date: ${fields.dueDate}`] : []),
    ...(fields.priority === null || screen.has('priority') ? [] : [`Priority: ${fields.priority}`]),
    ...(fields.assignee !== null && !screen.has('assignee')
      ? ['This kind of ticket has no assignee when it is made. Please assign it by hand.']
      : []),
    ...(parent === null || screen.takesParent ? [] : [`Belongs to ${parent}.`]),
  ];
  const { description, dueDate, assignee, priority } = withNotes(fields, notes);
  return {
    project: { key: destination.project },
    issuetype: { id: screen.issueTypeId },
    summary: fields.summary,
    labels: fields.labels,
    ...screen.epicNameField(fields.summary),
    ...(parent === null ? {} : screen.parentField(parent)),
    ...(screen.has('description') ? { description: dialect.text(description) } : {}),
    ...(priority !== null && screen.has('priority')
      ? { priority: { id: screen.priorityId(priorities[priority], priority) } }
      : {}),
    ...(dueDate !== null && screen.has('duedate') ? { duedate: dueDate } : {}),
    ...(assignee !== null && screen.has('assignee') ? { assignee: dialect.user(assignee) } : {}),
    ...(components.sent.length > 0 ? { components: components.sent } : {}),
    ...valuesFor(destination.values, screen, dialect),
    ...customFor(fields.custom, screen, dialect),
  };
}

/** Components as the project has them, and the names of those that it does not have. */
function componentsFor(names: readonly string[], screen: CreateScreen, dialect: Dialect) {
  const field = screen.field('components');
  const sent: unknown[] = [];
  const unknown: string[] = [];
  for (const name of names) {
    const converted = field === null ? null : convert([name], field, dialect);
    if (converted?.ok) sent.push(...(converted.value as unknown[]));
    else unknown.push(name);
  }
  return { sent, unknown };
}

/** Fields that settings or the directory fill, for the project insists on them. */
function valuesFor(
  values: NewTicket['destination']['values'],
  screen: CreateScreen,
  dialect: Dialect,
): Record<string, unknown> {
  const sent: Record<string, unknown> = {};
  for (const [id, value] of Object.entries(values)) {
    const field = screen.field(id);
    if (field === null) continue;
    const converted = convert(value, field, dialect);
    if (!converted.ok) {
      throw new Failure(
        'tracker-rejected',
        `Jira does not take ${JSON.stringify(value)} for ${field.name} (${id}): ${converted.reason}.`,
        { hint: 'Correct the value in jira.values or under the team in the directory.' },
      );
    }
    sent[id] = converted.value;
  }
  return sent;
}

/** Texts that the description says as well: a field that is not there, or does not take its text, is left out. */
export function customFor(
  custom: TicketFields['custom'],
  screen: CreateScreen,
  dialect: Dialect,
): Record<string, unknown> {
  const sent: Record<string, unknown> = {};
  for (const [id, text] of Object.entries(custom)) {
    const field = screen.field(id);
    const converted = field === null ? null : convert(text, field, dialect);
    if (converted?.ok) sent[id] = converted.value;
  }
  return sent;
}

/** What a ticket created from `sent`, with `wanted` in mind, does not say in a field of its own. */
export function leftOutOf(wanted: TicketFields, sent: TicketFields, screen: CreateScreen): OptionalField[] {
  return (['dueDate', 'priority', 'assignee'] as const).filter(
    (name) => wanted[name] !== sent[name] || !screen.has(optionalFields[name]),
  );
}

/**
 * Body of PUT /issue for the given changes only. `screen` is needed where the priority or a custom field is among them.
 * @throws {Failure} tracker-rejected where the project does not have the priority
 */
export function bodyForUpdate(
  changes: TicketChanges,
  screen: CreateScreen | null,
  { dialect, priorities }: FieldContext,
): Record<string, unknown> {
  const { summary, description, priority, dueDate, assignee, labels, custom } = changes;
  const fields = {
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description: dialect.text(description) }),
    ...(priority === undefined || priority === null || screen === null
      ? {}
      : { priority: { id: screen.priorityId(priorities[priority], priority) } }),
    ...(dueDate === undefined ? {} : { duedate: dueDate }),
    ...(assignee === undefined ? {} : { assignee: assignee === null ? null : dialect.user(assignee) }),
    ...(custom === undefined || screen === null ? {} : customFor(custom, screen, dialect)),
  };
  const operations = [
    ...(labels?.add ?? []).map((label) => ({ add: label })),
    ...(labels?.remove ?? []).map((label) => ({ remove: label })),
  ];
  return { fields, ...(operations.length === 0 ? {} : { update: { labels: operations } }) };
}
