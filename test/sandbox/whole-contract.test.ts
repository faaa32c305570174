import { afterEach, describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../src/sandbox/jira-sandbox.ts';
import { isPublishedContractThere, readContract } from './published-contract.ts';
import { issue, sandboxes } from './sandbox-client.ts';

const { start, closeAll } = sandboxes();
afterEach(closeAll);

/** Every operation that the trimmed documents describe is asked for, well and badly. */
const described = { cloud: 32, datacenter: 24 };

const site = {
  projects: [
    { key: 'OPS', components: ['API'] },
    { key: 'DB', workflow: 'reviewed' as const },
  ],
  fields: [
    { id: 'customfield_10042', name: 'Team', kind: 'option' as const, options: ['Platform'] },
    { id: 'customfield_10043', name: 'Areas', kind: 'checkboxes' as const, options: ['One', 'Two'] },
    { id: 'customfield_10044', name: 'Weight', kind: 'number' as const },
    { id: 'customfield_10050', name: 'Metric', kind: 'textarea' as const },
  ],
};

type Call = readonly [method: string, path: string, body?: unknown];

function calls(isCloud: boolean): readonly Call[] {
  const text = {
    type: 'doc',
    version: 1,
    content: [{ type: 'paragraph', content: [{ type: 'text', text: 'x' }] }],
  };
  const body = isCloud ? text : '*x*';
  const fields = {
    ...{ customfield_10042: { value: 'Platform' }, customfield_10043: [{ value: 'Two' }] },
    ...{ customfield_10044: 3, customfield_10050: body, description: body, components: [{ name: 'API' }] },
    ...{
      assignee: { [isCloud ? 'accountId' : 'name']: 'sandbox-jane' },
      duedate: '2024-01-31',
      labels: ['pir'],
    },
  };
  const remote = { globalId: 'pir=1', object: { url: 'https://pir.example.com/1', title: 'PIR' } };
  const link = { type: { name: 'Blocks' }, inwardIssue: { key: 'OPS-1' }, outwardIssue: { key: 'OPS-2' } };
  const subtask = issue({ issuetype: { name: 'Sub-task' }, parent: { key: 'OPS-1' } });
  const both: Call[] = [
    ['POST', '/issue', issue(fields)],
    ['POST', '/issue', issue({ ...fields, summary: '', assignee: { accountId: 'nobody', name: 'nobody' } })],
    ['POST', '/issue/bulk', { issueUpdates: [subtask, issue({ labels: ['a b'] }), issue()] }],
    ['POST', '/issue/bulk', { issueUpdates: [issue({ labels: ['a b'] })] }],
    ['POST', '/issueLink', link],
    ['POST', '/issueLink', { ...link, type: { name: 'Nonsense' } }],
    ['POST', '/issue/OPS-1/comment', { body }],
    ['POST', '/issue/OPS-1/comment', { body: 1 }],
    ['POST', '/issue/OPS-1/remotelink', remote],
    ['POST', '/issue/OPS-1/remotelink', remote],
    ['POST', '/issue/OPS-1/remotelink', {}],
    ['GET', '/issue/OPS-1/remotelink'],
    ['GET', '/issue/OPS-1/remotelink?globalId=other'],
    [
      'PUT',
      '/issue/OPS-1',
      { update: { labels: [{ add: 'x' }, { remove: 'pir' }] }, fields: { summary: 'y' } },
    ],
    ['PUT', '/issue/OPS-1', { fields: { status: { name: 'Done' } } }],
    ['GET', '/issue/OPS-1/transitions'],
    ['POST', '/issue/OPS-1/transitions', { transition: { id: '51' } }],
    ['POST', '/issue/OPS-1/transitions', { transition: { id: '999' } }],
    ['PUT', '/issue/OPS-1/properties/other', { id: 1 }],
    ['GET', '/issue/OPS-1/properties'],
    ['GET', '/issue/OPS-1/properties/other'],
    ['GET', '/issue/OPS-1/properties/none'],
    ['GET', '/issue/OPS-1?properties=*all'],
    ['GET', '/issue/OPS-2?fields=parent,issuelinks'],
    ['GET', '/issue/OPS-99'],
    ['GET', '/issue/createmeta/OPS/issuetypes'],
    ['GET', '/issue/createmeta/OPS/issuetypes/10002'],
    ['GET', '/issue/createmeta/OPS/issuetypes/10003?startAt=2&maxResults=3'],
    ['GET', '/project/OPS'],
    ['GET', '/project/NOPE'],
    ['GET', '/field'],
    ['GET', '/myself'],
    ['GET', '/serverInfo'],
  ];
  const search = { jql: 'project = OPS AND updated >= -5m ORDER BY updated ASC', fields: ['*all'] };
  const cloud: Call[] = [
    [
      'POST',
      '/issue/bulkfetch',
      { issueIdsOrKeys: ['OPS-1', '99'], fields: ['*all'], properties: ['other'] },
    ],
    ['POST', '/issue/bulkfetch', { issueIdsOrKeys: [] }],
    ['POST', '/search/jql', { ...search, maxResults: 1, reconcileIssues: [10_001], properties: ['other'] }],
    ['POST', '/search/jql', { jql: 'ORDER BY key' }],
    ['GET', '/search/jql?jql=project%20%3D%20OPS&fields=summary'],
    ['POST', '/search/approximate-count', { jql: 'project = OPS' }],
    ['GET', '/priority/search'],
    ['GET', '/user/search?query=jane'],
    ['GET', '/user/search'],
    ['GET', '/user/assignable/search?project=OPS&accountId=sandbox-jane'],
    ['GET', '/label'],
    ['GET', '/webhook'],
    ['POST', '/webhook', { url: 'https://pir.example.com', webhooks: [] }],
    ['DELETE', '/webhook', { webhookIds: [1] }],
    ['PUT', '/webhook/refresh', { webhookIds: [1] }],
    ['GET', '/webhook/failed'],
  ];
  const dataCenter: Call[] = [
    ['POST', '/search', search],
    ['POST', '/search', { jql: 'ORDER BY key' }],
    ['GET', '/search?jql=project%20%3D%20OPS&fields=summary'],
    ['GET', '/priority'],
    ['GET', '/user/search?username=jane'],
    ['GET', '/user/search'],
    ['GET', '/user/assignable/search?project=OPS&username=jane'],
  ];
  return [...both, ...(isCloud ? cloud : dataCenter)];
}

if (isPublishedContractThere()) {
  describe.each(['cloud', 'datacenter'] as const)('the whole published contract of %s', (deployment) => {
    test('is answered within it', async () => {
      const exchanges: Exchange[] = [];
      const { ask } = await start({ deployment, site, onExchange: (exchange) => exchanges.push(exchange) });
      const api = `/rest/api/${deployment === 'cloud' ? 3 : 2}`;
      for (const [method, path, body] of calls(deployment === 'cloud')) {
        const { status } = await ask(method, `${api}${path}`, body);
        expect([path, status]).not.toEqual([path, 500]);
      }
      const contract = readContract(deployment);
      expect(exchanges.flatMap((exchange) => contract.complaintsAbout(exchange))).toEqual([]);
      expect(contract.operationsSeen()).toHaveLength(described[deployment]);
    });
  });
} else {
  test.skip('Atlassian’s published contract: NOT CHECKED, ../shared/jira/openapi is not beside this repository', () => {});
}
