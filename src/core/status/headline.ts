import { type Day, daysBetween, type Instant } from '../calendar.ts';
import { byPriority, counted, listed } from '../notice/wording.ts';
import type { OverdueLine, Status } from './status.ts';

/** The sentence a meeting begins with: what needs a decision; then what is held back. */
export function headline(status: Status): string {
  const held = [status.tickets.held && 'tickets', status.mails.held && 'mails'].filter(
    (name) => name !== null,
  );
  if (held.length === 0) return decisions(status);
  const names = listed(held);
  return `${decisions(status)} ${names.charAt(0).toUpperCase()}${names.slice(1)} are held back.`;
}

function decisions(status: Status): string {
  const { overdue, unowned, open } = status.counts;
  const late = status.reviews.late.length;
  const parts = [
    overdue > 0 ? `${counted(overdue, 'item')} ${overdue === 1 ? 'is' : 'are'} overdue` : null,
    unowned > 0 ? `${unowned} ${unowned === 1 ? 'has' : 'have'} no reachable owner` : null,
    late > 0 ? `${counted(late, 'review')} ${late === 1 ? 'is' : 'are'} late` : null,
  ].filter((part) => part !== null);
  // Where nothing is overdue the noun is still missing.
  if (overdue === 0 && unowned > 0)
    parts[0] = `${counted(unowned, 'item')} ${unowned === 1 ? 'has' : 'have'} no reachable owner`;
  if (parts.length > 0) return `${listed(parts)}.`;
  if (open > 0) return `Nothing to decide: ${counted(open, 'open item')}, none overdue.`;
  return status.pirs.length === 0 ? 'No PIR has been submitted yet.' : 'Nothing is open.';
}

/** `2026-03-10 08:02 UTC`. */
export function instantText(instant: Instant): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}

/** Whole minutes from one instant to a later one; never negative. */
export function minutesBetween(from: Instant, to: Instant): number {
  const minuteOfDay = (instant: Instant) =>
    Number(instant.slice(11, 13)) * 60 + Number(instant.slice(14, 16));
  const days = daysBetween(from.slice(0, 10) as Day, to.slice(0, 10) as Day);
  return Math.max(0, days * 24 * 60 + minuteOfDay(to) - minuteOfDay(from));
}

/** `just now`, `12 minutes ago`, `3 hours ago`, `2 days ago`. */
export function ago(from: Instant, to: Instant): string {
  const minutes = minutesBetween(from, to);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${counted(minutes, 'minute')} ago`;
  if (minutes < 48 * 60) return `${counted(Math.floor(minutes / 60), 'hour')} ago`;
  return `${counted(Math.floor(minutes / (24 * 60)), 'day')} ago`;
}

/** After how long without a reading the page says that what it shows of the tracker may be old. */
const staleAfterMinutes = 60;

/**
 * What the page says about the tracker: as of when what it shows is true, what could not be read, and what waits for
 * somebody; and whether it asks for attention.
 */
export function syncText(status: Status): { readonly text: string; readonly attention: boolean } {
  const { sync, asOf, step } = status;
  if (sync === null) return { text: 'The tracker has not been read yet.', attention: false };
  const when =
    sync.asOf === null ? 'Not read in full yet' : `As of ${instantText(sync.asOf)}, ${ago(sync.asOf, asOf)}`;
  const isStale = sync.asOf === null || minutesBetween(sync.asOf, asOf) > staleAfterMinutes;
  const sentences = [
    when,
    sync.reason === null
      ? null
      : sync.failed > 0
        ? `${counted(sync.failed, 'ticket')} could not be read (${sync.reason.replace(/\.$/, '')})`
        : `The tracker could not be asked (${sync.reason.replace(/\.$/, '')})`,
    isStale && sync.reason === null ? 'What is shown may be old' : null,
    step.missing > 0 ? `${counted(step.missing, 'ticket')} no longer there` : null,
    step.conflicts > 0 ? `${counted(step.conflicts, 'field')} changed on both sides` : null,
    step.hints > 0 ? `${counted(step.hints, 'webhook')} to be followed up` : null,
  ].filter((sentence) => sentence !== null);
  const attention = isStale || sync.reason !== null || step.missing > 0 || step.conflicts > 0;
  return { text: `${sentences.join('. ')}.`, attention };
}

/** Overdue items in the order in which a meeting takes them: high priority first, then the longest late. */
export function forDecision(overdue: readonly OverdueLine[]): readonly OverdueLine[] {
  return [...overdue].sort((a, b) => byPriority(a, b) || b.daysLate - a.daysLate);
}
