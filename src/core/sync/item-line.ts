import type { ActionItem, ItemState, Priority } from '../action-item.ts';
import type { Day } from '../calendar.ts';
import { plainText } from '../pir/markdown/markdown.ts';

/** An item as one line of a mail, an agenda or a page. */
export interface ItemLine {
  readonly itemId: string;
  readonly pirId: string;
  readonly title: string;
  readonly incident: string;
  readonly priority: Priority | null;
  readonly due: Day | null;
  /** The due date was computed from settings; nobody promised it. */
  readonly dueIsDefault: boolean;
  readonly owner: string | null;
  readonly successMetric: string | null;
  readonly state: ItemState;
  readonly ticket: { readonly key: string; readonly url: string } | null;
}

/** The line for an item; `incident` is the incident id, or the PIR's title where it has none. */
export function itemLine(
  item: ActionItem & { readonly ticket: { readonly key: string; readonly url: string } | null },
  incident: string,
): ItemLine {
  return {
    itemId: item.id,
    pirId: item.pirId,
    title: item.title,
    incident,
    priority: item.priority,
    due: item.due,
    dueIsDefault: item.dueSource === 'default',
    // The person answers for it; the team beside them is told in the ticket.
    owner: (item.owners.find((owner) => owner.kind === 'person') ?? item.owners[0])?.raw ?? null,
    successMetric: item.successMetric === null ? null : plainText(item.successMetric),
    state: item.state,
    ticket: item.ticket === null ? null : { key: item.ticket.key, url: item.ticket.url },
  };
}
