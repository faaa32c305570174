import { isLive } from '../action-item.ts';
import type { Day } from '../calendar.ts';
import { Failure } from '../failure.ts';
import type { TrackedItem } from '../sync/snapshot.ts';
import { isSameTitle } from './make-up.ts';
import { type Entry, itemNamed, type Recording } from './recording.ts';
import { type ItemOutcome, isOpen, type ReviewRecord, type ReviewState } from './review.ts';
import { scopeOf, standingVerdict } from './scope.ts';

/** An entry with the item that it is about. */
export interface CheckedEntry {
  readonly entry: Entry;
  readonly item: TrackedItem;
}

const over: Partial<Record<ReviewState, string>> = {
  overtaken: 'a later review looks at all that this one would have looked at',
  'not-needed': 'nothing was left to look at',
  'before-approval': 'its day had passed when the PIR was approved',
};

/**
 * The entries of a recording with their items.
 * @throws {Failure} review-refused with every complaint at once
 */
export function checkRecording({
  review,
  recording,
  items,
  outcomes,
  today,
}: {
  readonly review: ReviewRecord;
  readonly recording: Recording;
  readonly items: readonly TrackedItem[];
  readonly outcomes: readonly ItemOutcome[];
  readonly today: Day;
}): readonly CheckedEntry[] {
  if (!isOpen(review) && review.state !== 'recorded') {
    throw new Failure('review-refused', `This review is not to be recorded: ${over[review.state]}.`);
  }
  if (recording.entries.length === 0 && recording.note === null) {
    throw new Failure('review-refused', 'The recording says nothing: give at least one item or a note.');
  }
  const scope = scopeOf(review.milestone, review.on, items, outcomes);
  const inScope = new Set(
    [...scope.open, ...scope.done, ...scope.notYetDue, ...scope.waiting].map(({ id }) => id),
  );
  const complaints: string[] = [];
  const checked: CheckedEntry[] = [];
  for (const entry of recording.entries) {
    const item = itemNamed(entry.item, items);
    if (item === null) {
      complaints.push(`there is no item ${entry.item}`);
      continue;
    }
    if (checked.some((other) => other.item.id === item.id))
      complaints.push(`item ${entry.item} stands twice`);
    const isAgain = outcomes.some(
      ({ itemId, milestone }) => itemId === item.id && milestone === review.milestone,
    );
    const verdict = standingVerdict(item, outcomes)?.verdict;
    if (item.state === 'verified') complaints.push(`item ${entry.item} is verified already`);
    else if (verdict === 'missed')
      complaints.push(`item ${entry.item} was missed; the item that makes up for it counts`);
    else if (!inScope.has(item.id) && !isAgain)
      complaints.push(`item ${entry.item} is not in this review's scope`);
    else complaints.push(...whyUnfitting(entry, item, today));
    checked.push({ entry, item });
  }
  if (complaints.length > 0) {
    throw new Failure('review-refused', `The recording does not fit: ${complaints.join('; ')}.`);
  }
  return checked;
}

function whyUnfitting(entry: Entry, item: TrackedItem, today: Day): readonly string[] {
  const { item: name, progress, verdict, until, untilIncident, makeUp } = entry;
  const complaints: string[] = [];
  if (progress === undefined && verdict === undefined)
    complaints.push(`item ${name} has neither progress nor verdict`);
  if (isLive(item) && verdict !== undefined)
    complaints.push(`item ${name} is not done, so it has progress and no verdict`);
  if (!isLive(item) && progress !== undefined)
    complaints.push(`item ${name} is done, so it has a verdict and no progress`);
  if (verdict === 'too-early') {
    if ((until === undefined) === (untilIncident === undefined))
      complaints.push(`item ${name} is too early to tell until either a day or an incident`);
    if (until !== undefined && until <= today)
      complaints.push(`item ${name} is asked of again on a day to come`);
  } else if (until !== undefined || untilIncident !== undefined) {
    complaints.push(`item ${name} has a day or an incident to wait for, and is not too early to tell`);
  }
  if (makeUp !== undefined && verdict !== 'missed')
    complaints.push(`item ${name} is not missed, so nothing makes up for it`);
  if (makeUp?.title !== undefined && isSameTitle(makeUp.title, item.title))
    complaints.push(`what makes up for item ${name} needs a title of its own`);
  if (makeUp?.due !== undefined && makeUp.due < today)
    complaints.push(`what makes up for item ${name} cannot be due before today`);
  return complaints;
}
