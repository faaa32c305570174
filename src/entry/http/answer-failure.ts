import type { NextFunction, Request, Response } from 'express';
import { Failure } from '../../core/failure.ts';
import { errorPage } from '../../core/status/error-page.tsx';
import type { Log } from '../../ports.ts';
import { requestIdOf } from './request-log.ts';

/** A problem as RFC 9457 has it, with the catalogue's code and hint. */
export interface Problem {
  /** `urn:pir-tracker:problem:plan-stale`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly hint: string;
}

/** `Plan stale` for plan-stale. */
function titleOf(code: string): string {
  const words = code.replaceAll('-', ' ').replace(/^pir\b/, 'PIR');
  return `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`;
}

function problem(code: string, status: number, detail: string, hint: string): Problem {
  return { type: `urn:pir-tracker:problem:${code}`, title: titleOf(code), status, code, detail, hint };
}

/** What express and its body parser throw, in our terms; null for what is a bug. */
function known(error: unknown): Failure | null {
  if (error instanceof Failure) return error;
  if (!(error instanceof Error)) return null;
  const { type, status } = error as { type?: unknown; status?: unknown };
  if (type === 'entity.too.large') {
    const { limit } = error as { limit?: number };
    const megabytes = Math.round((limit ?? 0) / 1024 / 1024);
    return new Failure('file-too-large', `The body is larger than ${megabytes} MB.`, { cause: error });
  }
  if (type === 'encoding.unsupported') {
    return new Failure('request-invalid', 'Compressed bodies are not read.', { cause: error });
  }
  // An address that does not decode, broken JSON, a connection that ended early.
  return typeof status === 'number' && status >= 400 && status < 500
    ? new Failure('request-invalid', 'The request cannot be read.', { cause: error })
    : null;
}

/** Whether the answer is for a person at a browser. */
function wantsPage(request: Request): boolean {
  const isForPrograms = request.path.startsWith('/api/') || /\.(json|txt)$/.test(request.path);
  const isFromPage =
    ['GET', 'HEAD'].includes(request.method) || Boolean(request.is(['urlencoded', 'multipart']));
  return !isForPrograms && isFromPage && request.accepts(['json', 'html']) === 'html';
}

/** The last handler: a Failure says what went wrong and what to do; of anything else only the request id leaves. */
export function answerFailure({ log, organisation }: { log: Log; organisation: string }) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    const requestId = requestIdOf(response);
    const failure = known(error);
    if (failure === null) log.error('request failed unexpectedly', { requestId, error });
    else if (failure.status >= 500) {
      log.warn('request failed', { requestId, code: failure.code, detail: failure.message });
    }
    if (response.headersSent) {
      // Too late for another answer: express cuts the connection, so that nobody takes the half for the whole.
      next(error);
      return;
    }
    const answer =
      failure === null
        ? problem(
            'internal-error',
            500,
            `Something went wrong here; it was logged as request ${requestId}.`,
            'Try again. If it stays, tell the operators this request id.',
          )
        : problem(failure.code, failure.status, failure.message, failure.hint);
    if (failure?.retryAfter) response.setHeader('retry-after', String(Math.ceil(failure.retryAfter)));
    response.status(answer.status).vary('accept');
    if (wantsPage(request)) {
      response.type('html').send(errorPage({ ...answer, requestId }, organisation));
    } else {
      response.type('application/problem+json').send(JSON.stringify(answer));
    }
  };
}
