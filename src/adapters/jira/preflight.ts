import { priorities as allPriorities, type Priority } from '../../core/action-item.ts';
import type { Instant } from '../../core/calendar.ts';
import { Failure } from '../../core/failure.ts';
import type { TicketDestination, TicketRef } from '../../core/plan/plan.ts';
import type {
  AccountInProject,
  DestinationReport,
  Preflight,
  PreflightRequest,
} from '../../core/plan/preflight.ts';
import { type Calls, inLanes } from './calls.ts';
import { CallError } from './client/call-error.ts';
import type { JiraClient } from './client/jira-client.ts';
import type { Issue } from './client/schema.ts';
import type { Dialect } from './dialect.ts';
import type { CreateScreen, CreateScreens } from './screen/create-screen.ts';
import { convert, sameName } from './screen/field-value.ts';
import type { TicketSearch } from './tickets/find-tickets.ts';

const doing = 'Asking Jira about the plan';

/** What preflight asks with. */
export interface PreflightParts {
  readonly client: JiraClient;
  readonly calls: Calls;
  readonly dialect: Dialect;
  readonly screens: CreateScreens;
  readonly search: TicketSearch;
  readonly priorities: Readonly<Record<Priority, string>>;
  /** Ids of custom fields that settings fill from the PIR. */
  readonly filledFields: readonly string[];
  readonly refOf: (issue: Issue) => TicketRef;
}

/**
 * Asks Jira what there is to know before a plan is read. A destination where nothing can be made is a report and no
 * failure; a Jira that cannot be asked is one.
 */
export async function preflight(
  parts: PreflightParts,
  request: PreflightRequest,
  askedAt: Instant,
): Promise<Preflight> {
  const { destinations, accounts, labels, keys } = request;
  const reports = await inLanes(destinations, (destination) => destinationReport(parts, destination));
  const labelled = await parts.search.byLabels(labels);
  const found = new Map<string, TicketRef>();
  for (const { itemId, ticket } of labelled) {
    if (itemId !== null && !found.has(itemId)) found.set(itemId, ticket);
  }
  return {
    askedAt,
    destinations: reports,
    unassignable: await unassignable(parts, accounts),
    found: [...found].map(([itemId, ticket]) => ({ itemId, ticket })),
    named: await inLanes([...new Set(keys)], async (key) => ({ key, ticket: await named(parts, key) })),
  };
}

/** What can be set on a ticket there, and what is in the way. Throws Failure where Jira cannot be asked. */
export async function destinationReport(
  { screens, dialect, priorities, filledFields }: PreflightParts,
  destination: TicketDestination,
): Promise<DestinationReport> {
  const place = { project: destination.project, issueType: destination.issueType };
  let screen: CreateScreen;
  try {
    screen = await screens.fresh(place, doing);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'tracker-rejected') throw error;
    const problem = error.message.replace(`${doing}: `, '');
    const nothing = {
      fields: [],
      required: [],
      missing: [],
      refused: [],
      priorities: [],
      unknownPriorities: [],
    };
    return { ...destination, problem, takesParent: false, ...nothing };
  }
  const filled = new Set([
    ...Object.keys(destination.values),
    ...filledFields,
    ...(destination.components.length > 0 ? ['components'] : []),
    ...['priority', 'duedate', 'assignee', 'parent'],
  ]);
  return {
    ...destination,
    problem: screen.has('labels')
      ? null
      : `the create screen of ${place.issueType} in ${place.project} has no field "Labels", without which a ticket could not be found again`,
    fields: screen.fields.map(({ fieldId }) => fieldId),
    takesParent: screen.takesParent,
    required: screen.required.map(({ fieldId }) => fieldId),
    missing: screen.required
      .filter(({ fieldId }) => !filled.has(fieldId))
      .map(({ fieldId, name }) => ({ id: fieldId, name: name || fieldId })),
    refused: refusedBy(screen, destination, dialect),
    priorities: screen.priorityNames,
    unknownPriorities: screen.has('priority')
      ? allPriorities
          .map((priority) => priorities[priority])
          .filter((wanted) => !screen.priorityNames.some((name) => sameName(name, wanted)))
      : [],
  };
}

/** Components and values that would be refused, or that no field is there for. */
function refusedBy(
  screen: CreateScreen,
  { components, values }: TicketDestination,
  dialect: Dialect,
): DestinationReport['refused'] {
  const wanted = [
    ...components.map((value) => ({ field: 'components', value: [value] })),
    ...Object.entries(values).map(([field, value]) => ({ field, value })),
  ];
  return wanted.flatMap(({ field: id, value }) => {
    const shown = Array.isArray(value) && value.length === 1 ? value[0] : value;
    const text = typeof shown === 'string' ? shown : JSON.stringify(shown);
    const field = screen.field(id);
    if (field === null)
      return [{ field: id, value: text, reason: 'the create screen does not have this field' }];
    const converted = convert(value, field, dialect);
    return converted.ok ? [] : [{ field: id, value: text, reason: converted.reason }];
  });
}

async function unassignable(
  { calls, dialect }: PreflightParts,
  accounts: readonly AccountInProject[],
): Promise<readonly AccountInProject[]> {
  const distinct = [...new Map(accounts.map((each) => [JSON.stringify(each), each])).values()];
  const answers = await inLanes(distinct, async ({ account, project }) => {
    try {
      const user = await calls.run('read', doing, () => dialect.assignable(project, account));
      return user?.active === true;
    } catch (error) {
      // A project that is not there has been said above; it makes nobody unassignable.
      if (error instanceof Failure && error.code === 'tracker-rejected') return true;
      throw error;
    }
  });
  return distinct.filter((_, at) => !answers[at]);
}

/** The ticket of a key, which may have moved and be called otherwise now. */
async function named({ client, calls, refOf }: PreflightParts, key: string): Promise<TicketRef | null> {
  return calls.run('read', doing, async () => {
    try {
      return refOf(await client.issue(key, ['summary']));
    } catch (error) {
      if (error instanceof CallError && error.status === 404) return null;
      throw error;
    }
  });
}
