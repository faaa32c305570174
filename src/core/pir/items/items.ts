import { plainText, type Section } from '../markdown/markdown.ts';
import type { Doubt, PirItem } from '../pir.ts';
import { type Field, fieldAbout, fieldSteps, fieldText, isBlank, oneLine, stepsOf } from '../words/fields.ts';
import { readOwners, readRoleHolders } from '../words/owners.ts';
import { personScore } from '../words/person-label.ts';
import { withoutPlaceholder } from '../words/placeholders.ts';
import { stateOfCell, stateOfWords } from '../words/states.ts';
import { readTags, type Tags } from '../words/tags.ts';
import { findReferences, findTicket, readTicketCell } from '../words/ticket.ts';
import { isVerb } from '../words/verbs.ts';
import { type Anchors, readDue } from './due.ts';
import type { Entry } from './entries.ts';
import { type Group, readPriority } from './group.ts';
import type { Found } from './list-items.ts';
import { type Region, readRegions } from './regions.ts';

export { type Group, readPriority } from './group.ts';

/** An item with what only the rules ask for. */
export interface ItemReading {
  readonly item: PirItem;
  readonly group: Group;
  /** Where its owner and due date are written; null where they are not. */
  readonly ownerField: Field | null;
  readonly dueField: Field | null;
  /** Which person it lets a role stand for. */
  readonly roleHolders: readonly { readonly role: string; readonly person: string }[];
}

/** What was read, where its place begins, and where nothing could be read although something stands there. */
export interface ItemsReading {
  readonly items: readonly ItemReading[];
  readonly line: number | null;
  readonly doubts: readonly Doubt[];
  /** What is still a template's text: no items, but the rules say that it was left standing. */
  readonly leftovers: readonly ItemReading[];
}

/**
 * All action items of a document in its order, from the places that say most plainly that they hold some: measures and
 * next steps are read only where no section is named for actions, a follow-up only where there are no measures either.
 */
export function readItems(root: Section, anchors: Anchors): ItemsReading {
  const regions = readRegions(root).map(withoutEmpty);
  const filled = ({ found, left }: Sifted) => found.length > 0 || left.length > 0;
  const rank = [1, 2, 3, 4].find((each) => regions.some((region) => region.rank === each && filled(region)));
  const ranked = regions.filter((region) => region.rank === rank);
  // Beside a list or table of items, prose below another heading only speaks of them.
  const listed = ranked.filter((region) => !region.prose);
  // And prose in a bullet of the report's head only says in short what a section of its own says.
  const sections = ranked.filter(({ name }) => name !== null);
  const chosen = [listed, sections].find((each) => each.some(filled)) ?? ranked;
  const found = chosen.flatMap((region) => region.found);
  const refs = settleRefs(found.map(({ entry }) => entry));
  const items = replaceEarlier(
    found.map(({ entry, group }, index) => readItem(entry, refs[index] ?? null, group, anchors)),
  );
  return {
    items,
    leftovers: chosen
      .flatMap(({ left }) => left)
      .map(({ entry, group }) => readItem(entry, entry.counted ? null : entry.ref, group, anchors)),
    line: (chosen[0] ?? regions.find((region) => region.rank === 1))?.line ?? null,
    // Where nothing was read at all there is another thing to say.
    doubts: regions
      .filter(
        ({ rank: each, found: own, empty, doubtful }) =>
          items.length > 0 && (doubtful || (each === 1 && own.length === 0 && !empty)),
      )
      .map(({ line, doubtful }) => ({ line, reason: doubtful ? unnamed : unreadable })),
  };
}

const unreadable = 'what stands here could not be read as action items';
const unnamed = 'this table names owners and dates, but no heading above it says that it holds action items';

/** The items without the earlier ones that a later section says it takes the place of. */
function replaceEarlier(items: readonly ItemReading[]): readonly ItemReading[] {
  const first = items.findIndex(({ group }) => group.replaces != null);
  const replaces = items[first]?.group.replaces;
  if (first < 1 || replaces == null) return items;
  return items.filter(
    ({ item }, index) => index >= first || (replaces !== 'all' && item.priority !== replaces),
  );
}

/** A region without what says nothing; `left` is what a template left in it. */
interface Sifted extends Pick<Region, 'rank' | 'line' | 'found' | 'empty'> {
  readonly left: readonly Found[];
  readonly prose: boolean;
  readonly doubtful: boolean;
  /** Null for what is no section. */
  readonly name: string | null;
}

