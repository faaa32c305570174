import type { PirItem } from '../pir/pir.ts';
import { foldTitle, itemIdOf, titleSimilarity } from './identity.ts';
import type { KnownItem } from './plan.ts';

/** An item of the document with the known item it continues. */
export interface Match {
  readonly item: PirItem;
  readonly itemId: string;
  /** Null: the item is new. */
  readonly known: KnownItem | null;
  /** Why the item cannot be told apart, one sentence; it must not be approved then. Null where it is clear. */
  readonly ambiguity: string | null;
  /** Ids of the known items that an unclear one may continue: they must not be dropped as gone from the document. */
  readonly mayBe: readonly string[];
}

/** How alike two titles under one number must be to be the same promise, reworded. */
const similarEnough = 0.4;

/**
 * Which known item each item of a new revision continues: by ticket key, then by number and title, then by title, then by
 * number and similar title. Each of these is asked of all items before the next, so that an item that moved down the list
 * finds itself again before a new one under its old number can take its place. What fits two ways is said, never guessed.
 */
export function matchItems(
  pirId: string,
  items: readonly PirItem[],
  known: readonly KnownItem[],
): readonly Match[] {
  const found = new Map<PirItem, KnownItem>();
  const unclear = new Map<PirItem, { readonly why: string; readonly mayBe: readonly string[] }>();
  const taken = new Set<KnownItem>();

  for (const fits of [...ways, sameProposal(pirId)]) {
    const open = items.filter((item) => !found.has(item) && !unclear.has(item));
    const free = known.filter((candidate) => !taken.has(candidate));
    for (const item of open) {
      const fitting = free.filter((candidate) => fits(item, candidate));
      const [first] = fitting;
      if (first === undefined) continue;
      const rivals = open.filter((other) => fitting.some((candidate) => fits(other, candidate)));
      const mayBe = fitting.map((candidate) => candidate.id);
      if (fitting.length > 1) unclear.set(item, { why: `It fits ${fitting.length} known items.`, mayBe });
      else if (rivals.length > 1)
        unclear.set(item, { why: `Other items of the document fit "${first.title}" as well.`, mayBe });
      else found.set(item, first);
      // Spoken for either way: a weaker likeness must not settle what a stronger one left open.
      for (const candidate of fitting) taken.add(candidate);
    }
  }

  const idOf = (item: PirItem) => found.get(item)?.id ?? itemIdOf(pirId, item);
  const ids = items.map(idOf);
  return items.map((item) => {
    const itemId = idOf(item);
    const continued = found.get(item) ?? null;
    const clash = continued === null ? known.find((candidate) => candidate.id === itemId) : undefined;
    const [name, itsName] =
      item.ref === null ? ['title', 'its title'] : [`number ${item.ref}`, `the number ${item.ref}`];
    const ambiguity =
      unclear.get(item)?.why ??
      (clash !== undefined
        ? `The ${name} belongs to "${clash.title}" already.`
        : continued === null && ids.filter((id) => id === itemId).length > 1
          ? `Another item of the document has ${itsName}.`
          : null);
    const mayBe = unclear.get(item)?.mayBe ?? (clash === undefined ? [] : [clash.id]);
    return { item, itemId, known: continued, ambiguity, mayBe };
  });
}

type Fit = (item: PirItem, known: KnownItem) => boolean;

const sameTitle: Fit = (item, known) => foldTitle(known.title) === foldTitle(item.title);
const sameNumber: Fit = (item, known) => item.ref !== null && known.ref === item.ref;

/** How an item is known again, the surest first. */
const ways: readonly Fit[] = [
  (item, known) => known.ticket !== null && known.ticket.key === item.ticket,
  (item, known) => sameNumber(item, known) && sameTitle(item, known),
  sameTitle,
  (item, known) => sameNumber(item, known) && titleSimilarity(known.title, item.title) >= similarEnough,
];

/** What nobody approved yet is no promise: another item may take its number. */
function sameProposal(pirId: string): Fit {
  return (item, known) => known.state === 'proposed' && known.id === itemIdOf(pirId, item);
}
