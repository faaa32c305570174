import type { Priority } from '../action-item.ts';
import { answerablePerson, type Directory, findPerson } from '../directory.ts';
import type { Pir, PirItem } from '../pir/pir.ts';
import type { DescriptionPart, TicketFields } from './plan.ts';

/** What a ticket's fields depend on beside its item. */
export interface PlanContext {
  readonly directory: Directory;
  /** Labels that every ticket carries, from settings. */
  readonly labels: readonly string[];
  /** The page of the PIR in the service; null where the service has no address of its own. */
  readonly pirUrl: string | null;
  /** The tracker's own address: tickets under it are linked, all others only referenced. Null without a tracker. */
  readonly trackerUrl: string | null;
}

/** Jira's limit on a summary. */
const summaryLength = 255;

/** The priority a ticket gets when the document gives none. */
export const fallbackPriority: Priority = 'medium';

/** Whether Jira takes a label: no blanks, at most 255 characters. */
export function isLabel(text: string): boolean {
  return /^\S{1,255}$/u.test(text);
}

/** The label all tickets of a PIR carry: the one it names if Jira can take it, else `incident-PIR-<incident date>`. */
export function pirLabel(pir: Pir): string {
  if (pir.label !== null && isLabel(pir.label)) return pir.label;
  return `incident-PIR-${pir.incident.date ?? pir.pirDate ?? 'undated'}`;
}

/** All labels of a PIR's tickets: its own, the incident id (two incidents may share a day), those from settings. */
export function ticketLabels(pir: Pir, fromSettings: readonly string[]): readonly string[] {
  const id = pir.incident.id;
  const incident = id === null ? null : cut(id.replace(/\s+/gu, '-'), summaryLength);
  const labels = [pirLabel(pir), ...(incident === null ? [] : [incident]), ...fromSettings];
  return [...new Set(labels.filter(isLabel))];
}

/** The ticket of an item, exactly as it will be sent. */
export function ticketFields(item: PirItem, pir: Pir, context: PlanContext): TicketFields {
  const person = answerablePerson(context.directory, item.owners);
  return {
    summary: oneLine(item.title, summaryLength),
    description: description(item, pir, context),
    priority: item.priority ?? fallbackPriority,
    dueDate: item.dueBy,
    assignee: person?.jiraAccount ?? null,
    labels: ticketLabels(pir, context.labels),
    custom: {},
  };
}

function description(item: PirItem, pir: Pir, context: PlanContext): readonly DescriptionPart[] {
  const person = answerablePerson(context.directory, item.owners);
  const others = item.owners.filter(
    (owner) => person === null || findPerson(context.directory, owner) !== person,
  );
  const { id, title, severity } = pir.incident;
  const incident = [id, severity === null ? null : `(${severity})`].filter((word) => word !== null).join(' ');
  const parts: (DescriptionPart | null)[] = [
    part('Incident', [
      [incident, title].filter((text) => text !== null && text !== '').join(': '),
      pir.executiveSummary,
    ]),
    item.title.length > summaryLength ? part('Title in full', [item.title]) : null,
    part('Objective', [item.objective]),
    item.approach.length === 1 ? part('Approach', item.approach) : part('Approach', [], item.approach),
    part('Success metric', [item.successMetric]),
    part(person === null ? 'Owners' : 'Further owners', [others.map((owner) => owner.raw).join(', ')]),
    part('Estimate', [item.estimate]),
    part('Playbook', [item.playbook]),
    item.dueSource === 'default'
      ? part('Due date', ['No date was promised; this one follows from the priority.'])
      : null,
    context.pirUrl === null
      ? null
      : {
          heading: null,
          paragraphs: [],
          steps: [],
          link: { text: 'Post-incident review', url: context.pirUrl },
        },
  ];
  return parts.filter((entry) => entry !== null);
}

function part(
  heading: string,
  paragraphs: readonly (string | null)[],
  steps: readonly string[] = [],
): DescriptionPart | null {
  const texts = paragraphs.filter((text): text is string => text !== null && text.trim() !== '');
  return texts.length === 0 && steps.length === 0 ? null : { heading, paragraphs: texts, steps, link: null };
}

function oneLine(text: string, limit: number): string {
  const line = text.replace(/\s+/gu, ' ').trim() || '(untitled)';
  return line.length <= limit ? line : `${cut(line, limit - 1).trimEnd()}…`;
}

/** The beginning of a text, without half a character at its end: PostgreSQL takes no JSON that has one. */
function cut(text: string, limit: number): string {
  return text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '');
}
