import { priorities as allPriorities, type Priority } from '../../core/action-item.ts';
import { Failure } from '../../core/failure.ts';
import type { Check } from '../../ports.ts';
import { CallError, failureFrom } from './call-error.ts';
import { type CreateScreen, loadCreateScreen, sameName } from './create-screen.ts';
import type { JiraClient } from './jira-client.ts';

interface Expected {
  readonly project: string;
  readonly issueType: string;
  readonly priorities: Readonly<Record<Priority, string>>;
}

/** Asks Jira, from the door inwards, whether tickets can be made there; stops where going on would tell nothing new. Never throws for what Jira answers. */
export async function diagnose(client: JiraClient, expected: Expected): Promise<readonly Check[]> {
  const checks: Check[] = [];

  const server = await asked(
    'Jira is reachable',
    'Check jira.baseUrl: it is the address Jira has in the browser, up to the first single slash.',
    () => client.serverInfo(),
  );
  if (server.failed !== null) return [server.failed];
  const { version, deploymentType } = server.value;
  const isCloud = deploymentType === 'Cloud';
  checks.push({
    name: 'Jira is reachable',
    ok: isCloud,
    detail: `Jira ${deploymentType} ${version}`,
    hint: isCloud
      ? null
      : 'Only Jira Cloud is supported so far; Data Center speaks another version of the API.',
  });

  // The one question a wrong token gets an honest answer to: elsewhere Jira serves it as an anonymous visitor.
  const self = await asked(
    'Jira accepts e-mail and API token',
    'Check jira.baseUrl, jira.email and JIRA_API_TOKEN.',
    () => client.myself(),
  );
  if (self.failed !== null) return [...checks, self.failed];
  checks.push(fine('Jira accepts e-mail and API token', `signed in as ${self.value.displayName}`));

  const projectName = `Project ${expected.project}`;
  const project = await asked(
    projectName,
    'Check jira.project, which is a key such as OPS, and let the account browse that project.',
    () => client.project(expected.project),
  );
  if (project.failed !== null) return [...checks, project.failed];
  checks.push(fine(projectName, project.value.name));

  const typeName = `Issue type ${expected.issueType}`;
  const screen = await asked(
    typeName,
    'Check jira.issueType, and let the account create issues in that project.',
    () => loadCreateScreen(client, expected.project, expected.issueType),
  );
  if (screen.failed !== null) return [...checks, screen.failed];
  checks.push(fine(typeName, 'can be created'));

  checks.push(...screenChecks(screen.value), priorityCheck(screen.value, expected.priorities));
  return checks;
}

const screenFields = [
  [
    'labels',
    'Add it to the create screen: without labels no ticket is created, it could not be found again.',
  ],
  ['duedate', 'Add it to the create screen; until then the due date is a line in the description.'],
  ['priority', 'Add it to the create screen; until then the priority is a line in the description.'],
  ['assignee', 'Add it to the create screen; until then tickets are created unassigned.'],
  ['description', 'Add it to the create screen; until then tickets hold a title and nothing more.'],
] as const;

function screenChecks(screen: CreateScreen): Check[] {
  const checks = screenFields.map(([field, hint]): Check => {
    const ok = screen.has(field);
    const detail = ok ? 'is on the create screen' : 'is not on the create screen';
    return { name: `Field ${field}`, ok, detail, hint: ok ? null : hint };
  });
  const foreign = screen.foreignRequired;
  const ok = foreign.length === 0;
  return [
    ...checks,
    {
      name: 'Required fields',
      ok,
      detail: ok ? 'none that would be left empty' : `Jira insists on: ${foreign.join(', ')}`,
      hint: ok
        ? null
        : 'Make them optional for this issue type, give them a default, or choose another type.',
    },
  ];
}

function priorityCheck(screen: CreateScreen, names: Readonly<Record<Priority, string>>): Check {
  const missing = allPriorities.filter(
    (priority) => !screen.priorityNames.some((offered) => sameName(offered, names[priority])),
  );
  if (!screen.has('priority')) {
    return { name: 'Priorities', ok: true, detail: 'not used here', hint: null };
  }
  const offered = screen.priorityNames.join(', ');
  return missing.length === 0
    ? fine('Priorities', allPriorities.map((priority) => `${priority} = ${names[priority]}`).join(', '))
    : {
        name: 'Priorities',
        ok: false,
        detail: `not in this project: ${missing.map((priority) => names[priority]).join(', ')}`,
        hint: `Set jira.priorities to names the project has: ${offered}.`,
      };
}

function fine(name: string, detail: string): Check {
  return { name, ok: true, detail, hint: null };
}

type Asked<T> = { readonly failed: Check } | { readonly failed: null; readonly value: T };

/** `hint` is what to do where Jira answers that there is no such thing; other failures have hints of their own. */
async function asked<T>(name: string, hint: string, work: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { failed: null, value: await work() };
  } catch (error) {
    const failure = error instanceof CallError ? failureFrom(error, 'read', name) : error;
    if (!(failure instanceof Failure)) throw failure;
    const isUnknown = failure.code === 'tracker-rejected';
    const detail = failure.message.replace(`${name}: `, '');
    return { failed: { name, ok: false, detail, hint: isUnknown ? hint : failure.hint } };
  }
}
