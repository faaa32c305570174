import { isRecord } from './adf-rules.ts';
import type { Field, Place } from './field.ts';
import { isRequired, screenFields, typesOf } from './screens.ts';
import { findProject, issueTypeOf, projectOf, type View } from './site.ts';
import type { ProjectDefinition } from './site-definition.ts';
import type { Ticket, TicketValues } from './ticket.ts';
import type { IssueType } from './workflow.ts';

/** Jira's refusal of a request, in the shape of its ErrorCollection. */
export interface Refusal {
  readonly errorMessages: readonly string[];
  readonly errors: Readonly<Record<string, string>>;
}

type Refused = { readonly refusal: Refusal };

/** Checks `fields` of a create request as Jira does: all complaints at once, each under its field. */
export function checkNew(
  body: unknown,
  view: View,
):
  | Refused
  | {
      readonly refusal: null;
      readonly project: ProjectDefinition;
      readonly issueType: IssueType;
      readonly values: TicketValues;
    } {
  const fields = isRecord(body) && isRecord(body.fields) ? body.fields : {};
  const { project: wantedProject, issuetype, ...others } = fields;
  const project = projectIn(wantedProject, view);
  const issueType = project === null ? null : typeIn(issuetype, project);
  const errors: Record<string, string> = {};
  if (project === null) errors.project = 'valid project is required';
  if (!isRecord(issuetype)) errors.issuetype = 'Specify an issue type';
  else if (project !== null && issueType === null) errors.issuetype = 'Specify a valid issue type';
  if (project === null || issueType === null) return { refusal: { errorMessages: [], errors } };

  const place: Place = { view, project, issueType, ticket: null };
  const screen = screenFields('create', place);
  const checked = readFields(others, screen, place);
  for (const field of screen) {
    if (field.id in others || field.hasDefault || field.id in fields) continue;
    if (isRequired(field, project, issueType)) checked.errors[field.id] = missing(field);
  }
  const refusal = refusalOf(checked);
  return refusal === null ? { refusal, project, issueType, values: checked.values } : { refusal };
}

/** Checks `fields` and `update` of an edit request. */
export function checkEdit(
  body: unknown,
  ticket: Ticket,
  view: View,
): Refused | { readonly refusal: null; readonly values: TicketValues } {
  const fields = isRecord(body) && isRecord(body.fields) ? body.fields : {};
  const update = isRecord(body) && isRecord(body.update) ? body.update : {};
  const place: Place = {
    view,
    project: projectOf(view.site, ticket),
    issueType: issueTypeOf(ticket),
    ticket,
  };
  const screen = screenFields('edit', place);
  const both = Object.keys(update).filter((id) => id in fields);
  const merged: Record<string, unknown> = { ...fields };
  for (const [id, operations] of Object.entries(update)) {
    const shown = screen.find((field) => field.id === id)?.show(ticket, view);
    merged[id] = appliedTo(shown, Array.isArray(operations) ? operations : []);
  }
  const checked = readFields(merged, screen, place);
  for (const id of both) checked.errors[id] = `Field '${id}' cannot appear in both 'fields' and 'update'`;
  const refusal = refusalOf(checked);
  return refusal === null ? { refusal, values: checked.values } : { refusal };
}

interface Checked {
  values: TicketValues;
  readonly errors: Record<string, string>;
  readonly errorMessages: string[];
}

function readFields(given: Record<string, unknown>, screen: readonly Field[], place: Place): Checked {
  const checked: Checked = { values: {}, errors: {}, errorMessages: [] };
  for (const [id, value] of Object.entries(given)) {
    const field = screen.find((each) => each.id === id);
    if (field === undefined) {
      checked.errors[id] = `Field '${id}' cannot be set. It is not on the appropriate screen, or unknown.`;
      continue;
    }
    const reading = field.read(value, place);
    if ('error' in reading) checked.errors[id] = reading.error;
    else if ('message' in reading) checked.errorMessages.push(reading.message);
    else {
      const custom = { ...checked.values.custom, ...reading.values.custom };
      checked.values = {
        ...checked.values,
        ...reading.values,
        ...(Object.keys(custom).length === 0 ? {} : { custom }),
      };
    }
  }
  return checked;
}

function refusalOf({ errors, errorMessages }: Checked): Refusal | null {
  return errorMessages.length === 0 && Object.keys(errors).length === 0 ? null : { errorMessages, errors };
}

function projectIn(value: unknown, view: View): ProjectDefinition | null {
  const wanted = isRecord(value) ? (value.key ?? value.id) : undefined;
  const project = wanted === undefined ? null : findProject(view.site, String(wanted));
  return project?.denied.includes('BROWSE_PROJECTS') === true ? null : project;
}

function typeIn(value: unknown, project: ProjectDefinition): IssueType | null {
  if (!isRecord(value)) return null;
  const { id, name } = value;
  return (
    typesOf(project).find((type) => (id === undefined ? type.name === name : type.id === String(id))) ?? null
  );
}

function missing({ id, name }: Field): string {
  if (id === 'summary') return 'You must specify a summary of the issue.';
  if (id === 'parent') return 'Issue type is a sub-task but parent issue key or id not specified.';
  return `${name} is required.`;
}

/** A list after `add`, `remove` and `set`; for other fields the last thing set. */
function appliedTo(shown: unknown, operations: readonly unknown[]): unknown {
  let next: unknown = shown ?? [];
  for (const operation of operations) {
    if (!isRecord(operation)) continue;
    const list: readonly unknown[] = Array.isArray(next) ? next : [];
    if (operation.set !== undefined) next = operation.set;
    else if (operation.add !== undefined) next = [...list, operation.add];
    else if (operation.remove !== undefined) {
      next = list.filter((each) => !isSame(each, operation.remove));
    }
  }
  return next;
}

/** Whether an operation names a value of a list: the text itself, or a thing by id, name or value. */
function isSame(value: unknown, named: unknown): boolean {
  if (!isRecord(value) || !isRecord(named)) return value === named;
  return ['id', 'name', 'value'].some((key) => named[key] !== undefined && named[key] === value[key]);
}
