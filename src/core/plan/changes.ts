import { canonicalJson } from '../digest.ts';
import type { TicketChanges, TicketFields } from './plan.ts';

/**
 * What has to be sent so that a ticket last approved with `before` says what `after` does: only what changed, since people
 * may have changed the rest. Labels that leave are named one by one; a custom field that leaves is emptied.
 */
export function changesBetween(before: TicketFields, after: TicketFields): TicketChanges {
  const { labels, custom, ...fields } = after;
  const names = Object.keys(fields) as (keyof typeof fields)[];
  const changed = names.filter((name) => canonicalJson(before[name]) !== canonicalJson(after[name]));
  const ids = [...new Set([...Object.keys(before.custom), ...Object.keys(custom)])];
  const texts = ids
    .filter((id) => before.custom[id] !== custom[id])
    .map((id) => [id, custom[id] ?? ''] as const);
  const add = labels.filter((label) => !before.labels.includes(label));
  const remove = before.labels.filter((label) => !labels.includes(label));
  return {
    ...Object.fromEntries(changed.map((name) => [name, after[name]])),
    ...(texts.length === 0 ? {} : { custom: Object.fromEntries(texts) }),
    ...(add.length + remove.length === 0 ? {} : { labels: { add, remove } }),
  };
}

/** The fields with changes made to them: what {@link changesBetween} came from. */
export function withChanges(
  before: TicketFields,
  { labels, custom, ...fields }: TicketChanges,
): TicketFields {
  const kept = before.labels.filter((label) => !labels?.remove.includes(label));
  const texts = Object.entries({ ...before.custom, ...custom }).filter(([, text]) => text !== '');
  return {
    ...before,
    ...fields,
    custom: Object.fromEntries(texts),
    labels: [...kept, ...(labels?.add ?? [])],
  };
}

const names: Readonly<Record<string, string>> = { dueDate: 'due date', custom: 'custom fields' };

/** What changed, in words: `due date, labels`. */
export function changedNames(changes: TicketChanges): readonly string[] {
  return Object.keys(changes).map((name) => names[name] ?? name);
}
