import { isRecord } from './adf-rules.ts';
import { type Field, field, type Place, type Reading } from './field.ts';
import { readText, showText, textFaults } from './rich-text.ts';
import { componentFrom, parentFrom, priorityFrom, typeFrom, userFrom } from './shapes.ts';
import { projectId, type View } from './site.ts';
import type { Ticket } from './ticket.ts';
import { issueTypes, priorities } from './workflow.ts';

const system = (name: string, type: string, items?: string) =>
  items === undefined ? { type, system: name } : { type, items, system: name };

/** Taken from the request before the others, since they decide where the ticket goes. */
const cannotBeRead = (): Reading => ({ error: 'valid project is required' });

/** Jira's own fields that can be given at creation, in the order in which createmeta lists them. */
export const systemFields: readonly Field[] = [
  field('project', 'Project', system('project', 'project'), {
    required: true,
    onScreen: (screen) => screen === 'create',
    allowedValues: ({ view, project }) => [
      { id: projectId(view.site, project), key: project.key, name: project.name },
    ],
    read: cannotBeRead,
    show: () => null,
  }),
  field('issuetype', 'Issue Type', system('issuetype', 'issuetype'), {
    required: true,
    onScreen: (screen) => screen === 'create',
    allowedValues: ({ view, issueType }) => [typeFrom(issueType, view)],
    read: cannotBeRead,
    show: () => null,
  }),
  field('summary', 'Summary', system('summary', 'string'), {
    required: true,
    read: readSummary,
    show: (ticket) => ticket.summary,
  }),
  field('description', 'Description', system('description', 'string'), {
    read: (value, { view }) => {
      if (value === null) return { values: { description: null } };
      const reading = readText(value, view);
      if ('text' in reading) return { values: { description: reading.text } };
      return reading.fault === 'invalid'
        ? { message: 'INVALID_INPUT' }
        : { error: textFaults[reading.fault] };
    },
    show: (ticket, view) => showText(ticket.description, view),
  }),
  field('priority', 'Priority', system('priority', 'priority'), {
    hasDefault: true,
    allowedValues: (place) => offered(place).map((priority) => priorityFrom(priority, place.view)),
    read: (value, place) => {
      const found = offered(place).find((each) => isRecord(value) && names(value, each));
      return found === undefined
        ? { error: 'The priority selected is invalid.' }
        : { values: { priorityId: found.id } };
    },
    show: (ticket, view) => {
      const priority = priorities.find((each) => each.id === ticket.priorityId);
      return priority === undefined ? null : priorityFrom(priority, view);
    },
  }),
  field('duedate', 'Due date', system('duedate', 'date'), {
    read: (value) =>
      value === null || isDay(value)
        ? { values: { dueDate: value } }
        : { error: `Error parsing date string: ${String(value)}` },
    show: (ticket) => ticket.dueDate,
  }),
  field('assignee', 'Assignee', system('assignee', 'user'), {
    read: readAssignee,
    show: (ticket, view) => userOrNull(ticket.assignee, view),
  }),
  field('reporter', 'Reporter', system('reporter', 'user'), {
    required: true,
    hasDefault: true,
    read: (value, { view }) => {
      const id = accountIdIn(value, view);
      return id !== null && view.site.accounts.find(id) !== null
        ? { values: { reporter: id } }
        : { error: 'The reporter specified is not a user.' };
    },
    show: (ticket, view) => userOrNull(ticket.reporter, view),
  }),
  field('labels', 'Labels', system('labels', 'array', 'string'), {
    read: readLabels,
    show: (ticket) => ticket.labels,
  }),
  field('components', 'Components', system('components', 'array', 'component'), {
    allowedValues: ({ view, project }) =>
      project.components.map((name) => componentFrom(name, project, view)),
    read: readComponents,
    show: (ticket, view) => {
      const project = view.site.projects.find(ticket.key.replace(/-\d+$/, ''));
      return project === null ? [] : ticket.components.map((name) => componentFrom(name, project, view));
    },
  }),
  field('parent', 'Parent', system('parent', 'issuelink'), {
    onScreen: (_screen, { level }, deployment) => level === -1 || (level === 0 && deployment === 'cloud'),
    read: readParent,
    show: (ticket, view) => parentFrom(ticket, view),
  }),
];

