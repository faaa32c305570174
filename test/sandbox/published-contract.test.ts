import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import { createJiraTracker } from '../../src/adapters/jira/jira-tracker.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { type Exchange, startJiraSandbox } from '../../src/sandbox/jira-sandbox.ts';
import { createTicket, findTicket } from '../contracts/tracker.contract.ts';

// Atlassian's published document of the API is not part of this repository; where it lies beside it, it is asked.
const folder = new URL('../../../shared/jira/openapi/', import.meta.url);
const contractFile = new URL('jira-cloud-v3.trimmed.json', folder);
const deviationsFile = new URL('known-deviations.json', folder);
const isThere = existsSync(contractFile) && existsSync(deviationsFile);

if (isThere) {
  describe('Atlassian’s published contract', () => {
    test('every request that the adapter sends and every answer that the sandbox gives is within it', async () => {
      const exchanges: Exchange[] = [];
      await useEverything((exchange) => exchanges.push(exchange));
      const contract = readContract();
      const complaints = exchanges.flatMap((exchange) => contract.complaintsAbout(exchange));
      expect(complaints).toEqual([]);
      expect(contract.operationsSeen()).toHaveLength(20);
    });
  });
} else {
  test.skip('Atlassian’s published contract: NOT CHECKED, ../shared/jira/openapi is not beside this repository', () => {});
}

