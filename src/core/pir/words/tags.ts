import { isDay } from '../../calendar.ts';
import { plainText } from '../markdown/inline.ts';
import type { PirItem } from '../pir.ts';
import { findDay } from './dates.ts';
import { spelledOut } from './owners.ts';
import { isPeriod } from './periods.ts';
import { namesNoPerson, personScore } from './person-label.ts';
import { isStateAlone, stateOfWords } from './states.ts';
import { findTicket, isReference } from './ticket.ts';

/** What a one-line item says at its ends: "[P1] Rotate the keys (@jane.doe, due 2026-05-01) - DONE". */
export interface Tags {
  /** The line without the tags. */
  readonly title: string;
  readonly owner: string | null;
  readonly due: string | null;
  readonly priority: string | null;
  readonly ticket: string | null;
  readonly state: PirItem['state'];
}

type Tag = 'due' | 'owner' | 'priority' | 'state' | 'ticket';
type Found = Record<Tag, string | null>;

/** Takes the tags off both ends of a line of inline Markdown. A line of tags only keeps its last one as title. */
export function readTags(line: string): Tags {
  const found: Found = { due: null, owner: null, priority: null, state: null, ticket: null };
  let title = spelledOutAtEnds(line.trim());
  for (;;) {
    const rest = takeFront(title, found);
    if (rest === null || rest === '') break;
    title = rest;
  }
  for (;;) {
    const rest = takeTail(title, found);
    if (rest === null || rest === '') break;
    title = rest;
  }
  const { owner, due, priority, ticket, state } = found;
  return {
    title: title.trim(),
    owner,
    due,
    priority,
    ticket,
    state: state === null ? null : stateOfWords(state),
  };
}

/** "@[[Kim Lee]] …" and "… <@U12>": an owner where it stands in front or at the end, a part of the sentence elsewhere. */
function spelledOutAtEnds(line: string): string {
  if (!line.includes('[[') && !line.includes('<@')) return line;
  return line
    .replace(/^(@?\[\[[^[\]\n]{2,80}\]\]|<@[^<>\n]{2,80}>)\s*[:–—-]?\s+/, (whole, name: string) =>
      name.startsWith('[') && personScore(spelledOut(name)) === 0 ? whole : `**${spelledOut(name)}** `,
    )
    .replace(
      /\s[–—-]?\s?(@\[\[[^[\]\n]{2,80}\]\]|<@[^<>\n]{2,80}>)\.?$/,
      (_, name: string) => ` (owner: ${spelledOut(name)})`,
    );
}

