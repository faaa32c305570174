import { statusOf, type Ticket } from './ticket-store.ts';
import { type Account, issueType, priorities, type Transition } from './workflow.ts';

/* Tickets in the shapes of Jira's REST API v3. `root` is the address of the site, without a slash at its end. */

/** Names of all fields that an issue has here. */
const fieldNames = [
  'summary',
  'description',
  'issuetype',
  'project',
  'priority',
  'duedate',
  'assignee',
  'labels',
  'status',
  'resolution',
  'created',
  'updated',
] as const;

/** One issue. `wanted` names fields; `*all` and `*navigable` mean every one. */
export function issueFrom(
  ticket: Ticket,
  site: { readonly root: string; readonly accounts: readonly Account[] },
  wanted: readonly string[],
  properties: readonly string[],
): Record<string, unknown> {
  const all = fieldsOf(ticket, site);
  const isAll = wanted.some((name) => name.startsWith('*'));
  const names = isAll ? fieldNames : fieldNames.filter((name) => wanted.includes(name));
  return {
    expand: 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations',
    id: ticket.id,
    self: `${site.root}/rest/api/3/issue/${ticket.id}`,
    key: ticket.key,
    fields: Object.fromEntries(names.map((name) => [name, all[name]])),
    ...(properties.length === 0 ? {} : { properties: propertiesOf(ticket, properties) }),
  };
}

/** The properties of a ticket that were asked for and exist; `*all` means every one. */
export function propertiesOf(ticket: Ticket, wanted: readonly string[]): Record<string, unknown> {
  const isWanted = (key: string) => wanted.includes('*all') || wanted.includes(key);
  return Object.fromEntries(Object.entries(ticket.properties).filter(([key]) => isWanted(key)));
}

function fieldsOf(
  ticket: Ticket,
  site: { readonly root: string; readonly accounts: readonly Account[] },
): Record<(typeof fieldNames)[number], unknown> {
  const account = site.accounts.find((each) => each.accountId === ticket.assignee);
  const priority = priorities.find((each) => each.id === ticket.priorityId);
  const isDone = statusOf(ticket).category.key === 'done';
  return {
    summary: ticket.summary,
    description: ticket.description,
    issuetype: { ...issueType, self: `${site.root}/rest/api/3/issuetype/${issueType.id}`, subtask: false },
    project: { key: ticket.key.replace(/-\d+$/, '') },
    priority:
      priority === undefined
        ? null
        : { ...priority, self: `${site.root}/rest/api/3/priority/${priority.id}` },
    duedate: ticket.dueDate,
    assignee: account === undefined ? null : userFrom(account, site.root),
    labels: ticket.labels,
    status: statusFrom(ticket, site.root),
    resolution: isDone ? { id: '10000', name: 'Done' } : null,
    created: timeFrom(ticket.created),
    updated: timeFrom(ticket.updated),
  };
}

export function userFrom(account: Account, root: string): Record<string, unknown> {
  return {
    self: `${root}/rest/api/3/user?accountId=${encodeURIComponent(account.accountId)}`,
    accountId: account.accountId,
    accountType: 'atlassian',
    emailAddress: account.email,
    displayName: account.displayName,
    active: true,
    timeZone: 'Etc/UTC',
  };
}

function statusFrom(ticket: Ticket, root: string): Record<string, unknown> {
  const { id, name, category } = statusOf(ticket);
  const self = `${root}/rest/api/3/status`;
  return {
    self: `${self}/${id}`,
    id,
    name,
    statusCategory: { ...category, self: `${self}category/${category.id}` },
  };
}

export function transitionFrom(transition: Transition, root: string): Record<string, unknown> {
  const { id, name, to } = transition;
  const self = `${root}/rest/api/3/status`;
  return {
    id,
    name,
    to: {
      self: `${self}/${to.id}`,
      id: to.id,
      name: to.name,
      statusCategory: { ...to.category, self: `${self}category/${to.category.id}` },
    },
    hasScreen: false,
    isGlobal: false,
    isInitial: false,
    isAvailable: true,
    isConditional: false,
  };
}

/** Jira writes time zones without a colon: 2024-01-15T09:00:00.000+0000. */
export function timeFrom(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '+0000');
}
