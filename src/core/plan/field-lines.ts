import { canonicalJson } from '../digest.ts';
import { pirOfEpic } from './identity.ts';
import type { Change, DescriptionPart, PlannedEpic, TicketDestination, TicketFields } from './plan.ts';

/** One field of a ticket as it will be sent, for people. */
export interface FieldLine {
  readonly name: string;
  readonly value: string;
}

/** The fields that a change sends, each as it will be sent; the description stands apart ({@link descriptionOf}). */
export function fieldLines(change: Change): readonly FieldLine[] {
  switch (change.kind) {
    case 'create':
      return linesOfNew(change.destination, change.parent, change.fields);
    case 'link':
      return lines([['labels to add', change.fields.labels.join(', ')]]);
    case 'update': {
      const { labels, custom = {}, description, ...fields } = change.fields;
      return lines([
        ...setFields(fields),
        ['labels to add', labels?.add.join(', ')],
        ['labels to take off', labels?.remove.join(', ')],
        ...Object.entries(custom).map(([id, text]) => [id, text === '' ? '(emptied)' : text] as const),
        ['description', description === undefined ? undefined : 'written anew'],
      ]);
    }
    case 'drop':
      return lines([['comment', change.ticket === null ? undefined : 'that the PIR no longer has it']]);
    case 'none':
      return [];
  }
}

/** The fields of a PIR's epic. */
export function epicLines({ destination, fields }: PlannedEpic): readonly FieldLine[] {
  return linesOfNew(destination, null, fields);
}

/** The description that a change sends, as Markdown; null where it sends none. */
export function descriptionOf(change: Change): string | null {
  const parts = change.kind === 'create' || change.kind === 'update' ? change.fields.description : undefined;
  if (parts === undefined || parts.length === 0) return null;
  return parts.map(partText).join('\n\n');
}

function linesOfNew(
  destination: TicketDestination | null,
  parent: string | null,
  { labels, custom, description: _, ...fields }: TicketFields,
): readonly FieldLine[] {
  return lines([
    ['project', destination?.project ?? 'as the settings say once a tracker is configured'],
    ['type', destination?.issueType],
    ['under', parent === null ? undefined : pirOfEpic(parent) === null ? parent : 'the epic of this PIR'],
    ...setFields(fields),
    ['labels', labels.join(', ')],
    ['components', destination?.components.join(', ')],
    ...Object.entries(destination?.values ?? {}).map(([id, value]) => [id, canonicalJson(value)] as const),
    ...Object.entries(custom),
  ]);
}

type Named = readonly [name: string, value: string | undefined];

function setFields(
  fields: Partial<Omit<TicketFields, 'labels' | 'custom' | 'description'>>,
): readonly Named[] {
  const { summary, priority, dueDate, assignee } = fields;
  return [
    ['summary', summary],
    ['priority', priority === null ? '(the project’s own)' : priority],
    ['due', dueDate === null ? '(none)' : dueDate],
    ['assignee', assignee === null ? '(nobody)' : assignee],
  ];
}

function lines(named: readonly Named[]): readonly FieldLine[] {
  return named.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value }]));
}

function partText({ heading, paragraphs, steps, link }: DescriptionPart): string {
  return [
    ...(heading === null ? [] : [`**${heading}**`]),
    ...paragraphs,
    ...(steps.length === 0 ? [] : [steps.map((step, index) => `${index + 1}. ${step}`).join('\n')]),
    ...(link === null ? [] : [`[${link.text}](${link.url})`]),
  ].join('\n');
}
