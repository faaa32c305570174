import type { Priority } from '../../core/action-item.ts';
import type { TicketDestination } from '../../core/plan/plan.ts';
import type { JiraAccess } from './client/jira-client.ts';

/** Where tickets are kept, and as whom. */
export interface JiraSettings extends JiraAccess {
  /** Everywhere that tickets are made; the first is where they go unless a team has its own. */
  readonly destinations: readonly TicketDestination[];
  /** Names of the project's priorities for our three. */
  readonly priorities: Readonly<Record<Priority, string>>;
  /** Ids of custom fields, by what they are filled with from the PIR. */
  readonly fields: Readonly<Partial<Record<string, string>>>;
  /** Whom the directory gives an account, and a project in which they are given tickets: what `pir doctor` looks at. */
  readonly people: readonly { readonly name: string; readonly account: string; readonly project: string }[];
  /** Where Jira's webhook is to call, and whether it must sign; null where none would be believed or could be reached. */
  readonly webhook: { readonly url: string; readonly isSigned: boolean } | null;
}
