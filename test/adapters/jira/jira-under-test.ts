import type { JiraSettings } from '../../../src/adapters/jira/jira-settings.ts';
import { createJiraTracker } from '../../../src/adapters/jira/jira-tracker.ts';
import type { Instant } from '../../../src/core/calendar.ts';
import type { TicketFields } from '../../../src/core/plan/plan.ts';
import type { Clock, Tracker } from '../../../src/ports.ts';
import {
  type Exchange,
  type JiraSandbox,
  type JiraSandboxOptions,
  startJiraSandbox,
} from '../../../src/sandbox/jira-sandbox.ts';
import { destination } from '../../contracts/tracker.contract.ts';

export const accounts = [{ accountId: '5b10ac8d:jane', displayName: 'Jane', email: 'jane@example.com' }];

/** How to reach a Jira, with a time-out that tests can wait for. */
export function settingsFor(url: string): JiraSettings {
  return {
    deployment: 'cloud',
    baseUrl: url,
    email: 'bot@example.com',
    token: 'right-token',
    destinations: [destination],
    priorities: { high: 'High', medium: 'Medium', low: 'Low' },
    fields: {},
    people: [],
    webhook: null,
    timeoutSeconds: 0.7,
    ca: null,
  };
}

/** A plain ticket, due on 31 January 2024. */
export const fields: TicketFields = {
  summary: 'Add an alert on replication lag',
  description: [],
  priority: 'high',
  dueDate: '2024-01-31',
  assignee: null,
  labels: ['pir'],
  custom: {},
};

/** A clock that is turned by hand. */
export class TurnedClock implements Clock {
  #now = Date.parse('2024-01-15T09:00:00Z');

  now(): Instant {
    return new Date(this.#now).toISOString() as Instant;
  }

  turn(seconds: number): void {
    this.#now += seconds * 1000;
  }

  milliseconds(): number {
    return this.#now;
  }
}

/** The adapter in front of a sandbox. */
export interface JiraUnderTest {
  readonly sandbox: JiraSandbox;
  readonly tracker: Tracker & { close(): Promise<void> };
  readonly clock: TurnedClock;
  /** Method and path of every request so far. */
  readonly requests: string[];
  readonly exchanges: Exchange[];
  /** Lets the next request of a kind go wrong. */
  fail(on: string, fault: Record<string, unknown>): Promise<void>;
  /** Asks the sandbox as a person at its board would. */
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
}

/** Starts sandboxes and adapters for the tests of a file; `closeAll` goes into its afterEach. */
export function jiras() {
  const closing: (() => Promise<void>)[] = [];
  return {
    /** Closed together with the others. */
    later: (close: () => Promise<void>): void => void closing.unshift(close),
    async start(
      options: JiraSandboxOptions = {},
      changed: Partial<JiraSettings> = {},
    ): Promise<JiraUnderTest> {
      const clock = new TurnedClock();
      const exchanges: Exchange[] = [];
      const requests: string[] = [];
      const sandbox = await startJiraSandbox({
        accounts,
        now: () => clock.milliseconds(),
        onExchange: (exchange) => {
          exchanges.push(exchange);
          requests.push(`${exchange.method} ${exchange.path}`);
        },
        ...options,
      });
      const deployment = options.deployment === 'datacenter' ? 'datacenter' : 'cloud';
      const tracker = createJiraTracker({ ...settingsFor(sandbox.url), deployment, ...changed }, clock);
      closing.push(
        () => tracker.close(),
        () => sandbox.close(),
      );
      const ask = async (method: string, path: string, body?: unknown) => {
        const credentials = Buffer.from('jane@example.com:right-token').toString('base64');
        const headers = { 'content-type': 'application/json', authorization: `Basic ${credentials}` };
        const init =
          body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
        const response = await fetch(`${sandbox.url}${path}`, init);
        const text = await response.text();
        if (!response.ok) throw new Error(`${response.status} ${text}`);
        return text === '' ? null : JSON.parse(text);
      };
      const fail = async (on: string, fault: Record<string, unknown>) => {
        await ask('POST', '/sandbox/faults', { on, ...fault });
      };
      return { sandbox, tracker, clock, requests, exchanges, fail, ask };
    },
    async closeAll(): Promise<void> {
      for (const close of closing.splice(0)) await close();
    },
  };
}
