import { typesOf } from './screens.ts';
import { issueTypeOf, type JiraSite, openTransitions, projectOf } from './site.ts';
import type { ProjectDefinition } from './site-definition.ts';
import type { RichText, Ticket, TicketValues } from './ticket.ts';
import { type IssueType, priorities, resolutions, statusById, workflows } from './workflow.ts';

/* What can be done to a ticket, over the API and on the board: each gives the next version, which the store then keeps. */

/** A new ticket with an id and a key of its own. */
export function newTicket(
  site: JiraSite,
  project: ProjectDefinition,
  issueType: IssueType,
  values: TicketValues,
  properties: Readonly<Record<string, unknown>>,
  by: string,
): Ticket {
  const now = site.now();
  return {
    id: site.store.nextId(),
    key: site.store.nextKey(project.key),
    formerKeys: [],
    issueTypeId: issueType.id,
    summary: '',
    description: null,
    priorityId: defaultPriority(project),
    dueDate: null,
    assignee: null,
    reporter: by,
    labels: [],
    components: [],
    parent: null,
    statusId: workflows[project.workflow].statuses[0].id,
    resolutionId: null,
    custom: {},
    properties: { ...properties },
    comments: [],
    remoteLinks: [],
    links: [],
    created: now,
    updated: now,
    deleted: false,
    ...values,
  };
}

export function edited(site: JiraSite, ticket: Ticket, values: Partial<Ticket>): Ticket {
  return { ...ticket, ...values, updated: site.now() };
}

/**
 * A ticket after a step of its workflow; null where there is no such step from where it stands.
 * @param resolutionId instead of the one that the step itself gives
 */
export function transitioned(
  site: JiraSite,
  ticket: Ticket,
  transitionId: string,
  resolutionId: string | null = null,
): Ticket | null {
  const step = openTransitions(site, ticket).find((each) => each.id === transitionId);
  if (step === undefined) return null;
  const own = resolutions.find(({ name }) => name === step.resolution)?.id ?? null;
  return edited(site, ticket, { statusId: step.to.id, resolutionId: resolutionId ?? own });
}

export function commented(site: JiraSite, ticket: Ticket, body: RichText, author: string): Ticket {
  const comment = { id: String(site.store.nextPartId()), body, author, created: site.now() };
  return edited(site, ticket, { comments: [...ticket.comments, comment] });
}

/** Both ends of a new link: `from` blocks, duplicates or is split to `to`. */
export function linked(site: JiraSite, from: Ticket, to: Ticket, typeId: string): readonly [Ticket, Ticket] {
  const id = String(site.store.nextPartId());
  return [
    edited(site, from, { links: [...from.links, { id, typeId, direction: 'outward', other: to.id }] }),
    edited(site, to, { links: [...to.links, { id, typeId, direction: 'inward', other: from.id }] }),
  ];
}

/** All tickets that lose an end when a link is taken away. */
export function unlinked(site: JiraSite, ticket: Ticket, linkId: string): readonly Ticket[] {
  const other = ticket.links.find(({ id }) => id === linkId)?.other;
  const ends = [ticket, other === undefined ? null : site.store.find(other)];
  return ends.flatMap((end) =>
    end === null ? [] : [edited(site, end, { links: end.links.filter(({ id }) => id !== linkId) })],
  );
}

/**
 * A ticket in another project: with a new key (its old one there, should it come back), and what the new project does not
 * have replaced by what comes nearest.
 */
export function moved(site: JiraSite, ticket: Ticket, project: ProjectDefinition): Ticket {
  const oldKeys = [...ticket.formerKeys, ticket.key];
  const returned = oldKeys.find((key) => key.startsWith(`${project.key}-`));
  const key = returned ?? site.store.nextKey(project.key);
  const { statuses } = workflows[project.workflow];
  const { category } = statusById(ticket.statusId);
  const status =
    statuses.find(({ id }) => id === ticket.statusId) ??
    statuses.find((each) => each.category.key === category.key) ??
    statuses[0];
  const type = issueTypeOf(ticket);
  const offered = priorities.filter(({ name }) => project.priorities.includes(name));
  return edited(site, ticket, {
    key,
    formerKeys: oldKeys.filter((each) => each !== key),
    statusId: status.id,
    issueTypeId: (typesOf(project).find(({ id }) => id === type.id) ?? typesOf(project)[0] ?? type).id,
    priorityId: offered.some(({ id }) => id === ticket.priorityId)
      ? ticket.priorityId
      : defaultPriority(project),
    components: ticket.components.filter((name) => project.components.includes(name)),
  });
}

/** What a new ticket is about as urgent as where nobody says. */
function defaultPriority({ priorities: offered }: ProjectDefinition): string {
  const name = offered.includes('Medium') ? 'Medium' : offered[Math.floor(offered.length / 2)];
  return priorities.find((each) => each.name === name)?.id ?? '3';
}

/** Whether a project forbids something to the API. */
export function isDenied(
  site: JiraSite,
  ticket: Ticket,
  permission: ProjectDefinition['denied'][number],
): boolean {
  return projectOf(site, ticket).denied.includes(permission);
}
