import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher } from 'undici';
import { CallError } from './call-error.ts';
import type { Headers } from './limits.ts';

/** One HTTP request. */
export interface Call {
  readonly method: string;
  /** Absolute http or https URL. */
  readonly url: string;
  /** Sent as JSON where given. */
  readonly body?: unknown;
}

/** A complete answer with status 200 to 299. */
export interface Answer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Headers;
  /** The parsed JSON; undefined where the answer has no body. */
  readonly body: unknown;
}

/** Answers of Jira have some hundred kilobytes at most; more is somebody else's. */
const longestAnswer = 16 * 1024 * 1024;

/**
 * HTTP with connections kept open, in place of jira-client's own transport, which loses status and headers, has no total
 * timeout, follows redirects and takes half an answer for a whole one.
 */
export class Transport {
  readonly #agent: Agent;
  readonly #timeoutMs: number;
  readonly #authorization: string;

  constructor(settings: {
    readonly email: string | null;
    readonly token: string;
    readonly timeoutSeconds: number;
    readonly ca: string | null;
  }) {
    this.#timeoutMs = settings.timeoutSeconds * 1000;
    const { email, token } = settings;
    this.#authorization =
      email === null ? `Bearer ${token}` : `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;
    this.#agent = new Agent({
      connections: 8,
      // The total timeout below covers these two; their own defaults of five minutes would only be a second, other limit.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: {
        timeout: this.#timeoutMs,
        ...(settings.ca === null ? {} : { ca: [...rootCertificates, settings.ca] }),
      },
    });
  }

  /**
   * Sends a request and reads the whole answer within the timeout. Redirects are not followed.
   * @throws {CallError} for everything but a complete 2xx answer that is JSON or empty
   */
  async send(call: Call): Promise<Answer> {
    const url = new URL(call.url);
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    const raw = await this.#exchange({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: call.method as Dispatcher.HttpMethod,
      headers: {
        accept: 'application/json',
        authorization: this.#authorization,
        ...(body === null ? {} : { 'content-type': 'application/json' }),
      },
      body,
    });
    const parsed = parse(raw.text);
    if (raw.status < 200 || raw.status > 299) {
      throw CallError.answered(raw.status, raw.headers, parsed.json);
    }
    if (!parsed.ok) throw CallError.cutOff('the answer is not JSON');
    return { status: raw.status, headers: raw.headers, body: parsed.json };
  }

  /** Ends the open connections, letting requests under way finish. */
  async close(): Promise<void> {
    await this.#agent.close();
  }

  #exchange(options: Dispatcher.DispatchOptions): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const exchange = new Exchange(AbortSignal.timeout(this.#timeoutMs), this.#timeoutMs, resolve, reject);
      this.#agent.dispatch(options, exchange);
    });
  }
}

interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Follows one request, above all whether it had begun to leave when it failed: only then may it have been carried out. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #chunks: Buffer[] = [];
  readonly #signal: AbortSignal;
  readonly #resolve: (answer: RawAnswer) => void;
  readonly #reject: (error: CallError) => void;
  #controller: Dispatcher.DispatchController | null = null;
  #size = 0;
  #status = 0;
  #headers: Headers = {};

  constructor(
    signal: AbortSignal,
    timeoutMs: number,
    resolve: (answer: RawAnswer) => void,
    reject: (error: CallError) => void,
  ) {
    this.#signal = signal;
    this.#resolve = resolve;
    this.#reject = reject;
    signal.addEventListener('abort', () => this.#fail(`no complete answer within ${timeoutMs / 1000} s`), {
      once: true,
    });
  }

  /** A connection is there and the request is about to be written to it. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Timed out while it waited for a connection: not a byte may leave any more.
    if (this.#signal.aborted) controller.abort(new Error('timed out'));
    else this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > longestAnswer) this.#fail(`the answer has more than ${longestAnswer} bytes`);
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const text = Buffer.concat(this.#chunks).toString('utf8');
    this.#resolve({ status: this.#status, headers: this.#headers, text });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(reasonOf(error), error);
  }

  #fail(reason: string, cause?: Error): void {
    const left = this.#controller !== null;
    this.#reject(left ? CallError.cutOff(reason, cause) : CallError.notSent(reason, cause));
    this.#controller?.abort(cause ?? new Error(reason));
  }
}

function reasonOf(error: Error & { code?: unknown }): string {
  const reason = error.message === '' ? String(error.code ?? error.name) : error.message;
  return reason.replace(/\s+/g, ' ');
}

function parse(text: string): { readonly ok: boolean; readonly json: unknown } {
  if (text === '') return { ok: true, json: undefined };
  try {
    return { ok: true, json: JSON.parse(text) };
  } catch {
    return { ok: false, json: undefined };
  }
}
