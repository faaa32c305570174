import { Failure } from '../core/failure.ts';
import { agendaNotices, type ReviewAudience } from '../core/notice/review-notices.ts';
import { agendaFor } from '../core/review/agenda.ts';
import { facilitatorOf, personNamed } from '../core/review/facilitator.ts';
import { isOpen, type ReviewRecord } from '../core/review/review.ts';
import type { Ports } from '../ports.ts';
import { lockReview } from './locked-pir.ts';

/** A hand-over as it comes in. */
export interface HandOver {
  /** PIR id, incident id or source. */
  readonly pir: string;
  readonly milestone: string;
  /** Handle, name or address of who holds the review from now on. */
  readonly to: string;
  /** Who hands over: a person's name or address. */
  readonly by: string;
}

/**
 * Hands a review, and those of the PIR that come after it, to another facilitator, who gets the agenda if it went out
 * already.
 * @throws {Failure} pir-unknown, review-unknown; review-refused when the review is over, or nobody can be reached under the name
 */
export async function handOverReview(
  { store, clock, log }: Pick<Ports, 'store' | 'clock' | 'log'>,
  audience: ReviewAudience,
  { pir: name, milestone, to, by }: HandOver,
): Promise<ReviewRecord> {
  const now = clock.now();
  const person = personNamed(to, audience.directory);
  const review = await store.transaction(async (records) => {
    const { pir, review, reviews } = await lockReview(records, name, milestone);
    if (!isOpen(review))
      throw new Failure('review-refused', `This review is ${review.state}; nobody needs to hold it.`);
    if (person.email === null) {
      throw new Failure('review-refused', `Nobody can be reached as "${to}".`, {
        hint: 'Give a handle or name of the directory, or an e-mail address.',
      });
    }
    const revision = await records.pirs.revision(pir.id, pir.revision);
    const commander = revision?.pir.incidentCommander ?? null;
    const before = facilitatorOf(review, commander, audience.facilitator, audience.directory);
    const handed = reviews
      .filter((each) => isOpen(each) && each.on >= review.on)
      .map((each) => ({ ...each, facilitator: to.trim() }));
    await records.reviews.save(handed);
    if (review.state === 'announced') {
      const items = await records.items.ofPir(pir.id);
      const outcomes = await records.reviews.outcomes(pir.id);
      const agenda = agendaFor({ review, pir, facilitator: person.name, items, reviews, outcomes });
      await records.notices.add(agendaNotices(agenda, person, [], [], audience), now);
    }
    const payload = {
      from: before === null ? null : { person: before.name },
      to: { person: person.name },
      reviews: handed.map((each) => each.milestone),
    };
    await records.trail.append(
      pir.id,
      by,
      [{ action: 'review-handed-over', subject: milestone, payload }],
      now,
    );
    return { ...review, facilitator: to.trim() };
  });
  log.info('review handed over', { pirId: review.pirId, milestone });
  return review;
}
