import { afterEach, describe, expect, test } from '@jest/globals';
import { endpointOf } from '../../../src/adapters/jira/client/gate.ts';
import type { LimitScope } from '../../../src/core/failure.ts';
import { createTicket, expectFailure } from '../../contracts/tracker.contract.ts';
import { fields, jiras } from './jira-under-test.ts';

const edit = 'PUT /rest/api/3/issue/*';

describe('limits of Jira', () => {
  const opened = jiras();
  const { start } = opened;
  afterEach(() => opened.closeAll());

  test.each<[string, Record<string, string>, LimitScope]>([
    ['a quota of the site', { 'RateLimit-Reason': 'jira-quota-tenant-based' }, 'all'],
    ['a quota of all', { 'RateLimit-Reason': 'jira-quota-global-based' }, 'all'],
    ['a burst', { 'RateLimit-Reason': 'jira-burst-based' }, 'endpoint'],
    ['writes to one ticket', { 'RateLimit-Reason': 'jira-per-issue-on-write' }, 'ticket'],
    ['something that nobody explains', {}, 'endpoint'],
    [
      'the bucket of Data Center',
      { 'X-RateLimit-FillRate': '10', 'X-RateLimit-Interval-Seconds': '8' },
      'all',
    ],
  ])('%s holds up what it is about, and nothing more', async (_, headers, scope) => {
    const { tracker, fail, requests, clock } = await start();
    const [one, other] = [await createTicket(tracker, 'a', fields), await createTicket(tracker, 'b', fields)];
    await fail(edit, { fault: 'status', status: 429, retryAfter: 8, headers });
    const failure = await expectFailure(tracker.update(one.ticketId, { summary: 'x' }), 'tracker-limited');
    expect(failure).toMatchObject({ scope, retryAfter: 8 });

    clock.turn(7);
    const before = requests.length;
    const works = async (work: Promise<unknown>) =>
      (await work.catch((error) => error.code)) !== 'tracker-limited';
    expect(await works(tracker.update(one.ticketId, { summary: 'x' }))).toBe(false);
    // Held back by ourselves: Jira would count the request, and refuse it.
    expect(requests).toHaveLength(before);
    expect(await works(tracker.update(other.ticketId, { summary: 'x' }))).toBe(scope === 'ticket');
    expect(await works(tracker.comment(one.ticketId, [], 'mark'))).toBe(scope === 'endpoint');
    expect(await works(tracker.read([one.ticketId]))).toBe(scope !== 'all');
    clock.turn(1);
    await tracker.update(one.ticketId, { summary: 'x' });
  });

  test('are waited for as long as Jira says, in whichever header', async () => {
    const { tracker, fail, clock } = await start();
    const { ticketId } = await createTicket(tracker, 'a', fields);
    const waits = async (fault: object) => {
      await fail(edit, { fault: 'status', status: 429, ...fault });
      const failure = await expectFailure(tracker.update(ticketId, { summary: 'x' }), 'tracker-limited');
      clock.turn(3600);
      return failure.retryAfter;
    };
    const reset = new Date(clock.milliseconds() + 90_000).toISOString();
    expect(await waits({ headers: { 'X-RateLimit-Reset': reset } })).toBe(90);
    expect(
      await waits({ headers: { 'Retry-After': new Date(clock.milliseconds() + 30_000).toUTCString() } }),
    ).toBe(30);
    expect(await waits({ headers: { 'X-RateLimit-Interval-Seconds': '12' } })).toBe(12);
    expect(await waits({})).toBeNull();
  });

  test('never shut us out for more than an hour, nor when the clock is put back', async () => {
    const { tracker, fail, clock } = await start();
    const { ticketId } = await createTicket(tracker, 'a', fields);
    await fail(edit, { fault: 'status', status: 429, retryAfter: 999_999 });
    await expectFailure(tracker.update(ticketId, { summary: 'x' }), 'tracker-limited');
    clock.turn(3600);
    await tracker.update(ticketId, { summary: 'y' });
    await fail(edit, { fault: 'status', status: 429, retryAfter: 60 });
    await expectFailure(tracker.update(ticketId, { summary: 'x' }), 'tracker-limited');
    clock.turn(-86_400);
    await tracker.update(ticketId, { summary: 'z' });
  });

  test('are kept for each kind of request, whatever ticket or project it is about', () => {
    const names = [
      ['PUT', '/issue/10001'],
      ['POST', '/issue'],
      ['POST', '/issue/bulk'],
      ['POST', '/issue/OPS-1/comment'],
      ['GET', '/issue/createmeta/OPS/issuetypes?startAt=0'],
      ['POST', '/search/jql'],
      ['GET', '/project/OPS'],
      ['GET', '/myself'],
    ].map(([method = '', path = '']) => endpointOf(method, path));
    expect(names).toEqual([
      { name: 'PUT /issue/*', ticket: '10001' },
      { name: 'POST /issue', ticket: null },
      { name: 'POST /issue/bulk', ticket: null },
      { name: 'POST /issue/*/comment', ticket: 'OPS-1' },
      { name: 'GET /issue/createmeta', ticket: null },
      { name: 'POST /search/jql', ticket: null },
      { name: 'GET /project/*', ticket: null },
      { name: 'GET /myself', ticket: null },
    ]);
  });
});