const frontPatterns: readonly (readonly [RegExp, (parts: RegExpExecArray, found: Found) => boolean])[] = [
  // [P1] [done] [jane] (aki) (tc, ops teams)
  [/^[[(]([^[\]()]{1,60})[\])](?![([:])\s+/, ([, text = ''], found) => takeFrontWord(text, found)],
  // [bug 12](https://…) and [GH-3 (Done)](https://…): what is done
  [
    /^\[((?:[^[\]]|\[[^[\]]{0,60}\]){1,80})\]\(([^()\s]{1,400})\)\s*(?:[:–—-]\s*|\s)(?=\S)/,
    ([, text = '', link = ''], found) => takeLink(text, link, found),
  ],
  // [N/A] where a box stands
  [/^\[n\/a\]\s+(?=\S)/i, (_, found) => set(found, 'state', 'dropped')],
  // **TODO**, **TODO due 2026-01-05**, **DONE**:
  [
    /^(?:\*\*|__)([^*_]{2,40})(?:\*\*|__)\s*[:–—-]?\s*(?=\S)/,
    ([, text = ''], found) => takeState(text, found) || takeBoldOwner(text, found),
  ],
  // TODO, DONE: and the like in capitals
  [
    /^(TODO|DONE|DOING|WIP|WONTDO|CLOSED|OPEN)\b\s*[:–—-]?\s+/,
    ([, text = ''], found) => set(found, 'state', text),
  ],
  // Done: …, In progress - …
  [
    /^(\p{L}[\p{L}' ]{2,20}?)\s*(?:[:：]\s*|\s[–—-]\s+)(?=\S)/u,
    ([, text = ''], found) => isStateAlone(text) && (found.state !== null || set(found, 'state', text)),
  ],
  // Platform team: …
  [
    /^(\p{Lu}[\p{L}\p{N}&/ -]{1,30} [Tt]eam)\s?[:：]\s+/u,
    ([, text = ''], found) => set(found, 'owner', text),
  ],
  [/^(P[0-4]|High|Medium|Low)\s*[:–—-]\s+/, ([, text = ''], found) => set(found, 'priority', text)],
  [
    /^(?:🔴|🟠|🟡|🟢|🔵|✅|☑️?|✔️?|⏳|🔄|🚧|⬜|☐|🔲|📋|❌|🚫|👉|➡️)\uFE0F?\s*/u,
    ([text = ''], found) =>
      /^[✅☑✔⏳🔄🚧⬜☐🔲📋🚫]/u.test(text) === false || set(found, 'state', text.trim()),
  ],
  [
    /^:(?:white_check_mark|heavy_check_mark|ballot_box_with_check|(hourglass\w{0,30}|construction|arrows_counterclockwise)):\s*/,
    ([, open], found) => set(found, 'state', open === undefined ? 'done' : 'in progress'),
  ],
  // @jane.doe: and `@jane.doe` -
  [
    /^`?(@[\p{L}\p{N}][\p{L}\p{N}._-]{0,60}`?(?:\s*[,/&+]\s*`?@[\p{L}\p{N}][\p{L}\p{N}._-]{0,60}`?){0,4})\s*(?:[:–—-]\s+|(?<=`)\s+)/u,
    ([, text = ''], found) => set(found, 'owner', text.replaceAll('`', '')),
  ],
  // OPS-12: and OPS-12 -
  [
    /^([A-Z][A-Z0-9]{1,9}-\d{1,7})\s*[:–—-]\s+/,
    ([, text = ''], found) => findTicket(text) !== null && set(found, 'ticket', text),
  ],
];

function takeFront(line: string, found: Found): string | null {
  for (const [pattern, take] of frontPatterns) {
    const parts = pattern.exec(line);
    if (parts !== null && line.length > parts[0].length && take(parts, found))
      return line.slice(parts[0].length);
  }
  return null;
}

function set(found: Found, tag: Tag, value: string): boolean {
  if (found[tag] !== null) return false;
  found[tag] = value;
  return true;
}

function takeState(text: string, found: Found): boolean {
  const words = plainText(text).trim();
  const due = /^(\S+(?: progress| do)?)[\s,;–—:-]{1,3}(?:due|by|until)\s+(.{4,40})$/i.exec(words);
  if (due !== null && isStateAlone(due[1] ?? ''))
    return set(found, 'state', due[1] ?? '') && set(found, 'due', due[2] ?? '');
  return isStateAlone(words) && set(found, 'state', words);
}

const takeBoldOwner = (text: string, found: Found) =>
  !/[:：]$/.test(text.trim()) && personScore(text) > 0 && set(found, 'owner', text.trim());

const handleWord = /^@?[\p{L}][\p{L}\p{N}._-]{1,30}$/u;
const teamList = /^@?[\p{L}][\p{L}\p{N}._ -]{1,30}(?:\s*[,/&+]\s*@?[\p{L}][\p{L}\p{N}._ -]{1,30}){0,4}$/u;

function takeFrontWord(text: string, found: Found): boolean {
  if (/^P[0-4]$/i.test(text) || /^(?:high|medium|low)(?: priority)?$/i.test(text))
    return set(found, 'priority', text);
  if (isStateAlone(text)) return set(found, 'state', text);
  const words = text.split(/[\s,/&+]+/);
  const named = words.some((word) => handleWord.test(word) && !namesNoPerson(word));
  const people = teamList.test(text) && words.length <= 6 && (named || /\bteams?\b/i.test(text));
  return (
    people &&
    !words.some((word) => /^(?:optional|if|the|for|maybe|see|and|or)$/i.test(word)) &&
    set(found, 'owner', text)
  );
}

function takeLink(text: string, link: string, found: Found): boolean {
  const words = plainText(text);
  const state = /\(?\b(done|closed|fixed|open|todo|in progress)\b\)?$/i.exec(words)?.[1];
  const rest = words.replace(/\s*\(?\b(?:done|closed|fixed|open|todo|in progress)\b\)?$/i, '');
  if (rest !== '' && !isReference(rest)) return false;
  if (found.ticket !== null || (state !== undefined && found.state !== null)) return false;
  if (state !== undefined) found.state = state;
  const ticket = findTicket(link);
  if (ticket !== null) found.ticket = ticket;
  return ticket !== null || state !== undefined;
}

const capitalsTail =
  /[\s)]\s{0,3}[:–—-]{0,2}\s{0,3}[*_[({]{0,3}(DONE|TODO|WONTDO|DOING|CLOSED|WIP|FIXED)[!.]?[\])}*_]{0,3}[.!]?$/;
const wordsTail =
  /[\s)]\s{0,3}(?:[–—-]{1,2}\s{1,3}[*_[({]{0,3}|[*_[({]{1,3})((?:already |to )?\p{L}[\p{L}' ]{1,20})[!.]?[\])}*_]{0,3}[.!]?$/u;

/** Takes one tag off the end. Looks back at most 600 characters, so that a line costs its length. */
function takeTail(line: string, found: Found): string | null {
  const start = Math.max(0, line.length - 600);
  const end = line.slice(start);
  const cut = (index: number) => line.slice(0, start + index).replace(/\s*[–—-]?\s*$/, '');
  const mark = /\s?(?:✅|☑|✔|⏳|🔄|🚧)\uFE0F?\.?$/u.exec(end);
  if (mark !== null && set(found, 'state', mark[0].trim())) return cut(mark.index);
  // [detect], [process]: a kind of work, which no field holds.
  const kind = /\s\[(\p{Ll}{3,20})\]\.?$/u.exec(end);
  if (kind !== null && namesNoPerson(kind[1] ?? '') && !isStateAlone(kind[1] ?? '')) return cut(kind.index);
  const link =
    /[\s.]?\(?(?:see:?\s)?\[((?:[^[\]]|\[[^[\]]{0,60}\]){1,100})\]\(([^()\s]{1,400})\)\)?[.:]?$/i.exec(end);
  if (link !== null && link.index > 0) {
    const taken = takeTailLink(link[1] ?? '', link[2] ?? '', found);
    const point = /^\./.test(link[0]) ? 1 : 0;
    if (taken) return cut(link.index + point);
  }
  const address =
    /\s\(?<?(?:(?:see|filed(?: as)?|tracked in):?\s)?<?(https?:\/\/[^\s<>()]{4,400}?)>?\)?\.?$/i.exec(end);
  if (address !== null) {
    const ticket = findTicket(address[1] ?? '');
    if (ticket !== null && set(found, 'ticket', ticket)) return cut(address.index);
  }
  const bracket =
    /\s\(([^()]{1,200})\)\.?$/.exec(end) ??
    /\s\[([^[\]]{1,100})\]\.?$/.exec(end) ??
    /\s[–—-]{1,2}\s((?:@[\w.-]{1,60}[,\s/&+]{0,3}){1,4})$/.exec(end) ??
    /\s(?:`(@[\w.-]{1,60})`|(@[\w.-]{1,60}))$/.exec(end);
  if (bracket !== null && takeAll(bracket[1] ?? bracket[2] ?? '', found)) return cut(bracket.index);
  // "… - Owner: Kim Lee - Due: 2026-05-01", "…. Owner: Kim." and "… — 2026-05-01"
  // "… by 2026-05-01"; "… until 2026-05-01" may be what the item is about.
  const dated =
    /\s(?:due(?: by| on)?|by)\s(\d{4}-\d{2}-\d{2}|\d{1,2} \p{L}{3,9} \d{4}|\p{L}{3,9} \d{1,2},? \d{4})\.?$/u.exec(
      end,
    );
  if (dated !== null && findDay(dated[1] ?? '', null) !== null && set(found, 'due', dated[1] ?? ''))
    return cut(dated.index);
  // "… — Kim Lee — 2026-05-01": beside another tag a name behind a dash is the owner.
  const beside = found.due !== null || found.priority !== null || found.state !== null;
  const dashed = beside
    ? /\s[–—|-]\s((?:@|\p{Lu})[\p{L}\p{N}.’'-]{1,30}(?: \p{Lu}[\p{L}.’'-]{1,30}){0,2})$/u.exec(end)
    : null;
  if (dashed !== null && personScore(dashed[1] ?? '') > 0 && set(found, 'owner', dashed[1] ?? ''))
    return cut(dashed.index);
  const named =
    /(?:\s[–—|-]{1,2}|[.;,])\s{1,3}((?:\*\*|__)?(?:owner|assignee|assigned to|responsible|due|due date|deadline|eta|priority)(?:\*\*|__)?\s?[:：](?:(?!(?:[.,]|\s[–—-]{1,2})\s(?:owner|due|deadline|priority)\b)[^–—;|]){2,60}|due(?: by| on)? [^–—;|,]{3,30}|\d{4}-\d{2}-\d{2})$/iu.exec(
      end,
    );
  if (named !== null && takeAll(plainText(named[1] ?? '').replace(/\.$/, ''), found)) return cut(named.index);
  const person =
    /\s[–—-]?\s?((?:(?:\*\*|__)[^*_]{2,30}(?:\*\*|__)|\p{Lu}{2,4})(?:\/(?:(?:\*\*|__)[^*_]{2,30}(?:\*\*|__)|\p{Lu}{2,4})){0,3})\.?$/u.exec(
      end,
    );
  if (
    person?.[1]?.includes('*') === true &&
    personScore(person[1]) > 0 &&
    set(found, 'owner', plainText(person[1]))
  )
    return cut(person.index);
  // "- done", "(Done!)", "**Done**" and "DONE"; "… until it is done" is a sentence.
  const state = capitalsTail.exec(end) ?? wordsTail.exec(end);
  if (state !== null && isStateAlone(state[1] ?? '') && set(found, 'state', state[1] ?? ''))
    return cut(state.index + (state[0].startsWith(')') ? 1 : 0));
  return null;
}

function takeTailLink(text: string, link: string, found: Found): boolean {
  const ticket = findTicket(link);
  if (ticket === null) return takeAll(link.includes('://') ? '' : text, found);
  return isReference(plainText(text)) && set(found, 'ticket', ticket);
}

/** All or nothing: a bracket that holds anything else belongs to the title. Each kind is taken once. */
function takeAll(text: string, found: Found): boolean {
  const keys = text.split(/[,;]\s*/);
  // "(OPS-1, OPS-2)": the first is the ticket, the others are kept as references.
  if (keys.length > 1 && keys.every((each) => findTicket(each) === each))
    return set(found, 'ticket', keys[0] ?? '');
  const parts = text.split(/[,;|]/).map((part) => classify(part) ?? part.trim());
  const open = parts.filter((part) => typeof part === 'string');
  const [name] = open;
  // "(kim, in progress)": beside other tags a lone word is the owner.
  const owned = open.length === 1 && parts.length > 1 && name !== undefined && isLoneOwner(name);
  const split = open.length === 0 || owned;
  const whole = split ? null : classify(text);
  const tags = split
    ? parts.map((part) => (typeof part === 'string' ? (['owner', part] as const) : part))
    : whole === null
      ? []
      : [whole];
  const kinds = new Set(tags.map(([tag]) => tag));
  if (tags.length === 0 || kinds.size < tags.length) return false;
  if (tags.some(([tag]) => found[tag] !== null)) return false;
  for (const [tag, value] of tags) found[tag] = value;
  return true;
}

const isLoneOwner = (text: string) =>
  personScore(text) > 0 || (/^[\p{Ll}][\p{Ll}\d._-]{2,20}$/u.test(text) && !namesNoPerson(text));

const doneThus =
  /^(?:done|fixed|completed?|shipped|implemented|merged|deployed|resolved) (?:this|by|in|with|on|via|as)\b/i;

function classify(text: string): readonly [Tag, string] | null {
  const value = text.trim();
  if (/^(?:P[0-4]|(?:high|medium|low)(?: priority)?)$/i.test(value)) return ['priority', value];
  if (isStateAlone(value) || doneThus.test(value)) return ['state', value];
  const graded = /^priority\s?[:：]\s*(\S.{0,20})$/i.exec(value)?.[1];
  if (graded !== undefined) return ['priority', graded];
  const named =
    /^(owner|assignee|assigned to|responsible|担当|负责人|responsável|responsable|due|due date|deadline|eta|by|期限|截止日期|prazo|échéance|frist)(?:\s*[:：]\s*|\s+)(.+)$/isu.exec(
      value,
    );
  if (named !== null) {
    const [, name = '', rest = ''] = named;
    if (/^(?:owner|assign|respons|担当|负责人)/iu.test(name)) return ['owner', rest];
    return /^by$/i.test(name) && findDay(rest, '2000-01-01') === null && !isPeriod(value)
      ? null
      : ['due', rest];
  }
  if (/^`?@[\w.-]+`?(?:[\s,/&+]+`?@[\w.-]+`?)*$/.test(value)) return ['owner', value.replaceAll('`', '')];
  if (isDay(value) || isPeriod(value)) return ['due', value];
  if (/#\d/.test(value) && isReference(value)) return ['ticket', value];
  const ticket = findTicket(value);
  return ticket !== null && (!/\s/.test(value) || isReference(value.replace(/^jira:?\s+/i, '')))
    ? ['ticket', ticket]
    : null;
}
