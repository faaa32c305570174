import { isRecord } from './adf-rules.ts';
import { type Field, field, type Place, type Reading } from './field.ts';
import { readText, showText, textFaults } from './rich-text.ts';
import { apiRoot, type Deployment, type View } from './site.ts';
import type { CustomFieldDefinition } from './site-definition.ts';
import type { RichText, Ticket } from './ticket.ts';
import { issueTypes } from './workflow.ts';

/** The field by which people mark a ticket as impeded; Jira Software makes it. */
export const flagField: CustomFieldDefinition = {
  id: 'customfield_10021',
  name: 'Flagged',
  kind: 'checkboxes',
  options: ['Impediment'],
  hasDefault: false,
};

const types = 'com.atlassian.jira.plugin.system.customfieldtypes';
const schemas = {
  text: { type: 'string', custom: `${types}:textfield` },
  textarea: { type: 'string', custom: `${types}:textarea` },
  number: { type: 'number', custom: `${types}:float` },
  option: { type: 'option', custom: `${types}:select` },
  checkboxes: { type: 'array', items: 'option', custom: `${types}:multicheckboxes` },
} as const;

/** A field that a site defines for itself. Its values are kept by option name, text or number. */
export function customField(definition: CustomFieldDefinition): Field {
  const { id, name, kind, hasDefault } = definition;
  const schema = { ...schemas[kind], customId: numberOf(id) };
  const hasOptions = kind === 'option' || kind === 'checkboxes';
  return field(id, name, schema, {
    hasDefault,
    onScreen: (screen) => id !== flagField.id || screen === 'edit',
    allowedValues: ({ view }) =>
      hasOptions ? definition.options.map((option) => optionFrom(definition, option, view)) : null,
    read: (value, place) => {
      const reading = value === null ? { value: null } : readCustom(definition, value, place);
      return 'value' in reading
        ? { values: { custom: { ...place.ticket?.custom, [id]: reading.value } } }
        : reading;
    },
    show: (ticket, view) => showCustom(definition, ticket.custom[id] ?? null, view),
  });
}

/** On Data Center an epic is no parent: tickets name it in a field of their own, and an epic has a name. */
export function epicFields(deployment: Deployment): readonly Field[] {
  if (deployment === 'cloud') return [];
  const greenhopper = 'com.pyxis.greenhopper.jira';
  const link = { type: 'any', custom: `${greenhopper}:gh-epic-link`, customId: 10_014 };
  const name = { type: 'string', custom: `${greenhopper}:gh-epic-label`, customId: 10_011 };
  return [
    field('customfield_10014', 'Epic Link', link, {
      onScreen: (_screen, { level }) => level === 0,
      read: (value, { view }) => {
        if (value === null) return { values: { parent: null } };
        const epic = view.site.store.find(String(value));
        const level = issueTypes.find((type) => type.id === epic?.issueTypeId)?.level;
        return epic !== null && level === 1
          ? { values: { parent: epic.id } }
          : { error: `Issue with key or id '${String(value)}' is not an epic.` };
      },
      show: (ticket, { site }) => {
        const parent = ticket.parent === null ? null : site.store.find(ticket.parent);
        return ticket.issueTypeId === '10003' ? null : (parent?.key ?? null);
      },
    }),
    field('customfield_10011', 'Epic Name', name, {
      onScreen: (_screen, { level }) => level === 1,
      read: (value, { ticket }) =>
        typeof value === 'string' && value !== ''
          ? { values: { custom: { ...ticket?.custom, customfield_10011: value } } }
          : { error: 'Epic Name is required.' },
      show: (ticket) => ticket.custom.customfield_10011 ?? null,
    }),
  ];
}

type CustomReading = { readonly value: unknown } | Extract<Reading, { error: string } | { message: string }>;

function readCustom(definition: CustomFieldDefinition, value: unknown, { view }: Place): CustomReading {
  switch (definition.kind) {
    case 'text':
      if (typeof value !== 'string') return { error: 'Operation value must be a string' };
      return value.length > 255
        ? { error: 'The entered text is too long. It exceeds the allowed limit of 255 characters.' }
        : { value };
    case 'textarea': {
      const reading = readText(value, view);
      if ('text' in reading) return { value: reading.text };
      return reading.fault === 'invalid'
        ? { message: 'INVALID_INPUT' }
        : { error: textFaults[reading.fault] };
    }
    case 'number':
      return typeof value === 'number' ? { value } : { error: 'Operation value must be a number' };
    case 'option':
      return readOption(definition, value);
    case 'checkboxes': {
      if (!Array.isArray(value)) return { error: 'data was not an array' };
      const read = value.map((each) => readOption(definition, each));
      const wrong = read.find((each) => 'error' in each);
      return wrong ?? { value: read.flatMap((each) => ('value' in each ? [each.value] : [])) };
    }
  }
}

function readOption(
  definition: CustomFieldDefinition,
  given: unknown,
): { value: string } | { error: string } {
  const wanted = isRecord(given) ? given : {};
  const found = definition.options.find((option, at) =>
    wanted.id === undefined ? option === wanted.value : optionId(definition, at) === String(wanted.id),
  );
  if (found !== undefined) return { value: found };
  if (wanted.id !== undefined) return { error: `Option id '${String(wanted.id)}' is not valid` };
  if (wanted.value !== undefined) return { error: `Option value '${String(wanted.value)}' is not valid` };
  return { error: `Specify a valid 'id' or 'value' for ${definition.name}` };
}

function showCustom(definition: CustomFieldDefinition, value: unknown, view: View): unknown {
  if (value === null) return null;
  if (definition.kind === 'textarea') return showText(value as RichText, view);
  if (definition.kind === 'option') return optionFrom(definition, String(value), view);
  if (definition.kind !== 'checkboxes') return value;
  const chosen = (value as string[]).map((option) => optionFrom(definition, option, view));
  return chosen.length === 0 ? null : chosen;
}

function optionFrom(definition: CustomFieldDefinition, option: string, view: View) {
  const id = optionId(definition, definition.options.indexOf(option));
  return { self: `${apiRoot(view)}/customFieldOption/${id}`, value: option, id };
}

function optionId({ id }: CustomFieldDefinition, at: number): string {
  return `${numberOf(id)}${at}`;
}

function numberOf(id: string): number {
  return Number(id.replace('customfield_', ''));
}

/** Whether people marked a ticket as impeded. */
export function isFlagged(ticket: Ticket): boolean {
  const value = ticket.custom[flagField.id];
  return Array.isArray(value) && value.length > 0;
}
