import type { LimitScope } from '../../../core/failure.ts';
import type { Clock } from '../../../ports.ts';
import { CallError } from './call-error.ts';

/** What a request is, as Jira counts it: limits apply to all, to one kind of request, or to changes of one ticket. */
export interface Endpoint {
  /** Method and path, ids and keys replaced by `*`: `PUT /issue/*`. */
  readonly name: string;
  /** Id or key of the ticket, where the request is about one. */
  readonly ticket: string | null;
}

/** How long is waited where Jira does not say, in seconds; its windows are 1 s for bursts, 2 s for one ticket. */
const unsaidPause: Readonly<Record<LimitScope, number>> = { all: 60, endpoint: 5, ticket: 5 };

/** Quotas start anew with each hour; what asks for more than that is a mistake. */
const longestPause = 3600;

/**
 * Remembers what Jira asked to wait for, and holds back requests that it would only refuse again: each of those counts
 * against the limit as well. For this process; others learn of it from the outbox.
 */
export class Gate {
  readonly #clock: Clock;
  /** By what is held back, until when in milliseconds since 1970. */
  readonly #held = new Map<string, { readonly until: number; readonly scope: LimitScope }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws {CallError} stage held-back while Jira is to be left alone with this */
  check(endpoint: Endpoint): void {
    const now = Date.parse(this.#clock.now());
    for (const scope of ['all', 'endpoint', 'ticket'] as const) {
      const key = keyOf(scope, endpoint);
      const hold = key === null ? undefined : this.#held.get(key);
      if (key === null || hold === undefined) continue;
      const seconds = (hold.until - now) / 1000;
      // A clock that was put back must not shut the gate for longer than anything may.
      if (seconds > 0 && seconds <= longestPause) throw CallError.heldBack(scope, Math.ceil(seconds));
      this.#held.delete(key);
    }
  }

  /** Holds back what `error` was about, if Jira asked to wait. */
  learn(endpoint: Endpoint, error: CallError): void {
    if (error.scope === null || error.stage !== 'answered') return;
    const key = keyOf(error.scope, endpoint) ?? endpoint.name;
    const seconds = Math.min(error.retryAfter ?? unsaidPause[error.scope], longestPause);
    this.#held.set(key, { until: Date.parse(this.#clock.now()) + seconds * 1000, scope: error.scope });
  }
}

function keyOf(scope: LimitScope, { name, ticket }: Endpoint): string | null {
  if (scope === 'all') return 'all';
  if (scope === 'endpoint') return name;
  // The limit is on changes; a ticket that was changed too often can be read.
  return ticket === null || name.startsWith('GET ') ? null : `ticket ${ticket}`;
}

/** Words of a path that stand where a ticket's id or key may stand. */
const notTickets: ReadonlySet<string> = new Set(['bulk', 'bulkfetch', 'createmeta']);

/** What a request is, from its path below `/rest/api/n`, with or without a query. */
export function endpointOf(method: string, path: string): Endpoint {
  const [resource = '', name = '', part = ''] = path.replace(/\?.*/s, '').split('/').slice(1);
  const ticket =
    resource === 'issue' && name !== '' && !notTickets.has(name) ? decodeURIComponent(name) : null;
  const isKey = ticket !== null || resource === 'project';
  const words = [resource, isKey ? '*' : name, name === 'createmeta' ? '' : part].filter(
    (word) => word !== '',
  );
  return { name: `${method} /${words.join('/')}`, ticket };
}
