import { z } from 'zod';

const Adf = z.record(z.string(), z.unknown());
/** A rich text as Jira Cloud takes and gives it; checked by adf-rules before it is kept. */
export type Adf = z.infer<typeof Adf>;

/** A document on Cloud, wiki markup on Data Center. */
const RichText = z.union([Adf, z.string()]);
export type RichText = z.infer<typeof RichText>;

const Comment = z.object({
  id: z.string(),
  body: RichText,
  author: z.string(),
  /** Milliseconds since 1970. */
  created: z.number(),
});
export type Comment = z.infer<typeof Comment>;

const RemoteLink = z.object({
  id: z.number().int(),
  globalId: z.string().nullable(),
  relationship: z.string().nullable(),
  object: z.record(z.string(), z.unknown()),
});

/** One end of a link to another ticket; the other end stands with that one, under the same id. */
const IssueLink = z.object({
  id: z.string(),
  typeId: z.string(),
  /** outward: this ticket blocks the other; inward: it is blocked by it. */
  direction: z.enum(['inward', 'outward']),
  /** Id of the other ticket. */
  other: z.string(),
});
export type IssueLink = z.infer<typeof IssueLink>;

/** One ticket as the sandbox keeps it. Values are never changed in place: each change makes a new one. */
export const Ticket = z.object({
  id: z.string(),
  key: z.string(),
  /** Keys it had before it was moved; they still lead to it. */
  formerKeys: z.array(z.string()),
  issueTypeId: z.string(),
  summary: z.string(),
  description: RichText.nullable(),
  priorityId: z.string(),
  dueDate: z.string().nullable(),
  assignee: z.string().nullable(),
  reporter: z.string(),
  labels: z.array(z.string()),
  components: z.array(z.string()),
  /** Id of the epic, or of the ticket that this one is a sub-task of. */
  parent: z.string().nullable(),
  statusId: z.string(),
  resolutionId: z.string().nullable(),
  /** By field id, as the field's kind keeps it. */
  custom: z.record(z.string(), z.unknown()),
  properties: z.record(z.string(), z.unknown()),
  comments: z.array(Comment),
  remoteLinks: z.array(RemoteLink),
  links: z.array(IssueLink),
  /** Milliseconds since 1970. */
  created: z.number(),
  updated: z.number(),
  deleted: z.boolean(),
});
export type Ticket = Readonly<z.infer<typeof Ticket>>;

/** What can be given to a ticket by its fields. */
export type TicketValues = Partial<
  Pick<
    Ticket,
    | 'summary'
    | 'description'
    | 'priorityId'
    | 'dueDate'
    | 'assignee'
    | 'reporter'
    | 'labels'
    | 'components'
    | 'parent'
    | 'custom'
  >
>;

/** Key of the project that a ticket lies in. */
export function projectKeyOf(ticket: Ticket): string {
  return ticket.key.replace(/-\d+$/, '');
}
