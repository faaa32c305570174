import { isLive } from '../action-item.ts';
import type { Instant } from '../calendar.ts';
import type { Json } from '../digest.ts';
import { Failure } from '../failure.ts';
import type { Pir, PirItem } from '../pir/pir.ts';
import type { TrailEntry } from '../trail.ts';
import { withChanges } from './changes.ts';
import type { Change, KnownItem, Plan, PlannedItem, TicketChanges } from './plan.ts';
import { fallbackPriority } from './ticket-fields.ts';

/** Somebody's word that a plan is to be carried out; it names the fingerprint that was read. */
export interface ApprovalRecord {
  readonly pirId: string;
  readonly fingerprint: string;
  readonly revision: string;
  readonly approvedBy: string;
  readonly approvedAt: Instant;
  /** Reasons for the items declined, by item id. */
  readonly declined: Readonly<Record<string, string>>;
}

/** What the approver decided item by item. Items are named by their number in the document. */
export interface Decisions {
  /** Approve these only; null: all that are not declined. */
  readonly only: readonly string[] | null;
  /** Reasons for declining, by number. */
  readonly declined: Readonly<Record<string, string>>;
  /** False: no ticket is created; an item that has none opens without, and the next plan offers to create it. */
  readonly create?: boolean;
}

/** Approve everything. */
export const approveAll: Decisions = { only: null, declined: {} };

/** What an approval does to the items of a PIR. */
export interface Approved {
  /** Every item touched, as it is from now on. */
  readonly items: readonly PlannedItem[];
  /** The changes to carry out in the tracker. */
  readonly changes: readonly Change[];
  readonly declined: Readonly<Record<string, string>>;
  readonly trail: readonly TrailEntry[];
}

/**
 * Carries out the decisions on a plan, as values. Items neither approved nor declined stay as they are.
 * @param pir the revision that the plan was made from
 * @throws {Failure} approval-refused when a decision names an item that the plan does not have, that is blocked, or that was
 *   approved before and can only be dropped; plan-blocked when nothing is left to approve because every item has an error
 */
export function approve(
  plan: Plan,
  pir: Pir,
  known: readonly KnownItem[],
  decisions: Decisions,
  now: Instant,
): Approved {
  const steps = namedSteps(plan);
  const knownById = new Map(known.map((item) => [item.id, item]));
  refuseUnfitting(steps, decisions, knownById);
  const documentItems = new Map(pir.items.map((item, index) => [item.line, { item, position: index + 1 }]));

  const items: PlannedItem[] = [];
  const changes: Change[] = [];
  const declined: Record<string, string> = {};
  const trail: TrailEntry[] = [];

  for (const { change, name } of steps) {
    const before = knownById.get(change.itemId) ?? null;
    const reason = decisions.declined[name];
    const wanted = decisions.only === null || decisions.only.includes(name);
    const after = itemAfter(change, before, documentItems.get(change.line ?? 0) ?? null, {
      plan,
      now,
      reason,
      wanted,
      create: decisions.create !== false,
    });
    if (after === null) continue;
    items.push(after);
    if (reason !== undefined) declined[change.itemId] = reason;
    else if (wanted && isCarriedOut(change, decisions)) changes.push(change);
    trail.push({
      action: trailAction(before, after),
      subject: change.itemId,
      payload: {
        change: change.kind,
        reason: reason ?? change.reason,
        before: summary(before),
        after: summary(after),
      },
    });
  }
  if (items.length === 0 && steps.some(({ change }) => change.kind === 'none' && change.why === 'blocked')) {
    throw new Failure(
      'plan-blocked',
      'Every item has a finding that must be mended first, so there is nothing to approve.',
    );
  }
  return { items, changes, declined, trail };
}

/**
 * Whether the decisions would open an item that the plan still has to open. So a request that is repeated can be told from
 * one that names the same plan and wants more of it.
 */
