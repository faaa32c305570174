import { Failure } from '../../../core/failure.ts';
import type { Creation, NewTicket, TicketRef } from '../../../core/plan/plan.ts';
import type { Calls } from '../calls.ts';
import { CallError, failureFrom } from '../client/call-error.ts';
import type { JiraClient } from '../client/jira-client.ts';
import { type CreatedIssue, CreatedIssues } from '../client/schema.ts';
import type { CreateScreen, CreateScreens } from '../screen/create-screen.ts';
import { type FieldContext, fieldsFor, leftOutOf } from '../screen/ticket-fields.ts';
import { itemProperty } from './item-property.ts';
import { withoutRefused } from './without-refused.ts';

/** Jira takes no more in one request (Cloud REST API v3, POST /issue/bulk). */
export const createsAtOnce = 50;

const doing = 'Creating the ticket';

/** A ticket on its way: as it was wanted, as it is sent, and its place among the tickets given. */
interface Draft {
  readonly at: number;
  readonly wanted: NewTicket;
  readonly sent: NewTicket;
  readonly screen: CreateScreen;
  /** What is sent. */
  readonly body: unknown;
}

type Answer = { readonly issue: CreatedIssue } | { readonly error: CallError };

/** Creates tickets, up to fifty a request, and says of each what became of it. */
export class TicketCreation {
  readonly #client: JiraClient;
  readonly #calls: Calls;
  readonly #screens: CreateScreens;
  readonly #context: FieldContext;
  readonly #refOf: (issue: CreatedIssue) => TicketRef;
  /** False once this Jira, or something before it, has shown that it does not know the request for many. */
  #takesMany = true;

  constructor(parts: {
    readonly client: JiraClient;
    readonly calls: Calls;
    readonly screens: CreateScreens;
    readonly context: FieldContext;
    readonly refOf: (issue: CreatedIssue) => TicketRef;
  }) {
    this.#client = parts.client;
    this.#calls = parts.calls;
    this.#screens = parts.screens;
    this.#context = parts.context;
    this.#refOf = parts.refOf;
  }

  /** As {@link Tracker.createMany}. */
  async create(tickets: readonly NewTicket[]): Promise<readonly Creation[]> {
    if (tickets.length > createsAtOnce) throw new Error(`${tickets.length} tickets at once`);
    const creations: Creation[] = [];
    const drafts: Draft[] = [];
    for (const [at, ticket] of tickets.entries()) {
      try {
        const screen = await this.#screenFor(ticket);
        const body = this.#bodyOf(ticket, screen);
        drafts.push({ at, wanted: ticket, sent: ticket, screen, body });
      } catch (error) {
        if (!(error instanceof Failure) || error.code !== 'tracker-rejected') throw error;
        creations[at] = { ok: false, failure: error };
      }
    }
    const answers = await this.#calls.run('write', doing, () => this.#send(drafts));
    const again = drafts.flatMap((draft) => this.#withoutRefused(draft, answers.get(draft)));
    const secondAnswers = await this.#sendAgain(again);
    for (const draft of [...drafts, ...again]) {
      const answer = secondAnswers.get(draft) ?? answers.get(draft);
      if (answer !== undefined) creations[draft.at] = this.#creationFrom(draft, answer);
    }
    await this.#beSureOfRefusals(creations);
    return creations;
  }

  async #screenFor({ destination }: NewTicket): Promise<CreateScreen> {
    const screen = await this.#screens.of(destination, doing);
    if (screen.has('labels')) return screen;
    const { project, issueType } = destination;
    throw new Failure(
      'tracker-rejected',
      `${doing}: the create screen of ${issueType} in ${project} has no field "Labels".`,
      {
        hint: 'Add Labels to that screen in Jira: without it a ticket could not be found again after a lost answer.',
      },
    );
  }

  #bodyOf(sent: NewTicket, screen: CreateScreen): unknown {
    return {
      fields: fieldsFor(sent, screen, this.#context),
      properties: [{ key: itemProperty, value: { id: sent.itemId } }],
    };
  }

  /** Throws CallError where nothing is known of any of them. */
  async #send(drafts: readonly Draft[]): Promise<ReadonlyMap<Draft, Answer>> {
    if (drafts.length < 2 || !this.#takesMany) return this.#sendOneByOne(drafts);
    try {
      return await this.#sendTogether(drafts);
    } catch (error) {
      if (!(error instanceof CallError) || error.stage !== 'answered') throw error;
      const isUnknown = knowsNoBulk(error);
      // 400 without a word about single tickets, 413: nothing was made, and one by one it shows which is to blame.
      if (!isUnknown && error.status !== 400 && error.status !== 413) throw error;
      const answers = await this.#sendOneByOne(drafts);
      if (isUnknown && [...answers.values()].some((answer) => 'issue' in answer)) this.#takesMany = false;
      return answers;
    }
  }

