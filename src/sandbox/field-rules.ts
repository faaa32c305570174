import { adfFault, isRecord } from './adf-rules.ts';
import type { NewTicket, Ticket } from './ticket-store.ts';
import { type Account, issueType, priorities } from './workflow.ts';

/** Jira's refusal of a request, in the shape of its ErrorCollection. */
export interface Refusal {
  readonly errorMessages: readonly string[];
  readonly errors: Readonly<Record<string, string>>;
}

/** What the checks have to know of the site. */
export interface Site {
  readonly project: string;
  readonly accounts: readonly Account[];
  /** Fields taken off the screens. */
  readonly offScreen: ReadonlySet<string>;
}

type Changes = Partial<NewTicket>;
type Checked = { readonly refusal: Refusal } | { readonly refusal: null; readonly changes: Changes };

/** A text field may have no more (Jira Cloud). */
const longestText = 32_767;

/** Checks `fields` of a create request as Jira does: all complaints at once, each under its field. */
export function checkNew(body: unknown, site: Site): Checked {
  const fields = isRecord(body) && isRecord(body.fields) ? body.fields : {};
  const errors: Record<string, string> = {};
  const { project, issuetype, ...others } = fields;
  if (!isRecord(project) || String(project.key).toUpperCase() !== site.project) {
    errors.project = 'valid project is required';
  }
  if (!isRecord(issuetype)) errors.issuetype = 'Specify an issue type';
  else if (issuetype.id !== issueType.id && issuetype.name !== issueType.name) {
    errors.issuetype = 'Specify a valid issue type';
  }
  if (others.summary === undefined) errors.summary = 'You must specify a summary of the issue.';
  return checkFields(others, site, errors);
}

/** Checks the body of an edit request; `update` is known for labels alone. */
export function checkEdit(body: unknown, ticket: Ticket, site: Site): Checked {
  const fields = isRecord(body) && isRecord(body.fields) ? body.fields : {};
  const update = isRecord(body) && isRecord(body.update) ? body.update : {};
  const { labels, ...foreign } = update;
  const errors: Record<string, string> = {};
  for (const field of Object.keys(foreign)) errors[field] = offScreenText(field);
  if (labels === undefined) return checkFields(fields, site, errors);
  if (fields.labels !== undefined || !Array.isArray(labels)) {
    errors.labels = "Field 'labels' cannot appear in both 'fields' and 'update'";
    return checkFields({}, site, errors);
  }
  return checkFields({ ...fields, labels: appliedTo(ticket.labels, labels) }, site, errors);
}

function appliedTo(labels: readonly string[], operations: readonly unknown[]): unknown[] {
  let next: unknown[] = [...labels];
  for (const operation of operations) {
    if (!isRecord(operation)) continue;
    if (operation.add !== undefined && !next.includes(operation.add)) next.push(operation.add);
    if (operation.remove !== undefined) next = next.filter((label) => label !== operation.remove);
    if (Array.isArray(operation.set)) next = [...operation.set];
  }
  return next;
}

function checkFields(fields: Record<string, unknown>, site: Site, errors: Record<string, string>): Checked {
  const changes: { -readonly [Field in keyof Changes]: Changes[Field] } = {};
  const errorMessages: string[] = [];
  for (const [field, value] of Object.entries(fields)) {
    if (site.offScreen.has(field)) {
      errors[field] = offScreenText(field);
      continue;
    }
    switch (field) {
      case 'summary': {
        const fault = summaryFault(value);
        if (fault === null) changes.summary = String(value).trim();
        else errors.summary = fault;
        break;
      }
      case 'description': {
        if (value !== null && !isRecord(value)) {
          errors.description =
            'Operation value must be an Atlassian Document (see the Atlassian Document Format)';
        } else if (value !== null && adfFault(value) !== null) errorMessages.push('INVALID_INPUT');
        else if (JSON.stringify(value).length > longestText) {
          errors.description =
            'The entered text is too long. It exceeds the allowed limit of 32,767 characters.';
        } else changes.description = value;
        break;
      }
      case 'labels': {
        const fault = labelsFault(value);
        if (fault === null) changes.labels = [...new Set(value as string[])];
        else errors.labels = fault;
        break;
      }
      case 'duedate':
        if (value === null || isDay(value)) changes.dueDate = value;
        else errors.duedate = `Error parsing date string: ${String(value)}`;
        break;
      case 'priority': {
        const found = priorities.find(
          (each) =>
            isRecord(value) && (value.id === each.id || (value.id === undefined && value.name === each.name)),
        );
        if (found === undefined) errors.priority = 'The priority selected is invalid.';
        else changes.priorityId = found.id;
        break;
      }
      case 'assignee': {
        const accountId = isRecord(value) ? (value.accountId ?? value.id) : value;
        const isKnown = site.accounts.some((account) => account.accountId === accountId);
        if (accountId === null || isKnown) changes.assignee = accountId as string | null;
        else errors.assignee = `User '${String(accountId)}' cannot be assigned issues.`;
        break;
      }
      default:
        errors[field] = offScreenText(field);
    }
  }
  const isRefused = errorMessages.length > 0 || Object.keys(errors).length > 0;
  return isRefused ? { refusal: { errorMessages, errors } } : { refusal: null, changes };
}

function summaryFault(value: unknown): string | null {
  if (typeof value !== 'string' || value.trim() === '') return 'You must specify a summary of the issue.';
  if (/[\r\n]/.test(value)) return 'The summary is invalid because it contains newline characters.';
  return value.length > 255 ? "Summary can't exceed 255 characters." : null;
}

function labelsFault(value: unknown): string | null {
  if (!Array.isArray(value) || value.some((label) => typeof label !== 'string'))
    return 'data was not an array';
  const spaced = value.find((label: string) => /\s/.test(label) || label === '');
  if (spaced !== undefined) return `The label '${spaced}' contains spaces which is invalid.`;
  const long = value.find((label: string) => label.length > 255);
  if (long === undefined) return null;
  return `The label '${long}' exceeds the maximum length for a single label of 255 characters.`;
}

function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function offScreenText(field: string): string {
  return `Field '${field}' cannot be set. It is not on the appropriate screen, or unknown.`;
}
