/* What is the same on the whole site: statuses, resolutions, workflows, issue types, priorities and kinds of links. */

/** New, begun and finished, whatever a status is called. */
export interface StatusCategory {
  readonly id: number;
  readonly key: 'new' | 'indeterminate' | 'done';
  readonly name: string;
  readonly colorName: string;
}

export interface Status {
  readonly id: string;
  readonly name: string;
  readonly category: StatusCategory;
}

const fresh: StatusCategory = { id: 2, key: 'new', name: 'To Do', colorName: 'blue-gray' };
const begun: StatusCategory = { id: 4, key: 'indeterminate', name: 'In Progress', colorName: 'yellow' };
const finished: StatusCategory = { id: 3, key: 'done', name: 'Done', colorName: 'green' };

const todo: Status = { id: '10000', name: 'To Do', category: fresh };
const inProgress: Status = { id: '3', name: 'In Progress', category: begun };
const done: Status = { id: '10001', name: 'Done', category: finished };
const backlog: Status = { id: '10002', name: 'Backlog', category: fresh };
const selected: Status = { id: '10003', name: 'Selected', category: fresh };
const inReview: Status = { id: '10004', name: 'In Review', category: begun };
const blocked: Status = { id: '10005', name: 'Blocked', category: begun };
const closed: Status = { id: '6', name: 'Closed', category: finished };

export interface Resolution {
  readonly id: string;
  readonly name: string;
}

export const resolutions = [
  { id: '10000', name: 'Done' },
  { id: '10001', name: "Won't Do" },
  { id: '10002', name: 'Duplicate' },
  { id: '10003', name: 'Cannot Reproduce' },
] as const satisfies readonly Resolution[];

type ResolutionName = (typeof resolutions)[number]['name'];

/** A step that a ticket may take; ids belong to the workflow, as in Jira. */
export interface Transition {
  readonly id: string;
  readonly name: string;
  /** null: from every status. */
  readonly from: readonly Status[] | null;
  readonly to: Status;
  /** What the step says became of the ticket; null takes away what was said before. */
  readonly resolution: ResolutionName | null;
  /** Has a screen on which another resolution can be given. */
  readonly hasScreen: boolean;
}

export interface Workflow {
  /** The first is where a ticket starts; the order is that of the board. */
  readonly statuses: readonly Status[];
  readonly transitions: readonly Transition[];
}

function step(
  id: string,
  name: string,
  from: readonly Status[] | null,
  to: Status,
  resolution: ResolutionName | null = null,
  hasScreen = false,
): Transition {
  return { id, name, from, to, resolution, hasScreen };
}

export const workflows = {
  /** Three columns; a ticket is done only after it was begun. */
  simple: {
    statuses: [todo, inProgress, done],
    transitions: [
      step('21', 'Start progress', [todo], inProgress),
      step('31', 'Done', [inProgress], done, 'Done'),
      step('11', 'Stop progress', [inProgress], todo),
      step('41', 'Reopen', [done], todo),
      step('51', "Won't do", [todo, inProgress], done, "Won't Do"),
      step('61', 'Duplicate', [todo, inProgress], done, 'Duplicate'),
    ],
  },
  /** Two or three statuses in each category, other ids, and a screen that asks for the resolution. */
  reviewed: {
    statuses: [backlog, selected, inProgress, inReview, blocked, done, closed],
    transitions: [
      step('101', 'Select', [backlog], selected),
      step('111', 'Start', [backlog, selected], inProgress),
      step('121', 'Ask for review', [inProgress], inReview),
      step('131', 'Block', [selected, inProgress, inReview], blocked),
      step('141', 'Unblock', [blocked], inProgress),
      step('151', 'Accept', [inReview], done, 'Done'),
      step('161', 'Close', null, closed, 'Done', true),
      step('171', 'Reopen', [done, closed], selected),
    ],
  },
} as const satisfies Readonly<Record<string, Workflow>>;

export type WorkflowName = keyof typeof workflows;

const allStatuses: readonly Status[] = Object.values(workflows).flatMap((workflow) => workflow.statuses);

/** @throws where no workflow has such a status */
export function statusById(id: string): Status {
  const status = allStatuses.find((each) => each.id === id);
  if (status === undefined) throw new Error(`The sandbox has no status ${id}.`);
  return status;
}

export interface IssueType {
  readonly id: string;
  readonly name: string;
  /** 1 above, 0 the usual, -1 below. */
  readonly level: 1 | 0 | -1;
}

export const issueTypes = [
  { id: '10002', name: 'Task', level: 0 },
  { id: '10004', name: 'Bug', level: 0 },
  { id: '10000', name: 'Epic', level: 1 },
  { id: '10003', name: 'Sub-task', level: -1 },
] as const satisfies readonly IssueType[];

export const priorities = [
  { id: '1', name: 'Highest' },
  { id: '2', name: 'High' },
  { id: '3', name: 'Medium' },
  { id: '4', name: 'Low' },
  { id: '5', name: 'Lowest' },
] as const;

export const linkTypes = [
  { id: '10000', name: 'Blocks', inward: 'is blocked by', outward: 'blocks' },
  { id: '10001', name: 'Cloners', inward: 'is cloned by', outward: 'clones' },
  { id: '10002', name: 'Duplicate', inward: 'is duplicated by', outward: 'duplicates' },
  { id: '10003', name: 'Relates', inward: 'relates to', outward: 'relates to' },
  { id: '10004', name: 'Issue split', inward: 'split from', outward: 'split to' },
] as const;

/** Somebody who works on the site. */
export interface Account {
  /** On Data Center it is the user name. */
  readonly accountId: string;
  readonly displayName: string;
  readonly email: string;
  /** false: deactivated; what was assigned stays assigned, new tickets cannot be. True where nothing is said. */
  readonly active?: boolean | undefined;
  /** Keys of the only projects where this account can be given tickets; all where nothing is said. */
  readonly assignableIn?: readonly string[] | undefined;
}
