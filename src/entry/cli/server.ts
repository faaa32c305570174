import { Failure } from '../../core/failure.ts';
import type { RemoteService } from '../http/client.ts';

/** Names that never leave this machine, as in a URL. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The service that somebody names: by --server, else by PIR_SERVER; its token is in PIR_API_TOKEN.
 * @returns null where none is named
 * @throws {Failure} usage for what is no address of a service, and for one to which a token would go in the clear
 */
export function serverFrom(
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): RemoteService | null {
  const [name, given] = option === undefined ? ['PIR_SERVER', environment.PIR_SERVER] : ['--server', option];
  if (given === undefined || given.trim() === '') return null;
  const url = addressIn(name, given.trim());
  const token = environment.PIR_API_TOKEN?.trim() || null;
  if (token !== null && url.protocol === 'http:' && !loopback.test(url.hostname)) {
    throw new Failure('usage', `${name} names ${url.origin}, where the token could be read on the way.`, {
      hint: 'Use https, or an address of this machine (127.0.0.1).',
    });
  }
  return {
    url: `${url.origin}${url.pathname.replace(/\/+$/, '')}`,
    token,
    hints: {
      unreachable: `Check the address in ${name}, and that \`pir serve\` runs there.`,
      refused: 'Set PIR_API_TOKEN to the value it has where `pir serve` runs.',
    },
  };
}

function addressIn(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new Failure('usage', `${name} takes the address of a service, not "${text}".`, {
      hint: 'For example https://pir.example.com.',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new Failure('usage', `${name} takes an address without a name and password.`, {
      hint: 'Put the token of the service into PIR_API_TOKEN.',
    });
  }
  return url;
}
