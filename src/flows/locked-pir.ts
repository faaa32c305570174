import { Failure } from '../core/failure.ts';
import type { PirRecord } from '../core/pir/pir-record.ts';
import type { ReviewRecord } from '../core/review/review.ts';
import type { Records } from '../ports.ts';

/** A review with its PIR, whose row is held, and the PIR's other reviews. */
export interface LockedReview {
  readonly pir: PirRecord;
  readonly review: ReviewRecord;
  readonly reviews: readonly ReviewRecord[];
}

/**
 * The PIR of a name (id, incident id or source), held until the transaction ends.
 * @throws {Failure} pir-unknown
 */
export async function lockPir(records: Records, name: string): Promise<PirRecord> {
  const found = await records.pirs.find(name);
  const pir = found === null ? null : await records.pirs.lock(found.id);
  if (pir === null) throw new Failure('pir-unknown', `There is no PIR "${name}".`);
  return pir;
}

/**
 * A review by its PIR's name and its milestone; the PIR is held until the transaction ends.
 * @throws {Failure} pir-unknown, review-unknown
 */
export async function lockReview(records: Records, name: string, milestone: string): Promise<LockedReview> {
  const pir = await lockPir(records, name);
  const reviews = await records.reviews.ofPir(pir.id);
  return { pir, review: reviewNamed(pir, reviews, milestone), reviews };
}

/**
 * The review of a milestone.
 * @throws {Failure} review-unknown
 */
export function reviewNamed(
  pir: PirRecord,
  reviews: readonly ReviewRecord[],
  milestone: string,
): ReviewRecord {
  const review = reviews.find((each) => each.milestone === milestone);
  if (review !== undefined) return review;
  const names = reviews.map((each) => each.milestone).join(', ') || 'none before its approval';
  throw new Failure(
    'review-unknown',
    `${pir.incidentId ?? pir.title} has no review "${milestone}"; it has ${names}.`,
  );
}
