import type { Priority } from '../../core/action-item.ts';
import type { CreatedTicket, DescriptionPart, TicketChanges, TicketFields } from '../../core/plan/plan.ts';
import { documentFrom } from './adf-document.ts';
import type { CreateScreen } from './create-screen.ts';

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
 * @throws {Failure} tracker-rejected where the project does not have the priority
 */
export function fieldsFor(
  fields: TicketFields,
  screen: CreateScreen,
  priorities: Readonly<Record<Priority, string>>,
): Record<string, unknown> {
  const notes = [
    ...(fields.dueDate !== null && !screen.has('duedate') ? [`Due date: ${fields.dueDate}`] : []),
    ...(fields.priority === null || screen.has('priority') ? [] : [`Priority: ${fields.priority}`]),
    ...(fields.assignee !== null && !screen.has('assignee')
      ? ['This kind of ticket has no assignee when it is made. Please assign it by hand.']
      : []),
  ];
  const { description, dueDate, assignee, priority } = withNotes(fields, notes);
  return {
    summary: fields.summary,
    labels: fields.labels,
    ...(screen.has('description') ? { description: documentFrom(description) } : {}),
    ...(priority !== null && screen.has('priority')
      ? { priority: { id: screen.priorityId(priorities[priority], priority) } }
      : {}),
    ...(dueDate !== null && screen.has('duedate') ? { duedate: dueDate } : {}),
    ...(assignee !== null && screen.has('assignee') ? { assignee: { accountId: assignee } } : {}),
  };
}

/** What a ticket created from `sent`, with `wanted` in mind, does not say in a field of its own. */
export function leftOutOf(
  wanted: TicketFields,
  sent: TicketFields,
  screen: CreateScreen,
): CreatedTicket['leftOut'] {
  return [
    ...(screen.has('duedate') ? [] : (['dueDate'] as const)),
    ...(screen.has('priority') ? [] : (['priority'] as const)),
    ...(screen.has('assignee') && sent.assignee === wanted.assignee ? [] : (['assignee'] as const)),
  ];
}

/**
 * Body of PUT /issue for the given fields only. `screen` is needed where the priority is among them.
 * @throws {Failure} tracker-rejected where the project does not have the priority
 */
export function fieldsForUpdate(
  fields: TicketChanges,
  screen: CreateScreen | null,
  priorities: Readonly<Record<Priority, string>>,
): Record<string, unknown> {
  const { summary, description, priority, dueDate, assignee, labels } = fields;
  const set = {
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description: documentFrom(description) }),
    ...(priority === undefined || priority === null || screen === null
      ? {}
      : { priority: { id: screen.priorityId(priorities[priority], priority) } }),
    ...(dueDate === undefined ? {} : { duedate: dueDate }),
    ...(assignee === undefined ? {} : { assignee: assignee === null ? null : { accountId: assignee } }),
  };
  const operations = [
    ...(labels?.add ?? []).map((label) => ({ add: label })),
    ...(labels?.remove ?? []).map((label) => ({ remove: label })),
  ];
  return { fields: set, ...(operations.length === 0 ? {} : { update: { labels: operations } }) };
}
