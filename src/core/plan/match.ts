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
}

/** How alike two titles under one number must be to be the same promise, reworded. */
const similarEnough = 0.4;

/**
 * Which known item each item of a new revision continues: by ticket key, then by number and similar title, then by title.
 * What fits two ways is said, never guessed.
 */
export function matchItems(
  pirId: string,
  items: readonly PirItem[],
  known: readonly KnownItem[],
): readonly Match[] {
  const taken = new Set<string>();
  const used = new Set<string>();

  const candidates = (item: PirItem): readonly KnownItem[] => {
    const free = known.filter((candidate) => !taken.has(candidate.id));
    const byTicket = free.filter(
      (candidate) => candidate.ticket !== null && candidate.ticket.key === item.ticket,
    );
    if (byTicket.length > 0) return byTicket;
    const byRef = free.filter(
      (candidate) =>
        item.ref !== null &&
        candidate.ref === item.ref &&
        titleSimilarity(candidate.title, item.title) >= similarEnough,
    );
    if (byRef.length > 0) return byRef;
    return free.filter((candidate) => foldTitle(candidate.title) === foldTitle(item.title));
  };

  return items.map((item) => {
    const fitting = candidates(item);
    const found = fitting[0] ?? null;
    if (found !== null) taken.add(found.id);
    const itemId = found?.id ?? itemIdOf(pirId, item);
    const clash = found === null ? known.find((candidate) => candidate.id === itemId) : undefined;
    const ambiguity =
      fitting.length > 1
        ? `It fits ${fitting.length} known items.`
        : used.has(itemId)
          ? `Another item of the document has ${item.ref === null ? 'its title' : `the number ${item.ref}`}.`
          : clash !== undefined
            ? `The number ${item.ref} belongs to "${clash.title}" already.`
            : null;
    used.add(itemId);
    return { item, itemId, known: found, ambiguity };
  });
}
