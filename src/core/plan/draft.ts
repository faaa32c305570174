import { isLive } from '../action-item.ts';
import { canonicalJson, digestOf } from '../digest.ts';
import type { Finding } from '../pir/finding.ts';
import type { Pir, PirItem, Reading } from '../pir/pir.ts';
import { type Match, matchItems } from './match.ts';
import type { Change, Draft, KnownItem, Plan, TicketFields } from './plan.ts';
import { type PlanContext, ticketFields } from './ticket-fields.ts';

/** Distributes over the kinds of change, which a plain Omit would merge into one. */
type Step = Change extends infer C
  ? C extends Change
    ? Omit<C, 'itemId' | 'ref' | 'title' | 'line'>
    : never
  : never;

/**
 * What approving a revision would cause, given what is known of the PIR already. Drafting twice from the same gives the
 * same fingerprint, so an approval can name what was read. An item with a finding of severity error is left out.
 * @param revision SHA-256 of the document as received
 */
export function draftPlan(
  pirId: string,
  revision: string,
  { pir, findings }: Reading,
  known: readonly KnownItem[],
  context: PlanContext,
): Draft {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const matches = matchItems(pirId, pir.items, known);
  const accountedFor = new Set(matches.flatMap(({ known: continued, mayBe }) => [continued?.id, ...mayBe]));
  const changes: Change[] = matches.map((match) => ({
    itemId: match.itemId,
    ref: match.item.ref,
    title: match.item.title,
    line: match.item.line,
    ...stepFor(match, errorIn(match.item, errors), pir, context),
  }));
  for (const item of known) {
    // One that a review made never stood in the document, so it is not gone from it.
    if (accountedFor.has(item.id) || !isLive(item) || item.follows !== null) continue;
    changes.push({
      kind: 'drop',
      itemId: item.id,
      ref: item.ref,
      title: item.title,
      line: null,
      ticket: item.ticket?.key ?? null,
      reason: 'the document no longer has it',
    });
  }
  const plan: Omit<Plan, 'fingerprint'> = { pirId, revision, changes };
  return {
    plan: { ...plan, fingerprint: digestOf(plan).slice(0, 16) },
    findings: matches.flatMap(ambiguityFinding),
  };
}

/** Whether a plan changes anything; one that does not needs no approval. */
export function changesNothing(plan: Plan): boolean {
  return plan.changes.every((change) => change.kind === 'none');
}

/** The first error on any line of an item: an owner or a date that cannot stand keeps the whole item back. */
function errorIn({ line, lastLine = line }: PirItem, errors: readonly Finding[]): Finding | null {
  return errors.find((error) => error.line >= line && error.line <= lastLine) ?? null;
}

function stepFor(
  { item, known, ambiguity }: Match,
  error: Finding | null,
  pir: Pir,
  context: PlanContext,
): Step {
  const ticket = known?.ticket?.key ?? null;
  if (error !== null)
    return { kind: 'none', why: 'blocked', ticket, reason: `${error.code}: ${error.message}` };
  if (ambiguity !== null)
    return { kind: 'none', why: 'blocked', ticket, reason: `it cannot be told apart: ${ambiguity}` };
  const fields = ticketFields(item, pir, context);
  if (known !== null && known.state !== 'proposed') {
    const isElsewhere = isLive(known) && known.ticketFields === null;
    if (!isElsewhere) return stepForKnown(known, ticket, fields);
    if (item.ticket !== null && ticketKey(item.ticket, context.trackerUrl) === null)
      return stepForReferenced(known, item, item.ticket);
  } else if (item.state === 'done') {
    return {
      kind: 'none',
      why: 'stated-done',
      ticket: item.ticket,
      reason: 'the document says that it is done',
    };
  }
  const named = item.ticket === null ? null : ticketKey(item.ticket, context.trackerUrl);
  if (named !== null) return { kind: 'link', ticket: named, fields, reason: `the document names ${named}` };
  if (item.ticket !== null) {
    return {
      kind: 'none',
      why: 'referenced',
      ticket: item.ticket,
      reason: 'its ticket lives in another tracker',
    };
  }
  return { kind: 'create', fields, reason: 'new item' };
}

/** An item whose ticket lives elsewhere: the document is all we know of it, so it also says when the item is done. */
function stepForReferenced(known: KnownItem, item: PirItem, ticket: string): Step {
  const names = [
    item.state === 'done' ? 'done' : null,
    item.title === known.title ? null : 'title',
    item.dueBy === known.due ? null : 'due date',
    item.priority === known.priority ? null : 'priority',
    canonicalJson(item.owners) === canonicalJson(known.owners) ? null : 'owners',
  ].filter((name) => name !== null);
  return names.length === 0
    ? { kind: 'none', why: 'referenced', ticket, reason: 'its ticket lives in another tracker' }
    : { kind: 'update', ticket, fields: {}, reason: `changed: ${names.join(', ')}` };
}

function stepForKnown(known: KnownItem, ticket: string | null, fields: TicketFields): Step {
  if (!isLive(known)) {
    const why = known.state === 'declined' ? 'declined' : 'ended';
    return { kind: 'none', why, ticket, reason: `the item is ${known.state.replace('-', ' ')}` };
  }
  const changed = changedFields(known.ticketFields, fields);
  const names = Object.keys(changed);
  if (names.length === 0) return { kind: 'none', why: 'unchanged', ticket, reason: 'nothing changed' };
  return { kind: 'update', ticket, fields: changed, reason: `changed: ${names.map(fieldName).join(', ')}` };
}

function changedFields(before: TicketFields | null, after: TicketFields): Partial<TicketFields> {
  if (before === null) return after;
  const names = Object.keys(after) as (keyof TicketFields)[];
  return Object.fromEntries(
    names
      .filter((name) => canonicalJson(before[name]) !== canonicalJson(after[name]))
      .map((name) => [name, after[name]]),
  );
}

function fieldName(name: string): string {
  return name === 'dueDate' ? 'due date' : name;
}

/** The key of a ticket in our own tracker, from a key or a link; null for a ticket that lives elsewhere. */
function ticketKey(text: string, trackerUrl: string | null): string | null {
  if (/^[A-Z][A-Z0-9_]+-\d+$/.test(text)) return text;
  if (trackerUrl === null || !text.startsWith(`${trackerUrl.replace(/\/$/, '')}/browse/`)) return null;
  return /\/browse\/([A-Z][A-Z0-9_]+-\d+)/.exec(text)?.[1] ?? null;
}

function ambiguityFinding({ item, ambiguity }: Match): readonly Finding[] {
  if (ambiguity === null) return [];
  return [
    {
      code: 'PLAN001',
      severity: 'error',
      line: item.line,
      message: `"${item.title}" cannot be told apart from an item known already. ${ambiguity}`,
      hint: 'Give each item a number and a title of its own; an item keeps its number for good.',
    },
  ];
}
