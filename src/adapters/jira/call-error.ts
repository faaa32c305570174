import { Failure } from '../../core/failure.ts';
import { ErrorCollection } from './schema.ts';

/** How far a request came: never sent, sent without a whole answer, answered with something other than success. */
export type CallStage = 'not-sent' | 'cut-off' | 'answered';

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
  readonly headers: AnswerHeaders;

  constructor(
    stage: CallStage,
    message: string,
    answer: { status?: number; headers?: AnswerHeaders; body?: unknown; cause?: unknown } = {},
  ) {
    super(message, answer.cause === undefined ? undefined : { cause: answer.cause });
    this.name = 'CallError';
    this.stage = stage;
    this.status = answer.status ?? null;
    this.headers = answer.headers ?? {};
    this.fieldErrors = errorsIn(answer.body).errors;
    this.retryAfter = retryAfterIn(this.headers);
  }

  static notSent(reason: string, cause?: unknown): CallError {
    return new CallError('not-sent', reason, { cause });
  }

  static cutOff(reason: string, cause?: unknown): CallError {
    return new CallError('cut-off', reason, { cause });
  }

  static answered(status: number, headers: AnswerHeaders, body: unknown): CallError {
    const { errorMessages, errors } = errorsIn(body);
    const words = [...errorMessages, ...Object.entries(errors).map(([field, text]) => `${field}: ${text}`)];
    const message = words.join(' ').replace(/\s+/g, ' ').slice(0, 1000) || `status ${status}`;
    return new CallError('answered', message, { status, headers, body });
  }
}

type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

function errorsIn(body: unknown): ErrorCollection {
  const parsed = ErrorCollection.safeParse(body);
  return parsed.success ? parsed.data : { errorMessages: [], errors: {} };
}

/** One header as text; the first where it was sent more than once. */
export function headerOf(headers: AnswerHeaders, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/**
 * Retry-After as seconds or date (RFC 9110, 10.2.3), else Jira's X-RateLimit-Reset (ISO 8601). Dates count from the
 * answer's own Date header, so that a wrong clock here does no harm.
 */
function retryAfterIn(headers: AnswerHeaders): number | null {
  const given = headerOf(headers, 'retry-after');
  if (given !== null && /^\d{1,9}$/.test(given.trim())) return Number(given);
  const until = Date.parse(given ?? headerOf(headers, 'x-ratelimit-reset') ?? '');
  const from = Date.parse(headerOf(headers, 'date') ?? '');
  const seconds = Math.ceil((until - from) / 1000);
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}

/**
 * The failure that a {@link CallError} means to the rest of the service, by the contract of the Tracker port.
 * @param doing what was tried, as the beginning of a sentence: "Creating the ticket"
 */
export function failureFrom(error: CallError, kind: CallKind, doing: string): Failure {
  const say = (what: string) => `${doing}: ${what}`;
  const retryAfter = error.retryAfter === null ? {} : { retryAfter: error.retryAfter };
  const lost = kind === 'write' ? 'tracker-outcome-unknown' : 'tracker-unreachable';

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
    const why = reason === null ? '' : ` (${reason})`;
    return new Failure('tracker-limited', say(`Jira asked to wait${why}.`), { cause: error, ...retryAfter });
  }
  if (status === 409) {
    // The documented "conflicting update": another change to the same ticket won, ours was not made.
    return new Failure('tracker-limited', say(`another change was under way: ${error.message}`), {
      cause: error,
      ...retryAfter,
    });
  }
  if (status === 503 && kind === 'read' && error.retryAfter !== null) {
    return new Failure('tracker-limited', say('Jira asked to wait.'), { cause: error, ...retryAfter });
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
