// A delivery in a process of its own that kills itself at one of its steps: `node delivering.mjs DATABASE JIRA STEP`.
//
// A step is the moment before a commit, after it, before a call to Jira, and after it. DATABASE is a folder of the embedded
// database or the address of a PostgreSQL server, JIRA the address of a sandbox, STEP the number of the step, from 1. A run
// that ends before that step prints how many steps it had. Runs from dist, like the program itself.

import { createJiraTracker } from '../../dist/src/adapters/jira/jira-tracker.js';
import { openEmbedded } from '../../dist/src/adapters/postgres/embedded.js';
import { openServer } from '../../dist/src/adapters/postgres/server.js';
import { createStore } from '../../dist/src/adapters/postgres/store.js';
import { deliverOutbox } from '../../dist/src/flows/deliver-outbox.js';

const [database = '', jiraUrl = '', lastStep = '0', now = '', settings = ''] = process.argv.slice(2);
const { jira, delivery } = JSON.parse(settings);

let steps = 0;
const step = () => {
  steps += 1;
  if (steps === Number(lastStep)) process.kill(process.pid, 'SIGKILL');
};

const isServer = database.startsWith('postgres:');
const opened = isServer
  ? await openServer(database, () => undefined)
  : await openEmbedded(database, 'test', () => undefined);
const clock = { now: () => now };
const store = createStore(opened.db, opened.name);
const tracker = createJiraTracker({ ...jira, baseUrl: jiraUrl }, clock);

/** The same store, with a step on either side of each commit. */
const steppingStore = {
  ...store,
  transaction: async (work) => {
    const result = await store.transaction(async (records) => {
      const done = await work(records);
      step();
      return done;
    });
    step();
    return result;
  },
};

/** The same tracker, with a step on either side of each call. */
const steppingTracker = Object.fromEntries(
  Object.entries(tracker).map(([name, method]) => [
    name,
    typeof method !== 'function'
      ? method
      : async (...args) => {
          step();
          const answer = await method(...args);
          step();
          return answer;
        },
  ]),
);

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const ports = { clock, store: steppingStore, tracker: steppingTracker, mailer: null, log };
await deliverOutbox(ports, delivery, `process ${process.pid}`);
process.stdout.write(`${steps}\n`);
await tracker.close();
await opened.close();
