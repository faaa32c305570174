import { flagField } from './custom-fields.ts';
import type { Field } from './field.ts';
import { fieldsOf } from './screens.ts';
import { issueTypeOf, projectId, projectOf, type View } from './site.ts';
import { projectKeyOf, type Ticket } from './ticket.ts';
import { linkTypes, priorities, resolutions, statusById } from './workflow.ts';

/** One field's change as a webhook tells it: ids and texts, before and after. */
export interface ChangelogItem {
  readonly field: string;
  readonly fieldtype: 'jira' | 'custom';
  /** Data Center does not say it. */
  readonly fieldId?: string;
  readonly from: string | null;
  readonly fromString: string | null;
  readonly to: string | null;
  readonly toString: string | null;
}

/** What a field is before or after: the id where it has one, and the text for people. */
interface Side {
  readonly id: string | null;
  readonly text: string | null;
}

interface Tracked {
  readonly field: string;
  readonly fieldId: string;
  readonly fieldtype?: 'custom';
  readonly of: (ticket: Ticket, view: View) => Side;
}

const plain = (text: string | null): Side => ({ id: null, text });
const list = (texts: readonly string[]): Side => plain(texts.join(' '));

/** Jira's own fields by the names that its changelog has for them, which are not always those of the fields. */
const tracked: readonly Tracked[] = [
  { field: 'summary', fieldId: 'summary', of: ({ summary }) => plain(summary) },
  { field: 'description', fieldId: 'description', of: (ticket, view) => shown('description', ticket, view) },
  {
    field: 'priority',
    fieldId: 'priority',
    of: ({ priorityId }) => ({
      id: priorityId,
      text: priorities.find(({ id }) => id === priorityId)?.name ?? '',
    }),
  },
  {
    field: 'duedate',
    fieldId: 'duedate',
    of: ({ dueDate }) => ({ id: dueDate, text: dueDate === null ? null : `${dueDate} 00:00:00.0` }),
  },
  {
    field: 'assignee',
    fieldId: 'assignee',
    of: ({ assignee }, { site }) => ({
      id: assignee,
      text: site.accounts.find(assignee ?? '')?.displayName ?? null,
    }),
  },
  { field: 'labels', fieldId: 'labels', of: ({ labels }) => list(labels) },
  { field: 'Component', fieldId: 'components', of: ({ components }) => list(components) },
  {
    field: 'status',
    fieldId: 'status',
    of: ({ statusId }) => ({ id: statusId, text: statusById(statusId).name }),
  },
  {
    field: 'resolution',
    fieldId: 'resolution',
    of: ({ resolutionId }) => ({
      id: resolutionId,
      text: resolutions.find(({ id }) => id === resolutionId)?.name ?? null,
    }),
  },
  {
    field: 'issuetype',
    fieldId: 'issuetype',
    of: (ticket) => ({ id: ticket.issueTypeId, text: issueTypeOf(ticket).name }),
  },
  {
    field: 'IssueParentAssociation',
    fieldId: '',
    of: ({ parent }, { site }) => ({ id: parent, text: site.store.find(parent ?? '')?.key ?? null }),
  },
  {
    field: 'project',
    fieldId: 'project',
    of: (ticket, { site }) => {
      const project = projectOf(site, ticket);
      return { id: projectId(site, project), text: project.name };
    },
  },
  { field: 'Key', fieldId: '', of: ({ key }) => plain(key) },
  {
    field: 'RemoteIssueLink',
    fieldId: '',
    of: ({ remoteLinks }) =>
      list(remoteLinks.map(({ object }) => `This issue links to "${String(object.title)}"`)),
  },
];

/** Every field that differs between two versions of a ticket. */
export function changelogItems(before: Ticket, after: Ticket, view: View): readonly ChangelogItem[] {
  const fields = [...tracked, ...customFields(view)];
  const changed = fields.flatMap((field) => {
    const [from, to] = [field.of(before, view), field.of(after, view)];
    return from.id === to.id && from.text === to.text ? [] : [itemFrom(field, from, to, view)];
  });
  return [...changed, ...linkItems(before, after, view)];
}

/** What a new ticket was given; Cloud tells it as changes from nothing. */
export function creationItems(after: Ticket, view: View): readonly ChangelogItem[] {
  const told = ['summary', 'description', 'priority', 'duedate', 'assignee', 'labels', 'status'];
  return tracked
    .filter(({ fieldId }) => told.includes(fieldId))
    .flatMap((field) => {
      const to = field.of(after, view);
      if ((to.text ?? '') === '') return [];
      const named = field.fieldId === 'status' ? { ...field, field: 'Status' } : field;
      return [itemFrom(named, plain(null), to, view)];
    });
}

function customFields(view: View): readonly Tracked[] {
  return fieldsOf(view.site)
    .filter(({ schema }) => schema.custom !== undefined)
    .map((field) => ({
      field: field.id === flagField.id ? 'Flagged' : field.name,
      fieldId: field.id,
      fieldtype: 'custom',
      of: (ticket, seen) => textOf(field, ticket, seen),
    }));
}

function itemFrom({ field, fieldId, fieldtype }: Tracked, from: Side, to: Side, view: View): ChangelogItem {
  return {
    ...{ field, fieldtype: fieldtype ?? 'jira' },
    ...(view.site.deployment === 'cloud' && fieldId !== '' ? { fieldId } : {}),
    ...{ from: from.id, fromString: from.text, to: to.id, toString: to.text },
  };
}

function linkItems(before: Ticket, after: Ticket, view: View): readonly ChangelogItem[] {
  const textFrom = ({ typeId, direction, other }: Ticket['links'][number]): Side => {
    const type = linkTypes.find(({ id }) => id === typeId);
    const key = view.site.store.find(other, true)?.key ?? other;
    return { id: key, text: `This issue ${type?.[direction] ?? 'links to'} ${key}` };
  };
  const missingIn = (links: Ticket['links'], all: Ticket['links']) =>
    all.filter(({ id }) => !links.some((link) => link.id === id));
  const link: Tracked = { field: 'Link', fieldId: '', of: () => plain(null) };
  return [
    ...missingIn(after.links, before.links).map((gone) => itemFrom(link, textFrom(gone), plain(null), view)),
    ...missingIn(before.links, after.links).map((come) => itemFrom(link, plain(null), textFrom(come), view)),
  ];
}

function shown(id: string, ticket: Ticket, view: View): Side {
  const field = fieldsOf(view.site).find((each) => each.id === id);
  return field === undefined ? plain(null) : textOf(field, ticket, view);
}

function textOf(field: Field, ticket: Ticket, view: View): Side {
  const value = field.show(ticket, view);
  if (value === null || value === undefined) return plain(null);
  const values: readonly { readonly value?: unknown }[] = Array.isArray(value) ? value : [];
  return plain(Array.isArray(value) ? values.map((each) => String(each.value)).join(', ') : textFrom(value));
}

function textFrom(value: unknown): string {
  return typeof value === 'object' && value !== null && 'value' in value
    ? String(value.value)
    : String(value);
}

/** Whether two versions lie in different projects. */
export function isMove(before: Ticket, after: Ticket): boolean {
  return projectKeyOf(before) !== projectKeyOf(after);
}
