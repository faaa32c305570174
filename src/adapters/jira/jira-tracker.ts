import { Failure } from '../../core/failure.ts';
import type { TicketRef } from '../../core/plan/plan.ts';
import type { Clock, Tracker } from '../../ports.ts';
import { Calls, inLanes } from './calls.ts';
import { CallError } from './client/call-error.ts';
import { JiraClient } from './client/jira-client.ts';
import type { CreatedIssue } from './client/schema.ts';
import { cloudDialect } from './cloud.ts';
import { dataCenterDialect } from './data-center.ts';
import { diagnose } from './doctor/diagnosis.ts';
import type { JiraSettings } from './jira-settings.ts';
import { preflight } from './preflight.ts';
import { CreateScreens } from './screen/create-screen.ts';
import { createsAtOnce, TicketCreation } from './tickets/create-tickets.ts';
import { chunked, TicketSearch } from './tickets/find-tickets.ts';
import { itemIdOf, itemProperty } from './tickets/item-property.ts';
import { flagFieldAmong, snapshotFields, snapshotFrom } from './tickets/snapshot-from.ts';
import { TicketUpdate } from './tickets/update-ticket.ts';

/** bulkfetch takes no more. */
const readsAtOnce = 100;

/**
 * Jira as tracker: Cloud (REST API v3) or Data Center (v2). Failures are as {@link Tracker} says; a 5xx on a write counts as
 * unknown outcome even with Retry-After, since Jira has no idempotency key to ask again with. `close` ends the connections.
 */
export function createJiraTracker(
  settings: JiraSettings,
  clock: Clock,
): Tracker & { close(): Promise<void> } {
  const client = new JiraClient(settings, clock);
  const base = settings.baseUrl.replace(/\/+$/, '');
  const dialect = settings.deployment === 'cloud' ? cloudDialect(client) : dataCenterDialect(client);
  const { priorities } = settings;
  const calls = new Calls(client, base);
  const screens = new CreateScreens(client, calls);
  const context = { dialect, priorities };
  // Made from the key, never taken from an answer: an address in there may be anybody's.
  const refOf = ({ id, key }: CreatedIssue): TicketRef => ({
    ticketId: id,
    key,
    url: `${base}/browse/${encodeURIComponent(key)}`,
  });
  const creation = new TicketCreation({ client, calls, screens, context, refOf });
  const search = new TicketSearch({ client, calls, dialect, refOf });
  const update = new TicketUpdate({ client, calls, screens, context });
  const projects = [...new Set(settings.destinations.map(({ project }) => project))];
  const filledFields = Object.values(settings.fields).filter((id) => id !== undefined);
  const parts = { client, calls, dialect, screens, search, priorities, filledFields, refOf };
  let flagField: Promise<string | null> | null = null;

  /** Asked for once; a Jira that does not list its fields to us has no flags for us either. */
  function flag(): Promise<string | null> {
    flagField ??= client.fields().then(flagFieldAmong, (error: unknown) => {
      if (!(error instanceof CallError)) throw error;
      if (error.stage !== 'answered' || error.status === 429 || (error.status ?? 0) >= 500) flagField = null;
      return null;
    });
    return flagField;
  }

  return {
    createsAtOnce,
    createMany: (tickets) => creation.create(tickets),
    findMany: (wanted) => search.byItem(wanted),
    labelled: (label) => search.byLabels([label]),
    changedSince: (cursor) => search.changedSince(projects, cursor),
    update: (ticketId, changes) => update.update(ticketId, changes),

    async adopt(itemId, key, labels) {
      const doing = `Linking ${key}`;
      if (!/^[A-Za-z][A-Za-z0-9_]*-\d+$/.test(key)) {
        throw new Failure('tracker-rejected', `${doing}: that is not the key of a Jira ticket.`);
      }
      const issue = await calls.run('read', doing, () => client.issue(key, ['labels'], itemProperty));
      // A ticket that was made for another item keeps saying so: that is how it is found after a lost answer.
      if (itemIdOf(issue) === null) {
        await calls.run('write', doing, () => client.setProperty(issue.id, itemProperty, { id: itemId }));
      }
      const add = labels.filter((label) => !issue.fields.labels?.includes(label));
      if (add.length > 0) await update.update(issue.id, { labels: { add, remove: [] } });
      return refOf(issue);
    },

    async read(ticketIds) {
      const doing = 'Reading tickets';
      const ids = [...new Set(ticketIds)].filter((id) => /^\d+$/.test(id));
      if (ids.length === 0) return [];
      const snapshots = await calls.run('read', doing, async () => {
        const field = await flag();
        const fields = [...snapshotFields, ...(field === null ? [] : [field])];
        const pages = await inLanes(chunked(ids, readsAtOnce), (page) => dialect.read(page, fields));
        return pages.flat().map((issue) => snapshotFrom(issue, { dialect, priorities, flagField: field }));
      });
      if (snapshots.length < ids.length) await calls.confirmSignedIn(doing);
      return snapshots;
    },

    async comment(ticketId, texts, mark) {
      const doing = 'Adding a comment';
      // A comment cannot be made once and for all in one request, so it is looked for first: what is read of a ticket does
      // not lag, unlike the search.
      const { fields } = await calls.run('read', doing, () => client.issue(ticketId, ['comment']));
      const comments = fields.comment?.comments ?? [];
      if (comments.some(({ body }) => JSON.stringify(body).includes(mark))) return;
      await calls.run('write', doing, () => client.addText(ticketId, dialect.text(texts)));
    },

    async linkBack(ticketId, { globalId, url, title, summary }) {
      const doing = 'Linking the ticket to its PIR';
      const link = { globalId, relationship: 'is an action item of', object: { url, title, summary } };
      try {
        await calls.run('write', doing, () => client.setRemoteLink(ticketId, link));
      } catch (error) {
        if (!(error instanceof Failure) || error.code !== 'tracker-unauthorized') throw error;
        await calls.confirmSignedIn(doing);
        // Signed in, so it is this one permission that is missing, and no other delivery need wait for it.
        throw new Failure('tracker-rejected', error.message, {
          cause: error,
          hint: 'Turn issue linking on in Jira and give the account the permission Link Issues, then `pir sync --retry`.',
        });
      }
    },

    preflight: (request) => preflight(parts, request, clock.now()),
    check: () => diagnose(parts, settings, clock.now()),
    close: () => client.close(),
  };
}
