import { Failure, type FailureCode, failures } from '../../core/failure.ts';
import type { Service } from '../service.ts';

/** A service that runs in another process. */
export interface RemoteService {
  /** Where it is, without a slash at the end. */
  readonly url: string;
  /** Lets writes in; null where there is none, and only reading and planning are allowed. */
  readonly token: string | null;
  /** What to do where it is not reached, and where it refuses the token; by default what the catalogue says. */
  readonly hints?: { readonly unreachable: string; readonly refused: string };
}

/**
 * A service that runs in another process, over its API.
 * @throws {Failure} from each call: service-unreachable, request-forbidden, and what the service itself throws
 */
export function remoteService({ url, token, hints }: RemoteService): Service {
  const unreachable = (what: string, cause?: unknown) =>
    new Failure('service-unreachable', what, {
      cause,
      ...(hints === undefined ? {} : { hint: hints.unreachable }),
    });
  const call = async <T>(method: 'GET' | 'POST', path: string, body?: Uint8Array | object): Promise<T> => {
    const bytes = body instanceof Uint8Array;
    let response: Response;
    try {
      response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          accept: 'application/json',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined
            ? {}
            : { 'content-type': bytes ? 'application/octet-stream' : 'application/json' }),
        },
        ...(body === undefined ? {} : { body: bytes ? Buffer.from(body) : JSON.stringify(body) }),
        // A redirect would turn a write into a read, and could lead the document elsewhere.
        redirect: 'manual',
      });
    } catch (cause) {
      throw unreachable(`The service at ${url} ${silence(cause)}.`, cause);
    }
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok && answer !== null) return answer as T;
    if (response.headers.has('www-authenticate') && hints !== undefined) {
      const what = token === null ? 'asks for a token' : 'refuses the token';
      throw new Failure('request-forbidden', `The service at ${url} ${what}.`, { hint: hints.refused });
    }
    throw failureIn(answer) ?? unreachable(`What answers at ${url} is no pir-tracker: ${outline(response)}.`);
  };
  const reviewPath = (pir: string, milestone: string) =>
    `/reviews/${encodeURIComponent(pir)}/${encodeURIComponent(milestone)}`;
  const query = (values: Record<string, string>) => `?${new URLSearchParams(values)}`;

  return {
    status: () => call('GET', '/status'),
    pirs: () => call('GET', '/pirs'),
    pir: (name) => call('GET', `/pirs/${encodeURIComponent(name)}`),
    plan: ({ bytes, source }) => call('POST', `/plans${query({ source })}`, bytes),
    submit: ({ bytes, source }, by) => call('POST', `/pirs${query({ source, by })}`, bytes),
    approve: ({ pir, fingerprint, by, decisions: { only, declined, create }, chase }) =>
      call('POST', `/pirs/${encodeURIComponent(pir)}/approval`, {
        ...{ fingerprint, by, declined },
        ...(only === null ? {} : { items: only }),
        ...(create === undefined ? {} : { create }),
        ...(chase === undefined ? {} : { chase }),
      }),
    reviews: () => call('GET', '/reviews'),
    review: (pir, milestone) => call('GET', reviewPath(pir, milestone)),
    recordReview: ({ pir, milestone, recording: { version, by, note, entries } }) =>
      call('POST', reviewPath(pir, milestone), {
        ...{ version, by, items: entries },
        ...(note === null ? {} : { note }),
      }),
    handOverReview: ({ pir, milestone, to, by }) =>
      call('POST', `${reviewPath(pir, milestone)}/facilitator`, { to, by }),
    addEvidence: ({ pir, milestone, item, by, kind, text, bytes }) => {
      const path = `${reviewPath(pir, milestone)}/evidence`;
      return bytes === null
        ? call('POST', path, { item, by, [kind]: text })
        : call('POST', `${path}${query({ item, by, name: text })}`, bytes);
    },
    held: (channel) => call('GET', `/holds/${channel}`),
    hold: ({ channel, ...body }) => call('POST', `/holds/${channel}`, body),
    release: ({ channel, ...body }) => call('POST', `/holds/${channel}/release`, body),
    discard: ({ channel, ...body }) => call('POST', `/holds/${channel}/discard`, body),
    deliver: () => call('POST', '/deliveries'),
    retry: () => call('POST', '/retries'),
    chasePreview: () => call('GET', '/chasing'),
    chase: (by) => call('POST', '/chasing', { by }),
    adoptable: (label) => call('GET', `/adoptions${query({ label })}`),
    adopt: (label, keys, by) => call('POST', '/adoptions', { label, keys, by }),
    sync: (scope) => call('POST', `/sync${query({ full: String(scope === 'all') })}`),
    drift: () => call('GET', '/drift'),
    settleDrift: ({ item, take, by, field, seen }) =>
      call('POST', `/items/${encodeURIComponent(item)}/drift`, {
        ...{ take, by },
        ...(field === null ? {} : { field }),
        ...(seen === null ? {} : { seen }),
      }),
    checks: () => call('GET', '/checks'),
  };
}

/** The failure that a problem+json answer speaks of, as if it had been thrown here; null where it speaks of none. */
function failureIn(answer: unknown): Failure | null {
  const { code, detail, hint } = (answer ?? {}) as { code?: string; detail?: string; hint?: string };
  if (code === undefined) return null;
  // What is a bug there is none here: it was logged where it happened.
  const known = code in failures ? (code as FailureCode) : 'service-unreachable';
  return new Failure(known, detail ?? '', hint === undefined ? {} : { hint });
}

/** Why no answer came, in words; the cause of what fetch throws has the system's code. */
function silence(error: unknown): string {
  const { code = '' } = ((error as Error).cause ?? {}) as { code?: string };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'is not found: no such host';
  if (/CERT|SELF_SIGNED|TLS|SSL|VERIFY/.test(code)) return `shows no certificate that is trusted (${code})`;
  return 'does not answer';
}

/** An answer in a few words: its status, what it is, and where it sends. */
function outline({ status, headers }: Response): string {
  const to = headers.get('location');
  if (to !== null) return `it sends to ${to}`;
  return `status ${status}, ${headers.get('content-type')?.split(';')[0] ?? 'without a type'}`;
}
