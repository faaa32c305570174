import type { Priority } from '../../core/action-item.ts';
import { Failure } from '../../core/failure.ts';
import type {
  CreatedTicket,
  Creation,
  DescriptionPart,
  NewTicket,
  TicketChanges,
  TicketDestination,
  TicketFields,
  TicketRef,
} from '../../core/plan/plan.ts';
import type { Preflight, PreflightRequest } from '../../core/plan/preflight.ts';
import type { Snapshot } from '../../core/sync/snapshot.ts';
import type { Check, Clock, LabelledTicket, Tracker } from '../../ports.ts';
import { documentFrom } from './adf-document.ts';
import { CallError, type CallKind, failureFrom } from './call-error.ts';
import { type CreateScreen, loadCreateScreen } from './create-screen.ts';
import { diagnose } from './diagnosis.ts';
import { type JiraAccess, JiraClient } from './jira-client.ts';
import type { CreatedIssue } from './schema.ts';
import { snapshotFields, snapshotFrom } from './snapshot-from.ts';
import { fieldsFor, fieldsForUpdate, leftOutOf, withNotes } from './ticket-fields.ts';

/** Where tickets are kept, and as whom. */
export interface JiraSettings extends JiraAccess {
  /** Key of the project that new tickets go to. */
  readonly project: string;
  /** Name of the issue type of new tickets. */
  readonly issueType: string;
  /** Names of the project's priorities for our three. */
  readonly priorities: Readonly<Record<Priority, string>>;
}

/** The entity property that says which item a ticket is of; visible to all who see the ticket, so it holds no secret. */
export const itemProperty = 'pir-tracker.item';

/** bulkfetch takes no more. */
const bulkSize = 100;

/**
 * Jira Cloud (REST API v3) as tracker. Failures are as {@link Tracker} says; a 5xx on a write counts as unknown outcome
 * even with Retry-After, since Jira has no idempotency key to ask again with. `close` ends the connections.
 */
