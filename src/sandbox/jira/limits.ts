import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { isRecord } from './adf-rules.ts';
import type { JiraSite } from './site.ts';

/** Which limits hold, as `PUT /sandbox/limits` takes them. */
const LimitSettings = z.strictObject({
  /** Requests a second to one endpoint, by method; null: no such limit. */
  burst: z
    .strictObject({
      get: z.number().int().min(0).default(100),
      post: z.number().int().min(0).default(100),
      put: z.number().int().min(0).default(50),
      delete: z.number().int().min(0).default(50),
    })
    .nullable()
    .default(null),
  /** 20 writes to one ticket in 2 seconds and 100 in 30. */
  perIssue: z.boolean().default(false),
  /** Points until the next UTC hour. A read costs one, a write one a ticket. */
  quota: z
    .strictObject({ scope: z.enum(['global', 'tenant']), points: z.number().int().min(0) })
    .nullable()
    .default(null),
});
type LimitSettings = z.infer<typeof LimitSettings>;

/** Why a request has to wait, and until when. */
interface Wait {
  readonly reason: string;
  readonly limit: number;
  /** Milliseconds since 1970. */
  readonly until: number;
}

const windowsPerIssue = [
  { length: 2_000, most: 20 },
  { length: 30_000, most: 100 },
] as const;

/** The limits of Jira, all off at first. What was counted starts anew whenever they are set. */
export class Limits {
  readonly #site: JiraSite;
  #settings: LimitSettings = LimitSettings.parse({});
  /** Times of requests that were let through, by what they count for. */
  #passed = new Map<string, number[]>();
  #hour = 0;
  #spent = 0;

  constructor(site: JiraSite) {
    this.#site = site;
  }

  /** Handles `PUT /sandbox/limits`; expects a parsed JSON body. */
  readonly set: RequestHandler = (request, response) => {
    const parsed = LimitSettings.safeParse(request.body);
    if (!parsed.success) {
      response.status(400).json({ errors: z.flattenError(parsed.error) });
      return;
    }
    this.#start(parsed.data);
    response.status(204).end();
  };

  /** Handles `DELETE /sandbox/limits`. */
  readonly clear: RequestHandler = (_request, response) => {
    this.#start(LimitSettings.parse({}));
    response.status(204).end();
  };

  /** Answers 429 to what is too much, and says on everything else how much is left. */
  readonly hold: RequestHandler = (request, response, next) => {
    const now = this.#site.now();
    const waits = [
      this.#quota(request, now),
      this.#burst(request, response, now),
      this.#perIssue(request, now),
    ];
    const wait = waits.find((each) => each !== null);
    if (wait === undefined || wait === null) return next();
    this.#refuse(response, wait, now);
  };

  #start(settings: LimitSettings): void {
    this.#settings = settings;
    this.#passed = new Map();
    this.#spent = 0;
  }

  #quota(request: Request, now: number): Wait | null {
    const { quota } = this.#settings;
    if (quota === null) return null;
    const hour = Math.floor(now / 3_600_000);
    if (hour !== this.#hour) this.#spent = 0;
    this.#hour = hour;
    const cost = costOf(request);
    if (this.#spent + cost > quota.points) {
      const reason = `jira-quota-${quota.scope}-based`;
      return { reason, limit: quota.points, until: (hour + 1) * 3_600_000 };
    }
    this.#spent += cost;
    return null;
  }

  #burst(request: Request, response: Response, now: number): Wait | null {
    const most = this.#settings.burst?.[request.method.toLowerCase() as 'get'];
    if (most === undefined) return null;
    const endpoint = request.path.replace(/^\/issue\/(?!bulk|createmeta)[^/]+/, '/issue/*');
    const recent = this.#recent(`${request.method} ${endpoint}`, now, 1_000);
    response.set('X-RateLimit-Limit', String(most));
    response.set('X-RateLimit-Remaining', String(Math.max(0, most - recent.length - 1)));
    if (recent.length < most) {
      if (most - recent.length - 1 < most * 0.2) response.set('X-RateLimit-NearLimit', 'true');
      recent.push(now);
      return null;
    }
    return { reason: 'jira-burst-based', limit: most, until: (recent[0] ?? now) + 1_000 };
  }

  #perIssue(request: Request, now: number): Wait | null {
    const [, idOrKey] = /^\/issue\/([^/]+)/.exec(request.path) ?? [];
    if (!this.#settings.perIssue || request.method === 'GET' || idOrKey === undefined) return null;
    const ticket = this.#site.store.find(decodeURIComponent(idOrKey));
    if (ticket === null) return null;
    const passed = this.#recent(`issue ${ticket.id}`, now, 30_000);
    for (const { length, most } of windowsPerIssue) {
      const recent = passed.filter((time) => time > now - length);
      if (recent.length >= most) {
        return { reason: 'jira-per-issue-on-write', limit: most, until: (recent[0] ?? now) + length };
      }
    }
    passed.push(now);
    return null;
  }

  /** The times that count still; adding to the list lets the next one count. */
  #recent(what: string, now: number, length: number): number[] {
    const recent = (this.#passed.get(what) ?? []).filter((time) => time > now - length);
    this.#passed.set(what, recent);
    return recent;
  }

  #refuse(response: Response, wait: Wait, now: number): void {
    response.set({
      'Retry-After': String(Math.max(1, Math.ceil((wait.until - now) / 1000))),
      'X-RateLimit-Limit': String(wait.limit),
      'X-RateLimit-Remaining': '0',
    });
    if (this.#site.deployment === 'datacenter') {
      // Its own limiter, which an administrator switches on, is a bucket that fills by the second and gives no reason.
      response.set({ 'X-RateLimit-Interval-Seconds': '1', 'X-RateLimit-FillRate': String(wait.limit) });
      response.status(429).json({ message: 'Rate limit exceeded.', 'status-code': 429 });
      return;
    }
    response.set({
      'X-RateLimit-Reset': new Date(wait.until).toISOString(),
      'RateLimit-Reason': wait.reason,
    });
    const text = 'Rate limit exceeded. Please retry after the time that Retry-After gives.';
    response.status(429).json({ errorMessages: [text], errors: {} });
  }
}

function costOf(request: Request): number {
  const body = isRecord(request.body) ? request.body : {};
  const many = [body.issueUpdates, body.issueIdsOrKeys].find((list) => Array.isArray(list));
  return Array.isArray(many) ? Math.max(1, many.length) : 1;
}
