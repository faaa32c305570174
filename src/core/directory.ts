import type { Owner } from './action-item.ts';
import type { Place, Workplace } from './calendar.ts';
import type { Json } from './digest.ts';

/** Somebody mails can go to and tickets can be assigned to. */
export interface Person {
  /** Without the `@`: `john.smith`. */
  readonly handle: string;
  readonly name: string;
  readonly email: string | null;
  /** Jira Cloud accountId, or the user name on Data Center. */
  readonly jiraAccount: string | null;
  /** Teams this person belongs to, by handle. */
  readonly teams: readonly string[];
  /** Whose holidays are theirs; absent or null: those of the organisation. */
  readonly place?: Place | null;
  /** IANA name; absent or null: the zone of the organisation. */
  readonly timeZone?: string | null;
}

/** A group that can own an item. */
export interface Team {
  readonly handle: string;
  readonly name: string;
  /** Handle of the person who leads it. */
  readonly lead: string | null;
  readonly email: string | null;
  /** Null: its tickets go where settings say. */
  readonly jira: TeamDestination | null;
}

/** Where a team's tickets go; null and empty follow the settings. */
export interface TeamDestination {
  readonly project: string | null;
  readonly issueType: string | null;
  readonly components: readonly string[];
  /** Values of fields that the project insists on, by field id. */
  readonly values: Readonly<Record<string, Json>>;
}

/** People and teams that owners are resolved against; empty when none is configured. */
export interface Directory {
  readonly people: readonly Person[];
  readonly teams: readonly Team[];
}

/** A directory that knows nobody. */
export const emptyDirectory: Directory = { people: [], teams: [] };

const fold = (text: string) => text.replace(/^@/, '').trim().toLowerCase();

/** The person an owner means, by handle, e-mail address or full name; null where the directory knows none. */
export function findPerson(directory: Directory, owner: Owner | string): Person | null {
  const names = typeof owner === 'string' ? [fold(owner)] : [fold(owner.handle), fold(owner.raw)];
  const matches = (person: Person) =>
    names.some((name) =>
      [person.handle, person.name, person.email ?? ''].some((known) => known !== '' && fold(known) === name),
    );
  return directory.people.find(matches) ?? null;
}

/** Where and by whose clock somebody works, by their address; as the organisation does, where the directory does not say. */
export function workplaceOf(directory: Directory, email: string, organisation: Workplace): Workplace {
  const person = directory.people.find((each) => each.email !== null && fold(each.email) === fold(email));
  return {
    timeZone: person?.timeZone ?? organisation.timeZone,
    place: person?.place ?? organisation.place,
  };
}

/** The team an owner means, by handle or name; null where the directory knows none. */
export function findTeam(directory: Directory, owner: Owner | string): Team | null {
  const name = fold(typeof owner === 'string' ? owner : owner.handle);
  return directory.teams.find((team) => fold(team.handle) === name || fold(team.name) === name) ?? null;
}

/**
 * The one person answerable among an item's owners: the first that is written as a person or that the directory knows as
 * one; null where the directory does not know that person. A role that stands beside a person ("@devops-lead (@jane.smith)") yields to the person.
 */
export function answerablePerson(directory: Directory, owners: readonly Owner[]): Person | null {
  for (const owner of owners) {
    const person = findPerson(directory, owner);
    // Whoever is named first answers for it; one that the directory does not know is not replaced by the next.
    if (person !== null || owner.kind === 'person') return person;
  }
  return null;
}

/** Where mail about an item goes, and why there when its owner cannot be reached. */
export interface Recipient {
  readonly email: string;
  readonly name: string;
  /** null: the owner. Otherwise the owner has no address, and the mail says so. */
  readonly insteadOf: string | null;
}

/**
 * Who hears about an item: its owner, else the owning team's lead, else the team's address, else the on-call address.
 * Null where none of them is known; such an item is shown as unowned on the status page.
 */
export function recipientFor(
  directory: Directory,
  owners: readonly Owner[],
  onCall: string | null,
): Recipient | null {
  const person = answerablePerson(directory, owners);
  if (person?.email) return { email: person.email, name: person.name, insteadOf: null };
  const insteadOf = person?.name ?? owners[0]?.raw ?? 'nobody';
  for (const owner of owners) {
    const team = findTeam(directory, owner);
    const lead = team?.lead ? findPerson(directory, team.lead) : null;
    if (lead?.email) return { email: lead.email, name: lead.name, insteadOf };
    if (team?.email) return { email: team.email, name: team.name, insteadOf };
  }
  return onCall === null ? null : { email: onCall, name: 'on-call', insteadOf };
}
