import { createHmac } from 'node:crypto';
import { Agent } from 'undici';

/**
 * A Jira that does nothing but send webhooks, in a process of its own. It is told where to, how many and how many at once, and
 * answers with the milliseconds that took; each has an identifier of its own.
 */
interface Load {
  readonly url: string;
  readonly secret: string;
  readonly count: number;
  readonly atOnce: number;
}

const body = JSON.stringify({
  timestamp: 1_772_720_000_000,
  webhookEvent: 'jira:issue_updated',
  issue_event_type_name: 'issue_generic',
  user: { accountId: 'bench', displayName: 'Bench', active: true },
  issue: {
    id: '10001',
    key: 'OPS-1',
    self: 'https://jira.example.com/rest/api/2/10001',
    fields: {
      summary: 'Alert on the age of the oldest message',
      description: 'Notice a standing queue before customers do. '.repeat(40),
      labels: ['incident-PIR-2026-03-03', 'INC-7'],
      status: { name: 'In Progress', id: '3', statusCategory: { key: 'indeterminate', id: 4 } },
    },
  },
  changelog: { id: '1', items: [{ field: 'status', fieldId: 'status', fromString: 'To Do' }] },
});

let sent = 0;

async function send({ url, secret, count, atOnce }: Load): Promise<number> {
  const dispatcher = new Agent({ connections: atOnce });
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const { origin, pathname } = new URL(url);
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      sent += 1;
      const headers = {
        'content-type': 'application/json',
        'x-hub-signature': signature,
        'x-atlassian-webhook-identifier': `${process.pid}-${sent}`,
      };
      const answer = await dispatcher.request({ origin, path: pathname, method: 'POST', headers, body });
      await answer.body.dump();
      if (answer.statusCode !== 202) throw new Error(`answered ${answer.statusCode}`);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, lane));
  const time = performance.now() - start;
  await dispatcher.close();
  return time;
}

process.on('message', (load: Load) => {
  void send(load).then((time) => process.send?.(time));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
