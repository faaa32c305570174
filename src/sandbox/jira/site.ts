import type { Registry } from './registry.ts';
import type { CustomFieldDefinition, ProjectDefinition } from './site-definition.ts';
import type { Store } from './store.ts';
import { projectKeyOf, type Ticket } from './ticket.ts';
import { type Account, type IssueType, issueTypes, type Transition, workflows } from './workflow.ts';

export type Deployment = 'cloud' | 'datacenter';

/** One Jira site as its routes see it. */
export interface JiraSite {
  /** Its address, without a slash at the end. */
  readonly root: string;
  readonly deployment: Deployment;
  readonly projects: Registry<ProjectDefinition>;
  readonly accounts: Registry<Account>;
  readonly customFields: readonly CustomFieldDefinition[];
  readonly store: Store;
  /** The zone of the account that asks: time stamps are written in it and dates in queries read in it. */
  readonly timeZone: string;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Whose version of the API speaks: 2 has texts as wiki markup, 3 (Cloud alone) as documents. */
export interface View {
  readonly site: JiraSite;
  readonly api: '2' | '3';
}

/** Address of the API that a view belongs to. */
export function apiRoot(view: View): string {
  return `${view.site.root}/rest/api/${view.api}`;
}

/** @throws where the ticket's project was never defined */
export function projectOf(site: JiraSite, ticket: Ticket): ProjectDefinition {
  const project = site.projects.find(projectKeyOf(ticket));
  if (project === null) throw new Error(`The sandbox has no project for ${ticket.key}.`);
  return project;
}

/** By key, without regard to case, or by id. */
export function findProject(site: JiraSite, keyOrId: string): ProjectDefinition | null {
  return (
    site.projects.find(keyOrId.toUpperCase()) ??
    site.projects.all().find((project) => projectId(site, project) === keyOrId) ??
    null
  );
}

export function projectId(site: JiraSite, project: ProjectDefinition): string {
  return String(10_000 + site.projects.all().findIndex((each) => each.key === project.key));
}

export function issueTypeOf(ticket: Ticket): IssueType {
  const found = issueTypes.find((each) => each.id === ticket.issueTypeId);
  if (found === undefined) throw new Error(`The sandbox has no issue type ${ticket.issueTypeId}.`);
  return found;
}

/** The steps that a ticket can take from where it stands; none where nobody may move tickets in its project. */
export function openTransitions(site: JiraSite, ticket: Ticket): readonly Transition[] {
  const project = projectOf(site, ticket);
  if (project.denied.includes('TRANSITION_ISSUES')) return [];
  const all: readonly Transition[] = workflows[project.workflow].transitions;
  return all.filter(({ from, to }) =>
    from === null ? to.id !== ticket.statusId : from.some((status) => status.id === ticket.statusId),
  );
}
