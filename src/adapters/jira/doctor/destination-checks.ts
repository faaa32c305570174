import { priorities as allPriorities } from '../../../core/action-item.ts';
import type { TicketDestination } from '../../../core/plan/plan.ts';
import type { DestinationReport } from '../../../core/plan/preflight.ts';
import type { Check } from '../../../ports.ts';
import { destinationReport, type PreflightParts } from '../preflight.ts';
import { asked, fine, wrong } from './check.ts';

/** Fields of the create screen, and what becomes of a ticket without them. */
const screenFields = [
  ['labels', 'without it no ticket is made, it could not be found again'],
  ['duedate', 'until then the due date is a line in the description'],
  ['priority', 'until then the priority is a line in the description'],
  ['assignee', 'until then tickets are created unassigned'],
  ['description', 'until then tickets hold a title and nothing more'],
] as const;

/** Whether tickets of one kind can be made in one project, and what they will lack. */
export async function destinationChecks(
  parts: PreflightParts,
  destination: TicketDestination,
): Promise<readonly Check[]> {
  const place = `${destination.issueType} in ${destination.project}`;
  const hint = 'Check the issue type, and let the account create issues in that project.';
  const answer = await asked(place, hint, () => destinationReport(parts, destination));
  if (answer.failed !== null) return [answer.failed];
  const report = answer.value;
  if (report.problem !== null && report.fields.length === 0) return [wrong(place, report.problem, hint)];
  return [
    fine(place, 'can be created'),
    ...screenFields.map(([field, why]) => fieldCheck(report, place, field, why)),
    requiredCheck(report, place),
    ...refusedChecks(report, place),
    priorityCheck(report, place, parts.priorities),
  ];
}

function fieldCheck(report: DestinationReport, place: string, field: string, why: string): Check {
  const name = `${place}: field ${field}`;
  return report.fields.includes(field)
    ? fine(name, 'is on the create screen')
    : wrong(name, 'is not on the create screen', `Add it to that screen; ${why}.`);
}

function requiredCheck({ missing }: DestinationReport, place: string): Check {
  const name = `${place}: required fields`;
  if (missing.length === 0) return fine(name, 'none that would be left empty');
  const fields = missing.map(({ id, name: title }) => `${title} (${id})`).join(', ');
  return wrong(
    name,
    `Jira insists on: ${fields}`,
    'Give them a value under jira.values or under the team in the directory, or a default in Jira.',
  );
}

function refusedChecks({ refused }: DestinationReport, place: string): Check[] {
  return refused.map(({ field, value, reason }) =>
    wrong(
      `${place}: ${field}`,
      `does not take "${value}": ${reason}`,
      'Correct it in the settings or the directory.',
    ),
  );
}

function priorityCheck(
  { fields, priorities, unknownPriorities }: DestinationReport,
  place: string,
  names: PreflightParts['priorities'],
): Check {
  const name = `${place}: priorities`;
  if (!fields.includes('priority')) return fine(name, 'not used here');
  if (unknownPriorities.length === 0) {
    return fine(name, allPriorities.map((priority) => `${priority} = ${names[priority]}`).join(', '));
  }
  return wrong(
    name,
    `not in this project: ${unknownPriorities.join(', ')}`,
    `Set jira.priorities to names the project has: ${priorities.join(', ')}.`,
  );
}
