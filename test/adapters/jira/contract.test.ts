import { describeTracker, type Mishap, type TrackerUnderTest } from '../../contracts/tracker.contract.ts';
import { describeTrackerFailures } from '../../contracts/tracker-failures.contract.ts';
import { describeTrackerLooks } from '../../contracts/tracker-looks.contract.ts';
import { accounts, jiras } from './jira-under-test.ts';

const faults: Readonly<Record<Mishap, Record<string, unknown>>> = {
  'error-before': { fault: 'status', status: 502 },
  'error-after': { fault: 'status-after-commit', status: 503 },
  'reset-before': { fault: 'reset-before' },
  'reset-after': { fault: 'reset-after-commit' },
  'half-answer-after': { fault: 'half-answer' },
  silence: { fault: 'hang' },
  limited: { fault: 'status', status: 429, retryAfter: 7 },
  forbidden: { fault: 'status', status: 403, body: { errorMessages: ['No.'], errors: {} } },
};

const deployments = [
  { name: 'Jira Cloud', deployment: 'cloud', api: '/rest/api/3', account: '5b10ac8d:jane' },
  { name: 'Jira Data Center', deployment: 'datacenter', api: '/rest/api/2', account: 'jane' },
] as const;

for (const { name, deployment, api, account } of deployments) {
  const isCloud = deployment === 'cloud';
  const requests = {
    create: `POST ${api}/issue`,
    'create many': `POST ${api}/issue/bulk`,
    find: `POST ${api}/search${isCloud ? '/jql' : ''}`,
    read: isCloud ? `POST ${api}/issue/bulkfetch` : `POST ${api}/search`,
    update: `PUT ${api}/issue/*`,
    comment: `POST ${api}/issue/*/comment`,
    link: `POST ${api}/issue/*/remotelink`,
  };
  const open = async (): Promise<TrackerUnderTest> => {
    const opened = jiras();
    const people = accounts.map((each) => ({ ...each, accountId: account }));
    const { tracker, sandbox, clock, fail, ask } = await opened.start(
      { deployment, accounts: people, token: 'right-token' },
      isCloud ? {} : { email: null },
    );
    return {
      tracker,
      account,
      count: async () => sandbox.tickets().length,
      links: async () => sandbox.tickets().flatMap((ticket) => ticket.remoteLinks).length,
      fail: (verb, mishap) => fail(requests[verb], faults[mishap]),
      pass: (seconds) => clock.turn(seconds),
      finish: async (key) => {
        for (const id of ['21', '31']) {
          await ask('POST', `${api}/issue/${key}/transitions`, { transition: { id } });
        }
      },
      settle: async () => {
        await ask('DELETE', '/sandbox/faults');
        // Whatever Jira asked to wait for is over.
        clock.turn(3600);
      },
      close: () => opened.closeAll(),
    };
  };
  describeTracker(name, open);
  describeTrackerLooks(name, open);
  describeTrackerFailures(name, open);
}
