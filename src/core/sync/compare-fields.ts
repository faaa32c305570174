import type { Priority } from '../action-item.ts';
import type { Day } from '../calendar.ts';
import type { Drift } from './drift.ts';
import type { Snapshot, TicketRecord, TrackedItem } from './snapshot.ts';

/** What comes of the fields that both sides have. */
export interface Compared {
  /** Taken over from the ticket; undefined where nothing is. */
  readonly due: Day | undefined;
  readonly priority: Priority | undefined;
  /** What both sides agree on from now on. */
  readonly agreed: Pick<Snapshot, 'dueDate' | 'priority' | 'summary' | 'assignee'>;
  readonly drift: readonly Drift[];
}

/** Compares item and ticket field by field with what was last agreed. */
export function compareFields(
  item: TrackedItem,
  { base }: TicketRecord,
  theirs: Snapshot,
  ourAssignee: string | null,
): Compared {
  // A field that the tracker does not keep: empty there and never agreed to be anything else, so nobody emptied it. A
  // priority that was left out when the ticket was made shows as the project's default, which nobody chose.
  const keepsNoDue = theirs.dueDate === null && (base?.dueDate ?? null) === null;
  const keepsNoPriority = base?.priority === null || (base === null && theirs.priority === null);
  const ourPriority = item.priority ?? item.ticketFields?.priority ?? null;
  const ourSummary = item.ticketFields?.summary ?? item.title;

  const due = keepsNoDue
    ? leftAlone
    : compare<Day>('dueDate', base?.dueDate, item.due, theirs.dueDate, takeIfStated);
  const priority = keepsNoPriority
    ? leftAlone
    : compare<Priority>('priority', base?.priority, ourPriority, theirs.priority, takeIfStated);
  const summary = compare<string>('summary', base?.summary, ourSummary, theirs.summary, neverTake);
  const assignee = compare<string>('assignee', base?.assignee, ourAssignee, theirs.assignee, neverTake);
  return {
    due: due.taken && theirs.dueDate !== null ? theirs.dueDate : undefined,
    priority: priority.taken && theirs.priority !== null ? theirs.priority : undefined,
    agreed: {
      dueDate: due.base,
      priority: priority.base,
      summary: summary.base ?? '',
      assignee: assignee.base,
    },
    drift: [due, priority, summary, assignee, { drift: missingLabels(item, theirs) }].flatMap(({ drift }) =>
      drift === null ? [] : [drift],
    ),
  };
}

/** Ours that somebody took off; what people put on is theirs. */
function missingLabels(item: TrackedItem, theirs: Snapshot): Drift | null {
  const ours = item.ticketFields?.labels ?? [];
  const missing = ours.filter((label) => !theirs.labels.includes(label));
  if (missing.length === 0) return null;
  const text = missing.join(' ');
  return { field: 'labels', base: text, ours: text, theirs: null, conflict: false, taken: null };
}

type Text = string | null;

/** Jira's side wins for due date and priority, but an emptied field never erases what was promised. */
const takeIfStated = (theirs: Text) => theirs !== null;
/** Title and owner belong to the PIR. */
const neverTake = () => false;

interface Field<T extends Text> {
  readonly base: T | null;
  readonly taken: boolean;
  readonly drift: Drift | null;
}

const leftAlone = { base: null, taken: false, drift: null };

function compare<T extends string>(
  field: Drift['field'],
  base: T | null | undefined,
  ours: T | null,
  theirs: T | null,
  mayTake: (theirs: Text) => boolean,
): Field<T> {
  const drift = (conflict: boolean): Drift => ({
    // What they have at the first reading is the starting point.
    ...{ field, base: base === undefined ? theirs : base, ours, theirs, conflict, taken: null },
  });
  if (ours === theirs) return { base: theirs, taken: false, drift: null };
  // The first reading: what differs is shown rather than taken.
  if (base === undefined) return { base: theirs, taken: false, drift: drift(false) };
  if (theirs === base) return { base, taken: false, drift: drift(false) };
  if (ours === base && mayTake(theirs)) return { base: theirs, taken: true, drift: null };
  return { base, taken: false, drift: drift(ours !== base) };
}
