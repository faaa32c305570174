import { milestoneTitle } from '../notice/wording.ts';
import type { Change, Plan, TicketFields } from '../plan/plan.ts';
import type { ItemOutcome } from '../review/review.ts';
import type { Delivery } from './delivery.ts';

/** A delivery under its natural key. */
export interface Intent {
  readonly key: string;
  readonly delivery: Delivery;
}

/**
 * The deliveries that carry out approved changes. The key is the natural one: an item's ticket is created once whatever
 * is approved how often; everything else once per approved plan.
 */
export function intentsFor(plan: Plan, changes: readonly Change[]): readonly Intent[] {
  return changes.map((change) => intentFor(plan, change)).filter((intent) => intent !== null);
}

/** The creation of an item's ticket, once whatever asks for it how often. */
export function creationIntent(itemId: string, fields: TicketFields): Intent {
  return { key: `create ${itemId}`, delivery: { kind: 'create-ticket', itemId, fields } };
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
  const paragraphs = [
    `${milestoneTitle(milestone)} of ${incident}: ${what}${wait}. Recorded by ${by}.`,
    ...(note === null ? [] : [note]),
  ];
  const parts = [{ heading: null, paragraphs, steps: [], link: null }];
  return {
    key: `outcome ${pirId} ${milestone} ${version} ${itemId}`,
    delivery: { kind: 'comment-ticket', itemId, parts },
  };
}

function intentFor({ fingerprint }: Plan, change: Change): Intent | null {
  const { itemId } = change;
  switch (change.kind) {
    case 'create':
      return creationIntent(itemId, change.fields);
    case 'link':
      return { key: `link ${itemId}`, delivery: { kind: 'link-ticket', itemId, ticket: change.ticket } };
    case 'update':
      if (Object.keys(change.fields).length === 0) return null;
      return {
        key: `update ${itemId} ${fingerprint}`,
        delivery: { kind: 'update-ticket', itemId, fields: change.fields },
      };
    case 'drop': {
      const parts = [{ heading: null, paragraphs: [droppedText], steps: [], link: null }];
      return { key: `drop ${itemId} ${fingerprint}`, delivery: { kind: 'comment-ticket', itemId, parts } };
    }
    case 'none':
      return null;
  }
}

const droppedText =
  'The post-incident review no longer has this action item; it is not followed up any more. The ticket is left as it is.';
