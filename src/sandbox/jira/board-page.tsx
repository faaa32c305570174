import type { VNode } from 'preact';
import { Page } from '../page.tsx';
import { isFlagged } from './custom-fields.ts';
import { issueTypeOf, type JiraSite, openTransitions } from './site.ts';
import type { ProjectDefinition } from './site-definition.ts';
import { projectKeyOf, type Ticket } from './ticket.ts';
import { priorities, resolutions, type Status, workflows } from './workflow.ts';

export const name = 'Jira sandbox';
export const note = 'A stand-in for Jira on this machine. Nothing here leaves it.';

/** A board for each project, one under the other. */
export function BoardPage({ site }: { readonly site: JiraSite }): VNode {
  const projects = site.projects.all();
  return (
    <Page title={name} name={name} note={note}>
      {projects.length < 2 ? null : (
        <nav aria-label="Projects">
          {projects.map(({ key }) => (
            <a href={`#${key}`}>{key}</a>
          ))}
        </nav>
      )}
      {projects.map((project) => (
        <Board site={site} project={project} />
      ))}
      <People site={site} />
    </Page>
  );
}

function Board(props: { readonly site: JiraSite; readonly project: ProjectDefinition }): VNode {
  const { site, project } = props;
  const isHere = (ticket: Ticket) => projectKeyOf(ticket) === project.key;
  const tickets = site.store.all().filter(isHere);
  const statuses: readonly Status[] = workflows[project.workflow].statuses;
  return (
    <section id={project.key} aria-label={`Project ${project.key}`}>
      <h1>
        Project {project.key}: {tickets.length} {tickets.length === 1 ? 'ticket' : 'tickets'}
      </h1>
      <div class={statuses.length > 4 ? 'board many' : 'board'}>
        {statuses.map((status) => (
          <Lane
            site={site}
            status={status}
            tickets={tickets.filter((ticket) => ticket.statusId === status.id)}
          />
        ))}
      </div>
      <Deleted tickets={site.store.deleted().filter(isHere)} />
    </section>
  );
}

/** No more are drawn of one column; a board with thousands is read by query. */
const mostInLane = 200;

function Lane(props: {
  readonly site: JiraSite;
  readonly status: Status;
  readonly tickets: readonly Ticket[];
}): VNode {
  const { site, status, tickets } = props;
  const newestFirst = tickets.toReversed();
  return (
    <section class="lane" aria-label={status.name}>
      <h2>
        <span class={`pill ${status.category.key}`}>{status.name}</span>{' '}
        <span class="soft">{tickets.length}</span>
      </h2>
      {tickets.length === 0 ? <p class="soft">No tickets.</p> : null}
      {newestFirst.slice(0, mostInLane).map((ticket) => (
        <article class={isFlagged(ticket) ? 'card flagged' : 'card'}>
          <a href={`/browse/${ticket.key}`}>{ticket.key}</a>
          <p>{ticket.summary}</p>
          <Facts site={site} ticket={ticket} />
          <Moves site={site} ticket={ticket} from="board" />
        </article>
      ))}
      {tickets.length > mostInLane ? <p class="soft">And {tickets.length - mostInLane} older ones.</p> : null}
    </section>
  );
}

/** What is known of a ticket at a glance. */
export function Facts(props: { readonly site: JiraSite; readonly ticket: Ticket }): VNode {
  const { site, ticket } = props;
  const priority = priorities.find((each) => each.id === ticket.priorityId)?.name ?? 'no priority';
  const account = ticket.assignee === null ? null : site.accounts.find(ticket.assignee);
  const resolution = resolutions.find((each) => each.id === ticket.resolutionId);
  const type = issueTypeOf(ticket).name;
  return (
    <ul class="facts">
      {isFlagged(ticket) ? <li class="urgent">⚑ flagged</li> : null}
      {type === 'Task' ? null : <li>{type}</li>}
      <li class={priority.startsWith('High') ? 'urgent' : ''}>{priority}</li>
      <li>{ticket.dueDate === null ? 'no due date' : `due ${ticket.dueDate}`}</li>
      <li>
        {account?.displayName ?? 'unassigned'}
        {account?.active === false ? ' (deactivated)' : ''}
      </li>
      {resolution === undefined ? null : <li>{resolution.name}</li>}
      {ticket.labels.map((label) => (
        <li>
          <span class="pill">{label}</span>
        </li>
      ))}
    </ul>
  );
}

/** A button for each step that the ticket can take. */
export function Moves(props: {
  readonly site: JiraSite;
  readonly ticket: Ticket;
  readonly from: 'board' | 'ticket';
}): VNode {
  const { site, ticket, from } = props;
  return (
    <form method="post" action={`/sandbox/tickets/${ticket.key}/transition`}>
      <input type="hidden" name="from" value={from} />
      {openTransitions(site, ticket).map((transition) => (
        <button
          type="submit"
          name="transition"
          value={transition.id}
          aria-label={`${transition.name}: ${ticket.key}`}
        >
          {transition.name}
        </button>
      ))}
    </form>
  );
}

function Deleted({ tickets }: { readonly tickets: readonly Ticket[] }): VNode | null {
  if (tickets.length === 0) return null;
  return (
    <details>
      <summary>Deleted: {tickets.length}</summary>
      {tickets.map(({ key, summary }) => (
        <form method="post" action={`/sandbox/tickets/${key}/restore`}>
          {key} {summary} <button type="submit">Restore</button>
        </form>
      ))}
    </details>
  );
}

/** Who works here; somebody who leaves the company is deactivated. */
function People({ site }: { readonly site: JiraSite }): VNode {
  return (
    <section aria-label="People">
      <h1>People</h1>
      <div class="sheet people">
        {site.accounts.all().map(({ accountId, displayName, email, active = true }) => (
          <form method="post" action={`/sandbox/accounts/${encodeURIComponent(accountId)}/active`}>
            <span class="named">
              {displayName} <span class="soft">{email}</span>{' '}
              {active ? null : <span class="pill">deactivated</span>}
            </span>
            <button
              type="submit"
              name="active"
              value={String(!active)}
              aria-label={`${active ? 'Deactivate' : 'Activate'} ${displayName}`}
            >
              {active ? 'Deactivate' : 'Activate'}
            </button>
          </form>
        ))}
      </div>
    </section>
  );
}

export function MissingTicket({ what }: { readonly what: string }): VNode {
  return (
    <Page title="Not found" name={name} note={note}>
      <h1>There is no ticket {what}.</h1>
      <p>
        <a href="/">Back to the board</a>
      </p>
    </Page>
  );
}