function offered({ project }: Place) {
  return priorities.filter(({ name }) => project.priorities.includes(name));
}

/** Whether a value means something that has an id and a name: by id, else by name. */
function names(
  value: Record<string, unknown>,
  thing: { readonly id: string; readonly name: string },
): boolean {
  return value.id === undefined ? value.name === thing.name : String(value.id) === thing.id;
}

function userOrNull(accountId: string | null, view: View): unknown {
  const account = accountId === null ? null : view.site.accounts.find(accountId);
  return account === null ? null : userFrom(account, view);
}

function readSummary(value: unknown, { view }: Place): Reading {
  if (typeof value !== 'string' || value.trim() === '') {
    return { error: 'You must specify a summary of the issue.' };
  }
  if (/[\r\n]/.test(value)) {
    return { error: 'The summary is invalid because it contains newline characters.' };
  }
  if (value.length <= 255) return { values: { summary: value.trim() } };
  const isCloud = view.site.deployment === 'cloud';
  return {
    error: isCloud ? "Summary can't exceed 255 characters." : 'Summary must be less than 255 characters.',
  };
}

/** Cloud names people by `accountId` (or `id`), Data Center by `name`; null where there is no such name. */
function accountIdIn(value: unknown, view: View): string | null {
  if (!isRecord(value)) return null;
  const id = view.site.deployment === 'cloud' ? (value.accountId ?? value.id) : value.name;
  return typeof id === 'string' && id !== '' ? id : null;
}

function readAssignee(value: unknown, { view, project }: Place): Reading {
  const id = accountIdIn(value, view);
  if (value === null || (isRecord(value) && Object.values(value).every((each) => each === null))) {
    return { values: { assignee: null } };
  }
  const account = id === null ? null : view.site.accounts.find(id);
  if (account === null && view.site.deployment === 'datacenter') {
    return { error: `User '${String(id)}' does not exist.` };
  }
  const isFine =
    account !== null &&
    account.active !== false &&
    (account.assignableIn === undefined || account.assignableIn.includes(project.key));
  return isFine ? { values: { assignee: id } } : { error: `User '${String(id)}' cannot be assigned issues.` };
}

function readLabels(value: unknown): Reading {
  if (!Array.isArray(value) || value.some((label) => typeof label !== 'string')) {
    return { error: 'data was not an array' };
  }
  const labels: string[] = value;
  const spaced = labels.find((label) => /\s/.test(label) || label === '');
  if (spaced !== undefined) return { error: `The label '${spaced}' contains spaces which is invalid.` };
  const long = labels.find((label) => label.length > 255);
  if (long !== undefined) {
    return { error: `The label '${long}' exceeds the maximum length for a single label of 255 characters.` };
  }
  return { values: { labels: [...new Set(labels)] } };
}

function readComponents(value: unknown, { view, project }: Place): Reading {
  if (!Array.isArray(value)) return { error: 'data was not an array' };
  const known = project.components.map((name) => componentFrom(name, project, view));
  const found: string[] = [];
  for (const each of value) {
    const component = known.find((one) => isRecord(each) && names(each, one));
    if (component === undefined) {
      const [what, text] = isRecord(each) && each.id !== undefined ? ['id', each.id] : ['name', each?.name];
      return { error: `Component ${what} '${String(text)}' is not valid` };
    }
    found.push(component.name);
  }
  return { values: { components: [...new Set(found)] } };
}

function readParent(value: unknown, { view, project, issueType }: Place): Reading {
  if (value === null) return { values: { parent: null } };
  const wanted = isRecord(value) ? (value.key ?? value.id) : undefined;
  const parent = wanted === undefined ? null : view.site.store.find(String(wanted));
  if (parent === null) return { error: 'Could not find issue by id or key.' };
  if (issueTypes.find(({ id }) => id === parent.issueTypeId)?.level !== issueType.level + 1) {
    return { error: 'Given parent work item does not belong to appropriate hierarchy.' };
  }
  if (issueType.level === -1 && !isIn(parent, project.key)) {
    return { error: 'Sub-tasks must be created in the same project as the parent.' };
  }
  return { values: { parent: parent.id } };
}

function isIn(ticket: Ticket, project: string): boolean {
  return ticket.key.startsWith(`${project}-`);
}

function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
