import { z } from 'zod';

const text = z.string().trim().min(1);
const projectKey = z.string().regex(/^[A-Z][A-Z0-9_]+$/, 'must be a project key such as OPS');
const ticketKey = z.string().regex(/^[A-Z][A-Z0-9_]+-\d+$/, 'must be the key of a ticket such as OPS-12');
const names = z.array(text).default([]);

/** Values for fields that a project insists on, by Jira's field id. */
const values = z
  .record(z.string().regex(/^[A-Za-z][\w-]*$/, 'must be a field id such as customfield_10042'), z.json())
  .default({});

/** What a ticket can say in a field of its own, beside the description. */
export const customFields = [
  'incident',
  'severity',
  'objective',
  'successMetric',
  'estimate',
  'pir',
] as const;

/** Tokens and texts of PIRs must not cross a network in the clear; on this machine there is none. */
function isSafeAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(address);
  if (username !== '' || password !== '' || search !== '' || hash !== '') return false;
  const isHere = ['localhost', '[::1]'].includes(hostname) || /^127\./.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isHere);
}

/** Where a team's tickets go; what it leaves out follows the jira section of the settings. */
export const TeamDestination = z.strictObject({
  project: projectKey.nullable().default(null),
  issueType: text.nullable().default(null),
  components: names,
  values,
});

/** The section `jira` of config/settings.yaml. */
export const JiraSection = z
  .strictObject({
    deployment: z
      .enum(['cloud', 'datacenter'])
      .default('cloud')
      .describe('Jira Cloud, or Jira Data Center (or Server) that you run yourself.'),
    baseUrl: text
      .refine(
        isSafeAddress,
        'must be an https address without user, query or fragment (http only for this machine)',
      )
      .describe('The address Jira has in the browser, such as https://example.atlassian.net.'),
    email: text
      .nullable()
      .default(null)
      .describe('The account whose API token stands in JIRA_API_TOKEN; null with a personal access token.'),
    project: projectKey.describe('Key of the project.'),
    issueType: text.default('Task').describe('Name of the issue type for action items.'),
    components: names.describe('Names of components for every ticket.'),
    values: values.describe('Values for fields that the project insists on, by field id.'),
    fields: z
      .partialRecord(
        z.enum(customFields),
        z.string().regex(/^customfield_\d+$/, 'must be the id of a custom field such as customfield_10042'),
      )
      .default({})
      .describe(`Custom fields that are filled as well, by field id: ${customFields.join(', ')}.`),
    priorities: z
      .strictObject({
        high: text.default('High'),
        medium: text.default('Medium'),
        low: text.default('Low'),
      })
      .prefault({})
      .describe('What the three priorities are called in the project.'),
    epic: text
      .nullable()
      .default(null)
      .describe('Name of an issue type; then each PIR gets one such ticket, and its items hang under it.'),
    parent: ticketKey
      .nullable()
      .default(null)
      .describe('Key of one ticket under which the tickets of all PIRs hang.'),
    droppedResolutions: z
      .array(text)
      .default(["Won't Do", "Won't Fix", 'Declined', 'Rejected', 'Duplicate', 'Cannot Reproduce'])
      .describe('Resolutions that mean that the work will not be done.'),
    blockedStatuses: z
      .array(text)
      .default(['Blocked', 'On Hold'])
      .describe('Statuses that mean that the work is blocked, beside the flag and "is blocked by" links.'),
    unsignedWebhooks: z
      .boolean()
      .default(false)
      .describe('Whether webhooks without a signature are taken, where JIRA_WEBHOOK_SECRET is not set.'),
    ca: text
      .nullable()
      .default(null)
      .describe('Path of a certificate authority to trust as well (PEM), beside this file.'),
    timeoutSeconds: z.number().min(1).max(300).default(30).describe('Longest wait for one answer of Jira.'),
  })
  .refine(({ deployment, email }) => deployment === 'datacenter' || email !== null, {
    path: ['email'],
    message: 'is missing: Jira Cloud takes an API token together with the account it belongs to',
  })
  .refine(({ epic, parent }) => epic === null || parent === null, {
    path: ['parent'],
    message: 'cannot stand beside jira.epic: a ticket hangs under one other',
  });
