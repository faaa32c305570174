import { customField, epicFields, flagField } from './custom-fields.ts';
import type { Field, Place } from './field.ts';
import { typeFrom } from './shapes.ts';
import type { JiraSite, View } from './site.ts';
import type { ProjectDefinition } from './site-definition.ts';
import { systemFields } from './system-fields.ts';
import { type IssueType, issueTypes } from './workflow.ts';

const known = new WeakMap<JiraSite, readonly Field[]>();

/** All fields of a site that can be given, its own and Jira's. */
export function fieldsOf(site: JiraSite): readonly Field[] {
  const fields = known.get(site) ?? [
    ...systemFields,
    ...epicFields(site.deployment),
    ...[flagField, ...site.customFields].map(customField),
  ];
  known.set(site, fields);
  return fields;
}

/** The fields that the screen of an issue type in a project has. */
export function screenFields(screen: 'create' | 'edit', place: Omit<Place, 'ticket'>): readonly Field[] {
  const { view, project, issueType } = place;
  const taken = project.screens
    .filter((each) => (each.on ?? screen) === screen && concerns(each.issueTypes, issueType))
    .flatMap((each) => each.without);
  if (project.denied.includes('ASSIGN_ISSUES')) taken.push('assignee');
  if (project.denied.includes('SCHEDULE_ISSUES')) taken.push('duedate');
  return fieldsOf(view.site).filter(
    ({ id, onScreen }) => onScreen(screen, issueType, view.site.deployment) && !taken.includes(id),
  );
}

/** Whether a ticket of this type cannot be made without the field. */
export function isRequired(field: Field, project: ProjectDefinition, issueType: IssueType): boolean {
  if (field.required) return true;
  if (field.id === 'parent') return issueType.level === -1;
  if (field.schema.custom?.endsWith(':gh-epic-label') === true) return true;
  return project.required.some((each) => each.field === field.id && concerns(each.issueTypes, issueType));
}

/** The issue types that a project offers. */
export function typesOf(project: ProjectDefinition): readonly IssueType[] {
  const offered: readonly string[] = project.issueTypes;
  return issueTypes.filter(({ name }) => offered.includes(name));
}

/** An issue type as createmeta lists it. */
export function createTypeFrom(type: IssueType, view: View): Record<string, unknown> {
  return { ...typeFrom(type, view), description: `${type.name} (sandbox)` };
}

/** A field as createmeta describes it. */
export function createFieldFrom(field: Field, place: Omit<Place, 'ticket'>): Record<string, unknown> {
  const allowed = field.allowedValues({ ...place, ticket: null });
  return {
    required: isRequired(field, place.project, place.issueType),
    schema: field.schema,
    name: field.name,
    ...(place.view.site.deployment === 'cloud' ? { key: field.id } : {}),
    hasDefaultValue: field.hasDefault,
    operations: field.operations,
    ...(allowed === null ? {} : { allowedValues: allowed }),
    fieldId: field.id,
  };
}

function concerns(types: readonly string[] | undefined, issueType: IssueType): boolean {
  return types === undefined || types.includes(issueType.name);
}
