import { addDays, addWorkingDays, type Day, dayAt, daysBetween, type Holidays } from '../calendar.ts';
import type { TrackedItem } from '../sync/snapshot.ts';
import {
  type ItemOutcome,
  isOpen,
  isSecondLook,
  plannedReview,
  type ReviewMilestone,
  type ReviewRecord,
} from './review.ts';
import { agendaDay, facilitatorNow, nextMonthlyReview } from './schedule.ts';
import { hasSomethingToLookAt, scopeOf } from './scope.ts';

/** One PIR with all that its reviews depend on. */
export interface ReviewedPir {
  readonly pirId: string;
  /** Where monthly reviews are counted from: the incident, else the PIR, else the approval. */
  readonly from: Day;
  readonly reviews: readonly ReviewRecord[];
  readonly items: readonly TrackedItem[];
  readonly outcomes: readonly ItemOutcome[];
}

/** What a day asks of the reviews of one PIR. */
export interface DueReviews {
  /** Every review that is new or changed, as it is from now on. */
  readonly changed: readonly ReviewRecord[];
  /** Those of them whose agenda is to be sent now. */
  readonly announced: readonly ReviewRecord[];
  /** Those of them that are to be asked for again. */
  readonly askedAgain: readonly ReviewRecord[];
}

/** Working days after a review on which it is asked for again, where it is not recorded; then every so many days. */
const askAgainAfter = 2;
const askAgainEvery = 7;

/**
 * What is due today: the agenda of a review two working days before it, a review that was not recorded two working days
 * after it and then weekly, a monthly review for what is not settled after three months. Of several whose agenda is due,
 * after a downtime, the newest is announced: it looks at all that the older ones would have. Asking twice, by two
 * processes or with the clock set back, changes nothing more.
 */
export function dueReviews(pir: ReviewedPir, today: Day, timeZone: string, holidays: Holidays): DueReviews {
  const scope = (review: ReviewRecord) => scopeOf(review.milestone, review.on, pir.items, pir.outcomes);
  const monthly = nextMonthlyReview(pir.pirId, pir.from, pir.reviews, today, holidays);
  const isMonthlyNeeded = monthly !== null && hasSomethingToLookAt(monthly.milestone, scope(monthly));
  const planned = isMonthlyNeeded ? [monthly] : [];

  const announced: ReviewRecord[] = [];
  const closed: ReviewRecord[] = [];
  const askedAgain: ReviewRecord[] = [];
  const newestFirst = [...pir.reviews, ...planned]
    .filter(isOpen)
    .toSorted((a, b) => b.on.localeCompare(a.on) || b.milestone.localeCompare(a.milestone));
  for (const review of newestFirst) {
    const isDue = agendaDay(review.on, holidays) <= today;
    if (announced.some((newer) => looksAtAllOf(newer.milestone))) {
      closed.push({ ...review, state: 'overtaken' });
    } else if (review.state === 'planned' && isDue) {
      if (hasSomethingToLookAt(review.milestone, scope(review)))
        announced.push({ ...review, state: 'announced' });
      else closed.push({ ...review, state: 'not-needed' });
    } else if (review.state === 'announced') {
      const announcedOn = review.announcedAt === null ? review.on : dayAt(review.announcedAt, timeZone);
      const occasion = askAgainOn(later(announcedOn, review.on), today, holidays);
      if (occasion !== null && occasion > (review.askedOn ?? review.on))
        askedAgain.push({ ...review, askedOn: occasion });
    }
  }
  const decided = [...announced, ...closed, ...askedAgain];
  const untouched = planned.filter(({ milestone }) => decided.every((each) => each.milestone !== milestone));
  return { changed: [...untouched, ...decided], announced, askedAgain };
}

/** Whether a review looks at everything that an older one would: after a month all items, and all that is done. */
export function looksAtAllOf(milestone: ReviewMilestone): boolean {
  return milestone !== 'P7D' && !isSecondLook(milestone);
}

const later = (a: Day, b: Day) => (a.localeCompare(b) < 0 ? b : a);

/**
 * The newest day by today on which a review is asked for again; null before the first.
 * @param from the review's day, or the later one on which its agenda went out
 */
function askAgainOn(from: Day, today: Day, holidays: Holidays): Day | null {
  const first = addWorkingDays(from, askAgainAfter, holidays);
  if (first > today) return null;
  return addDays(first, Math.floor(daysBetween(first, today) / askAgainEvery) * askAgainEvery);
}

/**
 * The second look at what was too early to tell until a day that a person gave, or until an incident came; null where
 * there is one on that day.
 */
export function secondLook(
  pirId: string,
  on: Day,
  source: ReviewRecord['source'],
  known: readonly ReviewRecord[],
): ReviewRecord | null {
  const milestone = `again-${on}` as const;
  const before = known.find((review) => review.milestone === milestone);
  if (before !== undefined && (isOpen(before) || before.state === 'recorded')) return null;
  return plannedReview({ pirId, milestone, on, source }, facilitatorNow(known));
}

/** Whether an incident is the one that a verdict waits for: every word that was given stands in its title or root cause. */
export function matchesIncident(
  words: string,
  incident: { readonly title: string; readonly rootCause: string | null },
): boolean {
  const text = new Set(wordsOf(`${incident.title} ${incident.rootCause ?? ''}`));
  const wanted = wordsOf(words);
  return wanted.length > 0 && wanted.every((word) => text.has(word));
}

function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
