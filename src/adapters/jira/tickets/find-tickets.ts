import type { TicketRef } from '../../../core/plan/plan.ts';
import type { LabelledTicket } from '../../../ports.ts';
import { type Calls, inLanes } from '../calls.ts';
import { CallError } from '../client/call-error.ts';
import type { JiraClient } from '../client/jira-client.ts';
import type { Issue } from '../client/schema.ts';
import type { Dialect } from '../dialect.ts';
import { itemIdOf, itemProperty } from './item-property.ts';

/** Labels in one query; a query of some thousand characters is still taken. */
const labelsAtOnce = 40;

/** How far back changes are told again: the search may learn of a change minutes after it was made. */
const overlapMinutes = 5;

/** A text in JQL: in double quotes, with backslash and quote escaped. */
export function jqlText(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

type ChangedTicket = { readonly ticketId: string; readonly updated: string };

/** Looking for tickets with Jira's search, which lags behind what was written. */
export class TicketSearch {
  readonly #client: JiraClient;
  readonly #calls: Calls;
  readonly #dialect: Dialect;
  readonly #refOf: (issue: Issue) => TicketRef;

  constructor(parts: {
    readonly client: JiraClient;
    readonly calls: Calls;
    readonly dialect: Dialect;
    readonly refOf: (issue: Issue) => TicketRef;
  }) {
    this.#client = parts.client;
    this.#calls = parts.calls;
    this.#dialect = parts.dialect;
    this.#refOf = parts.refOf;
  }

  /** As {@link Tracker.findMany}; ends as soon as all are found, since the oldest come first. */
  async byItem(
    wanted: readonly { readonly itemId: string; readonly label: string }[],
  ): Promise<ReadonlyMap<string, TicketRef>> {
    const doing = 'Looking for tickets';
    const missing = new Set(wanted.map(({ itemId }) => itemId));
    const found = new Map<string, TicketRef>();
    await this.#calls.run('read', doing, async () => {
      for (const labels of chunked([...new Set(wanted.map(({ label }) => label))], labelsAtOnce)) {
        for await (const issue of this.#labelled(labels)) {
          const itemId = itemIdOf(issue);
          if (itemId !== null && missing.delete(itemId)) found.set(itemId, this.#refOf(issue));
          if (missing.size === 0) return;
        }
      }
    });
    if (missing.size > 0) await this.#calls.confirmSignedIn(doing);
    return found;
  }

  /** As {@link Tracker.labelled}, for several labels. */
  async byLabels(wanted: readonly string[]): Promise<readonly LabelledTicket[]> {
    const doing = 'Looking for tickets';
    const tickets: LabelledTicket[] = [];
    await this.#calls.run('read', doing, async () => {
      for (const labels of chunked([...new Set(wanted)], labelsAtOnce)) {
        for await (const issue of this.#labelled(labels)) {
          const { summary } = issue.fields;
          tickets.push({ ticket: this.#refOf(issue), summary: summary ?? '', itemId: itemIdOf(issue) });
        }
      }
    });
    if (tickets.length === 0 && wanted.length > 0) await this.#calls.confirmSignedIn(doing);
    return tickets;
  }

  /**
   * As {@link Tracker.changedSince}. The query counts minutes back from Jira's own now, so neither our clock nor the time
   * zone of the account matters.
   */
  async changedSince(projects: readonly string[], cursor: string | null) {
    const doing = 'Looking for changed tickets';
    return this.#calls.run('read', doing, async () => {
      if (this.#client.clockAhead === null) await this.#client.serverInfo();
      const now = this.#client.jirasNow();
      if (cursor === null) return { changed: [], cursor: new Date(now).toISOString() };
      const minutes = Math.max(0, Math.ceil((now - Date.parse(cursor)) / 60_000)) + overlapMinutes;
      const changed = await this.#changedIn(projects, minutes);
      const newest = [...changed.map(({ updated }) => updated), cursor]
        .filter((time) => !Number.isNaN(Date.parse(time)))
        .sort((one, other) => Date.parse(one) - Date.parse(other))
        .at(-1);
      // An empty answer to an anonymous visitor would look like a quiet Jira.
      if (changed.length === 0) await this.#client.myself();
      return { changed, cursor: newest ?? cursor };
    });
  }

  /** A query that names one project that is gone is refused as a whole; the others must not suffer for it. */
  async #changedIn(projects: readonly string[], minutes: number): Promise<readonly ChangedTicket[]> {
    try {
      return await this.#searchChanged(projects, minutes);
    } catch (error) {
      if (!(error instanceof CallError) || error.status !== 400 || projects.length < 2) throw error;
      const seen = await inLanes(projects, (project) => this.#isSeen(project));
      const rest = projects.filter((_, at) => seen[at]);
      if (rest.length === 0 || rest.length === projects.length) throw error;
      return this.#searchChanged(rest, minutes);
    }
  }

  async #searchChanged(projects: readonly string[], minutes: number): Promise<readonly ChangedTicket[]> {
    const among = projects.map(jqlText).join(', ');
    const jql = `project in (${among}) AND updated >= -${minutes}m ORDER BY updated ASC`;
    const changed: ChangedTicket[] = [];
    for await (const page of this.#dialect.search(jql, ['updated'])) {
      changed.push(...page.map(({ id, fields }) => ({ ticketId: id, updated: fields.updated ?? '' })));
    }
    return changed;
  }

  async #isSeen(project: string): Promise<boolean> {
    try {
      await this.#client.project(project);
      return true;
    } catch (error) {
      if (error instanceof CallError && error.status === 404) return false;
      throw error;
    }
  }

  async *#labelled(labels: readonly string[]): AsyncGenerator<Issue> {
    if (labels.length === 0) return;
    const jql = `labels in (${labels.map(jqlText).join(', ')}) ORDER BY created ASC`;
    for await (const page of this.#dialect.searchWithProperty(jql, ['summary'], itemProperty)) {
      yield* page;
    }
  }
}

export function chunked<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(values.length / size);
  return Array.from({ length: count }, (_, at) => values.slice(at * size, (at + 1) * size));
}
