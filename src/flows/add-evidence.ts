import { digestOf, sha256 } from '../core/digest.ts';
import { Failure } from '../core/failure.ts';
import { itemName, itemNamed } from '../core/review/recording.ts';
import { type Evidence, isOpen, largestEvidence } from '../core/review/review.ts';
import type { Ports } from '../ports.ts';
import { lockReview } from './locked-pir.ts';

/** Evidence as it comes in. */
export interface EvidenceRequest {
  /** PIR id, incident id or source. */
  readonly pir: string;
  readonly milestone: string;
  /** The item's number, `#` and its place, or its id. */
  readonly item: string;
  readonly kind: Evidence['kind'];
  /** The text, the address, or the file's name. */
  readonly text: string;
  /** Content of a file; null for others. */
  readonly bytes: Uint8Array | null;
  /** A person's name or address. */
  readonly by: string;
}

/**
 * Keeps evidence for what a review says of an item. It stands by itself: it is there whether or not the outcome it was meant
 * for could be recorded. The same evidence twice is one.
 * @throws {Failure} pir-unknown, review-unknown, review-refused, evidence-too-large
 */
export async function addEvidence(
  { store, clock, log }: Pick<Ports, 'store' | 'clock' | 'log'>,
  { pir: name, milestone, item: itemText, kind, text, bytes, by }: EvidenceRequest,
): Promise<Evidence> {
  const now = clock.now();
  if ((bytes?.length ?? 0) > largestEvidence)
    throw new Failure('evidence-too-large', `The file "${text}" has ${bytes?.length} bytes.`);
  const evidence = await store.transaction(async (records) => {
    const { pir, review } = await lockReview(records, name, milestone);
    if (!isOpen(review) && review.state !== 'recorded')
      throw new Failure('review-refused', `This review is ${review.state}, so nothing is recorded of it.`);
    const item = itemNamed(itemText, await records.items.ofPir(pir.id));
    if (item === null) throw new Failure('review-refused', `There is no item ${itemText}.`);
    const digest = bytes === null ? null : sha256(bytes);
    const added: Evidence = {
      id: `evidence_${digestOf([pir.id, milestone, item.id, kind, text, digest]).slice(0, 24)}`,
      pirId: pir.id,
      milestone: review.milestone,
      itemId: item.id,
      kind,
      text,
      size: bytes?.length ?? 0,
      addedBy: by,
      addedAt: now,
    };
    if (await records.reviews.addEvidence(added, bytes)) {
      const payload = { milestone, item: itemName(item), kind, text, size: added.size, digest };
      await records.trail.append(pir.id, by, [{ action: 'evidence-added', subject: item.id, payload }], now);
    }
    return added;
  });
  log.info('evidence kept', { pirId: evidence.pirId, milestone, kind, size: evidence.size });
  return evidence;
}
