import { digestOf } from '../digest.ts';

/**
 * What item and ticket can be apart on. state: the document says done, the ticket is not; project: the ticket was moved to one
 * that is not watched; duplicate: it was closed in favour of another; split: others were split off; ticket: it is gone.
 */
export type DriftField =
  | 'summary'
  | 'priority'
  | 'dueDate'
  | 'assignee'
  | 'labels'
  | 'state'
  | 'project'
  | 'duplicate'
  | 'split'
  | 'ticket';

/** One of the two that are apart. */
export type Side = 'ours' | 'theirs';

/** A field on which tracker and item are apart. */
export interface Drift {
  readonly field: DriftField;
  /** Last agreed, ours and theirs, as text for people. */
  readonly base: string | null;
  readonly ours: string | null;
  readonly theirs: string | null;
  /** Both sides moved it since they last agreed. */
  readonly conflict: boolean;
  /** Which side somebody took: ours is on its way to the tracker, theirs may stay as it is. Null: nobody decided. */
  readonly taken: Side | null;
}

/** What people call each. */
export const driftNames: Readonly<Record<DriftField, string>> = {
  summary: 'Title',
  priority: 'Priority',
  dueDate: 'Due date',
  assignee: 'Owner',
  labels: 'Labels',
  state: 'State',
  project: 'Project',
  duplicate: 'Duplicate',
  split: 'Split',
  ticket: 'Ticket',
};

/** The name by which commands and the API take a field: `due` for dueDate. */
export function driftFieldFrom(name: string): DriftField | null {
  const wanted = name.toLowerCase();
  const fields = Object.keys(driftNames) as DriftField[];
  const matches = (field: DriftField) =>
    [field.toLowerCase(), driftNames[field].toLowerCase(), ...(field === 'dueDate' ? ['due'] : [])].includes(
      wanted,
    );
  return fields.find(matches) ?? null;
}

/** What the two sides say, in one sentence without its field's name. */
export function driftText({ field, ours, theirs }: Drift): string {
  const [here, there] = [ours ?? 'nothing', theirs ?? 'nothing'];
  switch (field) {
    case 'labels':
      return `${here} taken off the ticket`;
    case 'state':
      return `${here} in the document, ${there} in the tracker`;
    case 'project':
      return `moved to ${there}, which is not among ${here}`;
    case 'duplicate':
      return `${here} was closed as a duplicate of ${there}`;
    case 'split':
      return `${there} split off ${here}`;
    case 'ticket':
      return `${here} is no longer there`;
    default:
      return `${here} here, ${there} in the tracker`;
  }
}

/** What taking a side does, as the words on its button; null where that side cannot be taken from here. */
export function offer({ field, ours, theirs }: Drift, side: Side): string | null {
  if (side === 'ours') {
    if (field === 'labels') return 'Put back';
    if (field === 'ticket') return 'Create a new ticket';
    const isSent = field === 'dueDate' || field === 'assignee' || (ours !== null && isText(field));
    return isSent ? 'Send ours' : null;
  }
  switch (field) {
    case 'labels':
      return 'Leave off';
    case 'summary':
      return 'Let it differ';
    case 'priority':
      return theirs === null ? 'Let it differ' : 'Take theirs';
    case 'assignee':
      return theirs === null ? 'Leave unassigned' : 'Take theirs';
    case 'dueDate':
      return theirs === null ? 'Take the date away' : 'Take theirs';
    case 'state':
      return 'Leave it open';
    case 'project':
      return 'Follow it there';
    case 'duplicate':
      return `Follow ${theirs}`;
    case 'split':
      return 'Noted';
    case 'ticket':
      return 'Drop the item';
  }
}

const isText = (field: DriftField) => field === 'summary' || field === 'priority';

/** What to do instead, where a side cannot be taken from here. */
export function insteadOf({ field, ours, theirs }: Drift): string {
  switch (field) {
    case 'state':
      return 'Close the ticket in the tracker: a status is moved by people.';
    case 'project':
      return `Move the ticket back to ${ours} in the tracker.`;
    case 'duplicate':
      return `Reopen ${ours} in the tracker, or take theirs and follow ${theirs}.`;
    case 'split':
      return 'There is nothing to send; take theirs once it is noted.';
    default:
      return 'The item says nothing there; change the document and approve it.';
  }
}

/** Whether somebody still has to look at it: a difference that may stay is none any more. */
export function isShown(drift: Drift): boolean {
  return drift.taken !== 'theirs';
}

/** The drift of an item that is for people to see. */
export function shownDrift(drift: readonly Drift[]): readonly Drift[] {
  return drift.filter(isShown);
}

/** One text per state of an item's drift: who settles it names the one that they saw. */
export function driftVersion(drift: readonly Drift[]): string {
  return digestOf(drift).slice(0, 16);
}

/**
 * The drift of a ticket after a document with its item was read. Jira owns progress: a tick in the document does not end an
 * item, it is shown until the ticket is done or somebody lets it stand.
 * @param stated how the document says that the item stands; only done and dropped disagree with a ticket
 * @param isLive whether the item is promised and not ended
 */
export function withTick(drift: readonly Drift[], stated: string | null, isLive: boolean): readonly Drift[] {
  const others = drift.filter(({ field }) => field !== 'state');
  if (!isLive || (stated !== 'done' && stated !== 'dropped')) return others;
  const before = drift.find(({ field, ours }) => field === 'state' && ours === stated);
  const tick: Drift = {
    ...{ field: 'state', base: null, ours: stated, theirs: 'not done', conflict: false },
    taken: before?.taken ?? null,
  };
  return [...others, tick];
}
