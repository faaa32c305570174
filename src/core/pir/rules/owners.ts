import type { Owner } from '../../action-item.ts';
import { type Directory, findPerson, findTeam } from '../../directory.ts';
import type { ItemReading } from '../items/items.ts';
import type { PirItem } from '../pir.ts';
import { type Complaint, listOf, nameOf, type Rule, type Subject } from './rule.ts';

const ownerless = (subject: Subject) =>
  subject.pending.map(({ item }) => item).filter((item) => item.owners.length === 0);

const saidTogether = (subject: Subject) =>
  subject.together && subject.pending.length > 1 && ownerless(subject).length === subject.pending.length;

const noneHasOwner = (subject: Subject): Complaint => ({
  line: subject.lines.actions,
  message: 'No item has an owner.',
  hint: 'Add a line "**Owner**: @team (@first.last)" to each: what everybody owns, nobody does.',
});

const hasNoOwner = (item: PirItem): Complaint => ({
  line: item.line,
  message: `${nameOf(item)} has no owner.`,
  hint: 'Add a line "**Owner**: @team (@first.last)"; the person is the one who gets the reminders.',
});

/** The most urgent work must have somebody who does it. */
export const noOwnerOnHigh: Rule = {
  title: 'High-priority item without an owner',
  why: 'What everybody owns, nobody does. The ticket would have no assignee, no reminder would reach anybody, and the work is the most urgent there is.',
  source: 'The PIR template asks for an owner; so do PagerDuty and Google of every item.',
  mend: 'Add "**Owner**: @first.last", or a team with the person who answers for it: "@team (@first.last)".',
  find: (subject) => {
    const high = ownerless(subject).filter((item) => item.priority === 'high');
    return high.length > 0 && saidTogether(subject) ? [noneHasOwner(subject)] : high.map(hasNoOwner);
  },
};

/** Other work without an owner. */
export const noOwner: Rule = {
  title: 'Item without an owner',
  why: 'What everybody owns, nobody does. The ticket would have no assignee, and no reminder would reach anybody.',
  source: 'The PIR template asks for an owner; so do PagerDuty and Google of every item.',
  mend: 'Add "**Owner**: @first.last", or a team with the person who answers for it: "@team (@first.last)".',
  find: (subject) => {
    const other = ownerless(subject).filter((item) => item.priority !== 'high');
    if (!saidTogether(subject)) return other.map(hasNoOwner);
    return other.length < subject.pending.length ? [] : [noneHasOwner(subject)];
  },
};

/** A team gets no reminder that anybody feels meant by. */
export const onlyTeam: Rule = {
  title: 'Owned by a team and by no person',
  why: 'A reminder to a team is read by everybody and answered by nobody. The team may own the work; one person has to answer for it.',
  source:
    'The PIR template writes "@team (@first.last)"; follow-ups that lie unowned in a team are a known complaint.',
  mend: 'Name the person behind the team: "@team (@first.last)".',
  find: ({ pending, lines, options, together }) => {
    const found = pending.filter(
      ({ item }) => item.owners.length > 0 && item.owners.every((owner) => isTeam(owner, options.directory)),
    );
    if (together && found.length > 1 && found.length === pending.length)
      return [
        {
          line: lines.actions,
          message: 'Every item is owned by a team, and none by a person.',
          hint: 'Name the one who answers for it behind each team: "@team (@first.last)".',
        },
      ];
    return found.map((reading) => ({
      ...ownerPlace(reading),
      message: `${nameOf(reading.item)} is owned by ${listOf(reading.item.owners.map(({ raw }) => raw))} and by no person.`,
      hint: `Name the one who answers for it behind the team: "${reading.item.owners[0]?.raw} (@first.last)".`,
    }));
  },
};

function isTeam(owner: Owner, directory: Directory): boolean {
  if (owner.kind === 'team') return findPerson(directory, owner) === null;
  return (
    owner.kind !== 'person' && findPerson(directory, owner) === null && findTeam(directory, owner) !== null
  );
}

const ownerPlace = ({ item, ownerField }: ItemReading) => ({
  line: ownerField?.line ?? item.line,
  about: item.owners[0]?.raw ?? '',
});

/** A role that stands for two people sends the second one's reminders to nobody in particular. */
export const roleOfTwo: Rule = {
  title: 'One role, two people',
  why: "A role has one holder. Where it stands for two people, one of the names is wrong, and that person waits for work that is somebody else's, or the other way round.",
  source: 'Seen in reviews that were put together from older ones.',
  mend: 'Correct the name, or leave the role out and name the person alone.',
  find: ({ pending }) => {
    const holders = new Map<string, Map<string, { line: number; name: string }>>();
    for (const { item, ownerField, roleHolders } of pending)
      for (const { role, person } of roleHolders) {
        const people = holders.get(role) ?? new Map<string, { line: number; name: string }>();
        holders.set(role, people);
        if (!people.has(person))
          people.set(person, { line: ownerField?.line ?? item.line, name: nameOf(item) });
      }
    return [...holders].flatMap(([role, people]): Complaint[] => {
      const [first, second] = [...people];
      if (first === undefined || second === undefined) return [];
      return [
        {
          line: second[1].line,
          about: `@${role}`,
          message: `@${role} is @${second[0]} here and @${first[0]} on line ${first[1].line} (${first[1].name}).`,
          hint: 'A role has one holder: correct the name, or leave the role out and name the person alone.',
        },
      ];
    });
  },
};

/** Nobody of that name. One finding a name, however many items carry it; silent without a directory. */
export const unknownOwner: Rule = {
  title: 'Owner that the directory does not know',
  why: "The ticket goes to nobody and the reminders to somebody else: the team's lead, or the on-call address. Most often the name is misspelt, or the person has left.",
  source:
    'Other tools fall back to a service account without a word; here it is said before approval. Silent until `directory` is set.',
  mend: 'Correct the name, or add the person or team to the directory.',
  find: ({ pending, options: { directory } }) => {
    if (directory.people.length === 0 && directory.teams.length === 0) return [];
    const unknown = new Map<string, { reading: ItemReading; owner: Owner; more: number }>();
    for (const reading of pending)
      for (const owner of reading.item.owners) {
        if (findPerson(directory, owner) !== null || findTeam(directory, owner) !== null) continue;
        // "@devops-lead (@jane.smith)": a role beside a person only explains the person.
        if (owner.kind === 'role' && reading.item.owners.some(({ kind }) => kind === 'person')) continue;
        const name = owner.handle.toLowerCase();
        const known = unknown.get(name);
        if (known === undefined) unknown.set(name, { reading, owner, more: 0 });
        else known.more += 1;
      }
    return [...unknown.values()].map(({ reading, owner, more }) => ({
      line: reading.ownerField?.line ?? reading.item.line,
      about: owner.raw,
      message: `The directory does not know ${owner.raw}, named as owner of ${nameOf(reading.item)}${
        more === 0 ? '' : ` and ${more} more ${more === 1 ? 'item' : 'items'}`
      }.`,
      hint: 'Correct the name, or add the person or team to the directory.',
    }));
  },
};
