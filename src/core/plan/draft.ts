import { isLive } from '../action-item.ts';
import { canonicalJson, digestOf } from '../digest.ts';
import type { Finding } from '../pir/finding.ts';
import type { Pir, PirItem, Reading } from '../pir/pir.ts';
import { changedNames, changesBetween } from './changes.ts';
import { destinationOf, epicDestination } from './destination.ts';
import { planFinding } from './findings.ts';
import { epicIdOf, ticketKey } from './identity.ts';
import { asLacks, type Lack, lacksOf, refusalsOf } from './lacks.ts';
import { type Match, matchItems } from './match.ts';
import type { Change, Draft, KnownItem, Plan, PlannedEpic, TicketDestination, TicketFields } from './plan.ts';
import type { Preflight } from './preflight.ts';
import { epicFields, type PlanContext, ticketFields } from './ticket-fields.ts';

/** What is known of a PIR when a revision of it is planned. */
export interface Known {
  readonly items: readonly KnownItem[];
  /** Key of its epic; null while there is none. */
  readonly epic: string | null;
  /** What the tracker last said; null where it was never asked. */
  readonly preflight: Preflight | null;
}

/** Distributes over the kinds of change, which a plain Omit would merge into one. */
type Step = Change extends infer C
  ? C extends Change
    ? Omit<C, 'itemId' | 'ref' | 'title' | 'line'>
    : never
  : never;

/** A step with what there is to say of it: findings of this item alone, and lacks that its project has for all. */
interface Stepping {
  readonly step: Step;
  readonly findings?: readonly Finding[];
  readonly lacks?: readonly Lack[];
}

/**
 * What approving a revision would cause, given what is known of the PIR already. Drafting twice from the same gives the
 * same fingerprint, so an approval can name what was read. An item with a finding of severity error is left out.
 * @param revision SHA-256 of the document as received
 */
