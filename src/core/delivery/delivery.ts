import type { Instant } from '../calendar.ts';
import type { Mail } from '../notice/notice.ts';
import type {
  DescriptionPart,
  TicketChanges,
  TicketDestination,
  TicketFields,
  TicketLink,
} from '../plan/plan.ts';

/** Something to be told to the outside, committed together with the change that caused it. */
export type Delivery =
  | {
      readonly kind: 'create-epic';
      readonly pirId: string;
      readonly destination: TicketDestination;
      readonly fields: TicketFields;
      readonly askedAt: Instant | null;
    }
  | {
      readonly kind: 'create-ticket';
      readonly itemId: string;
      /** Null: where the settings of the day say. */
      readonly destination: TicketDestination | null;
      /** Key of the ticket it hangs under, or the epic's own id until that is created. */
      readonly parent: string | null;
      readonly fields: TicketFields;
      /** When the tracker was last asked for tickets that are there already; null: never. */
      readonly askedAt: Instant | null;
    }
  | {
      readonly kind: 'link-ticket';
      readonly itemId: string;
      /** Its key. */
      readonly ticket: string;
      readonly labels: readonly string[];
    }
  | { readonly kind: 'update-ticket'; readonly itemId: string; readonly changes: TicketChanges }
  | {
      readonly kind: 'comment-ticket';
      readonly itemId: string;
      readonly parts: readonly DescriptionPart[];
      /** Text in it by which it is known again, so that a lost answer makes no second comment. */
      readonly mark: string;
    }
  | { readonly kind: 'link-back'; readonly itemId: string; readonly link: TicketLink }
  | { readonly kind: 'send-mail'; readonly mail: Mail };

export type DeliveryKind = Delivery['kind'];

/** The deliveries of some kinds. */
export type DeliveryOf<Kind extends DeliveryKind> = Extract<Delivery, { readonly kind: Kind }>;

/** Deliveries that make a ticket; they go out in bulk, and before all others. */
export const creationKinds = ['create-epic', 'create-ticket'] as const;

/** A delivery that makes a ticket. */
export type CreationDelivery = DeliveryOf<(typeof creationKinds)[number]>;

/** All that goes to the tracker. */
export const ticketKinds: readonly DeliveryKind[] = [
  ...creationKinds,
  'link-ticket',
  'update-ticket',
  'comment-ticket',
  'link-back',
];

/** A delivery under its natural key. */
export interface Intent {
  /** The same intent is never stored twice. */
  readonly key: string;
  readonly delivery: Delivery;
  /** Key of the delivery that must be carried out before this one, where there is one. */
  readonly after?: string;
}

/** A claimed row of the outbox. */
export interface ClaimedDelivery<Sent extends Delivery = Delivery> {
  readonly key: string;
  readonly delivery: Sent;
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
