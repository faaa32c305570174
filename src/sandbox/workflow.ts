/* The project that the sandbox plays: one workflow, one issue type, the priorities of a fresh Jira Cloud site. */

/** A status, with the category that tells new, begun and finished apart whatever a status is called. */
export interface Status {
  readonly id: string;
  readonly name: string;
  readonly category: {
    readonly id: number;
    readonly key: string;
    readonly name: string;
    readonly colorName: string;
  };
}

const todo: Status = {
  id: '10000',
  name: 'To Do',
  category: { id: 2, key: 'new', name: 'To Do', colorName: 'blue-gray' },
};
const inProgress: Status = {
  id: '3',
  name: 'In Progress',
  category: { id: 4, key: 'indeterminate', name: 'In Progress', colorName: 'yellow' },
};
const done: Status = {
  id: '10001',
  name: 'Done',
  category: { id: 3, key: 'done', name: 'Done', colorName: 'green' },
};

export const firstStatus = todo;
export const statuses: readonly Status[] = [todo, inProgress, done];

/** A step that a ticket may take; ids belong to the workflow, as in Jira. */
export interface Transition {
  readonly id: string;
  readonly name: string;
  readonly from: Status;
  readonly to: Status;
}

export const transitions: readonly Transition[] = [
  { id: '21', name: 'Start progress', from: todo, to: inProgress },
  { id: '31', name: 'Done', from: inProgress, to: done },
  { id: '11', name: 'Stop progress', from: inProgress, to: todo },
  { id: '41', name: 'Reopen', from: done, to: todo },
];

export const issueType = { id: '10002', name: 'Task' };

export const priorities = [
  { id: '1', name: 'Highest' },
  { id: '2', name: 'High' },
  { id: '3', name: 'Medium' },
  { id: '4', name: 'Low' },
  { id: '5', name: 'Lowest' },
] as const;

export const defaultPriority = '3';

/** Somebody who can be given tickets. */
export interface Account {
  readonly accountId: string;
  readonly displayName: string;
  readonly email: string;
}
