import { EventEmitter, once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { type Listening, listen } from '../../../src/entry/http/listen.ts';
import type { Log } from '../../../src/ports.ts';

const nothing = () => undefined;
const log: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const open: Listening[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((listening) => listening.close()));
});

async function start(app: RequestListener): Promise<Listening> {
  const listening = await listen(app, '127.0.0.1', 0, log);
  open.push(listening);
  return listening;
}

test('listening says which address is taken or cannot be used', async () => {
  const { port } = new URL((await start(nothing)).url);
  await expect(listen(nothing, '127.0.0.1', Number(port), log)).rejects.toMatchObject({
    code: 'port-in-use',
    message: `Another program listens on 127.0.0.1:${port}.`,
  });
  await expect(listen(nothing, '192.0.2.1', 0, log)).rejects.toMatchObject({ code: 'address-unusable' });
});

test('closing refuses new requests, waits for a running one and not for an idle connection', async () => {
  const requests = new EventEmitter();
  const listening = await start((request, response) => {
    if (request.url === '/quick') response.end('done');
    else requests.emit('slow', response);
  });
  await (await fetch(`${listening.url}/quick`)).text();
  const begun = once(requests, 'slow') as Promise<[ServerResponse]>;
  const answer = fetch(`${listening.url}/slow`);
  const [response] = await begun;
  let closed = false;
  const closing = listening.close().then(() => {
    closed = true;
  });
  await expect(fetch(`${listening.url}/quick`, { headers: { connection: 'close' } })).rejects.toThrow();
  expect(closed).toBe(false);
  response.end('late');
  expect(await (await answer).text()).toBe('late');
  await closing;
});
