import { priorities as allPriorities, type Priority } from '../../core/action-item.ts';
import { isDay } from '../../core/calendar.ts';
import type { Snapshot, StatusCategory } from '../../core/sync/snapshot.ts';
import { sameName } from './create-screen.ts';
import type { Issue } from './schema.ts';

/** The fields of an issue that a snapshot is made of. */
export const snapshotFields = ['summary', 'status', 'priority', 'duedate', 'assignee', 'labels'] as const;

/** What an issue says, in our terms. */
export function snapshotFrom(issue: Issue, names: Readonly<Record<Priority, string>>): Snapshot {
  const { fields } = issue;
  const priorityName = fields.priority?.name;
  const dueDate = fields.duedate ?? '';
  return {
    ticketId: issue.id,
    key: issue.key,
    summary: fields.summary ?? '',
    statusCategory: categoryOf(fields.status.statusCategory.key),
    statusName: fields.status.name,
    priority: allPriorities.find((priority) => sameName(priorityName, names[priority])) ?? null,
    dueDate: isDay(dueDate) ? dueDate : null,
    assignee: fields.assignee?.accountId ?? null,
    labels: fields.labels ?? [],
  };
}

/** Jira has a fourth category, "undefined" (No Category); it is what a status has before anybody sorted it. */
function categoryOf(key: string): StatusCategory {
  return key === 'indeterminate' || key === 'done' ? key : 'new';
}
