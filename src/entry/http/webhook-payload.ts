import { z } from 'zod';
import { sha256 } from '../../core/digest.ts';
import type { Hint } from '../../core/sync/snapshot.ts';

/** Jira's ids are numbers, as text or not. */
const id = z.union([z.string().regex(/^\d+$/), z.number().int().nonnegative().transform(String)]);

/**
 * What is read of a webhook's body, Cloud and Data Center: only which tickets it is about. What became of them is asked from
 * Jira, for webhooks come twice, late and in any order, and their fields have the form of another version of the API. Comments
 * on Server name no ticket at all; the change log is left alone (its `toString` is a trap of its own).
 */
export const JiraWebhook = z.object({
  webhookEvent: z.string().max(200).default('unknown'),
  issue: z.object({ id, self: z.string().max(2000).optional() }).optional(),
  /** Of issuelink_created and issuelink_deleted. */
  issueLink: z.object({ sourceIssueId: id, destinationIssueId: id }).optional(),
});
export type JiraWebhook = z.output<typeof JiraWebhook>;

/**
 * The hint in a webhook.
 * @param identifier the value of X-Atlassian-Webhook-Identifier, the same for each repetition; Data Center may send none, then
 *   the body's digest takes its place
 * @param body byte for byte as received
 */
export function hintFrom(payload: JiraWebhook, identifier: string | undefined, body: Uint8Array): Hint {
  const { issue, issueLink } = payload;
  const ids = [issue?.id, issueLink?.sourceIssueId, issueLink?.destinationIssueId];
  // An identifier counts within its site.
  const site = issue?.self === undefined || !URL.canParse(issue.self) ? '' : new URL(issue.self).host;
  return {
    delivery: identifier === undefined ? `sha256 ${sha256(body)}` : `${site} ${identifier}`,
    event: payload.webhookEvent,
    ticketIds: [...new Set(ids.filter((each) => each !== undefined))],
  };
}
