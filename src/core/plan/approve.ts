import type { Instant } from '../calendar.ts';

/** Somebody's word that a plan is to be carried out; it names the fingerprint that was read. */
export interface ApprovalRecord {
  readonly pirId: string;
  readonly fingerprint: string;
  readonly revision: string;
  readonly approvedBy: string;
  readonly approvedAt: Instant;
  /** Reasons for the items declined, by item id. */
  readonly declined: Readonly<Record<string, string>>;
}
