import type { Request, Response } from 'express';
import { isRecord } from './adf-rules.ts';
import type { Refusal } from './field-rules.ts';

/* How Jira's REST API refuses, and how requests to it are read. */

export function refuseWith(response: Response, status: number, refusal: Refusal): void {
  response.status(status).json(refusal);
}

/** Jira says the same of a ticket that does not exist and of one that the visitor may not see. */
export function unknownIssue(response: Response): void {
  const text = 'Issue does not exist or you do not have permission to see it.';
  refuseWith(response, 404, { errorMessages: [text], errors: {} });
}

/** Whether the request came with credentials that Jira did not know, and so is served as a stranger's. */
export function anonymousOf(response: Response): boolean {
  return response.locals.anonymous === true;
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
