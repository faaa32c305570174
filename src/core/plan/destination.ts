import type { Owner } from '../action-item.ts';
import { answerablePerson, type Directory, findTeam, type Team } from '../directory.ts';
import type { PirItem } from '../pir/pir.ts';
import type { TicketDestination } from './plan.ts';

/**
 * Where the ticket of an item is made: where its team keeps tickets, by the directory, else where the settings say. The
 * team is the first one named as owner that keeps tickets of its own; without one, that of the person who answers for it.
 * @returns null where neither says anything, since no tracker is configured
 */
export function destinationOf(
  { owners }: Pick<PirItem, 'owners'>,
  directory: Directory,
  otherwise: TicketDestination | null,
): TicketDestination | null {
  if (otherwise === null) return null;
  const person = answerablePerson(directory, owners);
  const teams = [...owners, ...(person?.teams ?? [])].map((name) => findTeam(directory, name));
  const team = teams.find((each) => each !== null && each.jira !== null);
  return team ? teamDestination(team, otherwise) : otherwise;
}

/** Where a team's tickets are made: as the directory says, and for what it leaves out as the settings say. */
export function teamDestination({ jira }: Team, otherwise: TicketDestination): TicketDestination {
  if (jira === null) return otherwise;
  const isElsewhere = jira.project !== null && jira.project !== otherwise.project;
  return {
    project: jira.project ?? otherwise.project,
    issueType: jira.issueType ?? otherwise.issueType,
    // Components and fields belong to a project: those of the settings are none of another one's.
    components: jira.components.length > 0 || isElsewhere ? jira.components : otherwise.components,
    values: isElsewhere ? jira.values : { ...otherwise.values, ...jira.values },
  };
}

/** Everywhere that tickets may be made: where the settings say first, then where teams have their own. */
export function everyDestination(
  { teams }: Directory,
  otherwise: TicketDestination,
): readonly TicketDestination[] {
  const own = teams.filter(({ jira }) => jira !== null).map((team) => teamDestination(team, otherwise));
  return [otherwise, ...own];
}

/** Everybody whom the directory gives an account, with the project in which they are given tickets. */
export function accountsIn(
  directory: Directory,
  otherwise: TicketDestination,
): readonly { readonly name: string; readonly account: string; readonly project: string }[] {
  return directory.people.flatMap(({ name, handle, jiraAccount }) => {
    if (jiraAccount === null) return [];
    const owner: Owner = { kind: 'person', handle, raw: `@${handle}` };
    const { project } = destinationOf({ owners: [owner] }, directory, otherwise) ?? otherwise;
    return [{ name, account: jiraAccount, project }];
  });
}

/** Where the epic of a PIR is made: in the project of the settings, whose components and values are for items. */
export function epicDestination({ project }: TicketDestination, issueType: string): TicketDestination {
  return { project, issueType, components: [], values: {} };
}
