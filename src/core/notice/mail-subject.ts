import type { Day } from '../calendar.ts';
import type { MailSections } from './mail-sections.ts';
import { weekNumber } from './mail-sections.ts';
import { shorten } from './plain-text.ts';
import { counted, mediumDay, milestoneName } from './wording.ts';

/** Longer subjects are cut by most mail clients anyway. */
const longest = 120;

function only<Entry>(entries: readonly Entry[] | undefined): Entry | null {
  return entries?.length === 1 ? (entries[0] ?? null) : null;
}

/** A mail about a single thing names the thing; null where it is about several. */
function single(sections: MailSections, today: Day): string | null {
  const { overdue, due, reviews, assigned } = sections;
  if (counts(sections, today).length > 1) return null;
  const late = only(overdue?.items);
  if (late !== null) return `${capital(late.urgency ?? 'overdue')}: ${late.item.title}`;
  const soon = only(due?.items);
  if (soon !== null) return `${capital(soon.urgency ?? 'due')}: ${soon.item.title}`;
  const review = only(reviews);
  if (review !== null) {
    if (review.on < today)
      return `Not recorded yet: ${milestoneName(review.milestone)} of ${review.incident} on ${mediumDay(review.on, today)}`;
    return `Agenda: ${milestoneName(review.milestone)} of ${review.incident} on ${mediumDay(review.on, today)}`;
  }
  const mine = only(assigned?.items);
  return mine === null ? null : `Assigned to you: ${mine.item.title}`;
}

const capital = (text: string) => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;

function counts({ overdue, due, reviews, assigned }: MailSections, today: Day): readonly string[] {
  const noun = (count: number, isFirst: boolean) =>
    isFirst ? ` action ${count === 1 ? 'item' : 'items'}` : '';
  const parts: string[] = [];
  if (overdue) {
    parts.push(`${overdue.items.length} overdue${noun(overdue.items.length, true)}`);
  }
  if (due) {
    const urgencies = new Set(due.items.map((entry) => entry.urgency?.replace(/,.*/, '')));
    const when = urgencies.size === 1 ? [...urgencies][0] : 'due soon';
    const count = due.items.length;
    parts.push(
      parts.length > 0 ? `${count} ${when}` : `${count} action ${count === 1 ? 'item' : 'items'} ${when}`,
    );
  }
  const late = reviews.filter(({ on }) => on < today).length;
  if (late > 0) parts.push(`${counted(late, 'review')} to record`);
  if (reviews.length > late) parts.push(`${counted(reviews.length - late, 'review')} to prepare`);
  if (assigned)
    parts.push(`${assigned.items.length}${noun(assigned.items.length, parts.length === 0)} assigned to you`);
  return parts;
}

/** What a mail is about, most urgent first, in plain words; one line whatever the PIR holds. */
export function subjectOf(sections: MailSections, organisation: string, today: Day): string {
  const named = single(sections, today);
  if (named !== null) return shorten(named, longest);
  const parts = counts(sections, today);
  if (parts.length > 0) return shorten(parts.join(', '), longest);
  const [first] = sections.digests;
  if (first === undefined) return shorten(`Action items of ${organisation}`, longest);
  const { digest, glance } = first;
  const whose = digest.audience === 'owner' ? 'Your action items' : `${organisation}: action items`;
  return shorten(`${whose} in week ${weekNumber(digest)}: ${glance}`, longest);
}
