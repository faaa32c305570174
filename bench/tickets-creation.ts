import JiraApi from 'jira-client';
import { Agent, request } from 'undici';
import { deliverOutbox } from '../src/flows/deliver-outbox.ts';
import { approvePirs, databaseName, deliverySettings, openDatabase } from './approved-items.ts';
import { type Bench, figureOf } from './figure.ts';
import { type Exchange, startJira } from './jira.ts';
import { median, medianRatio } from './measure.ts';

const latencyMs = 150;
const concurrency = 4;
const [pirs, itemsEach] = [20, 50];
/** The first of them lets the engine compile what is hot, and counts for nothing. */
const rounds = 4;
/** The script that a user would write is timed for so many tickets; the rest is reckoned. */
const scripted = 100;

/**
 * A thousand approved items become tickets in as many requests as fifty in each allow, about as fast as bare requests with
 * the same bodies take, and much faster than jira-client asked for one ticket after another. Time is the clock's here: most
 * of it is waiting for a Jira that takes 150 ms for an answer and runs in a process of its own.
 */
export const ticketsCreation: Bench = async () => {
  const jira = await startJira(latencyMs);
  const { url, tracker } = jira;
  const ports = await openDatabase(tracker);
  const [ours, bare]: [number[], number[]] = [[], []];
  let requests = 0;
  let bodies: readonly unknown[] = [];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      await approvePirs(ports, round, pirs, itemsEach);
      await jira.exchanges();
      // Each key is logged once it is committed; what comes after the last of them is looking whether there is more.
      let lastKey = 0;
      const log = {
        ...ports.log,
        info: () => {
          lastKey = performance.now();
        },
      };
      const start = performance.now();
      const report = await deliverOutbox({ ...ports, log }, deliverySettings(concurrency), 'bench');
      if (report.delivered !== pirs * itemsEach)
        throw new Error(`delivered ${report.delivered} tickets only`);
      const exchanges = await jira.exchanges();
      const creations = exchanges.filter(isCreation);
      requests = Math.max(requests, creations.length + exchanges.filter(isLookUp).length);
      bodies = creations.map(({ requestBody }) => requestBody);
      const { time: bareTime } = await timed(() => sendBare(url, bodies));
      if (round === 1) continue;
      ours.push(lastKey - start);
      bare.push(bareTime);
    }
    const script = await timed(() => asAUserWould(url, bodies));
    const reckoned = (script.time / scripted) * pirs * itemsEach;
    const what = `create tickets for ${pirs * itemsEach} approved items, ${databaseName}`;
    return [
      figureOf(`${what}: requests`, '22 requests', requests, requests / 22, { atMost: 1 }, 'requests'),
      figureOf(what, `${bodies.length} bare requests`, median(ours), medianRatio(ours, bare), {
        atMost: 1.3,
      }),
      figureOf(
        what,
        `jira-client, one after another (${scripted} timed, the rest reckoned)`,
        median(ours),
        reckoned / median(ours),
        { atLeast: 25 },
      ),
    ];
  } finally {
    await jira.close();
    await ports.close();
  }
};

const isCreation = ({ method, path }: Exchange) => method === 'POST' && /\/issue(\/bulk)?$/.test(path);
const isLookUp = ({ path }: Exchange) => /\/search(\/jql)?$/.test(path);

async function timed<T>(work: () => Promise<T>): Promise<{ readonly time: number; readonly value: T }> {
  const start = performance.now();
  const value = await work();
  return { time: performance.now() - start, value };
}

/** The same requests over connections kept open, so many at once, their answers read and nothing done with them. */
async function sendBare(url: string, bodies: readonly unknown[]): Promise<void> {
  const dispatcher = new Agent({ connections: concurrency });
  const queue = bodies.map((body) => JSON.stringify(body));
  const lane = async () => {
    for (let body = queue.shift(); body !== undefined; body = queue.shift()) {
      const headers = { 'content-type': 'application/json' };
      const options = { method: 'POST', headers, body, dispatcher } as const;
      const answer = await request(`${url}/rest/api/3/issue/bulk`, options);
      const made = (await answer.body.json()) as { issues: unknown[] };
      if (answer.statusCode !== 201 || made.issues.length !== itemsEach) throw new Error('refused');
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  await dispatcher.close();
}

/** jira-client as it comes, asked for one ticket and then for the next. */
async function asAUserWould(url: string, bodies: readonly unknown[]): Promise<void> {
  const { hostname, port } = new URL(url);
  const options = { protocol: 'http', host: hostname, port, apiVersion: '3' };
  const client = new JiraApi({ ...options, username: 'bench@example.com', password: 'token' });
  const issues = bodies.flatMap((body) => (body as { issueUpdates: readonly unknown[] }).issueUpdates);
  for (const issue of issues.slice(0, scripted)) await client.addNewIssue(issue);
}
