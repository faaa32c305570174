import type { Owner } from '../../action-item.ts';
import type { PirItem } from '../pir.ts';
import { type Complaint, nameOf, type Rule, type Subject } from './rule.ts';

const ownerless = (subject: Subject) =>
  subject.pending.map(({ item }) => item).filter((item) => item.owners.length === 0);

const nobodyOwns = (subject: Subject) =>
  subject.pending.length > 1 && ownerless(subject).length === subject.pending.length;

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
export const noOwnerOnHigh: Rule = (subject) => {
  const high = ownerless(subject).filter((item) => item.priority === 'high');
  if (high.length > 0 && nobodyOwns(subject)) return [noneHasOwner(subject)];
  return high.map(hasNoOwner);
};

/** Other work without an owner. */
export const noOwner: Rule = (subject) => {
  const other = ownerless(subject).filter((item) => item.priority !== 'high');
  if (nobodyOwns(subject)) return other.length < subject.pending.length ? [] : [noneHasOwner(subject)];
  return other.map(hasNoOwner);
};

/** A team gets no reminder that anybody feels meant by. */
export const onlyTeam: Rule = ({ pending }) =>
  pending
    .filter(({ item }) => item.owners.length > 0 && item.owners.every(({ kind }) => kind === 'team'))
    .map(({ item, ownerField }) => ({
      line: ownerField?.line ?? item.line,
      about: item.owners[0]?.raw ?? '',
      message: `${nameOf(item)} is owned by ${listOf(item.owners)} and by no person.`,
      hint: `Name the one who answers for it behind the team: "${item.owners[0]?.raw} (@first.last)".`,
    }));

const listOf = (owners: readonly Owner[]) => owners.map(({ raw }) => raw).join(' and ');

/** A role that stands for two people sends the second one's reminders to nobody in particular. */
export const roleOfTwo: Rule = ({ pending }) => {
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
};
