import { Failure, type FailureCode, failures } from '../../core/failure.ts';
import type { Service } from '../service.ts';

/**
 * A service that runs in another process, over its API.
 * @param url where it listens, without a slash at the end
 * @param token lets writes in
 */
export function remoteService(url: string, token: string): Service {
  const call = async <T>(method: 'GET' | 'POST', path: string, body?: Uint8Array | object): Promise<T> => {
    const bytes = body instanceof Uint8Array;
    let response: Response;
    try {
      response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': bytes ? 'text/markdown' : 'application/json' }),
        },
        ...(body === undefined ? {} : { body: bytes ? Buffer.from(body) : JSON.stringify(body) }),
      });
    } catch (cause) {
      throw new Failure('service-unreachable', `The service at ${url} does not answer.`, { cause });
    }
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) return answer as T;
    throw failureFrom(answer, url, response.status);
  };
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
    deliver: () => call('POST', '/deliveries'),
    retry: () => call('POST', '/retries'),
    sync: () => call('POST', '/sync'),
    chasePreview: () => call('GET', '/chasing'),
    chase: (by) => call('POST', '/chasing', { by }),
    checks: () => call('GET', '/checks'),
  };
}

/** The failure that a problem+json answer speaks of, as if it had been thrown here. */
function failureFrom(answer: unknown, url: string, status: number): Failure {
  const { code, detail, hint } = (answer ?? {}) as { code?: string; detail?: string; hint?: string };
  if (code !== undefined && code in failures) {
    return new Failure(code as FailureCode, detail ?? '', hint === undefined ? {} : { hint });
  }
  return new Failure('service-unreachable', `The service at ${url} answered ${status}.`);
}
