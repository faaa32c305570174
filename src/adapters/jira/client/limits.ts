import type { LimitScope } from '../../../core/failure.ts';

/* What an answer's headers say of limits (Atlassian, "Rate limiting", 2026; Data Center, "Adjusting your code for rate limiting"). */

/** Headers of an answer, by lower-case name. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** One header as text; the first where it was sent more than once. */
export function headerOf(headers: Headers, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/**
 * Seconds to wait: Retry-After as seconds or date (RFC 9110, 10.2.3), else Jira's X-RateLimit-Reset (ISO 8601), else the
 * interval in which Data Center fills its bucket. Dates count from the answer's own Date header, so that a wrong clock
 * here does no harm. Null where nothing says.
 */
export function retryAfterIn(headers: Headers): number | null {
  const given = headerOf(headers, 'retry-after');
  if (given !== null && /^\d{1,9}$/.test(given.trim())) return Number(given);
  const until = Date.parse(given ?? headerOf(headers, 'x-ratelimit-reset') ?? '');
  const from = Date.parse(headerOf(headers, 'date') ?? '');
  const seconds = Math.ceil((until - from) / 1000);
  if (!Number.isNaN(seconds)) return Math.max(0, seconds);
  const interval = Number(headerOf(headers, 'x-ratelimit-interval-seconds') ?? Number.NaN);
  return interval > 0 && interval <= 3600 ? Math.ceil(interval) : null;
}

/**
 * How far the limit of an answer reaches; null where it is none. Cloud says so: a quota is everybody's, a burst that
 * endpoint's, a limit per issue that issue's. Data Center counts all requests of an account together. A limit that
 * nobody explains, such as that on user searches, is the endpoint's.
 */
export function limitScope(status: number | null, headers: Headers): LimitScope | null {
  if (status !== 429) return null;
  const reason = headerOf(headers, 'ratelimit-reason') ?? '';
  if (/quota/i.test(reason)) return 'all';
  if (/per-issue/i.test(reason)) return 'ticket';
  if (reason !== '') return 'endpoint';
  const isDataCenters =
    headerOf(headers, 'x-ratelimit-fillrate') ?? headerOf(headers, 'x-ratelimit-interval-seconds');
  return isDataCenters === null ? 'endpoint' : 'all';
}

/**
 * How far the clock of the answering server is ahead of `now`, in milliseconds; null where it does not say. Date counts
 * whole seconds.
 */
export function clockAhead(headers: Headers, now: number): number | null {
  const date = Date.parse(headerOf(headers, 'date') ?? '');
  return Number.isNaN(date) ? null : date - now;
}
