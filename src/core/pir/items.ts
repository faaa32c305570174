import type { Priority } from '../action-item.ts';
import { findSpan, type Span } from './dates.ts';
import { type Anchors, readDue } from './due.ts';
import {
  type Entry,
  entryOfListItem,
  entryOfParagraph,
  entryOfSection,
  isEntrySection,
  isTitle,
} from './entries.ts';
import {
  describesWork,
  type Field,
  fieldAbout,
  fieldSteps,
  fieldText,
  isBlank,
  isFieldList,
  oneLine,
  readFields,
  stepsOf,
} from './fields.ts';
import { entriesOfTable } from './item-table.ts';
import { type Block, plainText, type Section } from './markdown.ts';
import { readOwners, readRoleHolders } from './owners.ts';
import type { PirItem } from './pir.ts';
import { kindOf, sectionsOf } from './section-names.ts';
import { readTags } from './tags.ts';
import { readTicket } from './ticket.ts';

/** What the headings above an item say about it. */
export interface Group {
  readonly priority: Priority | null;
  readonly horizon: Span | null;
}

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

/** All action items of a document, from its sections of that name, in order. */
export function readItems(root: Section, anchors: Anchors): readonly ItemReading[] {
  const found = sectionsOf(root, 'actions').flatMap((section) =>
    itemsBelow(section, groupOf(section.heading?.text ?? '', { priority: null, horizon: null })),
  );
  const refs = settleRefs(found.map(({ entry }) => entry));
  return found.map(({ entry, group }, index) => readItem(entry, refs[index] ?? null, group, anchors));
}

interface Found {
  readonly entry: Entry;
  readonly group: Group;
}

function itemsBelow(section: Section, group: Group): readonly Found[] {
  return [
    ...itemsAmong(section.blocks, group),
    ...section.sections.flatMap((child): readonly Found[] => {
      const kind = kindOf(child);
      if (kind !== null && kind !== 'actions') return []; // reviews or signatures, wherever they stand
      if (isEntrySection(child)) return [{ entry: entryOfSection(child), group }];
      return itemsBelow(child, groupOf(child.heading?.text ?? '', group));
    }),
  ];
}

/** The items that stand directly in some blocks: titled paragraphs, tables, lists. */
function itemsAmong(blocks: readonly Block[], group: Group): readonly Found[] {
  const found: Found[] = [];
  let current = group;
  for (let index = 0; index < blocks.length; index += 1) {
    const block = blocks[index];
    if (block?.type === 'paragraph' && isTitle(block) && !describesWork(readFields([block]).slice(0, 1))) {
      const following = blocksUntilTitle(blocks, index + 1);
      const entry = entryOfParagraph(block, following);
      if (entry.ref !== null || describesWork(entry.fields)) {
        found.push({ entry, group: current });
        index += following.length;
      } else current = groupOf(block.text, group); // "**High priority**" above a list
    } else if (block?.type === 'table')
      found.push(...entriesOfTable(block).map((entry) => ({ entry, group: current })));
    else if (block?.type === 'list' && !isFieldList(block))
      for (const item of block.items) {
        const entry = entryOfListItem(item);
        if (entry !== null && !saysNothing(entry)) found.push({ entry, group: current });
      }
  }
  return found;
}

function blocksUntilTitle(blocks: readonly Block[], from: number): readonly Block[] {
  let end = from;
  for (let block = blocks[end]; block !== undefined; block = blocks[end]) {
    if (block.type === 'paragraph' && isTitle(block) && !describesWork(readFields([block]))) break;
    end += 1;
  }
  return blocks.slice(from, end);
}

function saysNothing(entry: Entry): boolean {
  const title = plainText(entry.title);
  return (
    isBlank(title) ||
    /^(?:no|none)(?: (?:further )?(?:action|actions|action items)(?: (?:needed|required|items))?)?\.?$/i.test(
      title,
    )
  );
}

