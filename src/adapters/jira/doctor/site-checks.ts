import type { Check } from '../../../ports.ts';
import { inLanes } from '../calls.ts';
import type { JiraClient } from '../client/jira-client.ts';
import { type Headers, headerOf } from '../client/limits.ts';
import type { JiraSettings } from '../jira-settings.ts';
import type { PreflightParts } from '../preflight.ts';
import { asked, fine, wrong } from './check.ts';

/** What the account must be allowed in a project, and what for. */
const permissions: Readonly<Record<string, string>> = {
  BROWSE_PROJECTS: 'see tickets',
  CREATE_ISSUES: 'create them',
  EDIT_ISSUES: 'update them',
  ASSIGN_ISSUES: 'assign them',
  SCHEDULE_ISSUES: 'set due dates',
  ADD_COMMENTS: 'comment',
  LINK_ISSUES: 'link back to the PIR',
  TRANSITION_ISSUES: 'carry out a recorded "done"',
};

/** What the account may do in a project, by GET /mypermissions. */
export async function permissionCheck(client: JiraClient, project: string): Promise<Check> {
  const name = `Permissions in ${project}`;
  const wanted = Object.keys(permissions);
  const answer = await asked(name, 'Ask an administrator what the account may do there.', () =>
    client.permissions(project, wanted),
  );
  if (answer.failed !== null) return answer.failed;
  const lacking = wanted.filter((each) => !answer.value.has(each));
  if (lacking.length === 0) return fine(name, 'all that are needed');
  const words = lacking.map((each) => `${each} (${permissions[each]})`).join(', ');
  return wrong(name, `lacks ${words}`, "Grant them to the account in the project's permission scheme.");
}

/** The accounts of the directory: one line where all are well, and one for each that is not. */
export async function peopleChecks(
  { dialect }: PreflightParts,
  people: JiraSettings['people'],
): Promise<readonly Check[]> {
  if (people.length === 0) {
    const hint = 'Give people in the directory their jiraAccount; until then tickets are created unassigned.';
    return [{ name: 'Accounts', ok: true, detail: 'none in the directory', hint }];
  }
  const checks = await inLanes(people, async ({ name: person, account, project }): Promise<Check> => {
    const name = `Account of ${person}`;
    const hint = 'Correct jiraAccount in the directory.';
    const answer = await asked(name, hint, async () => {
      const user = await dialect.assignable(project, account);
      if (user?.active) return null;
      const known = user ?? (await dialect.person(account));
      return known === null ? 'unknown' : known.active ? 'unassignable' : 'deactivated';
    });
    if (answer.failed !== null) return answer.failed;
    switch (answer.value) {
      case 'unknown':
        return wrong(name, `Jira knows no account ${account}, or does not show it`, hint);
      case 'deactivated':
        return wrong(name, `${account} is deactivated`, 'Name who follows them in the directory.');
      case 'unassignable':
        return wrong(
          name,
          `${account} cannot be given tickets in ${project}`,
          'Let them have the permission Assignable User there.',
        );
      default:
        return fine(name, 'can be given tickets');
    }
  });
  const failing = checks.filter(({ ok }) => !ok);
  if (failing.length > 0) return failing;
  return [fine('Accounts', `${people.length} in the directory, all can be given tickets`)];
}

/** Whether Jira tells us of changes. Only its administrators may see; not being one is said and no error. */
export async function webhookCheck(client: JiraClient, wanted: JiraSettings['webhook']): Promise<Check> {
  const name = 'Webhook';
  if (wanted === null) {
    const detail =
      'none expected (needs service.baseUrl and JIRA_WEBHOOK_SECRET); changes are asked for instead';
    return fine(name, detail);
  }
  const { url, isSigned } = wanted;
  const answer = await asked(name, '', () => client.webhooks());
  if (answer.failed !== null) {
    const isForbidden = answer.status !== null && [401, 403, 404].includes(answer.status);
    if (!isForbidden) return answer.failed;
    return fine(name, `not checked: only an administrator of Jira may list them; it should call ${url}`);
  }
  const ours = answer.value.find((webhook) => webhook.url.replace(/\?.*$/s, '') === url);
  const how = `Add one in Jira (System, WebHooks) that calls ${url} for issues and links, with the secret of JIRA_WEBHOOK_SECRET.`;
  if (ours === undefined) return wrong(name, `none calls ${url}`, how);
  if (!ours.enabled || !ours.active) return wrong(name, `"${ours.name}" is disabled`, 'Enable it in Jira.');
  if (isSigned && ours.isSigned === false) {
    return wrong(name, `"${ours.name}" has no secret, so what it sends is not believed`, how);
  }
  return fine(name, `"${ours.name}" calls ${url}`);
}

/** What the last answer said of Jira's limits. */
export function limitCheck(headers: Headers): Check {
  const name = 'Limits of Jira';
  const [left, of] = [headerOf(headers, 'x-ratelimit-remaining'), headerOf(headers, 'x-ratelimit-limit')];
  if (left === null) return fine(name, 'it names none');
  const detail = `${left}${of === null ? '' : ` of ${of}`} requests left for now`;
  const isNear =
    headerOf(headers, 'x-ratelimit-nearlimit')?.toLowerCase() === 'true' ||
    (of !== null && Number(left) < Number(of) / 5);
  if (!isNear) return fine(name, detail);
  return wrong(name, detail, 'Find what else uses this account, or give the service an account of its own.');
}
