import type { Finding, Severity } from '../pir/finding.ts';
import type { Explanation } from '../pir/rules/rules.ts';

/** What planning may have to say, beside what the rules say of the document. */
interface PlanFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly source: string;
  readonly mend: string;
}

/**
 * Every finding of planning. A code is never used for something else. Up to PLAN009: approval goes on and does something
 * else than the document asks. PLAN010 to PLAN019, errors: Jira would refuse the ticket, so the item cannot be approved.
 * From PLAN020: tickets that are there already, and what could not be asked.
 */
export const planFindings = [
  {
    code: 'PLAN001',
    severity: 'error',
    title: 'An item cannot be told apart',
    why: 'A changed document is matched with what was approved before: by ticket key, number and title. An item that fits two ways is never guessed at, since that would move one promise onto the ticket of another. It cannot be approved until it is clear; the other items can.',
    source:
      'Matching by ticket key, then number and title, then title, then number and similar title; what fits twice is said.',
    mend: 'Give each item a number and a title of its own. An item keeps its number for good; a new one takes a new number.',
  },
  {
    code: 'PLAN002',
    severity: 'info',
    title: 'The due date goes into the description',
    why: 'The project has no due date on its create screen, and Jira refuses a ticket that sets a field which is not there. The ticket is created without the field, and its description says the day. It is followed up by that day all the same; moving it in Jira is not noticed.',
    source: 'Jira: "Field \'duedate\' cannot be set. It is not on the appropriate screen, or unknown."',
    mend: 'Put "Due date" on the create and edit screens of that issue type.',
  },
  {
    code: 'PLAN003',
    severity: 'info',
    title: 'The priority goes into the description',
    why: 'The project has no priority on its create screen. The ticket gets whatever priority the project gives by itself, and its description says the one of the document.',
    source: 'Jira: "Field \'priority\' cannot be set. It is not on the appropriate screen, or unknown."',
    mend: 'Put "Priority" on the create and edit screens of that issue type.',
  },
  {
    code: 'PLAN004',
    severity: 'warning',
    title: 'The project does not know the priority',
    why: 'Priorities have names of their own in each priority scheme, and translated ones. One of the names in the settings is not offered in this project: the ticket gets the project’s default, and its description says the priority of the document.',
    source:
      'Jira: "The priority selected is invalid." The names offered come from the project’s create screen.',
    mend: 'Set jira.priorities to names that the project offers; the finding lists them.',
  },
  {
    code: 'PLAN005',
    severity: 'info',
    title: 'The owner goes into the description',
    why: 'The project has no assignee on its create screen. The ticket is created unassigned, and its description names the owner, who is reminded all the same.',
    source: 'Jira: "Field \'assignee\' cannot be set. It is not on the appropriate screen, or unknown."',
    mend: 'Put "Assignee" on the create and edit screens of that issue type.',
  },
  {
    code: 'PLAN006',
    severity: 'warning',
    title: 'The owner cannot be assigned',
    why: 'Jira does not let this account be assigned in the project: it is deactivated, mistyped in the directory, or has no permission there. The ticket is created unassigned, and its description names the owner.',
    source: 'Jira: "User \'…\' cannot be assigned issues." Asked of the assignable users of the project.',
    mend: 'Correct jiraAccount in the directory, or give the person the permission "Assignable User" in the project.',
  },
  {
    code: 'PLAN007',
    severity: 'warning',
    title: 'A custom field is left out',
    why: 'The settings name a custom field that the project’s create screen does not have. The ticket is created without it; nothing is lost, since the description says the same.',
    source: 'Jira refuses a ticket that sets a field which is not on the screen.',
    mend: 'Put the field on the screen, or take it out of jira.fields.',
  },
  {
    code: 'PLAN008',
    severity: 'warning',
    title: 'The description is left out',
    why: 'The project has no description on its create screen. The ticket says no more than its title and fields, and none of what else was to go into the description.',
    source: 'Jira refuses a ticket that sets a field which is not on the screen.',
    mend: 'Put "Description" on the create and edit screens of that issue type.',
  },
  {
    code: 'PLAN009',
    severity: 'warning',
    title: 'The ticket hangs under nothing',
    why: 'The settings ask for an epic, or a parent, and tickets of this type have no field for one in this project. The ticket is created beside it, and its description names it.',
    source: 'The create screen has neither "Parent" nor "Epic Link".',
    mend: 'Put "Parent" on the create screen of that issue type, or take jira.epic and jira.parent out of the settings.',
  },
  {
    code: 'PLAN010',
    severity: 'error',
    title: 'No ticket can be made there',
    why: 'Jira does not know the project or the issue type, or does not let the service’s account create tickets of it. What it said stands in the finding.',
    source: 'The project’s create screen, as Jira describes it to the service’s account.',
    mend: 'Correct the team’s jira section in the directory, or jira.project and jira.issueType in the settings, or give the account the permission; `pir doctor` says which it lacks.',
  },
  {
    code: 'PLAN011',
    severity: 'error',
    title: 'The project insists on a field',
    why: 'The project requires a field that has no default and that nothing of ours fills, so Jira would refuse the ticket.',
    source: 'Fields marked as required on the project’s create screen.',
    mend: 'Give the value in the team’s jira.values in the directory, by the id that the finding names, or make the field optional in Jira.',
  },
  {
    code: 'PLAN012',
    severity: 'error',
    title: 'Tickets cannot be labelled there',
    why: 'Labels are how a ticket is found again after a lost answer. Without them on the create screen an interrupted creation might be repeated, so no ticket is created there at all.',
    source:
      'Jira has no key that makes a creation safe to repeat; what may have been made is looked for by label.',
    mend: 'Put "Labels" on the create screen of that issue type.',
  },
  {
    code: 'PLAN013',
    severity: 'error',
    title: 'The project does not take a value',
    why: 'A component, or the value of a required field, that the directory or the settings give is none that the project offers; Jira would refuse the ticket.',
    source: 'Values allowed on the project’s create screen.',
    mend: 'Correct jira.components or jira.values of the team in the directory.',
  },
  {
    code: 'PLAN020',
    severity: 'error',
    title: 'The ticket named is not there',
    why: 'The document names a ticket that Jira does not have, or that the service’s account may not see. Linking it would fail, and creating another instead is not what the document says.',
    source: 'The ticket is read by its key when the plan is made.',
    mend: 'Correct the key, or take it out of the document to have a ticket created.',
  },
  {
    code: 'PLAN021',
    severity: 'info',
    title: 'Jira has the ticket already',
    why: 'A ticket in Jira says that it was made for this item, and the database does not know it: after a restored backup, for example, or where a database was begun anew. It is linked, and none is created.',
    source:
      'Each ticket carries its item’s id, set when it is created. The tickets with the PIR’s label are asked for it.',
    mend: 'Nothing needs to be done.',
  },
  {
    code: 'PLAN030',
    severity: 'info',
    title: 'Jira could not be asked',
    why: 'Jira did not answer in time, so the plan goes by what it said of this PIR before, or by the settings alone. What Jira refuses later is shown as given up on, and what may be there already is looked for before anything is created.',
    source: 'Planning waits for Jira only so long: it must not fail on account of a tracker that is down.',
    mend: 'Plan again once Jira answers; `pir doctor` says what is wrong.',
  },
] as const satisfies readonly PlanFinding[];

/** A code of {@link planFindings}. */
export type PlanCode = (typeof planFindings)[number]['code'];

const byCode = new Map<string, PlanFinding>(planFindings.map((entry) => [entry.code, entry]));

/** A finding of planning: what is so here, and what will happen or what to do. */
export function planFinding(code: PlanCode, line: number, message: string, hint: string): Finding {
  return { code, severity: byCode.get(code)?.severity ?? 'info', line, message, hint };
}

/** What a finding of planning is about, in words; null for a code that is none. */
export function explainPlan(code: string): Explanation | null {
  const entry = byCode.get(code.trim().toUpperCase());
  return entry === undefined ? null : { ...entry, template: null };
}
