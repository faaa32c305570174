import { answerablePerson, type Directory, findTeam } from '../directory.ts';
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
  const own = teams.find((team) => team !== null && team.jira !== null)?.jira;
  if (own === undefined || own === null) return otherwise;
  const isElsewhere = own.project !== null && own.project !== otherwise.project;
  return {
    project: own.project ?? otherwise.project,
    issueType: own.issueType ?? otherwise.issueType,
    // Components and fields belong to a project: those of the settings are none of another one's.
    components: own.components.length > 0 || isElsewhere ? own.components : otherwise.components,
    values: isElsewhere ? own.values : { ...otherwise.values, ...own.values },
  };
}

/** Where the epic of a PIR is made: in the project of the settings, whose components and values are for items. */
export function epicDestination({ project }: TicketDestination, issueType: string): TicketDestination {
  return { project, issueType, components: [], values: {} };
}
