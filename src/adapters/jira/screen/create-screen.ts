import type { Priority } from '../../../core/action-item.ts';
import { Failure } from '../../../core/failure.ts';
import type { TicketDestination } from '../../../core/plan/plan.ts';
import type { Calls } from '../calls.ts';
import type { JiraClient } from '../client/jira-client.ts';
import type { ScreenField } from '../client/schema.ts';
import { sameName } from './field-value.ts';

type Place = Pick<TicketDestination, 'project' | 'issueType'>;

/** The custom fields in which Data Center keeps the epic of an issue, and the name that an epic must have. */
const epicLink = 'com.pyxis.greenhopper.jira:gh-epic-link';
const epicName = 'com.pyxis.greenhopper.jira:gh-epic-label';

/** What can be set when a ticket of one project and issue type is created. */
export class CreateScreen {
  readonly issueTypeId: string;
  readonly #fields: ReadonlyMap<string, ScreenField>;

  constructor(issueTypeId: string, fields: readonly ScreenField[]) {
    this.issueTypeId = issueTypeId;
    this.#fields = new Map(fields.map((field) => [field.fieldId, field]));
  }

  has(field: string): boolean {
    return this.#fields.has(field);
  }

  field(id: string): ScreenField | null {
    return this.#fields.get(id) ?? null;
  }

  get fields(): readonly ScreenField[] {
    return [...this.#fields.values()];
  }

  /** Nothing is missing that we would set on every ticket. */
  get isComplete(): boolean {
    return ['labels', 'priority', 'duedate', 'assignee', 'description'].every((field) => this.has(field));
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

  /** The fields that hang a ticket under another: `parent`, or on Data Center the field for the epic; null: it cannot. */
  parentField(key: string): Readonly<Record<string, unknown>> | null {
    if (this.has('parent')) return { parent: { key } };
    const link = this.#custom(epicLink);
    return link === null ? null : { [link]: key };
  }

  get takesParent(): boolean {
    return this.parentField('') !== null;
  }

  /** Data Center wants an epic to have a name beside its summary. */
  epicNameField(summary: string): Readonly<Record<string, string>> {
    const field = this.#custom(epicName);
    return field === null ? {} : { [field]: summary };
  }

  /** Fields that Jira insists on, that have no default, and that we do not fill in any case. */
  get required(): readonly ScreenField[] {
    const always = new Set(['project', 'issuetype', 'summary', 'description', 'labels', 'reporter']);
    return this.fields.filter(
      (field) =>
        field.required &&
        !field.hasDefaultValue &&
        !always.has(field.fieldId) &&
        field.schema.custom !== epicName,
    );
  }

  #custom(type: string): string | null {
    return this.fields.find((field) => field.schema.custom === type)?.fieldId ?? null;
  }

  #priorities(): ScreenField['allowedValues'] {
    return this.#fields.get('priority')?.allowedValues ?? [];
  }
}

/** The create screens, each read when it is first needed. */
export class CreateScreens {
  readonly #client: JiraClient;
  readonly #calls: Calls;
  readonly #known = new Map<string, CreateScreen>();

  constructor(client: JiraClient, calls: Calls) {
    this.#client = client;
    this.#calls = calls;
  }

  /**
   * Kept while it has all we need; one that lacks something is asked for again, so that mending it shows at once.
   * @throws {Failure} tracker-rejected where the project does not have the issue type, or is not seen
   */
  async of(place: Place, doing: string): Promise<CreateScreen> {
    const known = this.#known.get(keyOf(place));
    return known?.isComplete ? known : this.fresh(place, doing);
  }

  /** Asked for anew. */
  async fresh(place: Place, doing: string): Promise<CreateScreen> {
    const screen = await this.#calls.run('read', doing, () => load(this.#client, place));
    this.#known.set(keyOf(place), screen);
    return screen;
  }

  /** What Jira refused may be a screen that was changed since it was read. */
  forget(place: Place): void {
    this.#known.delete(keyOf(place));
  }
}

function keyOf({ project, issueType }: Place): string {
  return JSON.stringify([project, issueType.toLowerCase()]);
}

async function load(client: JiraClient, { project, issueType }: Place): Promise<CreateScreen> {
  const types = await client.issueTypes(project);
  const type = types.find((each) => sameName(each.name, issueType));
  if (type === undefined) {
    const offered = types.map((each) => each.name).join(', ') || 'none';
    throw new Failure(
      'tracker-rejected',
      `Jira offers no issue type "${issueType}" for new tickets in ${project}; it offers: ${offered}.`,
      {
        hint: 'Correct project and issue type in the settings or the directory, or let the account create issues there.',
      },
    );
  }
  return new CreateScreen(type.id, await client.createScreen(project, type.id));
}
