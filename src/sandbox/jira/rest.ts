import type { Request, Response } from 'express';
import { isRecord } from './adf-rules.ts';
import { isDenied } from './changes.ts';
import type { Refusal } from './field-rules.ts';
import type { View } from './site.ts';
import type { Ticket } from './ticket.ts';
import type { Account } from './workflow.ts';

/* How Jira's REST API refuses, and how requests to it are read. */

export function refuseWith(response: Response, status: number, refusal: Refusal): void {
  response.status(status).json(refusal);
}

/** Refuses with one sentence that is about no field. */
export function refuse(response: Response, status: number, text: string): void {
  refuseWith(response, status, { errorMessages: [text], errors: {} });
}

/** The ticket of the path; answers 404 itself where there is none, or none that the visitor may see. */
export function ticketOf(view: View, request: Request, response: Response): Ticket | null {
  const found = anonymousOf(response) ? null : view.site.store.find(String(request.params.issue));
  const ticket = found !== null && isDenied(view.site, found, 'BROWSE_PROJECTS') ? null : found;
  if (ticket === null) {
    // Jira says the same of a ticket that does not exist and of one that the visitor may not see.
    refuse(response, 404, 'Issue does not exist or you do not have permission to see it.');
  }
  return ticket;
}

/** Whether the request came with credentials that Jira did not know, and so is served as a stranger's. */
export function anonymousOf(response: Response): boolean {
  return response.locals.anonymous === true;
}

/** Who asks: the account that the credentials name, or the service's own. */
export function accountOf(response: Response): Account {
  return response.locals.account as Account;
}

/** The body where it is an object, else an empty one. */
export function jsonBody(request: Request): Record<string, unknown> {
  return isRecord(request.body) ? request.body : {};
}

/** A list of names, given as list or as text with commas. */
export function wordsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
  return list.map((each) => String(each).trim()).filter((each) => each !== '');
}

/** A text that is not empty, else null. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
