import type { ActionItem } from '../action-item.ts';
import type { Day } from '../calendar.ts';
import type { MakeUpWishes } from './make-up.ts';
import type { Progress, Verdict } from './review.ts';

/** What somebody says of one item in a review: progress for an open one, a verdict for a done one. */
export interface Entry {
  /** The item's number in the document, `#` and its place among the PIR's items, or its id. */
  readonly item: string;
  readonly progress?: Progress | undefined;
  readonly verdict?: Verdict | undefined;
  /** With "too early": ask again on this day … */
  readonly until?: Day | undefined;
  /** … or when an incident comes whose title or root cause has all these words. */
  readonly untilIncident?: string | undefined;
  readonly note?: string | undefined;
  /** With "missed": how the item that makes up for it is to be. */
  readonly makeUp?: MakeUpWishes | undefined;
}

/** A recording as it comes in. */
export interface Recording {
  /** The version of the review that was read. */
  readonly version: number;
  /** A person's name or address. */
  readonly by: string;
  readonly note: string | null;
  readonly entries: readonly Entry[];
}

/** How the items of a PIR are named: by their number in the document, else by `#` and their place. */
export function itemName({ ref, position }: Pick<ActionItem, 'ref' | 'position'>): string {
  return ref ?? `#${position}`;
}

/** The item that an entry names: by its number in the document, `#` and its place, or its id. */
export function itemNamed<Item extends Pick<ActionItem, 'id' | 'ref' | 'position'>>(
  name: string,
  items: readonly Item[],
): Item | null {
  return (
    items.find(({ id }) => id === name) ??
    items.find(({ ref }) => ref === name) ??
    items.find(({ position }) => `#${position}` === name) ??
    null
  );
}
