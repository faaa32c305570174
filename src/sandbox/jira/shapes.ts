import { apiRoot, issueTypeOf, projectId, type View } from './site.ts';
import type { ProjectDefinition } from './site-definition.ts';
import type { Ticket } from './ticket.ts';
import {
  type Account,
  type IssueType,
  linkTypes,
  priorities,
  statusById,
  type Transition,
} from './workflow.ts';

/* The things around a ticket in the shapes of Jira's REST API. */

/** A person: on Cloud known by accountId, on Data Center by name. */
export function userFrom(account: Account, view: View): Record<string, unknown> {
  const { accountId, displayName, email, active = true } = account;
  const id = encodeURIComponent(accountId);
  const known = { emailAddress: email, displayName, active, timeZone: view.site.timeZone };
  if (view.site.deployment === 'datacenter') {
    const self = `${apiRoot(view)}/user?username=${id}`;
    return { self, key: `JIRAUSER${accountId}`, name: accountId, ...known };
  }
  const self = `${apiRoot(view)}/user?accountId=${id}`;
  return { self, accountId, accountType: 'atlassian', ...known };
}

export function typeFrom(type: IssueType, view: View): Record<string, unknown> {
  const { id, name, level } = type;
  return {
    ...{ self: `${apiRoot(view)}/issuetype/${id}`, id, name },
    ...{ description: '', subtask: level === -1 },
    ...(view.site.deployment === 'cloud' ? { hierarchyLevel: level } : {}),
  };
}

export function priorityFrom(priority: (typeof priorities)[number], view: View) {
  return { self: `${apiRoot(view)}/priority/${priority.id}`, id: priority.id, name: priority.name };
}

export function componentFrom(name: string, project: ProjectDefinition, view: View) {
  const number = (Number(projectId(view.site, project)) - 9_999) * 100;
  const id = String(10_000 + number + project.components.indexOf(name));
  return { self: `${apiRoot(view)}/component/${id}`, id, name };
}

export function projectFrom(project: ProjectDefinition, view: View) {
  const id = projectId(view.site, project);
  const self = `${apiRoot(view)}/project/${id}`;
  return { self, id, key: project.key, name: project.name, projectTypeKey: 'software' };
}

export function statusFrom(statusId: string, view: View): Record<string, unknown> {
  const { id, name, category } = statusById(statusId);
  const self = `${apiRoot(view)}/status`;
  return {
    ...{ self: `${self}/${id}`, description: '', iconUrl: `${view.site.root}/`, name, id },
    statusCategory: { self: `${self}category/${category.id}`, ...category },
  };
}

export function transitionFrom(transition: Transition, view: View): Record<string, unknown> {
  const { id, name, to, hasScreen, from } = transition;
  const shown = { id, name, to: statusFrom(to.id, view) };
  if (view.site.deployment === 'datacenter') return shown;
  const isGlobal = from === null;
  return { ...shown, hasScreen, isGlobal, isInitial: false, isAvailable: true, isConditional: false };
}

/** The epic of a ticket, or the ticket of a sub-task, in short; null where there is none. */
export function parentFrom(ticket: Ticket, view: View): unknown {
  const parent = ticket.parent === null ? null : view.site.store.find(ticket.parent);
  const isSubtask = issueTypeOf(ticket).level === -1;
  if (parent === null || (view.site.deployment === 'datacenter' && !isSubtask)) return undefined;
  return shortFrom(parent, view);
}

/** The links of a ticket, as seen from it; those to deleted tickets are gone. */
export function linksFrom(ticket: Ticket, view: View): readonly unknown[] {
  return ticket.links.flatMap((link) => {
    const other = view.site.store.find(link.other);
    const type = linkTypes.find((each) => each.id === link.typeId);
    if (other === null || type === undefined) return [];
    const self = `${apiRoot(view)}/issueLink/${link.id}`;
    const shown = shortFrom(other, view);
    return [
      {
        ...{ id: link.id, self, type: { ...type, self: `${apiRoot(view)}/issueLinkType/${type.id}` } },
        ...(link.direction === 'outward' ? { outwardIssue: shown } : { inwardIssue: shown }),
      },
    ];
  });
}

function shortFrom(ticket: Ticket, view: View) {
  const priority = priorities.find((each) => each.id === ticket.priorityId);
  return {
    id: ticket.id,
    key: ticket.key,
    self: `${apiRoot(view)}/issue/${ticket.id}`,
    fields: {
      summary: ticket.summary,
      status: statusFrom(ticket.statusId, view),
      ...(priority === undefined ? {} : { priority: priorityFrom(priority, view) }),
      issuetype: typeFrom(issueTypeOf(ticket), view),
    },
  };
}
