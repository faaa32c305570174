import { dayAt } from '../core/calendar.ts';
import { Failure } from '../core/failure.ts';
import type { Evidence, ReviewRecord } from '../core/review/review.ts';
import type { ReviewList, ReviewView } from '../core/status/review-view.ts';
import { addEvidence, type EvidenceRequest } from '../flows/add-evidence.ts';
import { type HandOver, handOverReview } from '../flows/hand-over-review.ts';
import type { Planning } from '../flows/planning.ts';
import { type RecordedReview, type RecordingRequest, recordReview } from '../flows/record-review.ts';
import { type EvidenceFile, showEvidence, showReview, showReviews } from '../flows/show-reviews.ts';
import type { Check, Ports } from '../ports.ts';
import type { Settings } from '../settings.ts';

/** What can be asked about reviews. PIRs go by id, incident id or source; reviews by their milestone. */
export interface ReviewService {
  reviews(): Promise<ReviewList>;
  review(pir: string, milestone: string): Promise<ReviewView>;
  /** Takes in what a review came to; tickets that follow from it are created by the next delivery. */
  recordReview(request: RecordingRequest): Promise<RecordedReview>;
  handOverReview(request: HandOver): Promise<ReviewRecord>;
  addEvidence(request: EvidenceRequest): Promise<Evidence>;
}

/** What only the process with the database can be asked. */
export interface EvidenceFiles {
  evidenceFile(id: string): Promise<EvidenceFile>;
}

/**
 * Asks for the holidays of every place that settings and directory name, so that a country nobody knows is found at the
 * start, and not by a job at night.
 * @throws {Failure} settings-invalid
 */
export async function checkPlaces(
  { clock, holidays }: Pick<Ports, 'clock' | 'holidays'>,
  { organisation, directory }: Settings,
): Promise<void> {
  const today = dayAt(clock.now(), organisation.timeZone);
  for (const place of [organisation.place, ...directory.people.map((person) => person.place ?? null)])
    await holidays.of(place, today, today);
}

/** One line of `pir doctor`: which holidays are known. */
export async function holidayCheck(
  ports: Pick<Ports, 'clock' | 'holidays'>,
  settings: Settings,
): Promise<Check> {
  const { place } = settings.organisation;
  try {
    await checkPlaces(ports, settings);
    const where =
      place === null ? null : [place.country, place.region].filter((part) => part !== null).join(' ');
    const detail =
      where === null ? 'no country given; only weekends are free' : `those of ${where} are known`;
    return { name: 'holidays', ok: true, detail, hint: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { name: 'holidays', ok: false, detail: error.message, hint: error.hint };
  }
}

/** Reviews over the ports, with the settings that each flow needs. */
export function createReviewService(
  ports: Ports,
  { organisation, directory, mail, reviews }: Settings,
  planning: Planning,
): ReviewService & EvidenceFiles {
  const audience = { directory, onCall: mail.onCall, facilitator: reviews.facilitator };
  const views = {
    ...{ organisation: organisation.name, timeZone: organisation.timeZone },
    ...{ directory, facilitator: reviews.facilitator },
  };
  const { commentOnTickets } = reviews;
  return {
    reviews: () => showReviews(ports, views),
    review: (pir, milestone) => showReview(ports, views, pir, milestone),
    recordReview: (request) =>
      recordReview(ports, { workplace: organisation, planning, audience, commentOnTickets }, request),
    handOverReview: (request) => handOverReview(ports, audience, request),
    addEvidence: (request) => addEvidence(ports, request),
    evidenceFile: (id) => showEvidence(ports, id),
  };
}
