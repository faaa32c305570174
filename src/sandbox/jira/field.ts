import type { Deployment, View } from './site.ts';
import type { ProjectDefinition } from './site-definition.ts';
import type { Ticket, TicketValues } from './ticket.ts';
import type { IssueType } from './workflow.ts';

/** Where a value is to go: a new ticket of a type in a project, or (`ticket`) one that is there. */
export interface Place {
  readonly view: View;
  readonly project: ProjectDefinition;
  readonly issueType: IssueType;
  readonly ticket: Ticket | null;
}

/** What became of a value: taken, refused under its field, or refused with a message about the whole request. */
export type Reading =
  | { readonly values: TicketValues }
  | { readonly error: string }
  | { readonly message: string };

/** The type of a field as createmeta tells it. */
export interface FieldSchema {
  readonly type: string;
  readonly items?: string;
  readonly system?: string;
  readonly custom?: string;
  readonly customId?: number;
}

/** One field: how it is described, read and shown. */
export interface Field {
  readonly id: string;
  readonly name: string;
  readonly schema: FieldSchema;
  readonly operations: readonly string[];
  /** No ticket without it, whatever the project says. */
  readonly required: boolean;
  /** Jira fills it in where nothing is given. */
  readonly hasDefault: boolean;
  /** Whether a screen of this kind has it, before a project takes fields away. */
  onScreen(screen: 'create' | 'edit', issueType: IssueType, deployment: Deployment): boolean;
  /** What can be chosen; null where there is no list. */
  allowedValues(place: Place): readonly unknown[] | null;
  read(value: unknown, place: Place): Reading;
  /** The field as it is shown in an issue. */
  show(ticket: Ticket, view: View): unknown;
}

/** A field that nothing special is said of. */
export function field(
  id: string,
  name: string,
  schema: FieldSchema,
  rest: Pick<Field, 'read' | 'show'> & Partial<Field>,
): Field {
  return {
    id,
    name,
    schema,
    operations: schema.type === 'array' ? ['add', 'set', 'remove'] : ['set'],
    required: false,
    hasDefault: false,
    onScreen: () => true,
    allowedValues: () => null,
    ...rest,
  };
}
