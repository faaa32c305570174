import { describe, expect, test } from '@jest/globals';
import { createJiraTracker } from '../../src/adapters/jira/jira-tracker.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { type Exchange, startJiraSandbox } from '../../src/sandbox/jira-sandbox.ts';
import { createTicket, destination, findTicket } from '../contracts/tracker.contract.ts';
import { isPublishedContractThere, readContract } from './published-contract.ts';

const operations = { cloud: 23, datacenter: 22 };

if (isPublishedContractThere()) {
  describe.each(['cloud', 'datacenter'] as const)('Atlassian’s published contract of %s', (deployment) => {
    test('has every request that the adapter sends and every answer that the sandbox gives', async () => {
      const exchanges: Exchange[] = [];
      await useEverything(deployment, (exchange) => exchanges.push(exchange));
      const contract = readContract(deployment);
      const complaints = exchanges.flatMap((exchange) => contract.complaintsAbout(exchange));
      expect(complaints).toEqual([]);
      expect(contract.operationsSeen()).toHaveLength(operations[deployment]);
    });
  });
} else {
  test.skip('Atlassian’s published contract: NOT CHECKED, ../shared/jira/openapi is not beside this repository', () => {});
}

const site = {
  projects: [{ key: 'OPS', components: ['API'], required: [{ field: 'customfield_10042' }] }],
  fields: [
    { id: 'customfield_10042', name: 'Team', kind: 'option' as const, options: ['Platform'] },
    { id: 'customfield_10050', name: 'Metric', kind: 'textarea' as const },
  ],
};

/** Sends each kind of request the service knows, with answers good and bad. */
async function useEverything(
  deployment: 'cloud' | 'datacenter',
  onExchange: (exchange: Exchange) => void,
): Promise<void> {
  const accounts = [{ accountId: 'jane', displayName: 'Jane', email: 'jane@example.com' }];
  const sandbox = await startJiraSandbox({ deployment, accounts, site, onExchange, token: 'right' });
  const here = { ...destination, components: ['API'], values: { customfield_10042: 'Platform' } };
  const settings = {
    deployment,
    baseUrl: sandbox.url,
    email: deployment === 'cloud' ? 'jane@example.com' : null,
    destinations: [here],
    priorities: { high: 'High', medium: 'Medium', low: 'Low' },
    fields: { successMetric: 'customfield_10050' },
    people: ['jane', 'nobody'].map((account) => ({ name: account, account, project: 'OPS' })),
    webhook: { url: 'https://pir.example.com/webhooks/jira', isSigned: true },
    timeoutSeconds: 5,
    ca: null,
  };
  const tracker = createJiraTracker({ ...settings, token: 'right' }, systemClock);
  const stranger = createJiraTracker({ ...settings, token: 'wrong' }, systemClock);
  const fields = {
    summary: 'Alert on lag',
    description: [
      { heading: 'Why', paragraphs: ['**So**', '| a |\n|---|\n| b |'], steps: ['a'], link: null },
    ],
    priority: 'high',
    dueDate: '2024-01-31',
    assignee: 'jane',
    labels: ['pir'],
    custom: { customfield_10050: 'Lag below 30 s' },
  } as const;
  const ticket = (itemId: string, changed: object = {}) => ({
    ...{ itemId, destination: here, parent: null },
    fields: { ...fields, ...changed },
  });
  await tracker.check();
  const made = await createTicket(tracker, 'item-1', fields, here);
  await createTicket(tracker, 'item-2', { ...fields, assignee: 'nobody' }, here);
  await tracker.createMany([
    ticket('item-5'),
    ticket('item-6', { assignee: 'nobody' }),
    ticket('item-7', { summary: '' }),
  ]);
  await findTicket(tracker, 'item-1', 'pir');
  await findTicket(tracker, 'item-9', 'other');
  await tracker.adopt('item-1', made.key, ['adopted']);
  await tracker.read([made.ticketId, '1']);
  await tracker.changedSince((await tracker.changedSince(null)).cursor);
  await tracker.labelled('pir');
  await tracker.preflight({
    destinations: [here],
    accounts: [{ account: 'jane', project: 'OPS' }],
    labels: ['pir'],
    keys: [made.key, 'OPS-999'],
  });
  await tracker.update(made.ticketId, {
    ...{ ...fields, dueDate: null, assignee: null },
    labels: { add: fields.labels, remove: ['gone'] },
  });
  await tracker.comment(made.ticketId, fields.description, 'mark');
  await tracker.linkBack(made.ticketId, {
    ...{ globalId: 'pir=1', url: 'https://pir.example.com/1', title: 'PIR', summary: 'Lag' },
  });
  await Promise.allSettled([
    createTicket(tracker, 'item-3', { ...fields, summary: 'two\nlines' }, here),
    tracker.createMany([ticket('a', { summary: '' }), ticket('b', { summary: '' })]),
    tracker.adopt('item-3', 'OPS-999', []),
    tracker.update('999', { summary: 'x' }),
    createTicket(stranger, 'item-4', fields, here),
    stranger.createMany([ticket('item-8'), ticket('item-9')]),
    stranger.read([made.ticketId]),
    stranger.check(),
  ]);
  await askByHand(`${sandbox.url}/rest/api/${deployment === 'cloud' ? 3 : 2}`, made.key, deployment);
  await tracker.close();
  await stranger.close();
  await sandbox.close();
}

/** What people and other programs ask of the sandbox. */
async function askByHand(api: string, key: string, deployment: 'cloud' | 'datacenter'): Promise<void> {
  const authorization = `Basic ${Buffer.from('jane@example.com:right').toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const ask = async (method: string, path: string, body?: unknown) => {
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    await (await fetch(`${api}${path}`, init)).text();
  };
  const issue = `/issue/${key}`;
  await ask('PUT', `${issue}/properties/other`, { id: 1 });
  await ask('GET', `${issue}/transitions`);
  await ask('POST', `${issue}/transitions`, { transition: { id: '21' } });
  await ask('POST', `${issue}/transitions`, {});
  await ask('GET', `${issue}/properties`);
  await ask('GET', `${issue}/properties/pir-tracker.item`);
  await ask('GET', `${issue}/remotelink`);
  await ask('GET', `${issue}/remotelink?globalId=${encodeURIComponent('pir=1')}`);
  if (deployment === 'cloud') {
    await ask('GET', '/priority/search');
    await ask('GET', '/user/assignable/search?project=OPS&query=jane');
    await ask('POST', '/search/jql', { jql: 'colour = red' });
  } else {
    await ask('GET', '/priority');
    await ask('GET', '/user/assignable/search?project=OPS&username=jane');
    await ask('POST', '/search', { jql: 'colour = red' });
  }
}
