import { priorities as allPriorities, type Priority } from '../../../core/action-item.ts';
import { isDay } from '../../../core/calendar.ts';
import type { Snapshot, StatusCategory } from '../../../core/sync/snapshot.ts';
import { CallError } from '../client/call-error.ts';
import type { Fields, Issue, IssueFields } from '../client/schema.ts';
import type { Dialect } from '../dialect.ts';
import { sameName } from '../screen/field-value.ts';

/** The fields of an issue that a snapshot is made of, beside the flag. */
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

/** How an issue is read. */
export interface SnapshotContext {
  readonly dialect: Pick<Dialect, 'accountOf'>;
  readonly priorities: Readonly<Record<Priority, string>>;
  /** Id of the field "Flagged", which boards show as impediment; null where Jira has none. */
  readonly flagField: string | null;
}

/**
 * What an issue says, in our terms.
 * @throws {CallError} cut-off where it has no status: every issue has one
 */
export function snapshotFrom(issue: Issue, { dialect, priorities, flagField }: SnapshotContext): Snapshot {
  const { fields } = issue;
  const { status } = fields;
  if (!status) throw CallError.cutOff(`${issue.key} came without its status`);
  const priorityName = fields.priority?.name;
  const dueDate = fields.duedate ?? '';
  const assignee = fields.assignee ?? null;
  return {
    ticketId: issue.id,
    key: issue.key,
    project: fields.project?.key ?? issue.key.replace(/-\d+$/, ''),
    issueType: fields.issuetype?.name ?? '',
    summary: fields.summary ?? '',
    statusCategory: categoryOf(status.statusCategory.key),
    statusName: status.name,
    resolution: fields.resolution?.name ?? null,
    flagged: flagField !== null && isSet(fields[flagField]),
    ...linksFrom(fields.issuelinks ?? []),
    priority: allPriorities.find((priority) => sameName(priorityName, priorities[priority])) ?? null,
    dueDate: isDay(dueDate) ? dueDate : null,
    assignee: assignee === null ? null : dialect.accountOf(assignee),
    assigneeActive: assignee?.active ?? true,
    labels: fields.labels ?? [],
    updated: fields.updated ?? '',
  };
}

/** Jira has a fourth category, "undefined" (No Category); it is what a status has before anybody sorted it. */
function categoryOf(key: string): StatusCategory {
  return key === 'indeterminate' || key === 'done' ? key : 'new';
}

/** The field is a list of boxes, of which there is one: Impediment. */
function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined;
}

/** The field behind "Flag added", among all that Jira has; it has no id of its own that would be the same everywhere. */
export function flagFieldAmong(fields: Fields): string | null {
  const isFlag = ({ name, schema }: Fields[number]) =>
    name === 'Flagged' && (schema?.custom ?? '').endsWith(':multicheckboxes');
  return fields.find(isFlag)?.id ?? null;
}

type Links = NonNullable<IssueFields['issuelinks']>;

/**
 * What the links of an issue say of it. An issue at the inward end is named with the link's inward words, so that from here
 * it reads "is blocked by OPS-2"; one at the outward end with its outward words, "duplicates OPS-3".
 */
function linksFrom(links: Links): Pick<Snapshot, 'blockedBy' | 'duplicateOf' | 'splitInto'> {
  const ends = links.flatMap(({ type, inwardIssue, outwardIssue }) => [
    ...(inwardIssue ? [{ says: type.inward.trim().toLowerCase(), issue: inwardIssue }] : []),
    ...(outwardIssue ? [{ says: type.outward.trim().toLowerCase(), issue: outwardIssue }] : []),
  ]);
  const saying = (words: string) => ends.filter(({ says }) => says === words).map(({ issue }) => issue);
  const isOpen = ({ fields }: NonNullable<Links[number]['inwardIssue']>) =>
    fields?.status?.statusCategory.key !== 'done';
  const keys = (issues: readonly { readonly key: string }[]) => issues.map(({ key }) => key).sort();
  return {
    blockedBy: keys(saying('is blocked by').filter(isOpen)),
    duplicateOf: keys(saying('duplicates'))[0] ?? null,
    splitInto: keys(saying('split to')),
  };
}
