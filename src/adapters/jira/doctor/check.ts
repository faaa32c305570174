import { Failure } from '../../../core/failure.ts';
import type { Check } from '../../../ports.ts';
import { CallError, failureFrom } from '../client/call-error.ts';

/** A line that says that all is well. */
export function fine(name: string, detail: string): Check {
  return { name, ok: true, detail, hint: null };
}

/** A line that says what is wrong and what to do. */
export function wrong(name: string, detail: string, hint: string): Check {
  return { name, ok: false, detail, hint };
}

export type Asked<T> =
  | { readonly failed: Check; readonly status: number | null }
  | { readonly failed: null; readonly value: T };

/**
 * Asks Jira, and makes a line of what goes wrong.
 * @param hint what to do where Jira answers that there is no such thing; other failures have hints of their own
 */
export async function asked<T>(name: string, hint: string, work: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { failed: null, value: await work() };
  } catch (error) {
    const failure = error instanceof CallError ? failureFrom(error, 'read', name) : error;
    if (!(failure instanceof Failure)) throw failure;
    const isUnknown = failure.code === 'tracker-rejected';
    const detail = failure.message.replace(`${name}: `, '');
    const cause = error instanceof Failure ? error.cause : error;
    const status = cause instanceof CallError ? cause.status : null;
    return { failed: wrong(name, detail, isUnknown ? hint : failure.hint), status };
  }
}