export function wantsMore(
  plan: Plan,
  { only, declined, create }: Decisions,
  known: readonly KnownItem[],
): boolean {
  const open = new Set(known.filter(isLive).map((item) => item.id));
  return namedSteps(plan).some(
    ({ change, name }) =>
      (change.kind === 'link' ||
        (change.kind === 'create' && (create !== false || !open.has(change.itemId)))) &&
      declined[name] === undefined &&
      (only === null || only.includes(name)),
  );
}

/** Whether the tracker hears of an approved change. */
function isCarriedOut({ kind }: Change, { create }: Decisions): boolean {
  return kind !== 'none' && (kind !== 'create' || create !== false);
}

/** The name under which people approve or decline a change: the item's number, else its place in the plan. */
export function changeName({ ref }: Pick<Change, 'ref'>, index: number): string {
  return ref ?? `#${index + 1}`;
}

interface NamedStep {
  readonly change: Change;
  readonly name: string;
}

/** The changes under the names that people use for them: the item's number, else its place in the plan. */
function namedSteps(plan: Plan): readonly NamedStep[] {
  return plan.changes.map((change, index) => ({ change, name: changeName(change, index) }));
}

/** What the item is after its change; null where nothing about it changes. */
function itemAfter(
  change: Change,
  before: KnownItem | null,
  inDocument: { readonly item: PirItem; readonly position: number } | null,
  approval: {
    readonly plan: Plan;
    readonly now: Instant;
    readonly reason: string | undefined;
    readonly wanted: boolean;
    readonly create: boolean;
  },
): PlannedItem | null {
  const { plan, now, reason, wanted, create } = approval;
  if (change.kind === 'drop') {
    return before === null || !wanted
      ? null
      : { ...withoutTicket(before), ...moved('dropped', change.reason, now) };
  }
  if (inDocument === null) return null;
  const item = fromDocument(change.itemId, plan.pirId, inDocument, before, now);
  if (reason !== undefined) return { ...item, ...moved('declined', reason, now), ticketFields: null };
  switch (change.kind) {
    case 'create':
    case 'link': {
      // It was stored as proposed when the document was submitted, and stays that.
      if (!wanted) return null;
      // One that opened without a ticket goes on as it stands.
      const isOpen = before !== null && isLive(before);
      const opened = isOpen ? item : { ...item, ...moved('open', null, now), openedAt: now };
      if (change.kind === 'link' || create) return { ...opened, ticketFields: change.fields };
      return isOpen ? null : opened;
    }
    case 'update': {
      if (!wanted || before === null) return null;
      if (before.ticketFields === null)
        return inDocument.item.state === 'done' ? { ...item, ...moved('done', statedDone, now) } : item;
      return {
        ...item,
        ...(isHandedOver(before, item, change.fields) ? { owners: before.owners } : {}),
        ticketFields: withChanges(before.ticketFields, change.fields),
      };
    }
    case 'none':
      if (!wanted || (before !== null && before.state !== 'proposed')) return null;
      if (change.why === 'stated-done')
        return { ...item, ...moved('done', change.reason, now), openedAt: now };
      if (change.why === 'referenced') return { ...item, ...moved('open', null, now), openedAt: now };
      return null;
  }
}

const statedDone = 'the document says that it is done';

/**
 * Whether somebody took the item over in the tracker since the last approval, and the document still says about its owner what
 * it said then: the ticket goes to the same account as before, and the one who answers for the item is not named.
 */
function isHandedOver(before: KnownItem, now: PlannedItem, fields: TicketChanges): boolean {
  const [holder] = before.owners;
  const isNamed = now.owners.some(({ handle }) => handle === holder?.handle);
  const isSameInDocument = fields.assignee === undefined && (before.ticketFields?.assignee ?? null) !== null;
  return holder?.kind === 'person' && !isNamed && isSameInDocument;
}