export function createJiraTracker(
  settings: JiraSettings,
  clock: Clock,
): Tracker & { close(): Promise<void> } {
  const client = new JiraClient(settings);
  const base = settings.baseUrl.replace(/\/+$/, '');
  const screens = new Map<string, CreateScreen>();

  /** Runs calls to Jira and says in the service's words what went wrong. */
  async function call<T>(kind: CallKind, doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const failure = error instanceof CallError ? failureFrom(error, kind, doing) : error;
      // Jira tells an anonymous visitor "does not exist" as well; nothing is given up for good on account of a bad token.
      if (failure instanceof Failure && failure.code === 'tracker-rejected') await confirmSignedIn(doing);
      throw failure;
    }
  }

  /**
   * @throws {Failure} tracker-unauthorized where Jira serves us as anonymous, tracker-unreachable where what answers is no
   *   Jira, and what any read throws
   */
  async function confirmSignedIn(doing: string): Promise<void> {
    try {
      await client.myself();
    } catch (error) {
      const failure = error instanceof CallError ? failureFrom(error, 'read', doing) : error;
      if (!(failure instanceof Failure) || failure.code !== 'tracker-rejected') throw failure;
      throw new Failure('tracker-unreachable', `${doing}: what answers at ${base} is not Jira.`, {
        cause: error,
      });
    }
  }

  /** Kept while it has all we need; one that lacks something is asked for again, so that mending it shows at once. */
  async function createScreen(
    doing: string,
    { project, issueType }: Pick<TicketDestination, 'project' | 'issueType'>,
  ): Promise<CreateScreen> {
    const key = `${project} ${issueType}`;
    const known = screens.get(key);
    if (known?.isComplete) return known;
    const screen = await call('read', doing, () => loadCreateScreen(client, project, issueType));
    screens.set(key, screen);
    return screen;
  }

  function refOf(issue: CreatedIssue): TicketRef {
    return { ticketId: issue.id, key: issue.key, url: `${base}/browse/${encodeURIComponent(issue.key)}` };
  }

  async function createOne({ itemId, destination, parent, fields }: NewTicket): Promise<CreatedTicket> {
    const doing = 'Creating the ticket';
    const { project, issueType } = destination;
    const screen = await createScreen(doing, destination);
    if (!screen.has('labels')) {
      throw new Failure(
        'tracker-rejected',
        `${doing}: the create screen of ${issueType} in ${project} has no field "Labels".`,
        {
          hint: 'Add Labels to that screen in Jira: without it a ticket could not be found again after a lost answer.',
        },
      );
    }
    const send = async (wanted: TicketFields) => {
      const issue = {
        fields: {
          project: { key: project },
          issuetype: { id: screen.issueTypeId },
          ...(parent === null ? {} : { parent: { key: parent } }),
          ...fieldsFor(wanted, screen, settings.priorities),
        },
        properties: [{ key: itemProperty, value: { id: itemId } }],
      };
      return { ...refOf(await client.createIssue(issue)), leftOut: leftOutOf(fields, wanted, screen) };
    };
    try {
      return await call('write', doing, () => sendOrUnassigned(fields, send));
    } catch (error) {
      // What Jira refuses may be a screen that was changed since it was read.
      if (error instanceof Failure && error.code === 'tracker-rejected')
        screens.delete(`${project} ${issueType}`);
      throw error;
    }
  }

  return {
    createsAtOnce: 50,

    async createMany(tickets: readonly NewTicket[]): Promise<readonly Creation[]> {
      const creations: Creation[] = [];
      for (const ticket of tickets) {
        try {
          creations.push({ ok: true, ticket: await createOne(ticket) });
        } catch (error) {
          if (!(error instanceof Failure) || error.code !== 'tracker-rejected') throw error;
          creations.push({ ok: false, failure: error });
        }
      }
      return creations;
    },

    async findMany(
      wanted: readonly { readonly itemId: string; readonly label: string }[],
    ): Promise<ReadonlyMap<string, TicketRef>> {
      const doing = 'Looking for tickets';
      const labels = [...new Set(wanted.map(({ label }) => label))];
      if (labels.length === 0) return new Map();
      const jql = `labels in (${labels.map(jqlText).join(', ')}) ORDER BY created ASC`;
      const found = await call('read', doing, () => client.search(jql, itemProperty));
      const oldestFirst = [...found].sort((one, other) => Number(one.id) - Number(other.id));
      const asked = new Set(wanted.map(({ itemId }) => itemId));
      const tickets = new Map<string, TicketRef>();
      for (const issue of oldestFirst) {
        const itemId = itemIdOf(issue.properties);
        if (itemId !== null && asked.has(itemId) && !tickets.has(itemId)) tickets.set(itemId, refOf(issue));
      }
      if (tickets.size < asked.size) await confirmSignedIn(doing);
      return tickets;
    },

    async adopt(itemId: string, key: string, labels: readonly string[]): Promise<TicketRef> {
      const doing = `Linking ${key}`;
      if (!/^[A-Za-z][A-Za-z0-9_]*-\d+$/.test(key)) {
        throw new Failure('tracker-rejected', `${doing}: that is not the key of a Jira ticket.`);
      }
      const issue = await call('read', doing, () => client.issueWithProperty(key, itemProperty));
      if (itemIdOf(issue.properties) === null) {
        await call('write', doing, () => client.setProperty(issue.id, itemProperty, { id: itemId }));
      }
      if (labels.length > 0) {
        const add = labels.map((label) => ({ add: label }));
        await call('write', doing, () => client.editIssue(issue.id, { update: { labels: add } }));
      }
      return refOf(issue);
    },

    async read(ticketIds: readonly string[]): Promise<readonly Snapshot[]> {
      const doing = 'Reading tickets';
      const snapshots: Snapshot[] = [];
      for (let start = 0; start < ticketIds.length; start += bulkSize) {
        const ids = ticketIds.slice(start, start + bulkSize);
        const issues = await call('read', doing, () => client.bulkFetch(ids, snapshotFields));
        snapshots.push(...issues.map((issue) => snapshotFrom(issue, settings.priorities)));
      }
      if (snapshots.length < ticketIds.length) await confirmSignedIn(doing);
      return snapshots;
    },

    async changedSince(cursor: string | null) {
      const doing = 'Looking for changed tickets';
      const minutes = cursor === null ? 1 : minutesBetween(cursor, clock.now());
      const jql = `project = ${jqlText(settings.project)} AND updated >= -${minutes}m ORDER BY updated ASC`;
      const found = await call('read', doing, () => client.changes(jql));
      const changed = found.map(({ id, fields }) => ({ ticketId: id, updated: fields.updated }));
      const next = changed.at(-1)?.updated ?? cursor ?? clock.now();
      return { changed: cursor === null ? [] : changed, cursor: next };
    },

    async update(ticketId: string, changes: TicketChanges): Promise<void> {
      const doing = 'Updating the ticket';
      const screen = changes.priority === undefined ? null : await createScreen(doing, settings);
      const send = (wanted: TicketChanges) =>
        client.editIssue(ticketId, fieldsForUpdate(wanted, screen, settings.priorities));
      await call('write', doing, () => sendOrNoted(changes, send));
    },

    async comment(ticketId: string, parts: readonly DescriptionPart[]): Promise<void> {
      await call('write', 'Adding a comment', () => client.addDocument(ticketId, documentFrom(parts)));
    },

    async linkBack(ticketId, { globalId, url, title, summary }): Promise<void> {
      const link = { globalId, relationship: 'action item of', object: { url, title, summary } };
      await call('write', 'Linking the ticket to its PIR', () => client.setRemoteLink(ticketId, link));
    },

    async preflight({ destinations, labels, keys }: PreflightRequest): Promise<Preflight> {
      const doing = 'Asking Jira before the plan is read';
      const reports = [];
      for (const destination of destinations) {
        const screen = await createScreen(doing, destination);
        reports.push({
          ...{ ...destination, problem: null },
          ...{ fields: screen.fieldIds, missing: [], refused: [], unknownPriorities: [] },
          priorities: screen.priorityNames,
        });
      }
      const found = [];
      for (const label of labels) {
        for (const { ticket, itemId } of await this.labelled(label)) {
          if (itemId !== null) found.push({ itemId, ticket });
        }
      }
      const named = [];
      for (const key of keys) {
        const ticket = await client
          .issueWithProperty(key, itemProperty)
          .then(refOf)
          .catch(() => null);
        named.push({ key, ticket });
      }
      return {
        askedAt: clock.now(),
        destinations: reports,
        unassignable: [],
        found,
        named,
      };
    },

    async labelled(label: string): Promise<readonly LabelledTicket[]> {
      const jql = `labels = ${jqlText(label)} ORDER BY created ASC`;
      const found = await call('read', 'Looking for tickets', () => client.search(jql, itemProperty));
      return found.map((issue) => ({
        ticket: refOf(issue),
        summary: issue.fields.summary ?? '',
        itemId: itemIdOf(issue.properties),
      }));
    },

    check(): Promise<readonly Check[]> {
      return diagnose(client, settings);
    },

    close(): Promise<void> {
      return client.close();
    },
  };
}