/** Sends each kind of request the service knows, with answers good and bad. */
async function useEverything(onExchange: (exchange: Exchange) => void): Promise<void> {
  const accounts = [{ accountId: 'jane', displayName: 'Jane', email: 'jane@example.com' }];
  const sandbox = await startJiraSandbox({ accounts, onExchange, token: 'right' });
  const settings = {
    baseUrl: sandbox.url,
    email: 'jane@example.com',
    project: 'OPS',
    issueType: 'Task',
    priorities: { high: 'High', medium: 'Medium', low: 'Low' },
    timeoutSeconds: 5,
    ca: null,
  };
  const tracker = createJiraTracker({ ...settings, token: 'right' }, systemClock);
  const stranger = createJiraTracker({ ...settings, token: 'wrong' }, systemClock);
  const fields = {
    summary: 'Alert on lag',
    description: [{ heading: 'Why', paragraphs: ['**So**'], steps: ['a'], link: null }],
    priority: 'high',
    dueDate: '2024-01-31',
    assignee: 'jane',
    labels: ['pir'],
    custom: {},
  } as const;
  await tracker.check();
  const made = await createTicket(tracker, 'item-1', fields);
  await createTicket(tracker, 'item-2', { ...fields, assignee: 'nobody' });
  await findTicket(tracker, 'item-1', 'pir');
  await findTicket(tracker, 'item-9', 'other');
  await tracker.adopt('item-1', made.key, []);
  await tracker.read([made.ticketId, '1']);
  await tracker.update(made.ticketId, {
    ...{ ...fields, dueDate: null, assignee: null },
    labels: { add: fields.labels, remove: ['gone'] },
  });
  await tracker.comment(made.ticketId, fields.description);
  const refused = [
    createTicket(tracker, 'item-3', { ...fields, summary: 'two\nlines' }),
    tracker.adopt('item-3', 'OPS-999', []),
    tracker.update('999', { summary: 'x' }),
    createTicket(stranger, 'item-4', fields),
    stranger.read([made.ticketId]),
    stranger.check(),
  ];
  await Promise.allSettled(refused);

  const authorization = `Basic ${Buffer.from('jane@example.com:right').toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const ask = async (method: string, path: string, body?: unknown) => {
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    await (await fetch(`${sandbox.url}/rest/api/3${path}`, init)).text();
  };
  const issue = `/issue/${made.key}`;
  const link = { globalId: 'pir=1', object: { url: 'https://example.com/pir', title: 'PIR' } };
  await ask('PUT', `${issue}/properties/other`, { id: 1 });
  await ask('GET', `${issue}/transitions`);
  await ask('POST', `${issue}/transitions`, { transition: { id: '21' } });
  await ask('POST', `${issue}/transitions`, {});
  await ask('GET', `${issue}/properties`);
  await ask('GET', `${issue}/properties/pir-tracker.item`);
  await ask('POST', `${issue}/remotelink`, link);
  await ask('POST', `${issue}/remotelink`, link);
  await ask('GET', `${issue}/remotelink`);
  await ask('GET', `${issue}/remotelink?globalId=${encodeURIComponent('pir=1')}`);
  await ask('GET', '/priority/search');
  await ask('GET', '/user/assignable/search?project=OPS&query=jane');
  await ask('POST', '/search/jql', { jql: 'colour = red' });

  await tracker.close();
  await stranger.close();
  await sandbox.close();
}

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, unknown>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

const errorCollection = { $ref: 'contract#/components/schemas/ErrorCollection' };
const userList = { type: 'array', items: { $ref: 'contract#/components/schemas/User' } };

function readContract() {
  const document = JSON.parse(readFileSync(contractFile, 'utf8')) as {
    paths: Record<string, Record<string, Operation>>;
  };
  const deviations = JSON.parse(readFileSync(deviationsFile, 'utf8')) as { op: string }[];
  // Where the document contradicts the service, and what is checked instead; only what is known to be so is excused.
  const instead = new Map(
    Object.entries({ 'GET /rest/api/3/user/assignable/search 200': userList }).filter(([name]) =>
      deviations.some(({ op }) => op === name),
    ),
  );
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(document, 'contract');
  const seen = new Set<string>();

  const compiled = new Map<string, ValidateFunction>();
  const validate = (schema: object, value: unknown, where: string): string[] => {
    const key = JSON.stringify(schema);
    const validator = compiled.get(key) ?? ajv.compile(schema);
    compiled.set(key, validator);
    return validator(value) ? [] : [`${where}: ${ajv.errorsText(validator.errors)}`];
  };

  const complaintsAbout = (exchange: Exchange): string[] => {
    const { method, path, status, requestBody, responseBody, query } = exchange;
    const template = Object.keys(document.paths)
      .filter((each) => patternOf(each).test(path))
      .sort((one, other) => one.split('{').length - other.split('{').length)[0];
    const operation = document.paths[template ?? '']?.[method.toLowerCase()];
    if (template === undefined || operation === undefined) return [`${method} ${path}: not in the contract`];
    const name = `${method} ${template}`;
    seen.add(name);
    const segment = template.replaceAll('/', '~1').replace(/[{}]/g, encodeURIComponent);
    const at = (rest: string) => ({
      $ref: `contract#/paths/${segment}/${method.toLowerCase()}/${rest}/content/application~1json/schema`,
    });

    const known = (operation.parameters ?? []).filter((each) => each.in === 'query').map((each) => each.name);
    const foreign = Object.keys(query).filter((each) => !known.includes(each));
    const complaints = foreign.map((each) => `${name}: query parameter ${each} is not in the contract`);

    // A request may be wrong only where it was sent to be refused.
    if (operation.requestBody !== undefined && status < 400) {
      complaints.push(...validate(at('requestBody'), requestBody, `${name} request`));
    }
    const answer = operation.responses[status];
    const where = `${name} ${status}`;
    if (status >= 400) {
      complaints.push(...validate(errorCollection, responseBody, where));
    } else if (answer === undefined) {
      complaints.push(`${where} is not in the contract`);
    } else if (answer.content?.['application/json'] !== undefined) {
      const schema = instead.get(where) ?? at(`responses/${status}`);
      complaints.push(...validate(schema, responseBody, where));
    }
    return complaints;
  };

  return { complaintsAbout, operationsSeen: () => [...seen] };
}

function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{[^}]*\}/g, '[^/]+')}$`);
}
