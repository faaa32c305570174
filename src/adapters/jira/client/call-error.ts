import { Failure, type LimitScope } from '../../../core/failure.ts';
import { type Headers, headerOf, limitScope, retryAfterIn } from './limits.ts';
import { ErrorCollection } from './schema.ts';

/**
 * How far a request came: held back by ourselves, never sent, sent without a whole answer, answered with something other
 * than success.
 */
export type CallStage = 'held-back' | 'not-sent' | 'cut-off' | 'answered';

/** Whether carrying a request out twice would show. Search and bulkfetch are reads, though they are sent by POST. */
export type CallKind = 'read' | 'write';

/** A request to Jira that did not succeed, with all that is known of it. Never holds credentials. */
export class CallError extends Error {
  readonly stage: CallStage;
  /** HTTP status; null unless answered. */
  readonly status: number | null;
  /** Jira's words about single fields, by field id. */
  readonly fieldErrors: Readonly<Record<string, string>>;
  /** Seconds to wait, from Retry-After or X-RateLimit-Reset; null where neither says. */
  readonly retryAfter: number | null;
  /** What a limit holds up; null where the answer is none. */
  readonly scope: LimitScope | null;
  // Not among the fields that a log would print: answers may set cookies, and bodies repeat what was sent.
  readonly #headers: Headers;
  readonly #body: unknown;

  constructor(
    stage: CallStage,
    message: string,
    answer: {
      status?: number;
      headers?: Headers;
      body?: unknown;
      cause?: unknown;
      held?: { readonly scope: LimitScope; readonly seconds: number };
    } = {},
  ) {
    super(message, answer.cause === undefined ? undefined : { cause: answer.cause });
    this.name = 'CallError';
    this.stage = stage;
    this.status = answer.status ?? null;
    this.#headers = answer.headers ?? {};
    this.#body = answer.body;
    this.fieldErrors = errorsIn(answer.body).errors;
    this.retryAfter = answer.held?.seconds ?? retryAfterIn(this.#headers);
    this.scope = answer.held?.scope ?? limitScope(this.status, this.#headers);
  }

  get headers(): Headers {
    return this.#headers;
  }

  /** Parsed JSON; undefined where there was none. */
  get body(): unknown {
    return this.#body;
  }

  /** Whether it is Jira that answered, and not something on the way to it. */
  get isJiras(): boolean {
    return typeof this.#body === 'object' && this.#body !== null && 'errorMessages' in this.#body;
  }

  static heldBack(scope: LimitScope, seconds: number): CallError {
    return new CallError('held-back', `not asked again for ${seconds} s`, { held: { scope, seconds } });
  }

  static notSent(reason: string, cause?: unknown): CallError {
    return new CallError('not-sent', reason, { cause });
  }

  static cutOff(reason: string, cause?: unknown): CallError {
    return new CallError('cut-off', reason, { cause });
  }

  static answered(status: number, headers: Headers, body: unknown): CallError {
    const { errorMessages, errors } = errorsIn(body);
    const words = [...errorMessages, ...Object.entries(errors).map(([field, text]) => `${field}: ${text}`)];
    const message = words.join(' ').replace(/\s+/g, ' ').slice(0, 1000) || `status ${status}`;
    return new CallError('answered', message, { status, headers, body });
  }
}

function errorsIn(body: unknown): ErrorCollection {
  const parsed = ErrorCollection.safeParse(body);
  return parsed.success ? parsed.data : { errorMessages: [], errors: {} };
}

/**
 * The failure that a {@link CallError} means to the rest of the service, by the contract of the Tracker port.
 * @param doing what was tried, as the beginning of a sentence: "Creating the ticket"
 */
export function failureFrom(error: CallError, kind: CallKind, doing: string): Failure {
  const say = (what: string) => `${doing}: ${what}`;
  const retryAfter = error.retryAfter === null ? {} : { retryAfter: error.retryAfter };
  const limited = (what: string, scope: LimitScope) =>
    new Failure('tracker-limited', say(what), { cause: error, scope, ...retryAfter });
  const lost = kind === 'write' ? 'tracker-outcome-unknown' : 'tracker-unreachable';

  if (error.stage === 'held-back') {
    return limited(`Jira asked to wait; it is ${error.message}.`, error.scope ?? 'all');
  }
  if (error.stage === 'not-sent') {
    return new Failure('tracker-unreachable', say(`Jira could not be reached (${error.message}).`), {
      cause: error,
    });
  }
  if (error.stage === 'cut-off') {
    return new Failure(lost, say(`Jira's answer did not arrive or was no answer (${error.message}).`), {
      cause: error,
    });
  }
  const status = error.status ?? 0;
  if (status === 429) {
    const reason = headerOf(error.headers, 'ratelimit-reason');
    return limited(`Jira asked to wait${reason === null ? '' : ` (${reason})`}.`, error.scope ?? 'endpoint');
  }
  // The documented "conflicting update": another change to the same ticket won, ours was not made.
  if (status === 409) return limited(`another change was under way: ${error.message}`, 'ticket');
  if (status === 503 && kind === 'read' && error.retryAfter !== null) {
    return limited('Jira asked to wait.', 'all');
  }
  if (status >= 500 || status === 408) {
    return new Failure(lost, say(`Jira answered ${status} (${error.message}).`), {
      cause: error,
      ...retryAfter,
    });
  }
  if (status === 401 || status === 403) {
    return new Failure('tracker-unauthorized', say(`Jira does not let this account in: ${error.message}`), {
      cause: error,
    });
  }
  if (status >= 300 && status < 400) return redirected(error, kind, say);
  return new Failure('tracker-rejected', say(error.message), { cause: error });
}

/**
 * A redirect says that the request is not fulfilled yet (RFC 9110, 15.4), so nothing was done; except 303, which answers a
 * request that was.
 */
function redirected(error: CallError, kind: CallKind, say: (what: string) => string): Failure {
  const code = error.status === 303 && kind === 'write' ? 'tracker-outcome-unknown' : 'tracker-unreachable';
  const location = headerOf(error.headers, 'location') ?? '';
  const host = URL.canParse(location) ? ` to ${new URL(location).origin}` : '';
  return new Failure(code, say(`Jira answered with a redirect${host}, which is not followed.`), {
    cause: error,
    hint: 'Set jira.baseUrl to the address Jira has in the browser once you are signed in.',
  });
}
