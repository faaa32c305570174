import type { Instant } from '../calendar.ts';
import type { Json } from '../digest.ts';
import { Failure } from '../failure.ts';
import type { Pir, PirItem } from '../pir/pir.ts';
import type { TrailEntry } from '../trail.ts';
import type { Change, KnownItem, Plan, PlannedItem } from './plan.ts';

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
 * Carries out the decisions on a plan, as values. Items neither approved nor declined stay proposed.
 * @param pir the revision that the plan was made from
 * @throws {Failure} approval-refused when a decision names an item that the plan does not have or that is blocked;
 *   plan-blocked when nothing is left to approve because every item has an error
 */
export function approve(
  plan: Plan,
  pir: Pir,
  known: readonly KnownItem[],
  decisions: Decisions,
  now: Instant,
): Approved {
  const steps = plan.changes.map((change, index) => ({ change, name: change.ref ?? `#${index + 1}` }));
  refuseUnknownNames(steps, decisions);
  const knownById = new Map(known.map((item) => [item.id, item]));
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
    });
    if (after === null) continue;
    items.push(after);
    if (reason !== undefined) declined[change.itemId] = reason;
    else if (wanted && change.kind !== 'none') changes.push(change);
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
  },
): PlannedItem | null {
  const { plan, now, reason, wanted } = approval;
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
    case 'link':
      if (!wanted) return item;
      return { ...item, ...moved('open', null, now), openedAt: now, ticketFields: change.fields };
    case 'update': {
      if (!wanted || before?.ticketFields == null) return null;
      return { ...item, ticketFields: { ...before.ticketFields, ...change.fields } };
    }
    case 'none':
      if (!wanted || (before !== null && before.state !== 'proposed')) return null;
      if (change.why === 'stated-done')
        return { ...item, ...moved('done', change.reason, now), openedAt: now };
      if (change.why === 'referenced') return { ...item, ...moved('open', null, now), openedAt: now };
      return null;
  }
}

/** The item as the document states it now, over what is known of it. */
export function fromDocument(
  id: string,
  pirId: string,
  { item, position }: { readonly item: PirItem; readonly position: number },
  before: KnownItem | null,
  now: Instant,
): PlannedItem {
  // A day that was moved in Jira stays, unless the document itself gives another one than it did at the last approval.
  const keepsDue = before?.ticketFields != null && before.ticketFields.dueDate === item.dueBy;
  return {
    id,
    pirId,
    ref: item.ref,
    position,
    title: item.title,
    priority: item.priority,
    owners: item.owners,
    due: keepsDue ? before.due : item.dueBy,
    dueSource: keepsDue ? before.dueSource : item.dueSource,
    firstDue: before?.firstDue ?? item.due,
    estimate: item.estimate,
    successMetric: item.successMetric,
    objective: item.objective,
    approach: item.approach,
    playbook: item.playbook,
    state: before?.state ?? 'proposed',
    stateReason: before?.stateReason ?? null,
    stateSince: before?.stateSince ?? now,
    openedAt: before?.openedAt ?? null,
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

function refuseUnknownNames(steps: readonly { change: Change; name: string }[], decisions: Decisions): void {
  const byName = new Map(steps.map((step) => [step.name, step.change]));
  for (const name of [...(decisions.only ?? []), ...Object.keys(decisions.declined)]) {
    const change = byName.get(name);
    if (change === undefined) {
      const names = steps.map((step) => step.name).join(', ');
      throw new Failure('approval-refused', `The plan has no item ${name}; it has ${names || 'none'}.`);
    }
    if (change.kind === 'none' && change.why === 'blocked' && decisions.only?.includes(name)) {
      throw new Failure('approval-refused', `Item ${name} cannot be approved: ${change.reason}`);
    }
  }
  for (const [name, reason] of Object.entries(decisions.declined)) {
    if (reason.trim() === '') throw new Failure('approval-refused', `Declining item ${name} needs a reason.`);
  }
}