/** The item as the document states it now, over what is known of it. */
export function fromDocument(
  id: string,
  pirId: string,
  { item, position }: { readonly item: PirItem; readonly position: number },
  before: KnownItem | null,
  now: Instant,
): PlannedItem {
  // What was moved in Jira stays, unless the document itself says something else than it did at the last approval.
  const last = before?.ticketFields ?? null;
  const keepsDue = last !== null && last.dueDate === item.dueBy;
  const keepsPriority = last !== null && last.priority === (item.priority ?? fallbackPriority);
  // Before its approval an item promises nothing, so a date may still be put right without counting as a slip.
  const firstDue = before === null || before.state === 'proposed' ? null : before.firstDue;
  return {
    id,
    pirId,
    ref: item.ref,
    position,
    title: item.title,
    priority: keepsPriority ? (before?.priority ?? null) : item.priority,
    owners: item.owners,
    due: keepsDue ? (before?.due ?? null) : item.dueBy,
    dueSource: keepsDue ? (before?.dueSource ?? null) : item.dueSource,
    firstDue: firstDue ?? item.due,
    estimate: item.estimate,
    successMetric: item.successMetric,
    objective: item.objective,
    approach: item.approach,
    playbook: item.playbook,
    state: before?.state ?? 'proposed',
    stateReason: before?.stateReason ?? null,
    stateSince: before?.stateSince ?? now,
    openedAt: before?.openedAt ?? null,
    follows: before?.follows ?? null,
    ticketFields: before?.ticketFields ?? null,
  };
}

function moved(state: PlannedItem['state'], stateReason: string | null, now: Instant) {
  return { state, stateReason, stateSince: now };
}

function withoutTicket({ ticket: _, ...item }: KnownItem): PlannedItem {
  return item;
}

function trailAction(before: KnownItem | null, after: PlannedItem): string {
  return before?.state === after.state ? 'item-changed' : `item-${after.state}`;
}

/** What the trail keeps of an item. Owners stand as people, so that a person can be removed from it later. */
function summary(item: PlannedItem | null): Json {
  if (item === null) return null;
  const { title, priority, due, firstDue, state, owners } = item;
  return { title, priority, due, firstDue, state, owners: owners.map((owner) => ({ person: owner.raw })) };
}

/** @throws {Failure} approval-refused for the first decision that the plan does not allow */
function refuseUnfitting(
  steps: readonly NamedStep[],
  decisions: Decisions,
  known: ReadonlyMap<string, KnownItem>,
): void {
  for (const name of [...(decisions.only ?? []), ...Object.keys(decisions.declined)]) {
    const why = whyUnfitting(name, steps, decisions, known);
    if (why !== null) throw new Failure('approval-refused', why);
  }
}

function whyUnfitting(
  name: string,
  steps: readonly NamedStep[],
  { only, declined }: Decisions,
  known: ReadonlyMap<string, KnownItem>,
): string | null {
  const [step, ...others] = steps.filter((each) => each.name === name);
  if (step === undefined) {
    const names = steps.map((each) => each.name).join(', ');
    return `The plan has no item ${name}; it has ${names || 'none'}.`;
  }
  if (others.length > 0) return `The plan has ${others.length + 1} items ${name}; give each its own number.`;
  const { change } = step;
  const reason = declined[name];
  if (change.kind === 'none' && change.why === 'blocked')
    return `Item ${name} cannot be ${reason === undefined ? 'approved' : 'declined'}: ${change.reason}`;
  if (reason === undefined) return null;
  if (only?.includes(name)) return `Item ${name} is both approved and declined.`;
  if (reason.trim() === '') return `Declining item ${name} needs a reason.`;
  // Its ticket and its history are there; declining is for what was never promised.
  const isDecided = (known.get(change.itemId)?.state ?? 'proposed') !== 'proposed';
  return isDecided ? `Item ${name} was decided on before; to end it, take it out of the document.` : null;
}
