import { priorities as allPriorities, type Priority } from '../../core/action-item.ts';
import { isDay } from '../../core/calendar.ts';
import type { Snapshot, StatusCategory } from '../../core/sync/snapshot.ts';
import { sameName } from './create-screen.ts';
import type { Issue } from './schema.ts';

/** The fields of an issue that a snapshot is made of. */
export const snapshotFields = [
  'summary',
  'status',
  'resolution',
  'priority',
  'duedate',
  'assignee',
  'labels',
  'project',
  'issuetype',
  'issuelinks',
  'updated',
] as const;

/** What an issue says, in our terms. */
export function snapshotFrom(issue: Issue, names: Readonly<Record<Priority, string>>): Snapshot {
  const { fields } = issue;
  const priorityName = fields.priority?.name;
  const dueDate = fields.duedate ?? '';
  return {
    ticketId: issue.id,
    key: issue.key,
    project: fields.project?.key ?? issue.key.replace(/-\d+$/, ''),
    issueType: fields.issuetype?.name ?? '',
    summary: fields.summary ?? '',
    statusCategory: categoryOf(fields.status.statusCategory.key),
    statusName: fields.status.name,
    resolution: fields.resolution?.name ?? null,
    flagged: false,
    ...linksFrom(fields.issuelinks ?? []),
    priority: allPriorities.find((priority) => sameName(priorityName, names[priority])) ?? null,
    dueDate: isDay(dueDate) ? dueDate : null,
    assignee: fields.assignee?.accountId ?? null,
    assigneeActive: fields.assignee?.active ?? true,
    labels: fields.labels ?? [],
    updated: fields.updated ?? '',
  };
}

/** Jira has a fourth category, "undefined" (No Category); it is what a status has before anybody sorted it. */
function categoryOf(key: string): StatusCategory {
  return key === 'indeterminate' || key === 'done' ? key : 'new';
}

type Links = NonNullable<Issue['fields']['issuelinks']>;

/**
 * What the links of an issue say of it. `inwardIssue` stands where this issue is at the outward end's other side: the link's
 * inward text then reads from here to there ("is blocked by").
 */
function linksFrom(links: Links): Pick<Snapshot, 'blockedBy' | 'duplicateOf' | 'splitInto'> {
  const ends = links.flatMap(({ type, inwardIssue, outwardIssue }) => [
    ...(inwardIssue ? [{ says: type.inward.trim().toLowerCase(), issue: inwardIssue }] : []),
    ...(outwardIssue ? [{ says: type.outward.trim().toLowerCase(), issue: outwardIssue }] : []),
  ]);
  const saying = (text: string) => ends.filter(({ says }) => says === text).map(({ issue }) => issue);
  const isDone = (issue: NonNullable<Links[number]['inwardIssue']>) =>
    issue.fields?.status?.statusCategory.key === 'done';
  return {
    blockedBy: saying('is blocked by')
      .filter((issue) => !isDone(issue))
      .map(({ key }) => key)
      .sort(),
    duplicateOf: saying('duplicates')[0]?.key ?? null,
    splitInto: saying('split to')
      .map(({ key }) => key)
      .sort(),
  };
}
