import type { Day } from '../calendar.ts';
import { type Directory, findPerson, recipientFor } from '../directory.ts';
import type { Agenda } from '../review/agenda.ts';
import { bareName, type Facilitator } from '../review/facilitator.ts';
import type { TrackedItem } from '../sync/snapshot.ts';
import type { NoticeRecord } from './notice.ts';

/** Who hears about reviews: whom the directory knows, who holds them otherwise, and the address that stands in. */
export interface ReviewAudience {
  readonly directory: Directory;
  readonly onCall: string | null;
  /** Who holds reviews of PIRs whose incident commander the directory does not know. */
  readonly facilitator: string | null;
}

/** Which occasion a notice of a review is about: its milestone and day, so that a moved review is told anew. */
export function reviewPeriod({ milestone, on }: Pick<Agenda, 'milestone' | 'on'>): string {
  return `${milestone} ${on}`;
}

/** The agenda of a review, to its facilitator, the attendees and the owners of what it looks at. */
export function agendaNotices(
  agenda: Agenda,
  facilitator: Facilitator | null,
  attendees: readonly string[],
  items: readonly TrackedItem[],
  { directory, onCall }: ReviewAudience,
): readonly NoticeRecord[] {
  const looksAt = new Set([...agenda.open, ...agenda.done].map(({ itemId }) => itemId));
  const people = attendees.map((name) => findPerson(directory, bareName(name))?.email ?? null);
  const owners = items
    .filter(({ id }) => looksAt.has(id))
    .map((item) => recipientFor(directory, item.owners, onCall)?.email ?? null);
  const recipients = new Set([facilitator?.email ?? null, ...people, ...owners]);
  return noticesTo([...recipients], onCall, agenda, reviewPeriod(agenda));
}

/**
 * A review that was not recorded, to whom it falls to record it.
 * @param occasion the day from which it is asked for again, which tells this time from the others
 */
export function lateReviewNotices(
  agenda: Agenda,
  facilitator: Facilitator | null,
  occasion: Day,
  { onCall }: ReviewAudience,
): readonly NoticeRecord[] {
  return noticesTo([facilitator?.email ?? null], onCall, agenda, `${reviewPeriod(agenda)} again ${occasion}`);
}

function noticesTo(
  recipients: readonly (string | null)[],
  onCall: string | null,
  agenda: Agenda,
  period: string,
): readonly NoticeRecord[] {
  const known = recipients.filter((recipient) => recipient !== null);
  // A review that nobody would hear of is worse than one the on-call address hears of.
  const all = known.length === 0 && onCall !== null ? [onCall] : known;
  return all.map((recipient) => ({
    recipient,
    kind: 'review',
    scope: agenda.pirId,
    period,
    content: { kind: 'review', agenda },
  }));
}