/**
 * Where Jira refuses the assignee and nothing else, sends again without one and says so in the description. That is safe: a
 * 400 means that nothing was made.
 */
async function sendOrUnassigned<T>(
  fields: TicketFields,
  send: (fields: TicketFields) => Promise<T>,
): Promise<T> {
  try {
    return await send(fields);
  } catch (error) {
    const refused = error instanceof CallError && error.status === 400 ? error.fieldErrors : {};
    const words = refused.assignee;
    if (fields.assignee === null || words === undefined) throw error;
    const note = `Jira did not take the owner as assignee (${words}). Please assign this ticket by hand.`;
    return send(withNotes({ ...fields, assignee: null }, [note]));
  }
}

/**
 * Where fields are not on the edit screen, sends again without them and says them in the description, if that is being
 * written anyway; otherwise Jira's refusal stands, for nothing would tell of the change.
 */
async function sendOrNoted(
  fields: TicketChanges,
  send: (fields: TicketChanges) => Promise<void>,
): Promise<void> {
  try {
    await send(fields);
  } catch (error) {
    const refused = error instanceof CallError && error.status === 400 ? error.fieldErrors : {};
    const names = Object.keys(refused);
    const areOffScreen = names.every((name) => /cannot be set/i.test(refused[name] ?? ''));
    const canBeNoted = names.every((name) => name === 'duedate' || name === 'priority');
    if (names.length === 0 || !areOffScreen || !canBeNoted || fields.description === undefined) throw error;
    const { dueDate, priority, ...others } = fields;
    const notes = [
      ...(names.includes('duedate') && dueDate ? [`Due date: ${dueDate}`] : []),
      ...(names.includes('priority') && priority ? [`Priority: ${priority}`] : []),
    ];
    const kept = {
      ...others,
      ...(names.includes('duedate') || dueDate === undefined ? {} : { dueDate }),
      ...(names.includes('priority') || priority === undefined ? {} : { priority }),
    };
    await send(withNotes({ ...kept, description: fields.description }, notes));
  }
}

/** The item's id in an issue's properties; null where there is none. */
function itemIdOf(properties: Readonly<Record<string, unknown>>): string | null {
  const value = properties[itemProperty];
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  return typeof value.id === 'string' ? value.id : null;
}

/** Minutes from a time of Jira's until now, and two more: JQL counts whole minutes, and the index lags. */
function minutesBetween(cursor: string, now: string): number {
  return Math.max(1, Math.ceil((Date.parse(now) - Date.parse(cursor)) / 60_000)) + 2;
}

/** A text in JQL: in double quotes, with backslash and quote escaped. */
function jqlText(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}
