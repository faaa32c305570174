import type { Owner } from '../../action-item.ts';
import { plainText } from '../markdown/markdown.ts';
import { isBlank } from './fields.ts';

const handleOrAddress =
  /(?:[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4})|@[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}/gu;
const roleInBrackets =
  /(@[\p{L}\p{N}][\p{L}\p{N}._-]{0,99})\s{0,2}\(\s{0,2}(@[\p{L}\p{N}][\p{L}\p{N}._-]{0,99})/gu;

const teamWord = /(?:^|[- ])(?:team|teams|squad|guild|ops|crew)$|^team[- ]/i;
const roleWord = /(?:^|[- ])(?:lead|manager|commander|on-?call|engineer|owner|admin)$/i;
const dottedName = /^[\p{L}][\p{L}\p{N}'-]*(?:\.[\p{L}][\p{L}\p{N}'-]*)+$/u;
const fullName = /^\p{Lu}[\p{L}'’.-]*(?: \p{Lu}[\p{L}'’.-]*){1,2}$/u;

/**
 * Everybody named in an owner's value, in order and each once: `@dba-team (@john.smith)` is a team and a person. Where a
 * part holds a handle or an address, the words beside it only explain it ("Jane Doe (@jane.doe)", "@jane (Backend)").
 */
export function readOwners(text: string): readonly Owner[] {
  if (isBlank(text)) return [];
  const plain = plainText(spelledOut(text));
  const owners = new Map<string, Owner>();
  for (const part of joinShared(splitTopLevel(plain), plain)) {
    for (const owner of ownersOfPart(part)) {
      const name = owner.handle.toLowerCase();
      if (!owners.has(name)) owners.set(name, owner);
    }
  }
  return [...owners.values()];
}

const wikiName = /@?\[\[([^[\]|\n]{1,80})(?:\|([^[\]\n]{1,80}))?\]\]/g;
const chatName = /<@([A-Z0-9]{2,20})(?:\|([^<>|\n]{1,60}))?>/g;

/** Mentions as wikis and chats keep them, as people write them: `@[[Kim Lee]]` is Kim Lee, `<@U12|kim>` is @kim. */
export function spelledOut(text: string): string {
  if (!text.includes('[[') && !text.includes('<@')) return text;
  return text
    .replace(wikiName, (_, page: string, shown: string | undefined) => shown ?? page)
    .replace(chatName, (_, id: string, shown: string | undefined) => `@${(shown ?? id).replace(/^@/, '')}`);
}

/** The persons that stand in brackets behind a role: `@devops-lead (@jane.smith)`. */
export function readRoleHolders(text: string): readonly { readonly role: string; readonly person: string }[] {
  const plain = plainText(text);
  if (!plain.includes('(')) return [];
  return [...plain.matchAll(roleInBrackets)]
    .map(([, role = '', person = '']) => ({ role: ownerOf(role), person: ownerOf(person) }))
    .filter(({ role, person }) => role.kind === 'role' && person.kind === 'person')
    .map(({ role, person }) => ({ role: role.handle, person: person.handle }));
}

const marksOfOwners = /[(),;/+&]|\band\b/g;

/** The parts of an enumeration; commas and the like within brackets do not part. Brackets are among the `marks`. */
export function splitTopLevel(text: string, marks = marksOfOwners): readonly string[] {
  if (text.search(marks) < 0) return text.trim() === '' ? [] : [text.trim()];
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: mark, index } of text.matchAll(marks)) {
    if (mark === '(') depth += 1;
    else if (mark === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) {
      parts.push(text.slice(start, index));
      start = index + mark.length;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** "Product and security owner" is one role: a lone word before "and" shares the noun of what follows. */
function joinShared(parts: readonly string[], text: string): readonly string[] {
  const [first = '', second = ''] = parts;
  const shared = /^\p{Lu}?\p{Ll}+$/u.test(first) && /^\p{Ll}/u.test(second) && roleWord.test(second);
  return parts.length === 2 && shared && text === `${first} and ${second}` ? [text] : parts;
}

function ownersOfPart(part: string): Owner[] {
  const handles = part.match(handleOrAddress);
  if (handles !== null) return handles.map(ownerOf);
  const bracket = part.indexOf('(');
  const name = (bracket > 0 ? part.slice(0, bracket) : part).replace(/[?.:]{1,3}$/, '').trim();
  return isBlank(name) ? [] : [ownerOf(name)];
}

function ownerOf(text: string): Owner {
  const raw = text.startsWith('@') ? text.replace(/[._-]+$/, '') : text;
  const handle = raw.replace(/^@/, '');
  return { kind: kindOf(handle), handle, raw };
}

function kindOf(handle: string): Owner['kind'] {
  if (handle.includes('@')) return 'person';
  if (teamWord.test(handle)) return 'team';
  if (roleWord.test(handle)) return 'role';
  return dottedName.test(handle) || fullName.test(handle) ? 'person' : 'unknown';
}
