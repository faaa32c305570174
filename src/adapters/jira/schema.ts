import { z } from 'zod';

/* What is read of Jira's answers, and nothing else (Jira Cloud platform REST API v3). Fields are missing where an account may not see them. */

export const ErrorCollection = z.object({
  errorMessages: z.array(z.string()).catch([]),
  errors: z.record(z.string(), z.string()).catch({}),
});
export type ErrorCollection = z.infer<typeof ErrorCollection>;

/** Jira's ids are numbers as text. */
const id = z.string().regex(/^\d+$/);

export const CreatedIssue = z.object({ id, key: z.string().min(1) });
export type CreatedIssue = z.infer<typeof CreatedIssue>;

/** An issue as asked for by an item's property. */
export const FoundIssue = CreatedIssue.extend({
  fields: z.object({ summary: z.string().nullish() }).default({}),
  properties: z.record(z.string(), z.unknown()).default({}),
});
export type FoundIssue = z.infer<typeof FoundIssue>;

export const SearchResults = z.object({
  issues: z.array(FoundIssue).default([]),
  nextPageToken: z.string().nullish(),
});
export type SearchResults = z.infer<typeof SearchResults>;

export const ChangedIssue = z.object({ id, fields: z.object({ updated: z.string() }) });
export type ChangedIssue = z.infer<typeof ChangedIssue>;

export const ChangedResults = z.object({
  issues: z.array(ChangedIssue).default([]),
  nextPageToken: z.string().nullish(),
});
export type ChangedResults = z.infer<typeof ChangedResults>;

const status = z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }) });
const linkEnd = z
  .object({ key: z.string(), fields: z.object({ status: status.nullish() }).nullish() })
  .nullish();

export const Issue = CreatedIssue.extend({
  fields: z.object({
    summary: z.string().nullish(),
    status,
    resolution: z.object({ name: z.string() }).nullish(),
    project: z.object({ key: z.string() }).nullish(),
    issuetype: z.object({ name: z.string() }).nullish(),
    updated: z.string().nullish(),
    issuelinks: z
      .array(
        z.object({
          type: z.object({ inward: z.string().default(''), outward: z.string().default('') }),
          inwardIssue: linkEnd,
          outwardIssue: linkEnd,
        }),
      )
      .nullish(),
    priority: z.object({ name: z.string() }).nullish(),
    duedate: z.string().nullish(),
    assignee: z.object({ accountId: z.string(), active: z.boolean().default(true) }).nullish(),
    labels: z.array(z.string()).nullish(),
  }),
});
export type Issue = z.infer<typeof Issue>;

export const BulkIssueResults = z.object({ issues: z.array(Issue).default([]) });
export type BulkIssueResults = z.infer<typeof BulkIssueResults>;

/** Pages that count from startAt; `total` is not always told. */
const page = { total: z.number().int().nullish() };

export const PageOfIssueTypes = z.object({
  ...page,
  issueTypes: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
});
export type PageOfIssueTypes = z.infer<typeof PageOfIssueTypes>;

export const ScreenField = z.object({
  fieldId: z.string(),
  name: z.string().default(''),
  required: z.boolean().default(false),
  hasDefaultValue: z.boolean().default(false),
  allowedValues: z.array(z.object({ id: z.string().optional(), name: z.string().optional() })).catch([]),
});
export type ScreenField = z.infer<typeof ScreenField>;

export const PageOfFields = z.object({ ...page, fields: z.array(ScreenField).default([]) });
export type PageOfFields = z.infer<typeof PageOfFields>;

export const Myself = z.object({ accountId: z.string(), displayName: z.string().default('') });
export type Myself = z.infer<typeof Myself>;

export const ServerInfo = z.object({
  version: z.string().default('unknown'),
  deploymentType: z.string().default('unknown'),
});
export type ServerInfo = z.infer<typeof ServerInfo>;

export const Project = z.object({ key: z.string(), name: z.string().default('') });
export type Project = z.infer<typeof Project>;
