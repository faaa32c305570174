import { showText } from './rich-text.ts';
import { userFrom } from './shapes.ts';
import { apiRoot, type View } from './site.ts';
import type { Ticket } from './ticket.ts';
import { timeFrom } from './times.ts';

/** A comment in the shape of Jira's REST API. */
export function commentFrom(
  { id, body, author, created }: Ticket['comments'][number],
  ticket: Ticket,
  view: View,
): Record<string, unknown> {
  const account = view.site.accounts.find(author);
  const time = timeFrom(created, view.site.timeZone);
  return {
    ...{ self: `${apiRoot(view)}/issue/${ticket.id}/comment/${id}`, id },
    ...(account === null ? {} : { author: userFrom(account, view) }),
    ...{ body: showText(body, view), created: time, updated: time },
  };
}
