import { type Exchange, startJiraSandbox } from '../src/sandbox/jira-sandbox.ts';

/**
 * A Jira sandbox in a process of its own, so that its work is not counted as ours: it is forked, says its address, and answers
 * every message with the exchanges there were since the one before.
 */
const [, , latencyMs = '0'] = process.argv;
let exchanges: Exchange[] = [];
const sandbox = await startJiraSandbox({
  latencyMs: Number(latencyMs),
  onExchange: (exchange) => exchanges.push(exchange),
});
process.on('message', () => {
  const told = exchanges.map(({ method, path, requestBody, status }) => ({
    method,
    path,
    requestBody,
    status,
  }));
  exchanges = [];
  process.send?.(told);
});
process.on('disconnect', () => process.exit());
process.send?.(sandbox.url);
