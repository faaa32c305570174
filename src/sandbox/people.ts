import type { Directory } from '../core/directory.ts';
import type { Pir } from '../core/pir/pir.ts';

/**
 * A made-up directory for a PIR: everybody it names by a personal handle gets a name, an address and a Jira account, and
 * every team a lead among them. So the demo works with any document; roles and unknown names stay unresolved, as they
 * would in a real directory that does not have them.
 */
export function directoryFor(pir: Pir): Directory {
  const owners = pir.items.flatMap((item) => item.owners);
  const attendees = [...pir.attendees, pir.incidentCommander ?? ''].flatMap(
    (text) => /@([\w-]+\.[\w.-]+)/.exec(text)?.[1] ?? [],
  );
  const handles = new Set([
    ...owners.filter((owner) => owner.kind === 'person').map((owner) => owner.handle),
    ...attendees,
  ]);
  const people = [...handles].map((handle) => {
    const account = handle
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '.')
      .replace(/^\.+|\.+$/g, '');
    return {
      handle,
      name: account
        .split('.')
        .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
        .join(' '),
      email: `${account}@example.com`,
      jiraAccount: `demo-${account}`,
      teams: [],
    };
  });
  const teams = new Map<string, string | null>();
  for (const item of pir.items) {
    const lead = item.owners.find((owner) => owner.kind === 'person')?.handle ?? null;
    for (const owner of item.owners) {
      if (owner.kind === 'team' && (teams.get(owner.handle) ?? null) === null) teams.set(owner.handle, lead);
    }
  }
  return {
    people,
    teams: [...teams].map(([handle, lead]) => ({ handle, name: handle, lead, email: null, jira: null })),
  };
}