function withoutEmpty(region: Region): Sifted {
  const left: Found[] = [];
  const found: Found[] = [];
  for (const each of region.found) {
    if (saysNothing(each.entry)) continue;
    const title = withoutPlaceholder(each.entry.title);
    if (title === null) left.push(each);
    else found.push(title === each.entry.title ? each : { ...each, entry: { ...each.entry, title } });
  }
  // "None." is an answer, and so is a form that nobody filled in.
  const empty = region.empty || region.found.length > found.length;
  const { rank, line, prose = false, doubtful = false, name = null } = region;
  return { rank, line, found, left, empty, prose, doubtful, name };
}

const nothing =
  /^(?:no|none|nothing)(?: (?:further |new |other )?(?:action|actions|action items|items))?(?: (?:(?:are |were |is )?(?:needed|required|identified|necessary|planned|taken)|at this time|for now|yet|so far))*[.!]?$|^(?:there (?:are|were) )?no (?:(?:further|new|other|outstanding|open|additional) )?(?:actions?|action items?|follow[- ]?ups?|tasks)\b.{0,60}$|^(?:なし|特になし|該当なし|无|暂无|没有|無|无需.{0,6}|없음|해당 ?(?:사항 ?)?없음|nenhuma?(?: ação)?|sem ações|ninguna?(?: acción)?|sin acciones|aucune?(?: action)?|keine?(?: maßnahmen?)?)[.。]?$/i;

function saysNothing(entry: Entry): boolean {
  const title = plainText(entry.title);
  return isBlank(title) || /^none[.:,;–—] /i.test(title) || nothing.test(title);
}

/** Numbers that come from counting mean nothing once a second list begins at 1 again: then no counted one is kept. */
function settleRefs(entries: readonly Entry[]): readonly (string | null)[] {
  const refs = entries.flatMap(({ ref }) => (ref === null ? [] : [ref]));
  const clash = new Set(refs).size < refs.length;
  return entries.map(({ ref, counted }) => (counted && clash ? null : ref));
}

function readItem(entry: Entry, ref: string | null, group: Group, anchors: Anchors): ItemReading {
  const field = (topic: Parameters<typeof fieldAbout>[1]) => fieldAbout(entry.fields, topic);
  // Tags stand at the ends of a line; behind a bold title that is what follows the title.
  const tags = readTags(entry.trailing === '' ? entry.title : `x ${entry.trailing}`);
  const statusField = field('status');
  const ticket = ticketOf(entry, field('ticket'), tags);
  const title = titleOf(entry, tags, ticket);
  const ownerField =
    field('owner') ??
    ownerInStatus(statusField) ??
    tagField(tags.owner ?? subjectOf(title) ?? handlesInBody(entry) ?? group.owner ?? null, entry.line);
  const dueField = field('due') ?? tagField(tags.due, entry.line);
  const owner = valueText(ownerField);
  const priority = readPriority(field('priority')?.value ?? tags.priority ?? '') ?? group.priority;
  const approach = field('approach');
  const due = readDue(valueText(dueField), group.horizon, priority, anchors);
  const item: PirItem = {
    ref,
    title,
    priority,
    owners: readOwners(owner ?? ''),
    due: due.due,
    dueRaw: due.dueRaw,
    dueBy: due.dueBy,
    dueSource: due.dueSource,
    estimate: fieldText(field('estimate')),
    successMetric: fieldText(field('metric')),
    objective: fieldText(field('objective')),
    approach: approach === null && entry.fields.length === 0 ? stepsOf(entry.body) : fieldSteps(approach),
    playbook: fieldText(field('playbook')),
    state: stateOf(entry, valueText(statusField), tags) ?? group.state ?? null,
    ticket,
    references: findReferences(
      [entry.title, entry.trailing, ...entry.fields.map(({ value }) => value)].join('\n'),
    ).filter((each) => ticket === null || !(ticket.includes(each) || each.includes(ticket))),
    line: entry.line,
    lastLine: entry.lastLine,
  };
  return { item, group, ownerField, dueField, roleHolders: readRoleHolders(owner ?? '') };
}

const isStruck = (title: string) => /^~~(?=[^\s~]).{0,1000}?~~.{0,60}$/.test(title);

