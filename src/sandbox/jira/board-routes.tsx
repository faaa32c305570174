import express, { Router } from 'express';
import type { VNode } from 'preact';
import { Page, sendPage } from '../page.tsx';
import { AdfView } from './adf-view.tsx';
import { transitioned } from './changes.ts';
import { showText } from './rich-text.ts';
import { type JiraSite, openTransitions } from './site.ts';
import type { ProjectDefinition } from './site-definition.ts';
import { projectKeyOf, type Ticket } from './ticket.ts';
import { priorities, statusById, workflows } from './workflow.ts';

const name = 'Jira sandbox';
const note = 'A stand-in for Jira on this machine. Nothing here leaves it.';

/** The pages for people: the board, one ticket, and moving one along. */
export function boardRoutes(site: JiraSite): Router {
  const router = Router();

  router.get('/', (_request, response) => sendPage(response, <Board site={site} />));

  router.get('/browse/:key', (request, response) => {
    const ticket = site.store.find(request.params.key);
    if (ticket === null) return sendPage(response, <Missing what={request.params.key} />, 404);
    sendPage(response, <TicketPage site={site} ticket={ticket} />);
  });

  router.post('/sandbox/tickets/:key/transition', express.urlencoded(), async (request, response) => {
    const ticket = site.store.find(String(request.params.key));
    if (ticket === null) return sendPage(response, <Missing what={String(request.params.key)} />, 404);
    // A button on a page that is out of date moves nothing; the page it leads back to shows where the ticket stands.
    const next = transitioned(site, ticket, String(request.body?.transition ?? ''));
    if (next !== null) await site.store.keep([next], ticket.assignee ?? ticket.reporter);
    response.redirect(303, request.body?.from === 'ticket' ? `/browse/${ticket.key}` : '/');
  });

  return router;
}

function Board({ site }: { readonly site: JiraSite }): VNode {
  return (
    <Page title={name} name={name} note={note}>
      {site.projects.all().map((project) => (
        <ProjectBoard site={site} project={project} />
      ))}
    </Page>
  );
}

function ProjectBoard(props: { readonly site: JiraSite; readonly project: ProjectDefinition }): VNode {
  const { site, project } = props;
  const tickets = site.store.all().filter((ticket) => projectKeyOf(ticket) === project.key);
  return (
    <>
      <h1>
        Project {project.key}: {tickets.length} {tickets.length === 1 ? 'ticket' : 'tickets'}
      </h1>
      <div class="board">
        {workflows[project.workflow].statuses.map((status) => {
          const lane = tickets.filter((ticket) => ticket.statusId === status.id);
          return (
            <section class="lane" aria-label={status.name}>
              <h2>
                <span class={`pill ${status.category.key}`}>{status.name}</span>{' '}
                <span class="soft">{lane.length}</span>
              </h2>
              {lane.length === 0 ? <p class="soft">No tickets.</p> : null}
              {lane.map((ticket) => (
                <Card site={site} ticket={ticket} />
              ))}
            </section>
          );
        })}
      </div>
    </>
  );
}

function Card(props: { readonly site: JiraSite; readonly ticket: Ticket }): VNode {
  const { site, ticket } = props;
  return (
    <article class="card">
      <a href={`/browse/${ticket.key}`}>{ticket.key}</a>
      <p>{ticket.summary}</p>
      <Facts site={site} ticket={ticket} />
      <Moves site={site} ticket={ticket} from="board" />
    </article>
  );
}

function Facts(props: { readonly site: JiraSite; readonly ticket: Ticket }): VNode {
  const { site, ticket } = props;
  const priority = priorities.find((each) => each.id === ticket.priorityId)?.name ?? 'no priority';
  const account = site.accounts.find(ticket.assignee ?? '');
  return (
    <ul class="facts">
      <li class={priority.startsWith('High') ? 'urgent' : ''}>{priority}</li>
      <li>{ticket.dueDate === null ? 'no due date' : `due ${ticket.dueDate}`}</li>
      <li>{account?.displayName ?? 'unassigned'}</li>
      {ticket.labels.map((label) => (
        <li>
          <span class="pill">{label}</span>
        </li>
      ))}
    </ul>
  );
}

function Moves(props: {
  readonly site: JiraSite;
  readonly ticket: Ticket;
  readonly from: 'board' | 'ticket';
}): VNode {
  const open = openTransitions(props.site, props.ticket);
  return (
    <>
      {open.map((transition) => (
        <form method="post" action={`/sandbox/tickets/${props.ticket.key}/transition`}>
          <input type="hidden" name="from" value={props.from} />
          <button
            type="submit"
            name="transition"
            value={transition.id}
            aria-label={`${transition.name}: ${props.ticket.key}`}
          >
            {transition.name}
          </button>
        </form>
      ))}
    </>
  );
}

function TicketPage(props: { readonly site: JiraSite; readonly ticket: Ticket }): VNode {
  const { site, ticket } = props;
  const status = statusById(ticket.statusId);
  return (
    <Page title={`${ticket.key} ${ticket.summary}`} name={name} note={note}>
      <p class="soft">
        {ticket.key} <span class={`pill ${status.category.key}`}>{status.name}</span>
      </p>
      <h1>{ticket.summary}</h1>
      <Facts site={site} ticket={ticket} />
      <Moves site={site} ticket={ticket} from="ticket" />
      <h2>Description</h2>
      <div class="sheet">
        {ticket.description === null ? (
          <p class="soft">None.</p>
        ) : (
          <AdfView document={showText(ticket.description, { site, api: '3' })} />
        )}
      </div>
      {ticket.comments.map((comment) => (
        <>
          <h2>
            Comment <span class="soft">{new Date(comment.created).toISOString()}</span>
          </h2>
          <div class="sheet">
            <AdfView document={showText(comment.body, { site, api: '3' })} />
          </div>
        </>
      ))}
      {ticket.remoteLinks.length === 0 ? null : <h2>Links</h2>}
      {ticket.remoteLinks.map((link) => (
        <p>
          {String(link.object.title)} <span class="soft">{String(link.object.url)}</span>
        </p>
      ))}
      <h2>Entity properties</h2>
      <pre>{JSON.stringify(ticket.properties, null, 2)}</pre>
    </Page>
  );
}

function Missing({ what }: { readonly what: string }): VNode {
  return (
    <Page title="Not found" name={name} note={note}>
      <h1>There is no ticket {what}.</h1>
      <p>
        <a href="/">Back to the board</a>
      </p>
    </Page>
  );
}
