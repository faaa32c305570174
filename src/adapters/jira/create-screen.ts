import type { Priority } from '../../core/action-item.ts';
import { Failure } from '../../core/failure.ts';
import type { JiraClient } from './jira-client.ts';
import type { ScreenField } from './schema.ts';

/** Fields that a ticket can do without: what they would have said goes into the description. */
export type OptionalField = 'priority' | 'duedate' | 'assignee' | 'description';

/** What can be set when a ticket of one project and issue type is created. */
export class CreateScreen {
  readonly issueTypeId: string;
  readonly #fields: ReadonlyMap<string, ScreenField>;

  constructor(issueTypeId: string, fields: readonly ScreenField[]) {
    this.issueTypeId = issueTypeId;
    this.#fields = new Map(fields.map((field) => [field.fieldId, field]));
  }

  has(field: OptionalField | 'labels'): boolean {
    return this.#fields.has(field);
  }

  /** Nothing is missing that we would set. */
  get isComplete(): boolean {
    return (['labels', 'priority', 'duedate', 'assignee', 'description'] as const).every((field) =>
      this.has(field),
    );
  }

  get fieldIds(): readonly string[] {
    return [...this.#fields.keys()];
  }

  get priorityNames(): readonly string[] {
    return this.#priorities().map((value) => value.name ?? '');
  }

  /**
   * Jira's id of a priority. Names are per project and translated, ids are what it takes.
   * @throws {Failure} tracker-rejected where the project has no such priority
   */
  priorityId(name: string, priority: Priority): string {
    const id = this.#priorities().find((value) => sameName(value.name, name))?.id;
    if (id !== undefined) return id;
    const offered = this.priorityNames.join(', ') || 'none';
    throw new Failure('tracker-rejected', `Jira has no priority "${name}" here; it offers: ${offered}.`, {
      hint: `Set jira.priorities.${priority} to one of those and approve again.`,
    });
  }

  /** Names of fields that Jira insists on and that we do not set. */
  get foreignRequired(): readonly string[] {
    const ours = new Set(['project', 'issuetype', 'summary', 'description', 'labels', 'priority']);
    return [...this.#fields.values()]
      .filter((field) => field.required && !field.hasDefaultValue && !ours.has(field.fieldId))
      .filter((field) => field.fieldId !== 'reporter')
      .map((field) => field.name || field.fieldId);
  }

  #priorities(): readonly { id?: string | undefined; name?: string | undefined }[] {
    return this.#fields.get('priority')?.allowedValues ?? [];
  }
}

/**
 * Asks Jira for the create screen. Throws CallError.
 * @throws {Failure} tracker-rejected where the project does not have the issue type, or is not seen
 */
export async function loadCreateScreen(
  client: JiraClient,
  project: string,
  issueType: string,
): Promise<CreateScreen> {
  const types = await client.issueTypes(project);
  const type = types.find((each) => sameName(each.name, issueType));
  if (type === undefined) {
    const offered = types.map((each) => each.name).join(', ') || 'none';
    throw new Failure(
      'tracker-rejected',
      `Jira offers no issue type "${issueType}" for new tickets in ${project}; it offers: ${offered}.`,
      { hint: 'Correct jira.project or jira.issueType, or let the account create issues there.' },
    );
  }
  return new CreateScreen(type.id, await client.createScreen(project, type.id));
}

/** Jira compares such names without regard to case. */
export function sameName(one: string | undefined, other: string): boolean {
  return one?.trim().toLowerCase() === other.trim().toLowerCase();
}
