import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { JiraSettings } from '../src/adapters/jira/jira-settings.ts';
import { createJiraTracker } from '../src/adapters/jira/jira-tracker.ts';
import { destination } from './approved-items.ts';

/** One request to the Jira of a bench. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly requestBody: unknown;
}

/** A Jira sandbox in a process of its own, so that its work is not counted as ours, and the tracker that speaks to it. */
export interface BenchJira {
  readonly url: string;
  readonly tracker: ReturnType<typeof createJiraTracker>;
  /** What was asked of it since the call before. */
  exchanges(): Promise<readonly Exchange[]>;
  close(): Promise<void>;
}

/** Starts a Jira that takes so many milliseconds for each answer. */
export async function startJira(latencyMs: number): Promise<BenchJira> {
  const jira = fork(fileURLToPath(new URL('jira-process.js', import.meta.url)), [String(latencyMs)]);
  const [url] = (await once(jira, 'message')) as [string];
  const clock = { now: () => new Date().toISOString() as `${string}T${string}Z` };
  const settings: JiraSettings = {
    ...{ deployment: 'cloud', baseUrl: url, email: 'bench@example.com', token: 'token' },
    ...{ ca: null, timeoutSeconds: 30, fields: {}, people: [], webhook: null },
    destinations: [destination],
    priorities: { high: 'High', medium: 'Medium', low: 'Low' },
  };
  const tracker = createJiraTracker(settings, clock);
  return {
    ...{ url, tracker },
    exchanges: async () => {
      jira.send('exchanges');
      const [exchanges] = (await once(jira, 'message')) as [Exchange[]];
      return exchanges;
    },
    close: async () => {
      await tracker.close();
      jira.disconnect();
    },
  };
}