  async #sendTogether(drafts: readonly Draft[]): Promise<ReadonlyMap<Draft, Answer>> {
    const results = await this.#bulk(drafts.map(({ body }) => body));
    const refused = new Map(results.errors.map((error) => [error.failedElementNumber, error]));
    const made = [...results.issues];
    // Successes are told apart by nothing but their order, so the numbers must add up; otherwise they are looked up.
    const isClear =
      refused.size === results.errors.length &&
      made.length + refused.size === drafts.length &&
      [...refused.keys()].every((place) => place < drafts.length);
    if (!isClear) throw CallError.cutOff('it does not say which tickets were made');
    const answers = new Map<Draft, Answer>();
    for (const [place, draft] of drafts.entries()) {
      const refusal = refused.get(place);
      const issue = refusal === undefined ? made.shift() : undefined;
      if (issue !== undefined) answers.set(draft, { issue });
      else {
        const { status = 400, elementErrors } = refusal ?? {};
        answers.set(draft, { error: CallError.answered(status, {}, elementErrors) });
      }
    }
    return answers;
  }

  async #bulk(bodies: readonly unknown[]): Promise<CreatedIssues> {
    try {
      return await this.#client.createIssues(bodies);
    } catch (error) {
      // All were refused: the answer says why in the same form.
      const parsed =
        error instanceof CallError && error.status === 400 ? CreatedIssues.safeParse(error.body) : null;
      if (parsed?.success && parsed.data.errors.length > 0) return parsed.data;
      throw error;
    }
  }

  /** Each by itself; once Jira cannot be talked to, the rest is not tried. */
  async #sendOneByOne(drafts: readonly Draft[]): Promise<ReadonlyMap<Draft, Answer>> {
    const answers = new Map<Draft, Answer>();
    let stopped: CallError | null = null;
    for (const draft of drafts) {
      if (stopped !== null) {
        answers.set(draft, { error: notTried(stopped) });
        continue;
      }
      try {
        answers.set(draft, { issue: await this.#client.createIssue(draft.body) });
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        answers.set(draft, { error });
        if (error.status === null || ![400, 404, 409, 413, 422].includes(error.status)) stopped = error;
      }
    }
    return answers;
  }

  /** A second request for what was refused for sure, never for what may have been made. */
  async #sendAgain(drafts: readonly Draft[]): Promise<ReadonlyMap<Draft, Answer>> {
    if (drafts.length === 0) return new Map();
    try {
      return await this.#send(drafts);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      return new Map(drafts.map((draft) => [draft, { error }]));
    }
  }

  #withoutRefused(draft: Draft, answer: Answer | undefined): readonly Draft[] {
    if (answer === undefined || 'issue' in answer || answer.error.status !== 400) return [];
    const sent = withoutRefused(draft.sent, answer.error.fieldErrors);
    return sent === null ? [] : [{ ...draft, sent, body: this.#bodyOf(sent, draft.screen) }];
  }

  #creationFrom({ wanted, sent, screen }: Draft, answer: Answer): Creation {
    if ('error' in answer) {
      const failure = failureFrom(answer.error, 'write', doing);
      if (failure.code === 'tracker-rejected') this.#screens.forget(wanted.destination);
      return { ok: false, failure };
    }
    const leftOut = leftOutOf(wanted.fields, sent.fields, screen);
    return { ok: true, ticket: { ...this.#refOf(answer.issue), leftOut } };
  }

  /** Jira tells an anonymous visitor "valid project is required" as well: no ticket is given up on for a bad token. */
  async #beSureOfRefusals(creations: readonly Creation[]): Promise<void> {
    const isMade = creations.some((creation) => creation.ok);
    const isRefused = creations.some(
      (creation) => !creation.ok && creation.failure.code === 'tracker-rejected',
    );
    if (isRefused && !isMade) await this.#calls.confirmSignedIn(doing);
  }
}

/** Older servers and proxies that let only known addresses through. */
function knowsNoBulk({ status, isJiras }: CallError): boolean {
  return status === 404 || status === 405 || status === 501 || (status === 403 && !isJiras);
}

/** Nothing of it left. A limit holds for the rest as well. */
function notTried(stopped: CallError): CallError {
  if (stopped.scope !== null) return CallError.heldBack(stopped.scope, stopped.retryAfter ?? 1);
  return CallError.notSent(`not tried after: ${stopped.message}`);
}