function groupOf(heading: string, above: Group): Group {
  const text = plainText(heading);
  const named =
    /\b(high|medium|low)\b[ -]{0,2}priority|\bpriority\b[: -]{0,3}(high|medium|low)\b|^(high|medium|low)\b|\b(P[0-4])\b/i.exec(
      text,
    );
  const word = named?.slice(1).find((part) => part !== undefined);
  return {
    priority: word === undefined ? above.priority : readPriority(word),
    horizon: findSpan(text) ?? above.horizon,
  };
}

/** P0, P1 and high are high, P2 and medium medium, P3, P4 and low low; null for what is none of these. */
export function readPriority(text: string): Priority | null {
  const word = /\b(P[0-4]|critical|urgent|highest|high|medium|normal|lowest|low)\b/i.exec(
    plainText(text),
  )?.[1];
  if (word === undefined) return null;
  if (/^(?:p[01]|critical|urgent|high|highest)$/i.test(word)) return 'high';
  return /^(?:p2|medium|normal)$/i.test(word) ? 'medium' : 'low';
}

const doneWord = /^(?:done|closed|completed?|finished|fixed|resolved|✅|☑|✔)/iu;
const droppedWord = /^(?:dropped|cancell?ed|rejected|won'?t ?(?:do|fix)|wont ?do|not doing|abandoned)/i;
const openWord =
  /^(?:open|to ?do|in[- ]progress|doing|planned|pending|not started|started|blocked|deferred|ongoing|new|backlog)/i;

function readState(text: string | null, ticked: boolean | null): PirItem['state'] {
  const status = plainText(text ?? '').replace(/^[[(]\s*/, '');
  if (doneWord.test(status)) return 'done';
  if (droppedWord.test(status)) return 'dropped';
  if (openWord.test(status)) return 'open';
  return ticked === null ? null : ticked ? 'done' : 'open';
}

/** Numbers that come from counting mean nothing once a second list begins at 1 again: then no counted one is kept. */
function settleRefs(entries: readonly Entry[]): readonly (string | null)[] {
  const refs = entries.flatMap(({ ref }) => (ref === null ? [] : [ref]));
  const clash = new Set(refs).size < refs.length;
  return entries.map(({ ref, counted }) => (counted && clash ? null : ref));
}

function readItem(entry: Entry, ref: string | null, group: Group, anchors: Anchors): ItemReading {
  const field = (topic: Parameters<typeof fieldAbout>[1]) => fieldAbout(entry.fields, topic);
  // Tags stand at the end of a line; behind a bold title that is what follows the title.
  const tags = readTags(entry.trailing === '' ? entry.title : `x ${entry.trailing}`);
  const title = plainText(entry.trailing === '' ? tags.title : entry.title) || plainText(entry.title);
  const ownerField = field('owner') ?? tagField(tags.owner, entry.line);
  const dueField = field('due') ?? tagField(tags.due, entry.line);
  const owner = valueText(ownerField);
  const priority = readPriority(field('priority')?.value ?? tags.priority ?? '') ?? group.priority;
  const approach = field('approach');
  const item: PirItem = {
    ref,
    title,
    priority,
    owners: readOwners(owner ?? ''),
    ...readDue(valueText(dueField), group.horizon, priority, anchors),
    estimate: fieldText(field('estimate')),
    successMetric: fieldText(field('metric')),
    objective: fieldText(field('objective')),
    approach: approach === null && entry.fields.length === 0 ? stepsOf(entry.body) : fieldSteps(approach),
    playbook: fieldText(field('playbook')),
    state: readState(valueText(field('status')), entry.ticked),
    ticket: readTicket(fieldText(field('ticket'))) ?? readTicket(tags.ticket) ?? readTicket(entry.title),
    line: entry.line,
  };
  return { item, group, ownerField, dueField, roleHolders: readRoleHolders(owner ?? '') };
}

function tagField(value: string | null, line: number): Field | null {
  return value === null ? null : { key: 'tag', value, details: [], line };
}

/** A field's value, or the first line of what stands below it. */
function valueText(field: Field | null): string | null {
  if (field === null || field.value !== '') return field?.value ?? null;
  return oneLine(stepsOf(field.details).join(', ')) || null;
}
