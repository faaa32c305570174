import { z } from 'zod';
import { issueTypes, priorities, workflows } from './workflow.ts';

const names = <Name extends string>(list: readonly { readonly name: Name }[]) =>
  z.enum(list.map((each) => each.name) as [Name, ...Name[]]);
const TypeName = names(issueTypes);
const PriorityName = names(priorities);

/** A field that the site has besides Jira's own. */
const CustomFieldDefinition = z.strictObject({
  /** customfield_10050 */
  id: z.string().regex(/^customfield_\d{5}$/),
  name: z.string(),
  kind: z.enum(['text', 'textarea', 'number', 'option', 'checkboxes']),
  /** What can be chosen, for option and checkboxes; ids are given in this order. */
  options: z.array(z.string()).default([]),
  /** Jira fills it in where nothing is given. */
  hasDefault: z.boolean().default(false),
});
export type CustomFieldDefinition = z.infer<typeof CustomFieldDefinition>;

/** Permissions of Jira that the service needs or may lack. */
export const permissionKeys = [
  'BROWSE_PROJECTS',
  'CREATE_ISSUES',
  'EDIT_ISSUES',
  'ASSIGN_ISSUES',
  'SCHEDULE_ISSUES',
  'TRANSITION_ISSUES',
  'LINK_ISSUES',
  'ADD_COMMENTS',
  'DELETE_ISSUES',
  'ADMINISTER',
] as const;

/** One project: what it offers, what its screens lack, what it insists on and what the service may not do there. */
export const ProjectDefinition = z
  .strictObject({
    key: z.string().regex(/^[A-Z][A-Z0-9_]+$/),
    name: z.string().optional(),
    issueTypes: z.array(TypeName).min(1).default(['Task', 'Bug', 'Epic', 'Sub-task']),
    workflow: z.enum(Object.keys(workflows) as [keyof typeof workflows]).default('simple'),
    components: z.array(z.string()).default([]),
    /** In the order of importance; the middle one is the default where Medium is not among them. */
    priorities: z
      .array(PriorityName)
      .min(1)
      .default(priorities.map((each) => each.name)),
    /** Field ids that are not on a screen: of one kind or both, of some issue types or all. */
    screens: z
      .array(
        z.strictObject({
          on: z.enum(['create', 'edit']).optional(),
          issueTypes: z.array(TypeName).optional(),
          without: z.array(z.string()),
        }),
      )
      .default([]),
    /** Field ids that have to be given at creation. */
    required: z
      .array(z.strictObject({ field: z.string(), issueTypes: z.array(TypeName).optional() }))
      .default([]),
    /** What nobody may do there over the API. */
    denied: z.array(z.enum(permissionKeys)).default([]),
  })
  .transform((project) => ({ ...project, name: project.name ?? `${project.key} (sandbox)` }));
export type ProjectDefinition = z.infer<typeof ProjectDefinition>;

export const AccountDefinition = z.strictObject({
  accountId: z.string().min(1),
  displayName: z.string(),
  email: z.string(),
  active: z.boolean().optional(),
  assignableIn: z.array(z.string()).optional(),
});

/** What `pir sandbox --site FILE` reads: the projects, fields and accounts of a site. */
export const SiteDefinition = z.strictObject({
  projects: z.array(ProjectDefinition).min(1),
  fields: z.array(CustomFieldDefinition).default([]),
  accounts: z.array(AccountDefinition).optional(),
});
/** A site as it is written down; what is not given has its usual value. */
export type SiteDefinition = z.input<typeof SiteDefinition>;
