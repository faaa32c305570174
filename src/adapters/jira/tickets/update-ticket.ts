import type { TicketChanges } from '../../../core/plan/plan.ts';
import type { Calls } from '../calls.ts';
import { CallError } from '../client/call-error.ts';
import type { JiraClient } from '../client/jira-client.ts';
import type { CreateScreen, CreateScreens } from '../screen/create-screen.ts';
import { bodyForUpdate, type FieldContext } from '../screen/ticket-fields.ts';
import { withoutOffScreen } from './without-refused.ts';

const doing = 'Updating the ticket';

/** Changes tickets. */
export class TicketUpdate {
  readonly #client: JiraClient;
  readonly #calls: Calls;
  readonly #screens: CreateScreens;
  readonly #context: FieldContext;

  constructor(parts: {
    readonly client: JiraClient;
    readonly calls: Calls;
    readonly screens: CreateScreens;
    readonly context: FieldContext;
  }) {
    this.#client = parts.client;
    this.#calls = parts.calls;
    this.#screens = parts.screens;
    this.#context = parts.context;
  }

  /** As {@link Tracker.update}. */
  async update(ticketId: string, changes: TicketChanges): Promise<void> {
    const needsScreen =
      (changes.priority !== undefined && changes.priority !== null) ||
      Object.keys(changes.custom ?? {}).length > 0;
    const screen = needsScreen ? await this.#screenOf(ticketId) : null;
    await this.#calls.run('write', doing, async () => {
      try {
        await this.#send(ticketId, changes, screen);
      } catch (error) {
        // Refused for sure, so it may be sent once more without the fields that cannot be set.
        const refused = error instanceof CallError && error.status === 400 ? error.fieldErrors : {};
        const rest = withoutOffScreen(changes, refused);
        if (rest === null) throw error;
        await this.#send(ticketId, rest, screen);
      }
    });
  }

  async #send(ticketId: string, changes: TicketChanges, screen: CreateScreen | null): Promise<void> {
    const body = bodyForUpdate(changes, screen, this.#context);
    const isEmpty = Object.keys(body.fields as object).length === 0 && body.update === undefined;
    if (!isEmpty) await this.#client.editIssue(ticketId, body);
  }

  /** The create screen of where the ticket is now: it lists the priorities by id, and what form the fields have. */
  async #screenOf(ticketId: string): Promise<CreateScreen> {
    const issue = await this.#calls.run('read', doing, () =>
      this.#client.issue(ticketId, ['project', 'issuetype']),
    );
    const { project, issuetype } = issue.fields;
    const place = {
      project: project?.key ?? issue.key.replace(/-\d+$/, ''),
      issueType: issuetype?.name ?? '',
    };
    return this.#screens.of(place, doing);
  }
}
