import { commentFrom } from './comment-shape.ts';
import { propertiesOf } from './entity-properties.ts';
import { fieldsOf } from './screens.ts';
import { linksFrom, projectFrom, statusFrom, typeFrom, userFrom } from './shapes.ts';
import { apiRoot, issueTypeOf, projectOf, type View } from './site.ts';
import type { Ticket } from './ticket.ts';
import { timeFrom } from './times.ts';
import { resolutions } from './workflow.ts';

/* A ticket in the shape of Jira's REST API. */

type Show = (ticket: Ticket, view: View) => unknown;

/** Fields that are shown but cannot be given. */
const shownOnly: Readonly<Record<string, Show>> = {
  issuetype: (ticket, view) => typeFrom(issueTypeOf(ticket), view),
  project: (ticket, view) => projectFrom(projectOf(view.site, ticket), view),
  status: (ticket, view) => statusFrom(ticket.statusId, view),
  resolution: (ticket, view) => {
    const resolution = resolutions.find((each) => each.id === ticket.resolutionId);
    const self = `${apiRoot(view)}/resolution/${resolution?.id}`;
    return resolution === undefined ? null : { self, description: '', ...resolution };
  },
  issuelinks: linksFrom,
  comment: (ticket, view) => {
    const comments = ticket.comments.map((comment) => commentFrom(comment, ticket, view));
    const self = `${apiRoot(view)}/issue/${ticket.id}/comment`;
    return { comments, self, maxResults: comments.length, total: comments.length, startAt: 0 };
  },
  creator: (ticket, view) => {
    const account = view.site.accounts.find(ticket.reporter);
    return account === null ? null : userFrom(account, view);
  },
  created: (ticket, { site }) => timeFrom(ticket.created, site.timeZone),
  updated: (ticket, { site }) => timeFrom(ticket.updated, site.timeZone),
};

/** Names of all fields that an issue has here. */
function fieldNames(view: View): ReadonlyMap<string, Show> {
  const given = fieldsOf(view.site).map((field) => [field.id, field.show] as const);
  return new Map([...given, ...Object.entries(shownOnly)]);
}

/** One issue. `wanted` names fields; `*all` and `*navigable` mean every one, a minus takes one away. */
export function issueFrom(
  ticket: Ticket,
  view: View,
  wanted: readonly string[],
  properties: readonly string[],
): Record<string, unknown> {
  const isAll = wanted.some((name) => name.startsWith('*'));
  const fields: Record<string, unknown> = {};
  for (const [name, show] of fieldNames(view)) {
    if (!(isAll || wanted.includes(name)) || wanted.includes(`-${name}`)) continue;
    const value = show(ticket, view);
    if (value !== undefined) fields[name] = value;
  }
  return {
    expand: 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations',
    id: ticket.id,
    self: `${apiRoot(view)}/issue/${ticket.id}`,
    key: ticket.key,
    fields,
    ...(properties.length === 0 ? {} : { properties: propertiesOf(ticket, properties) }),
  };
}
