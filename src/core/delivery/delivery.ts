import type { Instant } from '../calendar.ts';
import type { Mail } from '../notice/notice.ts';
import type { DescriptionPart, TicketFields } from '../plan/plan.ts';

/** Something to be told to the outside, committed together with the change that caused it. */
export type Delivery =
  | { readonly kind: 'create-ticket'; readonly itemId: string; readonly fields: TicketFields }
  | { readonly kind: 'link-ticket'; readonly itemId: string; readonly ticket: string }
  | { readonly kind: 'update-ticket'; readonly itemId: string; readonly fields: Partial<TicketFields> }
  | { readonly kind: 'comment-ticket'; readonly itemId: string; readonly parts: readonly DescriptionPart[] }
  | { readonly kind: 'send-mail'; readonly mail: Mail };

export type DeliveryKind = Delivery['kind'];

/** A claimed row of the outbox. */
export interface ClaimedDelivery {
  /** The natural key: the same intent is never stored twice. */
  readonly key: string;
  readonly delivery: Delivery;
  /** Tries begun before this one. */
  readonly attempts: number;
  /** A try was begun whose outcome nobody recorded: look before doing it again. */
  readonly inDoubt: boolean;
  /** Fruitless look-ups since the try in doubt. */
  readonly lookUps: number;
}

/** What is to be written about a claimed row. */
export type DeliveryOutcome =
  | { readonly outcome: 'delivered' }
  /** Try again at `at`. `inDoubt` says whether the last try may have been carried out. */
  | {
      readonly outcome: 'again';
      readonly at: Instant;
      readonly reason: string;
      readonly inDoubt: boolean;
      readonly lookUps: number;
    }
  /** Given up on; shown on the status page with the reason. */
  | { readonly outcome: 'dead'; readonly reason: string };

/** How the outbox stands, for one kind. */
export interface OutboxCount {
  readonly kind: DeliveryKind;
  readonly waiting: number;
  readonly dead: number;
  readonly delivered: number;
  /** When the longest waiting row was written. */
  readonly oldestWaiting: Instant | null;
  /** Why the last try failed, among those still waiting. */
  readonly lastReason: string | null;
}

/** A delivery given up on. */
export interface DeadLetter {
  readonly key: string;
  readonly kind: DeliveryKind;
  readonly itemId: string | null;
  readonly reason: string;
}
