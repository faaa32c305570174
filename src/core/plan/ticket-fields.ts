import type { Priority } from '../action-item.ts';
import { answerablePerson } from '../directory.ts';
import type { Pir, PirItem } from '../pir/pir.ts';
import {
  cut,
  type DescriptionContext,
  fitting,
  incidentPart,
  itemDescription,
  linkPart,
} from './description.ts';
import type { OptionalField, TicketDestination, TicketFields } from './plan.ts';

/** What settings say about tickets. */
export interface TicketSettings {
  /** Where tickets go whose team says nothing else; null while no tracker is configured. */
  readonly destination: TicketDestination | null;
  /** Key of the one ticket that all tickets hang under; null: none. */
  readonly parent: string | null;
  /** Name of the issue type of epics, where each PIR gets one for its tickets to hang under; null: none. */
  readonly epic: string | null;
  /** What our priorities are called in the tracker. */
  readonly priorities: Readonly<Record<Priority, string>>;
  /** Jira's ids of custom fields, by what goes into them. */
  readonly customFields: Readonly<Partial<Record<CustomField, string>>>;
}

/** What can be put into custom fields. */
export type CustomField = 'incident' | 'severity' | 'objective' | 'successMetric' | 'estimate' | 'pir';

/** What a ticket's fields depend on beside its item. */
export interface PlanContext extends DescriptionContext {
  /** Labels that every ticket carries, from settings. */
  readonly labels: readonly string[];
  /** The tracker's own address: tickets under it are linked, all others only referenced. Null without a tracker. */
  readonly trackerUrl: string | null;
  readonly tickets: TicketSettings;
}

/** Jira's limit on a summary, and on a label. */
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

/** What tickets of a destination cannot have, so that they are planned without it. */
export interface Lacks {
  /** Fields that the description says instead. */
  readonly optional: ReadonlySet<OptionalField>;
  readonly description: boolean;
  /** Ids of custom fields. */
  readonly custom: ReadonlySet<string>;
}

/** A destination where everything can be set. */
export const lacksNothing: Lacks = { optional: new Set(), description: false, custom: new Set() };

/** The ticket of an item, exactly as it will be sent. */
export function ticketFields(
  item: PirItem,
  pir: Pir,
  context: PlanContext,
  lacks: Lacks = lacksNothing,
): TicketFields {
  const person = answerablePerson(context.directory, item.owners);
  const { optional } = lacks;
  const summary = oneLine(item.title);
  const isCut = item.title.length > summaryLength;
  return {
    summary,
    description: lacks.description ? [] : itemDescription(item, pir, context, isCut, optional),
    priority: optional.has('priority') ? null : (item.priority ?? fallbackPriority),
    dueDate: optional.has('dueDate') ? null : item.dueBy,
    assignee: optional.has('assignee') ? null : (person?.jiraAccount ?? null),
    labels: ticketLabels(pir, context.labels),
    custom: customFields(item, pir, context, lacks),
  };
}

/** The epic of a PIR, for its tickets to hang under. */
export function epicFields(pir: Pir, context: PlanContext): TicketFields {
  const { id, title } = pir.incident;
  const name = [id, title].filter((text) => text !== null).join(': ');
  return {
    summary: oneLine(name === '' ? 'Post-incident review' : name),
    description: fitting([incidentPart(pir), linkPart(context.pirUrl)]),
    priority: null,
    dueDate: null,
    assignee: null,
    labels: ticketLabels(pir, context.labels),
    custom: {},
  };
}

function customFields(
  item: PirItem,
  pir: Pir,
  { tickets, pirUrl }: PlanContext,
  lacks: Lacks,
): TicketFields['custom'] {
  const texts: Readonly<Record<CustomField, string | null>> = {
    incident: pir.incident.id,
    severity: pir.incident.severity,
    objective: item.objective,
    successMetric: item.successMetric,
    estimate: item.estimate,
    pir: pirUrl,
  };
  const names = Object.keys(texts) as CustomField[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const id = tickets.customFields[name];
      const text = texts[name];
      return id === undefined || text === null || lacks.custom.has(id) ? [] : [[id, oneLine(text)]];
    }),
  );
}

/** One line that Jira takes as summary and in a text field; a longer one ends in an ellipsis. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim() || '(untitled)';
  return line.length <= summaryLength ? line : `${cut(line, summaryLength - 1).trimEnd()}…`;
}
