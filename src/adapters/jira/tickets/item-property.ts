import type { Issue } from '../client/schema.ts';

/** The entity property that says which item a ticket is of; visible to all who see the ticket, so it holds no secret. */
export const itemProperty = 'pir-tracker.item';

/** The item's id in an issue's properties; null where there is none. */
export function itemIdOf({ properties }: Pick<Issue, 'properties'>): string | null {
  const value = properties[itemProperty];
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  return typeof value.id === 'string' ? value.id : null;
}
