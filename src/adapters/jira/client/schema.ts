import { z } from 'zod';

/*
 * What is read of Jira's answers, and nothing else (Cloud platform REST API v3, Data Center 10.3 REST API v2). Fields are
 * missing where an account may not see them. Where the two differ, both forms are taken.
 */

export const ErrorCollection = z.object({
  errorMessages: z.array(z.string()).catch([]),
  errors: z.record(z.string(), z.string()).catch({}),
});
export type ErrorCollection = z.infer<typeof ErrorCollection>;

/** Jira's ids are numbers as text. */
const id = z.string().regex(/^\d+$/);

export const CreatedIssue = z.object({ id, key: z.string().min(1) });
export type CreatedIssue = z.infer<typeof CreatedIssue>;

/** `issues` holds only those that were made; each of the others is named by its place in the request, from 0. */
export const CreatedIssues = z.object({
  issues: z.array(CreatedIssue),
  errors: z.array(
    z.object({
      status: z.number().int().default(400),
      failedElementNumber: z.number().int().min(0),
      elementErrors: z.unknown(),
    }),
  ),
});
export type CreatedIssues = z.infer<typeof CreatedIssues>;

/** Who somebody is: by accountId on Cloud, by name on Data Center. */
export const User = z.object({
  accountId: z.string().optional(),
  name: z.string().optional(),
  displayName: z.string().default(''),
  active: z.boolean().default(true),
});
export type User = z.infer<typeof User>;

const status = z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }) });
const linkEnd = z
  .object({ key: z.string(), fields: z.object({ status: status.nullish() }).nullish() })
  .nullish();

/** The fields that are asked for, each of which may be absent; those of plugins stay as they came. */
export const IssueFields = z.looseObject({
  summary: z.string().nullish(),
  status: status.nullish(),
  resolution: z.object({ name: z.string() }).nullish(),
  project: z.object({ key: z.string() }).nullish(),
  issuetype: z.object({ name: z.string() }).nullish(),
  priority: z.object({ name: z.string() }).nullish(),
  duedate: z.string().nullish(),
  assignee: User.nullish(),
  labels: z.array(z.string()).nullish(),
  updated: z.string().nullish(),
  comment: z.object({ comments: z.array(z.object({ body: z.unknown() })) }).nullish(),
  issuelinks: z
    .array(
      z.object({
        type: z.object({ inward: z.string().default(''), outward: z.string().default('') }),
        inwardIssue: linkEnd,
        outwardIssue: linkEnd,
      }),
    )
    .nullish(),
});
export type IssueFields = z.infer<typeof IssueFields>;

export const Issue = CreatedIssue.extend({
  fields: IssueFields.default({}),
  properties: z.record(z.string(), z.unknown()).default({}),
});
export type Issue = z.infer<typeof Issue>;

export const Issues = z.object({ issues: z.array(Issue).default([]) });

/** A page of Cloud's search; the last one has no token. */
export const TokenPage = Issues.extend({ nextPageToken: z.string().nullish() });
export type TokenPage = z.infer<typeof TokenPage>;

/** A page of Data Center's search. */
export const CountedPage = Issues.extend({ total: z.number().int() });
export type CountedPage = z.infer<typeof CountedPage>;

/** Pages that count from startAt; `total` is not always told. Data Center's rows are called values. */
const page = { total: z.number().int().nullish() };

const IssueType = z.object({ id: z.string(), name: z.string() });

export const PageOfIssueTypes = z
  .object({ ...page, issueTypes: z.array(IssueType).optional(), values: z.array(IssueType).optional() })
  .transform(({ total, issueTypes, values }) => ({ total, rows: issueTypes ?? values ?? [] }));

export const ScreenField = z.object({
  fieldId: z.string(),
  name: z.string().default(''),
  required: z.boolean().default(false),
  hasDefaultValue: z.boolean().default(false),
  schema: z
    .object({
      type: z.string().default('string'),
      items: z.string().optional(),
      custom: z.string().optional(),
    })
    .catch({ type: 'string' }),
  allowedValues: z
    .array(z.object({ id: z.string().optional(), name: z.string().optional(), value: z.string().optional() }))
    .catch([]),
});
export type ScreenField = z.infer<typeof ScreenField>;

export const PageOfFields = z
  .object({ ...page, fields: z.array(ScreenField).optional(), values: z.array(ScreenField).optional() })
  .transform(({ total, fields, values }) => ({ total, rows: fields ?? values ?? [] }));

export const Users = z.array(User);

export const ServerInfo = z.object({
  version: z.string().default('unknown'),
  deploymentType: z.string().default('unknown'),
});
export type ServerInfo = z.infer<typeof ServerInfo>;

export const Project = z.object({ key: z.string(), name: z.string().default('') });
export type Project = z.infer<typeof Project>;

export const Fields = z.array(
  z.object({
    id: z.string(),
    name: z.string().default(''),
    schema: z.object({ custom: z.string().optional() }).nullish(),
  }),
);
export type Fields = z.infer<typeof Fields>;

export const Permissions = z.object({
  permissions: z.record(z.string(), z.object({ havePermission: z.boolean().default(false) })),
});
export type Permissions = z.infer<typeof Permissions>;

export const Webhooks = z.array(
  z.object({
    name: z.string().default(''),
    url: z.string(),
    enabled: z.boolean().default(true),
    active: z.boolean().default(true),
    isSigned: z.boolean().optional(),
    events: z.array(z.string()).catch([]),
  }),
);
export type Webhooks = z.infer<typeof Webhooks>;
