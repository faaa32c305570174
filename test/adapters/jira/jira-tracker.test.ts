import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createJiraTracker } from '../../../src/adapters/jira/jira-tracker.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { createTicket, destination, expectFailure, findTicket } from '../../contracts/tracker.contract.ts';
import { fields, jiras, settingsFor } from './jira-under-test.ts';

const requests = {
  create: 'POST /rest/api/3/issue',
  find: 'POST /rest/api/3/search/jql',
  comment: 'POST /rest/api/3/issue/*/comment',
} as const;

describe('the Jira adapter', () => {
  const opened = jiras();
  const { start } = opened;
  afterEach(() => opened.closeAll());

  test('a wrong token is said to be wrong, though Jira answers it with empty lists', async () => {
    const { tracker, sandbox } = await start({ token: 'right-token' });
    const { leftOut: _, ...made } = await createTicket(tracker, 'item', fields);
    const stranger = createJiraTracker({ ...settingsFor(sandbox.url), token: 'wrong-token' }, systemClock);
    opened.later(() => stranger.close());
    const failures = [
      await expectFailure(findTicket(stranger, 'item', 'pir'), 'tracker-unauthorized'),
      await expectFailure(stranger.read([made.ticketId]), 'tracker-unauthorized'),
      await expectFailure(createTicket(stranger, 'item', fields), 'tracker-unauthorized'),
      await expectFailure(stranger.adopt('item', made.key, []), 'tracker-unauthorized'),
      await expectFailure(stranger.update(made.ticketId, { summary: 'x' }), 'tracker-unauthorized'),
    ];
    expect(failures.map((failure) => failure.message).join()).not.toContain('wrong-token');
    const checks = await stranger.check();
    expect(checks.at(-1)).toMatchObject({ ok: false, hint: expect.stringContaining('JIRA_API_TOKEN') });
  });

  test('what a stranger may see is not taken for all there is', async () => {
    const { tracker, fail } = await start();
    const made = await createTicket(tracker, 'item', fields);
    const headers = { 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' };
    const body = { issues: [{ id: made.ticketId, key: made.key, properties: {} }] };
    await fail(requests.find, { fault: 'status', status: 200, headers, body });
    await expectFailure(tracker.labelled('pir'), 'tracker-unauthorized');
  });

  test('an empty answer is believed only from a Jira that knows us', async () => {
    const { tracker, fail } = await start();
    await fail('GET /rest/api/3/myself', { fault: 'status', status: 401, times: 2 });
    await expectFailure(findTicket(tracker, 'item', 'pir'), 'tracker-unauthorized');
    await expectFailure(tracker.read(['10001']), 'tracker-unauthorized');
    expect(await findTicket(tracker, 'item', 'pir')).toBeNull();
  });

  test('a host that does not answer the door is unreachable, for writes as well', async () => {
    const { tracker, sandbox } = await start();
    await sandbox.close();
    await expectFailure(createTicket(tracker, 'item', fields), 'tracker-unreachable');
    await expectFailure(tracker.comment('10001', [], 'mark'), 'tracker-unreachable');
    const elsewhere = createJiraTracker(settingsFor('http://jira.invalid'), systemClock);
    opened.later(() => elsewhere.close());
    await expectFailure(elsewhere.comment('10001', [], 'mark'), 'tracker-unreachable');
    expect((await elsewhere.check())[0]).toMatchObject({ ok: false });
  });

  test('a connection that never gets ready has carried nothing, so nothing is in doubt', async () => {
    // Takes the connection and says nothing: the TLS handshake never ends.
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const sockets: Socket[] = [];
    mute.on('connection', (socket) => sockets.push(socket));
    const { port } = mute.address() as AddressInfo;
    const tracker = createJiraTracker(settingsFor(`https://127.0.0.1:${port}`), systemClock);
    await expectFailure(tracker.comment('10001', [], 'mark'), 'tracker-unreachable');
    for (const socket of sockets) socket.destroy();
    mute.close();
    await tracker.close();
  });

  test('a redirect is an error and not followed', async () => {
    const { tracker, fail } = await start();
    const headers = { Location: 'https://login.example.com/secret?from=jira' };
    await fail('PUT /rest/api/3/issue/*', { fault: 'status', status: 302, headers });
    const change = tracker.update('10001', { summary: 'Other' });
    const failure = await expectFailure(change, 'tracker-unreachable');
    expect(failure.message).toContain('https://login.example.com');
    expect(failure.message).not.toContain('secret');
  });

  test('a page of HTML is no answer, even with status 200', async () => {
    const { tracker, fail } = await start();
    const body = '<html>Sign in</html>';
    await fail(requests.find, { fault: 'status', status: 200, body });
    await expectFailure(findTicket(tracker, 'item', 'pir'), 'tracker-unreachable');
    await fail(requests.create, { fault: 'status', status: 200, body });
    await expectFailure(createTicket(tracker, 'item', fields), 'tracker-outcome-unknown');
  });

  test('503 with Retry-After is a wait for a read and in doubt for a write', async () => {
    const { tracker, fail } = await start();
    const busy = { fault: 'status', status: 503, retryAfter: 3 };
    await fail(requests.find, { ...busy });
    expect((await expectFailure(findTicket(tracker, 'item', 'pir'), 'tracker-limited')).retryAfter).toBe(3);
    await fail(requests.create, { ...busy });
    const failure = await expectFailure(createTicket(tracker, 'item', fields), 'tracker-outcome-unknown');
    expect(failure.retryAfter).toBe(3);
  });

  test('fields that are not on the create screen are left out and said in the description', async () => {
    const { tracker, sandbox } = await start({ screen: { without: ['duedate', 'priority', 'assignee'] } });
    await createTicket(tracker, 'item', { ...fields, assignee: '5b10ac8d:jane' });
    const [ticket] = sandbox.tickets();
    expect(ticket).toMatchObject({ dueDate: null, priority: 'Medium', assignee: null });
    const description = JSON.stringify(ticket?.description);
    expect(description).toContain('Due date: 2024-01-31');
    expect(description).toContain('Priority: high');
    await tracker.update(String(ticket?.id), { dueDate: '2024-02-10', description: [] });
    expect(JSON.stringify(sandbox.tickets()[0]?.description)).toContain('Due date: 2024-02-10');
    await expectFailure(tracker.update(String(ticket?.id), { dueDate: '2024-02-10' }), 'tracker-rejected');
  });

  test('without labels on the screen nothing is created', async () => {
    const { tracker, sandbox } = await start({ screen: { without: ['labels'] } });
    const failure = await expectFailure(createTicket(tracker, 'item', fields), 'tracker-rejected');
    expect(failure.message).toContain('Labels');
    expect(sandbox.tickets()).toEqual([]);
    const checks = await tracker.check();
    expect(checks.filter((check) => !check.ok).map((check) => check.name)).toEqual([
      'Task in OPS: field labels',
    ]);
  });

  test('a priority or issue type that the project does not have is named together with those it has', async () => {
    const { tracker } = await start({}, { priorities: { high: 'P1', medium: 'Medium', low: 'Low' } });
    const failure = await expectFailure(createTicket(tracker, 'item', fields), 'tracker-rejected');
    expect(failure.message).toMatch(/"P1".*Highest, High, Medium/);
    const { tracker: other } = await start();
    const unknown = { ...destination, issueType: 'Incident' };
    const refused = await expectFailure(createTicket(other, 'item', fields, unknown), 'tracker-rejected');
    expect(refused.message).toMatch(/"Incident".*Task/);
  });

  test('an owner that Jira refuses is named in the description with Jira’s reason', async () => {
    const { tracker, sandbox } = await start();
    await createTicket(tracker, 'item', { ...fields, assignee: 'gone' });
    expect(JSON.stringify(sandbox.tickets()[0]?.description)).toContain(
      "User 'gone' cannot be assigned issues.",
    );
  });

  test('a ticket just made is not found while the search index lags, and is afterwards', async () => {
    let now = Date.parse('2024-01-15T09:00:00Z');
    const { tracker } = await start({ indexLagMs: 30_000, now: () => now });
    const { leftOut: _, ...made } = await createTicket(tracker, 'item', fields);
    expect(await findTicket(tracker, 'item', 'pir')).toBeNull();
    now += 30_000;
    expect(await findTicket(tracker, 'item', 'pir')).toEqual(made);
  });

  test('a ticket that was made for another item keeps saying so when it is linked', async () => {
    const { tracker, sandbox } = await start();
    const { leftOut: _, ...made } = await createTicket(tracker, 'item', fields);
    await tracker.adopt('second', made.key, []);
    expect(sandbox.tickets()[0]?.itemId).toBe('item');
  });

  test('an address where no Jira lives costs nothing for good', async () => {
    const { sandbox } = await start();
    const tracker = createJiraTracker(settingsFor(`${sandbox.url}/jira`), systemClock);
    opened.later(() => tracker.close());
    const failure = await expectFailure(createTicket(tracker, 'item', fields), 'tracker-unreachable');
    expect(failure.message).toContain('not Jira');
    await expectFailure(tracker.adopt('item', 'OPS-1', []), 'tracker-unreachable');
    const checks = await tracker.check();
    expect(checks).toMatchObject([{ ok: false, hint: expect.stringContaining('jira.baseUrl') }]);
  });

  test('the check names the project that is not there and goes on', async () => {
    const { tracker } = await start({}, { destinations: [{ ...destination, project: 'NOPE' }] });
    const failing = (await tracker.check()).filter(({ ok }) => !ok);
    expect(failing).toMatchObject([{ name: 'Project NOPE', hint: expect.stringContaining('jira.project') }]);
  });

  test.each(['cloud', 'datacenter'] as const)(
    'a project that is gone does not keep the changes of the others back, on %s',
    async (deployment) => {
      const destinations = [destination, { ...destination, project: 'GONE' }];
      const { tracker, clock } = await start({ deployment }, { destinations });
      const { cursor } = await tracker.changedSince(null);
      clock.turn(600);
      const made = await createTicket(tracker, 'item', fields);
      const { changed } = await tracker.changedSince(cursor);
      expect(changed.map(({ ticketId }) => ticketId)).toEqual([made.ticketId]);
    },
  );

  test('a slash at the end of the base address leads to the same Jira', async () => {
    const { tracker, sandbox } = await start();
    const { leftOut: _, ...made } = await createTicket(tracker, 'item', fields);
    const slashed = createJiraTracker(settingsFor(`${sandbox.url}/`), systemClock);
    opened.later(() => slashed.close());
    expect(await slashed.adopt('item', made.key, [])).toEqual(made);
  });
});
