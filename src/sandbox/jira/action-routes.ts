import express, { type Request, type Response, Router } from 'express';
import { commented, edited, linked, moved, transitioned, unlinked } from './changes.ts';
import { flagField } from './custom-fields.ts';
import { checkEdit, type Refusal } from './field-rules.ts';
import { refuseWith, textOf, wordsOf } from './rest.ts';
import { readText } from './rich-text.ts';
import { screenFields } from './screens.ts';
import { findProject, issueTypeOf, type JiraSite, projectOf, type View } from './site.ts';
import type { Ticket } from './ticket.ts';
import { linkTypes, priorities, resolutions } from './workflow.ts';

type Form = Readonly<Record<string, unknown>>;
type Outcome = { readonly tickets: readonly Ticket[] } | { readonly refusal: Refusal };

/**
 * POST /sandbox/tickets/{key}/{action}: what a person does to a ticket, by the forms of the page or as JSON. A form is led
 * back to the page; JSON is answered 204, or 400 in Jira's words.
 * @param refused shows a form's sender why nothing was done
 */
export function actionRoutes(
  site: JiraSite,
  refused: (response: Response, ticket: Ticket, refusal: Refusal) => void,
): Router {
  const router = Router();
  const view: View = { site, api: '2' };

  router.post(
    '/sandbox/tickets/:key/:action',
    express.urlencoded({ extended: false }),
    express.json(),
    async (request, response) => {
      const ticket = site.store.find(request.params.key, request.params.action === 'restore');
      const act = actions[request.params.action];
      const isForm = request.is('urlencoded') !== false;
      if (ticket === null || act === undefined) {
        return refuseWith(response, 404, say(`There is no ticket ${request.params.key}, or no such action.`));
      }
      const form: Form = request.body ?? {};
      const outcome = act(ticket, form, view);
      if ('refusal' in outcome) {
        if (!isForm) return refuseWith(response, 400, outcome.refusal);
        return refused(response, ticket, outcome.refusal);
      }
      await site.store.keep(outcome.tickets, actorOf(site, request));
      if (!isForm) return response.status(204).end();
      const now = site.store.find(ticket.id);
      const isBoard = form.from === 'board' || now === null;
      return response.redirect(303, isBoard ? `/#${projectOf(site, ticket).key}` : `/browse/${now.key}`);
    },
  );

  return router;
}

const actions: Readonly<Record<string, (ticket: Ticket, form: Form, view: View) => Outcome>> = {
  transition: (ticket, form, { site }) => {
    const resolution = resolutions.find(({ name }) => name === form.resolution)?.id ?? null;
    const next = transitioned(site, ticket, String(form.transition ?? ''), resolution);
    // A button on a page that is out of date moves nothing.
    return next === null ? refuse('The ticket is not where this step begins any more.') : { tickets: [next] };
  },

  edit: (ticket, form, view) => change(ticket, editOf(ticket, form, view), view),

  flag: (ticket, form, view) => {
    const value = form.flagged === 'true' || form.flagged === true ? [{ value: flagField.options[0] }] : null;
    return change(ticket, { [flagField.id]: value }, view);
  },

  comment: (ticket, form, view) => {
    const reading = readText(textOf(form.text) ?? '', view);
    if (!('text' in reading) || textOf(form.text) === null)
      return refuse('Write something, and not too much.');
    const author = view.site.accounts.all()[0]?.accountId ?? ticket.reporter;
    return { tickets: [commented(view.site, ticket, reading.text, author)] };
  },

  move: (ticket, form, { site }) => {
    const project = findProject(site, String(form.project ?? ''));
    if (project === null) return refuse('There is no such project.');
    return { tickets: projectOf(site, ticket).key === project.key ? [] : [moved(site, ticket, project)] };
  },

  delete: (ticket, _form, { site }) => ({ tickets: [edited(site, ticket, { deleted: true })] }),

  restore: (ticket, _form, { site }) => ({ tickets: [edited(site, ticket, { deleted: false })] }),

  link: (ticket, form, { site }) => {
    const [name, direction] = String(form.type ?? '').split('/');
    const type = linkTypes.find((each) => each.name === name);
    const other = site.store.find(String(form.other ?? '').trim());
    if (type === undefined || other === null || other.id === ticket.id) {
      return refuse('Name a kind of link and the key of another ticket.');
    }
    const [from, to] = direction === 'inward' ? [other, ticket] : [ticket, other];
    return { tickets: linked(site, from, to, type.id) };
  },

  unlink: (ticket, form, { site }) => ({ tickets: unlinked(site, ticket, String(form.link ?? '')) }),

  'unlink-remote': (ticket, form, { site }) => {
    const remoteLinks = ticket.remoteLinks.filter(({ id }) => String(id) !== String(form.link));
    return { tickets: [edited(site, ticket, { remoteLinks })] };
  },
};

/** What a form asks for, as fields of an edit request; what it leaves out stays. */
function editOf(ticket: Ticket, form: Form, { site }: View): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const has = (name: string) => form[name] !== undefined;
  if (has('summary')) fields.summary = form.summary;
  if (has('dueDate')) fields.duedate = textOf(form.dueDate);
  if (has('priority'))
    fields.priority = { id: priorities.find(({ name }) => name === form.priority)?.id ?? '' };
  if (has('labels')) fields.labels = Array.isArray(form.labels) ? form.labels : wordsIn(form.labels);
  if (has('assignee') && textOf(form.assignee) !== ticket.assignee) {
    const name = site.deployment === 'cloud' ? 'accountId' : 'name';
    const assignee = textOf(form.assignee);
    fields.assignee = assignee === null ? null : { [name]: assignee };
  }
  return fields;
}

/** An edit within the rules of the ticket's edit screen. */
function change(ticket: Ticket, fields: Record<string, unknown>, view: View): Outcome {
  const checked = checkEdit({ fields }, ticket, view);
  return checked.refusal === null
    ? { tickets: [edited(view.site, ticket, checked.values)] }
    : { refusal: checked.refusal };
}

/** Whoever plays Jira: the account that a request names, else the first one of the site. */
function actorOf(site: JiraSite, request: Request): string {
  const named = site.accounts.find(String(request.body?.by ?? ''));
  return (named ?? site.accounts.all()[0])?.accountId ?? '';
}

function wordsIn(text: unknown): string[] {
  return wordsOf(String(text).replaceAll(/[\s,]+/g, ','));
}

function refuse(text: string): Outcome {
  return { refusal: say(text) };
}

function say(text: string): Refusal {
  return { errorMessages: [text], errors: {} };
}

/** Ids of the fields that can be edited on a ticket. */
export function editableFields(site: JiraSite, ticket: Ticket): ReadonlySet<string> {
  const place = {
    view: { site, api: '2' as const },
    project: projectOf(site, ticket),
    issueType: issueTypeOf(ticket),
  };
  return new Set(screenFields('edit', place).map(({ id }) => id));
}
