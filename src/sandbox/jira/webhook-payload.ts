import { type ChangelogItem, changelogItems, creationItems, isMove } from './changelog.ts';
import { issueFrom } from './issue-shape.ts';
import { showText } from './rich-text.ts';
import { userFrom } from './shapes.ts';
import { apiRoot, type JiraSite, type View } from './site.ts';
import type { TicketChange } from './store.ts';
import type { Comment, Ticket } from './ticket.ts';
import { timeFrom } from './times.ts';
import { statusById } from './workflow.ts';

/** The names of the events that the sandbox tells. */
export const eventNames = [
  'jira:issue_created',
  'jira:issue_updated',
  'jira:issue_deleted',
  'comment_created',
] as const;
export type EventName = (typeof eventNames)[number];

/** One event: its name, the ticket it is about, and the body as it is sent. */
export interface WebhookEvent {
  readonly name: EventName;
  readonly ticket: Ticket;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The events that a change of a ticket is told by; the issue in them is in the shape of version 2, on Cloud too. */
export function eventsOf(change: TicketChange, site: JiraSite): readonly WebhookEvent[] {
  const { before, after } = change;
  const view: View = { site, api: '2' };
  const told = (name: EventName, rest: Record<string, unknown>): WebhookEvent => ({
    name,
    ticket: after,
    body: { timestamp: site.now(), webhookEvent: name, ...rest },
  });
  const user = userOf(change.by, view);
  const issue = () => issueIn(after, view, whole);
  if (before === null) {
    const changelog = { id: changelogId(after), items: creationItems(after, view) };
    const type = { issue_event_type_name: 'issue_created' };
    const isCloud = site.deployment === 'cloud';
    return [told('jira:issue_created', { ...type, user, issue: issue(), ...(isCloud ? { changelog } : {}) })];
  }
  if (after.deleted !== before.deleted) {
    // Nothing is told of a ticket that comes back: it was restored from a backup.
    return after.deleted ? [told('jira:issue_deleted', { user, issue: issue() })] : [];
  }
  const events: WebhookEvent[] = [];
  const items = changelogItems(before, after, view);
  if (items.length > 0) {
    const changelog = { id: changelogId(after), items };
    const type = eventTypeOf(before, after, items, site);
    events.push(told('jira:issue_updated', { issue_event_type_name: type, user, issue: issue(), changelog }));
  }
  for (const comment of after.comments.slice(before.comments.length)) {
    events.push(...commentEvents(comment, after, view, told, user));
  }
  return events;
}

/** Comments have events of their own. */
const whole = ['*all', '-comment'];

type Tell = (name: EventName, rest: Record<string, unknown>) => WebhookEvent;

/** Cloud tells a comment with a little of its issue; Data Center tells the update, and the comment without its issue. */
function commentEvents(comment: Comment, ticket: Ticket, view: View, told: Tell, user: unknown) {
  const author = userOf(comment.author, view);
  const time = timeFrom(comment.created, view.site.timeZone);
  const shown = {
    ...{ self: `${apiRoot(view)}/issue/${ticket.id}/comment/${comment.id}`, id: comment.id, author },
    ...{ body: showText(comment.body, view), updateAuthor: author, created: time, updated: time },
  };
  if (view.site.deployment === 'cloud') {
    const short = ['summary', 'issuetype', 'project', 'assignee', 'priority', 'status'];
    return [told('comment_created', { comment: shown, issue: issueIn(ticket, view, short) })];
  }
  const issue = issueIn(ticket, view, whole);
  return [
    told('comment_created', { comment: shown }),
    told('jira:issue_updated', { issue_event_type_name: 'issue_commented', user, issue, comment: shown }),
  ];
}

function issueIn(ticket: Ticket, view: View, wanted: readonly string[]): Record<string, unknown> {
  const { expand: _, ...issue } = issueFrom(ticket, view, wanted, []);
  return issue;
}

function userOf(accountId: string, view: View): unknown {
  const account = view.site.accounts.find(accountId);
  return account === null ? null : userFrom(account, view);
}

function changelogId(ticket: Ticket): string {
  return String(ticket.updated).slice(-9);
}

function eventTypeOf(before: Ticket, after: Ticket, items: readonly ChangelogItem[], site: JiraSite): string {
  if (isMove(before, after)) return 'issue_moved';
  if (before.statusId !== after.statusId) {
    if (site.deployment === 'cloud') return 'issue_generic';
    const [was, is] = [before, after].map((ticket) => statusById(ticket.statusId).category.key);
    if (is === 'done') return 'issue_resolved';
    return was === 'done' ? 'issue_reopened' : 'issue_generic';
  }
  return items.every(({ field }) => field === 'assignee') ? 'issue_assigned' : 'issue_updated';
}
