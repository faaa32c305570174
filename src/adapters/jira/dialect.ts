import type { DescriptionPart } from '../../core/plan/plan.ts';
import type { Issue, User } from './client/schema.ts';

/** What Jira Cloud and Jira Data Center do not have in common. Methods that ask throw CallError. */
export interface Dialect {
  /** A description or comment in the form that Jira takes: ADF or wiki markup, cut to what a text may have. */
  text(parts: readonly DescriptionPart[]): unknown;
  /** How a person is named to Jira. */
  user(account: string): object;
  /** How Jira names a person, in the form that the directory has; null where it does not say. */
  accountOf(user: User): string | null;
  /** The issues of up to 100 ids; those that are gone or unseen are left out. */
  read(ids: readonly string[], fields: readonly string[]): Promise<readonly Issue[]>;
  /** The hits of a search, page by page. */
  search(jql: string, fields: readonly string[]): AsyncIterable<readonly Issue[]>;
  /** The same, each issue with one of its properties. */
  searchWithProperty(
    jql: string,
    fields: readonly string[],
    property: string,
  ): AsyncIterable<readonly Issue[]>;
  /** The person among those who can be given tickets in a project; null where they are none of them. */
  assignable(project: string, account: string): Promise<User | null>;
  /** The person, wherever they may be given tickets or not; null where there is none, or Jira does not show them. */
  person(account: string): Promise<User | null>;
}
