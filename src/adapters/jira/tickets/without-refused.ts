import type { NewTicket, TicketChanges } from '../../../core/plan/plan.ts';
import { withNotes } from '../screen/ticket-fields.ts';

/**
 * A ticket without the fields that Jira refused, which the description then says instead; null where one of them is needed.
 * Preflight has said so before the approval; this is for what changed since: a person who left, a screen that was edited.
 * @param refused Jira's words by field id
 */
export function withoutRefused(
  ticket: NewTicket,
  refused: Readonly<Record<string, string>>,
): NewTicket | null {
  const { fields, destination } = ticket;
  const notes: string[] = [];
  let kept = fields;
  let components = destination.components;
  for (const [id, words] of Object.entries(refused)) {
    if (id === 'assignee' && fields.assignee !== null) {
      kept = { ...kept, assignee: null };
      notes.push(`Jira did not take the owner as assignee (${words}). Please assign this ticket by hand.`);
    } else if (id === 'duedate' && fields.dueDate !== null) {
      kept = { ...kept, dueDate: null };
      notes.push(`Due date: ${fields.dueDate}`);
    } else if (id === 'priority' && fields.priority !== null) {
      kept = { ...kept, priority: null };
      notes.push(`Priority: ${fields.priority}`);
    } else if (id === 'components' && components.length > 0) {
      notes.push(`Components: ${components.join(', ')}`);
      components = [];
    } else if (Object.hasOwn(kept.custom, id)) {
      // The description says it already.
      const { [id]: _, ...custom } = kept.custom;
      kept = { ...kept, custom };
    } else {
      return null;
    }
  }
  if (Object.keys(refused).length === 0) return null;
  return { ...ticket, destination: { ...destination, components }, fields: withNotes(kept, notes) };
}

/**
 * An update without the fields that are not on the edit screen; null where nothing would then tell of the change: a day or
 * a priority is said in the description only if that is being written anyway.
 * @param refused Jira's words by field id
 */
export function withoutOffScreen(
  changes: TicketChanges,
  refused: Readonly<Record<string, string>>,
): TicketChanges | null {
  const ids = Object.keys(refused);
  const areOffScreen = ids.every((id) => /cannot be set/i.test(refused[id] ?? ''));
  if (ids.length === 0 || !areOffScreen) return null;
  const notes: string[] = [];
  let { dueDate, priority, custom, description, ...rest } = changes;
  for (const id of ids) {
    if (id === 'duedate' && dueDate !== undefined) {
      if (dueDate !== null) notes.push(`Due date: ${dueDate}`);
      dueDate = undefined;
    } else if (id === 'priority' && priority !== undefined) {
      if (priority !== null) notes.push(`Priority: ${priority}`);
      priority = undefined;
    } else if (custom !== undefined && Object.hasOwn(custom, id)) {
      const { [id]: _, ...others } = custom;
      custom = others;
    } else {
      return null;
    }
  }
  if (notes.length > 0 && description === undefined) return null;
  if (description !== undefined) description = withNotes({ description }, notes).description;
  return {
    ...rest,
    ...(dueDate === undefined ? {} : { dueDate }),
    ...(priority === undefined ? {} : { priority }),
    ...(custom === undefined ? {} : { custom }),
    ...(description === undefined ? {} : { description }),
  };
}
