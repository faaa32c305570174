import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Refusal } from './field-rules.ts';

/**
 * Something that is to go wrong. `status`: answered at once, nothing is done. `reset-before`: the connection is dropped,
 * nothing is done. `hang`: no answer, nothing is done. The next do what was asked and then lose the answer:
 * `reset-after-commit`, `half-answer`, `status-after-commit`. Two are for creation in bulk: `refuse-elements` refuses the
 * named `elements` (from 0) with status and body and makes the others; `reset-midway` makes those before the first of
 * `elements` and drops the connection.
 */
const Fault = z.strictObject({
  /** Method and path: `POST /rest/api/3/issue`; a `*` stands for one segment. */
  on: z.string().regex(/^[A-Z]+ \/\S*$/),
  fault: z.enum([
    'status',
    'reset-before',
    'hang',
    'reset-after-commit',
    'half-answer',
    'status-after-commit',
    'refuse-elements',
    'reset-midway',
  ]),
  elements: z.array(z.number().int().min(0)).default([0]),
  status: z.number().int().min(200).max(599).default(503),
  /** Seconds, sent as Retry-After. */
  retryAfter: z.number().int().min(0).optional(),
  /** Further headers: RateLimit-Reason, Location … */
  headers: z.record(z.string(), z.string()).default({}),
  /** A text is sent as HTML, anything else as JSON. */
  body: z.unknown().optional(),
  times: z.number().int().min(1).default(1),
});
type Fault = z.infer<typeof Fault>;

/** Faults waiting for their request. Switched on by `POST /sandbox/faults`, all off by `DELETE`. */
export class Faults {
  #waiting: (Fault & { left: number })[] = [];

  /** Handles `POST /sandbox/faults`; expects a parsed JSON body. */
  readonly add: RequestHandler = (request, response) => {
    const parsed = Fault.safeParse(request.body);
    if (!parsed.success) {
      response.status(400).json({ errors: z.flattenError(parsed.error) });
      return;
    }
    this.#waiting.push({ ...parsed.data, left: parsed.data.times });
    response.status(204).end();
  };

  /** Handles `DELETE /sandbox/faults`. */
  readonly clear: RequestHandler = (_request, response) => {
    this.#waiting = [];
    response.status(204).end();
  };

  /** Lets go wrong what is due to. */
  readonly strike: RequestHandler = (request, response, next) => {
    const fault = this.#take(request);
    if (fault === null) return next();
    switch (fault.fault) {
      case 'status':
        return refuse(response, fault);
      case 'reset-before':
        request.socket.destroy();
        return;
      case 'hang':
        return;
      case 'refuse-elements':
      case 'reset-midway':
        response.locals.bulkFault = bulkFaultFrom(fault);
        return next();
      default:
        loseAnswer(request, response, fault);
        next();
    }
  };

  #take(request: Request): Fault | null {
    const asked = `${request.method} ${request.baseUrl}${request.path}`;
    const hit = this.#waiting.find((fault) => fault.left > 0 && patternOf(fault.on).test(asked));
    if (hit === undefined) return null;
    hit.left -= 1;
    return hit;
  }
}

/** What is to go wrong with the elements of a bulk request. */
export interface BulkFault {
  readonly refusals: ReadonlyMap<number, { readonly status: number; readonly refusal: Refusal }>;
  /** Elements from here on are not made, and the connection is dropped. */
  readonly onlyFirst: number;
}

/** The fault that was struck for this request; one in which nothing goes wrong where there is none. */
export function bulkFaultOf(response: Response): BulkFault {
  const fault = response.locals.bulkFault as BulkFault | undefined;
  return fault ?? { refusals: new Map(), onlyFirst: Number.POSITIVE_INFINITY };
}

function bulkFaultFrom(fault: Fault): BulkFault {
  if (fault.fault === 'reset-midway') return { refusals: new Map(), onlyFirst: Math.min(...fault.elements) };
  const text = `Sandbox fault ${fault.status}.`;
  const refusal = (fault.body ?? { errorMessages: [text], errors: {} }) as Refusal;
  return {
    refusals: new Map(fault.elements.map((at) => [at, { status: fault.status, refusal }])),
    onlyFirst: Number.POSITIVE_INFINITY,
  };
}

function patternOf(on: string): RegExp {
  const escaped = on.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]+');
  return new RegExp(`^${escaped}$`);
}

function refuse(response: Response, fault: Fault): void {
  response.status(fault.status).set(fault.headers);
  if (fault.retryAfter !== undefined) response.set('Retry-After', String(fault.retryAfter));
  if (typeof fault.body === 'string') response.type('html').send(fault.body);
  else response.json(fault.body ?? { errorMessages: [`Sandbox fault ${fault.status}.`], errors: {} });
}

/** Lets the request be carried out and spoils its answer at the last moment. */
function loseAnswer(request: Request, response: Response, fault: Fault): void {
  const end = response.end.bind(response);
  const spoiled = (chunk?: unknown) => {
    response.end = end;
    if (fault.fault === 'reset-after-commit') {
      request.socket.destroy();
    } else if (fault.fault === 'half-answer') {
      const whole = Buffer.from(typeof chunk === 'string' || Buffer.isBuffer(chunk) ? chunk : 'nothing');
      response.set('Content-Length', String(whole.length));
      response.write(whole.subarray(0, Math.ceil(whole.length / 2)), () => request.socket.destroy());
    } else {
      response.removeHeader('Content-Length');
      refuse(response, fault);
    }
    return response;
  };
  response.end = spoiled as typeof response.end;
}
