import type { Instant } from '../../../core/calendar.ts';
import type { TicketDestination } from '../../../core/plan/plan.ts';
import type { Check } from '../../../ports.ts';
import type { JiraSettings } from '../jira-settings.ts';
import type { PreflightParts } from '../preflight.ts';
import { asked, fine, wrong } from './check.ts';
import { destinationChecks } from './destination-checks.ts';
import { limitCheck, peopleChecks, permissionCheck, webhookCheck } from './site-checks.ts';

/**
 * Asks Jira, from the door inwards, whether tickets can be made there and kept in step, and reads only. Stops where going
 * on would tell nothing new. Never throws for what Jira answers.
 */
export async function diagnose(
  parts: PreflightParts,
  settings: JiraSettings,
  now: Instant,
): Promise<readonly Check[]> {
  const { client } = parts;
  const reachable = 'Jira is reachable';
  const server = await asked(
    reachable,
    'Check jira.baseUrl, which is the address Jira has in the browser up to the first single slash, and jira.deployment.',
    () => client.serverInfo(),
  );
  // Data Center lets nobody in whom it does not know, not even here; that is said in the next line.
  const isShut = server.failed !== null && server.status === 401;
  if (server.failed !== null && !isShut) return [server.failed];
  const checks: Check[] = [
    server.failed === null
      ? deploymentCheck(reachable, settings, server.value)
      : fine(reachable, 'it answers, and asks who we are'),
  ];

  // The one question a wrong token gets an honest answer to: elsewhere Jira serves it as an anonymous visitor.
  const accepted = 'Jira accepts the token';
  const account = settings.email === null ? '' : ' jira.email and';
  const self = await asked(accepted, `Check jira.baseUrl,${account} JIRA_API_TOKEN.`, () => client.myself());
  if (self.failed !== null) return [...checks, self.failed];
  checks.push(fine(accepted, `signed in as ${self.value.displayName}`), clockCheck(client.clockAhead, now));

  for (const [project, destinations] of byProject(settings.destinations)) {
    const name = `Project ${project}`;
    const hint =
      'Check the key in jira.project or in the directory, and let the account browse that project.';
    const found = await asked(name, hint, () => client.project(project));
    if (found.failed !== null) {
      checks.push(found.failed);
      continue;
    }
    checks.push(fine(name, found.value.name), await permissionCheck(client, project));
    for (const destination of destinations) checks.push(...(await destinationChecks(parts, destination)));
  }
  checks.push(...(await peopleChecks(parts, settings.people)));
  checks.push(await webhookCheck(client, settings.webhook), limitCheck(client.lastHeaders));
  return checks;
}

function deploymentCheck(
  name: string,
  { deployment }: JiraSettings,
  { version, deploymentType }: { readonly version: string; readonly deploymentType: string },
): Check {
  const detail = `Jira ${deploymentType} ${version}`;
  const isCloud = deploymentType === 'Cloud';
  if (isCloud === (deployment === 'cloud')) return fine(name, detail);
  return wrong(name, detail, `Set jira.deployment to ${isCloud ? 'cloud' : 'datacenter'}.`);
}

/** More than this, and due times, limits and the trail say another time than Jira does. */
const largestSkewSeconds = 60;

function clockCheck(aheadMs: number | null, now: Instant): Check {
  const name = 'Clock against Jira';
  if (aheadMs === null) return fine(name, `Jira does not tell the time; here it is ${now}`);
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (seconds <= largestSkewSeconds) return fine(name, `${seconds} s apart`);
  const detail = `${seconds} s ${aheadMs > 0 ? 'behind' : 'ahead of'} Jira`;
  return wrong(name, detail, "Let this machine's clock be set by NTP.");
}

function byProject(
  destinations: readonly TicketDestination[],
): ReadonlyMap<string, readonly TicketDestination[]> {
  const grouped = new Map<string, TicketDestination[]>();
  for (const destination of destinations) {
    const known = grouped.get(destination.project);
    if (known === undefined) grouped.set(destination.project, [destination]);
    else known.push(destination);
  }
  return grouped;
}
