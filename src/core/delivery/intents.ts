import type { Instant } from '../calendar.ts';
import { milestoneTitle } from '../notice/wording.ts';
import { pirOfEpic } from '../plan/identity.ts';
import type { Change, Plan, TicketLink } from '../plan/plan.ts';
import type { ItemOutcome } from '../review/review.ts';
import type { DeliveryOf, Intent } from './delivery.ts';

/** What the deliveries of a plan depend on beside its changes. */
export interface IntentContext {
  /** When the tracker was asked about the plan; null: it was not. */
  readonly askedAt: Instant | null;
  /** The link from a ticket back to its PIR; null where the service has no address. */
  readonly link: TicketLink | null;
}

/**
 * The deliveries that carry out approved changes. The key is the natural one: an item's ticket is created once whatever
 * is approved how often; everything else once per approved plan.
 */
export function intentsFor(
  plan: Plan,
  changes: readonly Change[],
  context: IntentContext,
): readonly Intent[] {
  const needsEpic = changes.some((change) => change.kind === 'create' && isEpic(change.parent));
  return [
    ...(needsEpic && plan.epic !== null ? [epicIntent(plan, plan.epic, context)] : []),
    ...changes.flatMap((change) => intentsOf(plan, change, context)),
  ];
}

/** The creation of an item's ticket, once whatever asks for it how often. */
export function creationIntent(ticket: Omit<DeliveryOf<'create-ticket'>, 'kind'>): Intent {
  const { itemId, parent } = ticket;
  const intent = { key: `create ${itemId}`, delivery: { kind: 'create-ticket', ...ticket } } as const;
  return isEpic(parent) ? { ...intent, after: `create ${parent}` } : intent;
}

/** What a review recorded of an item, as a comment on its ticket; once a recording. */
export function outcomeIntent(
  outcome: ItemOutcome,
  { incident, version }: { incident: string; version: number },
): Intent {
  const { pirId, milestone, itemId, progress, verdict, until, untilIncident, note, by } = outcome;
  const said = (verdict ?? progress ?? '').replace('-', ' ');
  const wait =
    until === null
      ? untilIncident === null
        ? ''
        : `, until an incident with "${untilIncident}"`
      : `, until ${until}`;
  const what = verdict === null ? said : `success metric ${said}`;
  const mark = `${milestone} recording ${version}`;
  const paragraphs = [
    `${milestoneTitle(milestone)} of ${incident}: ${what}${wait}. Recorded by ${by} (${mark}).`,
    ...(note === null ? [] : [note]),
  ];
  const parts = [{ heading: null, paragraphs, steps: [], link: null }];
  return {
    key: `outcome ${pirId} ${milestone} ${version} ${itemId}`,
    delivery: { kind: 'comment-ticket', itemId, parts, mark },
  };
}

/** Whether a ticket hangs under an epic that is not created yet. */
function isEpic(parent: string | null): boolean {
  return parent !== null && pirOfEpic(parent) !== null;
}

function epicIntent({ pirId }: Plan, epic: NonNullable<Plan['epic']>, { askedAt }: IntentContext): Intent {
  const { itemId, destination, fields } = epic;
  return {
    key: `create ${itemId}`,
    delivery: { kind: 'create-epic', pirId, destination, fields, askedAt },
  };
}

function intentsOf(
  { fingerprint }: Plan,
  change: Change,
  { askedAt, link }: IntentContext,
): readonly Intent[] {
  const { itemId } = change;
  switch (change.kind) {
    case 'create': {
      const { destination, parent, fields } = change;
      const intent = creationIntent({ itemId, destination, parent, fields, askedAt });
      return [intent, ...linkBack(itemId, link, intent.key)];
    }
    case 'link': {
      const { ticket, fields } = change;
      const key = `link ${itemId}`;
      const delivery = { kind: 'link-ticket', itemId, ticket, labels: fields.labels } as const;
      return [{ key, delivery }, ...linkBack(itemId, link, key)];
    }
    case 'update': {
      if (Object.keys(change.fields).length === 0) return [];
      const delivery = { kind: 'update-ticket', itemId, changes: change.fields } as const;
      return [{ key: `update ${itemId} ${fingerprint}`, delivery }];
    }
    case 'drop': {
      const mark = `plan ${fingerprint}`;
      const parts = [{ heading: null, paragraphs: [`${droppedText} (${mark})`], steps: [], link: null }];
      const delivery = { kind: 'comment-ticket', itemId, parts, mark } as const;
      return [{ key: `drop ${itemId} ${fingerprint}`, delivery }];
    }
    case 'none':
      return [];
  }
}

function linkBack(itemId: string, link: TicketLink | null, after: string): readonly Intent[] {
  return link === null
    ? []
    : [{ key: `link-back ${itemId}`, delivery: { kind: 'link-back', itemId, link }, after }];
}

const droppedText =
  'The post-incident review no longer has this action item; it is not followed up any more. The ticket is left as it is.';
