import type { Directory } from '../core/directory.ts';
import { Failure } from '../core/failure.ts';
import { facilitatorOf } from '../core/review/facilitator.ts';
import { type Evidence, isOpen } from '../core/review/review.ts';
import { listReviews, type ReviewList, type ReviewView, viewReview } from '../core/status/review-view.ts';
import type { Ports } from '../ports.ts';
import { reviewNamed } from './locked-pir.ts';

/** What views of reviews need to know of the settings. */
export interface ReviewViewSettings {
  readonly organisation: string;
  readonly timeZone: string;
  readonly directory: Directory;
  /** Who holds reviews where the PIR names nobody whom the directory knows. */
  readonly facilitator: string | null;
}

/** Reviews that are late, coming and recorded. */
export async function showReviews(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  settings: ReviewViewSettings,
): Promise<ReviewList> {
  const now = clock.now();
  return store.transaction(async (records) => {
    const pirs = await records.pirs.list();
    const reviews = await records.reviews.list();
    const facilitators = new Map<string, string | null>();
    const open = reviews.filter(isOpen);
    for (const pir of pirs) {
      const theirs = open.filter(({ pirId }) => pirId === pir.id);
      if (theirs.length === 0) continue;
      const commander = (await records.pirs.revision(pir.id, pir.revision))?.pir.incidentCommander ?? null;
      for (const review of theirs) {
        const person = facilitatorOf(review, commander, settings.facilitator, settings.directory);
        facilitators.set(`${pir.id} ${review.milestone}`, person?.name ?? null);
      }
    }
    return listReviews({ ...settings, now }, pirs, reviews, facilitators);
  });
}

/**
 * One review with its agenda and what was recorded of it.
 * @param name PIR id, incident id or source
 * @throws {Failure} pir-unknown, review-unknown
 */
export async function showReview(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  { facilitator: fallback, ...settings }: ReviewViewSettings,
  name: string,
  milestone: string,
): Promise<ReviewView> {
  const now = clock.now();
  return store.transaction(async (records) => {
    const pir = await records.pirs.find(name);
    if (pir === null) throw new Failure('pir-unknown', `There is no PIR "${name}".`);
    const reviews = await records.reviews.ofPir(pir.id);
    const review = reviewNamed(pir, reviews, milestone);
    const revision = await records.pirs.revision(pir.id, pir.revision);
    return viewReview({
      ...{ ...settings, fallback, now, pir, review, reviews },
      commander: revision?.pir.incidentCommander ?? null,
      items: await records.items.ofPir(pir.id),
      outcomes: await records.reviews.outcomes(pir.id),
      evidence: await records.reviews.evidence(pir.id, review.milestone),
    });
  });
}

/** A file of evidence as it came. */
export interface EvidenceFile {
  readonly evidence: Evidence;
  readonly bytes: Uint8Array;
}

/**
 * A file of evidence.
 * @throws {Failure} review-unknown where there is no such file
 */
export async function showEvidence({ store }: Pick<Ports, 'store'>, id: string): Promise<EvidenceFile> {
  const file = await store.transaction((records) => records.reviews.evidenceFile(id));
  if (file === null) throw new Failure('review-unknown', `There is no file of evidence "${id}".`);
  return file;
}
