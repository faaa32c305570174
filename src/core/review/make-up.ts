import type { Priority } from '../action-item.ts';
import type { Day, Instant } from '../calendar.ts';
import { digestOf } from '../digest.ts';
import type { Pir, PirItem } from '../pir/pir.ts';
import { foldTitle } from '../plan/identity.ts';
import type { DescriptionPart, PlannedItem, TicketFields } from '../plan/plan.ts';
import { type PlanContext, ticketFields } from '../plan/ticket-fields.ts';
import type { TrackedItem } from '../sync/snapshot.ts';
import type { ReviewMilestone } from './review.ts';

/** What whoever records a "missed" may say of the item that makes up for it. */
export interface MakeUpWishes {
  readonly title?: string | undefined;
  readonly due?: Day | undefined;
  readonly priority?: Priority | undefined;
}

/** Everything an item that makes up for a missed metric comes from. */
export interface MakeUpInput {
  readonly missed: TrackedItem;
  readonly milestone: ReviewMilestone;
  /** Why, in the recording person's words. */
  readonly note: string | null;
  readonly wishes: MakeUpWishes;
  readonly position: number;
  readonly pir: Pir;
  readonly context: PlanContext;
  readonly now: Instant;
}

/**
 * The item that makes up for one whose success metric was missed, with the ticket it will get. It has an id of its own,
 * derived from the old one and the review; owner, priority and metric are the old one's, and no date is promised unless one
 * is given. Whoever recorded the verdict has decided on it, so it is open at once.
 */
export function makeUpItem(input: MakeUpInput): PlannedItem & { readonly ticketFields: TicketFields } {
  const { missed, milestone, wishes, position, pir, context, now } = input;
  const due = wishes.due ?? null;
  const base = {
    ref: null,
    title: wishes.title ?? nextTry(missed.title),
    priority: wishes.priority ?? missed.priority,
    owners: missed.owners,
    due,
    dueSource: due === null ? null : ('written' as const),
    estimate: null,
    successMetric: missed.successMetric,
    objective: missed.objective,
    approach: missed.approach,
    playbook: missed.playbook,
  };
  const asWritten: PirItem = { ...base, dueRaw: null, dueBy: due, state: null, ticket: null, line: 0 };
  const fields = ticketFields(asWritten, pir, context);
  return {
    ...base,
    id: `item_${digestOf([missed.pirId, 'makes up for', missed.id, milestone]).slice(0, 24)}`,
    pirId: missed.pirId,
    position,
    firstDue: due,
    state: 'open',
    stateReason: null,
    stateSince: now,
    openedAt: now,
    follows: missed.id,
    ticketFields: { ...fields, description: [whyPart(input), ...fields.description] },
  };
}

/** Whether two titles would be taken for one item when the PIR is submitted again. */
export function isSameTitle(a: string, b: string): boolean {
  return foldTitle(a) === foldTitle(b);
}

function whyPart({ missed, note }: MakeUpInput): DescriptionPart {
  const name = missed.ticket === null ? '' : ` (${missed.ticket.key})`;
  const why = `"${missed.title}"${name} was done, and its success metric was missed.`;
  return {
    heading: 'Makes up for',
    paragraphs: note === null ? [why] : [why, note],
    steps: [],
    link: missed.ticket === null ? null : { text: missed.ticket.key, url: missed.ticket.url },
  };
}

/** `Warm the cache (2nd try)`, `Warm the cache (3rd try)`. */
function nextTry(title: string): string {
  const counted = /^(.*) \((\d+)(?:st|nd|rd|th) try\)$/u.exec(title);
  const count = counted === null ? 2 : Number(counted[2]) + 1;
  const ending =
    count % 100 >= 11 && count % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${counted?.[1] ?? title} (${count}${ending} try)`;
}
