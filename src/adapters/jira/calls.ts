import { Failure } from '../../core/failure.ts';
import { CallError, type CallKind, failureFrom } from './client/call-error.ts';
import type { JiraClient } from './client/jira-client.ts';

/** Runs calls to Jira and says in the service's words what went wrong. */
export class Calls {
  readonly #client: JiraClient;
  readonly #base: string;

  constructor(client: JiraClient, base: string) {
    this.#client = client;
    this.#base = base;
  }

  /**
   * Runs `work`, which throws CallError.
   * @throws {Failure} by the contract of the Tracker port
   */
  async run<T>(kind: CallKind, doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const failure = error instanceof CallError ? failureFrom(error, kind, doing) : error;
      // Jira tells an anonymous visitor "does not exist" as well; nothing is given up for good on account of a bad token.
      if (failure instanceof Failure && failure.code === 'tracker-rejected')
        await this.confirmSignedIn(doing);
      throw failure;
    }
  }

  /**
   * Asks who we are, before it is believed that something is not there.
   * @throws {Failure} tracker-unauthorized where Jira serves us as anonymous, tracker-unreachable where what answers is no
   *   Jira, and what any read throws
   */
  async confirmSignedIn(doing: string): Promise<void> {
    try {
      await this.#client.myself();
    } catch (error) {
      const failure = error instanceof CallError ? failureFrom(error, 'read', doing) : error;
      if (!(failure instanceof Failure) || failure.code !== 'tracker-rejected') throw failure;
      throw new Failure('tracker-unreachable', `${doing}: what answers at ${this.#base} is not Jira.`, {
        cause: error,
      });
    }
  }
}

/** Runs `work` for each value, up to four at once; the answers are in the order of the values. */
export async function inLanes<In, Out>(
  values: readonly In[],
  work: (value: In) => Promise<Out>,
): Promise<Out[]> {
  const answers: Out[] = [];
  const queue = [...values.entries()];
  const lane = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      answers[next[0]] = await work(next[1]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, values.length) }, lane));
  return answers;
}
