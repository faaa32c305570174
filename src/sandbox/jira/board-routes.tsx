import express, { type Response, Router } from 'express';
import { sendPage } from '../page.tsx';
import { actionRoutes } from './action-routes.ts';
import { BoardPage, MissingTicket } from './board-page.tsx';
import type { Refusal } from './field-rules.ts';
import type { JiraSite } from './site.ts';
import type { Ticket } from './ticket.ts';
import { TicketPage } from './ticket-page.tsx';

/** The pages for people: the boards, one ticket, and the forms by which they play Jira. */
export function boardRoutes(site: JiraSite): Router {
  const router = Router();

  router.get('/', (_request, response) => sendPage(response, <BoardPage site={site} />));

  router.get('/browse/:key', (request, response) => {
    const ticket = site.store.find(request.params.key);
    if (ticket === null) return sendPage(response, <MissingTicket what={request.params.key} />, 404);
    sendPage(response, <TicketPage site={site} ticket={ticket} refusal={null} />);
  });

  router.post('/sandbox/accounts/:id/active', express.urlencoded(), async (request, response) => {
    const account = site.accounts.find(request.params.id);
    if (account !== null) await site.accounts.keep({ ...account, active: request.body?.active === 'true' });
    response.redirect(303, '/');
  });

  router.use(
    actionRoutes(site, (response: Response, ticket: Ticket, refusal: Refusal) =>
      sendPage(response, <TicketPage site={site} ticket={ticket} refusal={refusal} />, 400),
    ),
  );

  return router;
}