export function draftPlan(
  pirId: string,
  revision: string,
  { pir, findings }: Reading,
  known: Known,
  context: PlanContext,
): Draft {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const matches = matchItems(pirId, pir.items, known.items);
  const accountedFor = new Set(matches.flatMap(({ known: continued, mayBe }) => [continued?.id, ...mayBe]));
  const epic = plannedEpic(pirId, pir, known, context);
  const parent = context.tickets.parent ?? epic?.ticket ?? epic?.itemId ?? null;
  const planner: Planner = { pir, known, context, epic, parent };
  const steps = matches.map((match) => ({
    item: match.item,
    ...stepFor(match, errorIn(match.item, errors), planner),
    itemId: match.itemId,
  }));
  const changes: Change[] = steps.map(({ item, itemId, step }) => {
    const { ref, title, line } = item;
    return { itemId, ref, title, line, ...step };
  });
  for (const item of known.items) {
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
  const isUsed = changes.some((change) => change.kind === 'create');
  const plan: Omit<Plan, 'fingerprint'> = { pirId, revision, epic: isUsed ? epic : null, changes };
  return {
    plan: { ...plan, fingerprint: digestOf(plan).slice(0, 16) },
    findings: [
      ...matches.flatMap(ambiguityFinding),
      ...steps.flatMap(({ findings: own = [] }) => own),
      ...lackFindings(steps),
    ],
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

interface Planner {
  readonly pir: Pir;
  readonly known: Known;
  readonly context: PlanContext;
  readonly epic: PlannedEpic | null;
  readonly parent: string | null;
}

/** Where settings ask for one epic per PIR. Jira may have it already, although the database does not know. */
function plannedEpic(pirId: string, pir: Pir, known: Known, context: PlanContext): PlannedEpic | null {
  const { destination, epic, parent } = context.tickets;
  if (destination === null || epic === null || parent !== null) return null;
  const itemId = epicIdOf(pirId);
  const found = known.preflight?.found.find((each) => each.itemId === itemId)?.ticket.key;
  return {
    itemId,
    destination: epicDestination(destination, epic),
    fields: epicFields(pir, context),
    ticket: known.epic ?? found ?? null,
  };
}

function stepFor(
  { item, itemId, known, ambiguity }: Match,
  error: Finding | null,
  planner: Planner,
): Stepping {
  const { pir, context } = planner;
  const { preflight } = planner.known;
  const ticket = known?.ticket?.key ?? null;
  if (error !== null) return blocked(ticket, `${error.code}: ${error.message}`);
  if (ambiguity !== null) return blocked(ticket, `it cannot be told apart: ${ambiguity}`);
  const destination = destinationOf(item, context.directory, context.tickets.destination);
  const wanted = ticketFields(item, pir, context);
  const lacks =
    destination === null
      ? []
      : lacksOf({ fields: wanted, destination, parent: planner.parent }, preflight, context.tickets);
  const fields = lacks.length === 0 ? wanted : ticketFields(item, pir, context, asLacks(lacks));
  if (known !== null && known.state !== 'proposed') {
    const isElsewhere = isLive(known) && known.ticketFields === null;
    if (!isElsewhere) return { step: stepForKnown(known, ticket, fields) };
    if (item.ticket !== null && ticketKey(item.ticket, context.trackerUrl) === null)
      return { step: stepForReferenced(known, item, item.ticket) };
  } else if (item.state === 'done') {
    const reason = 'the document says that it is done';
    return { step: { kind: 'none', why: 'stated-done', ticket: item.ticket, reason } };
  }
  const named = item.ticket === null ? null : ticketKey(item.ticket, context.trackerUrl);
  if (named !== null) return stepForNamed(named, item, fields, preflight);
  if (item.ticket !== null) {
    const reason = 'its ticket lives in another tracker';
    return { step: { kind: 'none', why: 'referenced', ticket: item.ticket, reason } };
  }
  const found = preflight?.found.find((each) => each.itemId === itemId)?.ticket;
  if (found !== undefined) return stepForFound(found.key, item, fields);
  return stepForNew(item, destination, fields, lacks, planner);
}

function blocked(ticket: string | null, reason: string, findings: readonly Finding[] = []): Stepping {
  return { step: { kind: 'none', why: 'blocked', ticket, reason }, findings };
}

function stepForNew(
  { line }: PirItem,
  destination: TicketDestination | null,
  fields: TicketFields,
  lacks: readonly Lack[],
  { known: { preflight }, epic, parent }: Planner,
): Stepping {
  const tickets = [
    ...(destination === null ? [] : [{ destination, parent, fields }]),
    ...(epic?.ticket === null ? [{ ...epic, parent: null }] : []),
  ];
  const refusals = tickets.flatMap((ticket) => refusalsOf(ticket, preflight, line));
  const [first] = refusals;
  if (first !== undefined) return blocked(null, `${first.code}: ${first.message}`, refusals);
  return { step: { kind: 'create', destination, parent, fields, reason: 'new item' }, lacks };
}

function stepForNamed(
  key: string,
  { line }: PirItem,
  fields: TicketFields,
  preflight: Preflight | null,
): Stepping {
  const isMissing = preflight?.named.some((each) => each.key === key && each.ticket === null) ?? false;
  if (!isMissing) return { step: { kind: 'link', ticket: key, fields, reason: `the document names ${key}` } };
  const message = `The document names ${key}, which Jira does not have or does not show to the service.`;
  const hint = 'Correct the key, or take it out to have a ticket created.';
  return blocked(key, `PLAN020: ${message}`, [planFinding('PLAN020', line, message, hint)]);
}

function stepForFound(key: string, { line }: PirItem, fields: TicketFields): Stepping {
  const message = `Jira has the ticket of this item already: ${key}, which the database does not know.`;
  const finding = planFinding('PLAN021', line, message, `${key} is linked, and no other ticket is created.`);
  const reason = `Jira has it already as ${key}`;
  return { step: { kind: 'link', ticket: key, fields, reason }, findings: [finding] };
}

/** What is so for every ticket of a project is said once, on the first of its items. */
function lackFindings(steps: readonly { readonly item: PirItem; readonly lacks?: readonly Lack[] }[]) {
  const said = new Map<string, Finding>();
  for (const { item, lacks = [] } of steps) {
    for (const { key, code, message, hint } of lacks) {
      if (!said.has(key)) said.set(key, planFinding(code, item.line, message, hint));
    }
  }
  return [...said.values()];
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
  const changes = changesBetween(known.ticketFields ?? fields, fields);
  const names = changedNames(changes);
  if (names.length === 0) return { kind: 'none', why: 'unchanged', ticket, reason: 'nothing changed' };
  return { kind: 'update', ticket, fields: changes, reason: `changed: ${names.join(', ')}` };
}

function ambiguityFinding({ item, ambiguity }: Match): readonly Finding[] {
  if (ambiguity === null) return [];
  const message = `"${item.title}" cannot be told apart from an item known already. ${ambiguity}`;
  const hint = 'Give each item a number and a title of its own; an item keeps its number for good.';
  return [planFinding('PLAN001', item.line, message, hint)];
}