function titleOf(entry: Entry, tags: Tags, ticket: string | null): string {
  const whole = plainText(entry.trailing === '' ? tags.title : entry.title) || plainText(entry.title);
  // "OPS-12: Fit a fuse", "https://…/OPS-12 Fit a fuse": the ticket has a field of its own.
  const key =
    ticket !== null && whole.includes(ticket.slice(-4))
      ? /^\[?(\S{4,300}?)\]?(?:\s?[:–—-])?\s+(?=\S+ \S)/.exec(whole)
      : null;
  const own = key !== null && findTicket(key[1] ?? '') === ticket ? whole.slice(key[0].length) : whole;
  return own.replace(/\s*[:：]$/, '') || own;
}

/** "Nora to send the list": the one who is to do it. */
function subjectOf(title: string): string | null {
  const [, name = ''] = /^(\p{Lu}[\p{Ll}’'-]{1,20}) to \p{Ll}/u.exec(title) ?? [];
  return !name.endsWith('s') && !isVerb(name) && personScore(name) > 0 ? name : null;
}

/** "`@kim` and `@lea` are planning …" as the first words below a title. */
function handlesInBody({ body }: Entry): string | null {
  const [first] = body;
  const text = first?.type === 'paragraph' ? first.text : '';
  return (
    /^`?@[\w.-]{1,60}`?(?:(?:,| and| &) `?@[\w.-]{1,60}`?){0,3}(?= \p{Ll})/u
      .exec(text)?.[0]
      .replaceAll('`', '') ?? null
  );
}

function stateOf(entry: Entry, status: string | null, tags: Tags): PirItem['state'] {
  if (status !== null) {
    const said = stateOfWords(plainText(status)) ?? stateOfCell(status);
    if (said !== null) return said !== 'done' && isStruck(entry.title) ? 'dropped' : said;
  }
  if (tags.state !== null) return tags.state;
  // What is struck out and not ticked was given up.
  if (isStruck(entry.title) && entry.ticked !== true) return 'dropped';
  if (entry.ticked !== null) return entry.ticked ? 'done' : 'open';
  // Some tables say the state beside the ticket or in the notes.
  for (const { key, value } of entry.fields) {
    if (!/^(?:bugs?|bug #|tracking|tracking bug|ticket|notes?|comments?|remarks?|備考|备注|비고)$/.test(key))
      continue;
    const said = isBlank(value) ? null : stateOfCell(value);
    if (said !== null) return said;
  }
  const due = fieldAbout(entry.fields, 'due')?.value ?? '';
  // "Done in v2" where the day was asked for.
  return status === null && stateOfWords(plainText(due)) === 'done' ? 'done' : null;
}

/** An owner that stands in brackets behind the state: "TBD (all teams that deploy)". */
function ownerInStatus(status: Field | null): Field | null {
  const inside = /\(([^()]{3,60})\)\s*$/.exec(status?.value ?? '')?.[1];
  if (status === null || inside === undefined || /unassigned|no owner/i.test(inside)) return null;
  return /\bteams?\b|^@/i.test(inside) ? { ...status, value: inside } : null;
}

function ticketOf(entry: Entry, ticketField: Field | null, tags: Tags): string | null {
  const own = readTicketCell(fieldText(ticketField));
  if (own !== null || tags.ticket !== null) return own ?? tags.ticket;
  const named = findTicket(entry.title) ?? findTicket(entry.trailing);
  if (named !== null) return named;
  const title = plainText(entry.title);
  if (/^(?:[\w.-]{1,60}\/[\w.-]{1,60})?#\d{1,7}$/.test(title)) return title;
  for (const { key, value } of entry.fields) {
    const ticket = /^(?:status|state|notes?|comments?|type|ステータス|状態|状态|備考|备注)$/.test(key)
      ? readTicketCell(value)
      : null;
    if (ticket !== null) return ticket;
  }
  return null;
}

function tagField(value: string | null, line: number): Field | null {
  return value === null ? null : { key: 'tag', topic: null, value, details: [], line };
}

/** A field's value, or the first line of what stands below it. */
function valueText(field: Field | null): string | null {
  if (field === null || field.value !== '') return field?.value ?? null;
  return oneLine(stepsOf(field.details).join(', ')) || null;
}
