import { isRecord } from './adf-rules.ts';
import type { Refusal } from './field-rules.ts';
import type { Ticket } from './ticket.ts';

export const badProperties: Refusal = {
  errorMessages: ['The entity properties are invalid: keys have 1 to 255, values up to 32768 characters.'],
  errors: {},
};

/** The `properties` of a create or edit request, by key; null where Jira would not take them. */
export function propertiesIn(body: unknown): Record<string, unknown> | null {
  const given = isRecord(body) ? (body.properties ?? []) : [];
  if (!Array.isArray(given)) return null;
  const properties: Record<string, unknown> = {};
  for (const each of given) {
    if (!isRecord(each) || typeof each.key !== 'string' || !isPropertyFine(each.key, each.value)) return null;
    properties[each.key] = each.value;
  }
  return properties;
}

export function isPropertyFine(key: string, value: unknown): boolean {
  if (key.length < 1 || key.length > 255 || value === undefined) return false;
  return JSON.stringify(value).length <= 32_768;
}

/** The properties of a ticket that were asked for and exist; `*all` means every one. */
export function propertiesOf(ticket: Ticket, wanted: readonly string[]): Record<string, unknown> {
  const isWanted = (key: string) => wanted.includes('*all') || wanted.includes(key);
  return Object.fromEntries(Object.entries(ticket.properties).filter(([key]) => isWanted(key)));
}
