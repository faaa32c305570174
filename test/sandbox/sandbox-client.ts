import {
  type JiraSandbox,
  type JiraSandboxOptions,
  startJiraSandbox,
} from '../../src/sandbox/jira-sandbox.ts';

/** A sandbox and a way to ask it. */
export interface SandboxUnderTest {
  readonly sandbox: JiraSandbox;
  /** Sends a request; `body` as JSON. The answer's body is parsed where it is JSON. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the sandbox answers; each test looks at what it asked for.
  readonly body: any;
}

/** Starts sandboxes for the tests of a file; `closeAll` goes into its afterEach. */
export function sandboxes() {
  const open: JiraSandbox[] = [];
  return {
    async start(options: JiraSandboxOptions = {}): Promise<SandboxUnderTest> {
      const sandbox = await startJiraSandbox(options);
      open.push(sandbox);
      return { sandbox, ask: (...args) => ask(sandbox.url, ...args) };
    },
    async closeAll(): Promise<void> {
      for (const sandbox of open.splice(0)) await sandbox.close();
    },
  };
}

async function ask(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const init =
    body === undefined
      ? { method, headers }
      : { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
  const response = await fetch(`${url}${path}`, { ...init, redirect: 'manual' });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** The body of a request that makes a ticket. */
export function issue(fields: Record<string, unknown> = {}, itemId = 'item-1') {
  return {
    fields: { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'Alert on lag', ...fields },
    properties: [{ key: 'pir-tracker.item', value: { id: itemId } }],
  };
}
