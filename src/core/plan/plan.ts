import type { ActionItem, Priority } from '../action-item.ts';
import type { Day } from '../calendar.ts';
import type { Json } from '../digest.ts';
import type { Failure } from '../failure.ts';
import type { Finding } from '../pir/finding.ts';

/**
 * A part of a ticket's description. Texts are Markdown from the PIR, untrusted; each is rendered by itself, so that none
 * can break out of its part.
 */
export interface DescriptionPart {
  readonly heading: string | null;
  /** Paragraphs of Markdown. */
  readonly paragraphs: readonly string[];
  /** Numbered steps, each inline Markdown. */
  readonly steps: readonly string[];
  /** A link on its own line. */
  readonly link: { readonly text: string; readonly url: string } | null;
}

/** Where a ticket is made. */
export interface TicketDestination {
  /** Key of the project. */
  readonly project: string;
  /** Name of the issue type. */
  readonly issueType: string;
  /** Names of components. */
  readonly components: readonly string[];
  /** Values of fields that the project insists on, by Jira's field id; given as text they fit the field's own form. */
  readonly values: Readonly<Record<string, Json>>;
}

/** The fields of a ticket that the PIR owns, exactly as they will be sent. */
export interface TicketFields {
  /** 1 to 255 characters, one line. */
  readonly summary: string;
  readonly description: readonly DescriptionPart[];
  /** Null: the ticket keeps the project's default, since no screen has the field; the description says it. */
  readonly priority: Priority | null;
  readonly dueDate: Day | null;
  /** Jira account of the answerable person; null when unresolved, then the ticket is created unassigned. */
  readonly assignee: string | null;
  readonly labels: readonly string[];
  /** Texts for custom fields, by Jira's field id. */
  readonly custom: Readonly<Record<string, string>>;
}

/** What an update sends: only what changed. Labels are added and removed one by one, so those that people put on stay. */
export type TicketChanges = Partial<Omit<TicketFields, 'labels'>> & {
  readonly labels?: { readonly add: readonly string[]; readonly remove: readonly string[] };
};

/** A ticket to be created. */
export interface NewTicket {
  readonly itemId: string;
  readonly destination: TicketDestination;
  /** Key of the ticket it hangs under, an epic for instance. */
  readonly parent: string | null;
  readonly fields: TicketFields;
}

/** What came of one ticket among several that were created together. */
export type Creation =
  | { readonly ok: true; readonly ticket: CreatedTicket }
  /** This one was refused, tracker-rejected or tracker-limited; nothing was made of it. */
  | { readonly ok: false; readonly failure: Failure };

/** Why a change of kind none does nothing; a blocked one must be mended in the document before it can be approved. */
export type NothingToDo = 'unchanged' | 'stated-done' | 'referenced' | 'declined' | 'ended' | 'blocked';

/** One step of a plan. Every step says why. */
export type Change = {
  readonly itemId: string;
  readonly ref: string | null;
  readonly title: string;
  /** Line of the item in the document; null for an item that the document no longer has. */
  readonly line: number | null;
  readonly reason: string;
} & (
  | {
      readonly kind: 'create';
      /** Null while no tracker is configured; then the settings of the day say where the ticket is made. */
      readonly destination: TicketDestination | null;
      /** Key of the ticket it hangs under; the epic's own id while that is still to be made. */
      readonly parent: string | null;
      readonly fields: TicketFields;
    }
  | {
      readonly kind: 'update';
      /** Null while the ticket itself still waits to be created. */
      readonly ticket: string | null;
      /** What is sent; empty where the ticket lives in another tracker: then only the item changes. */
      readonly fields: TicketChanges;
    }
  /** The labels are added to the ticket; the rest is what later changes are told from. */
  | { readonly kind: 'link'; readonly ticket: string; readonly fields: TicketFields }
  | { readonly kind: 'drop'; readonly ticket: string | null }
  | { readonly kind: 'none'; readonly why: NothingToDo; readonly ticket: string | null }
);

/** The epic that a PIR's tickets hang under. */
export interface PlannedEpic {
  /** Its id in the place of an item's. */
  readonly itemId: string;
  readonly destination: TicketDestination;
  readonly fields: TicketFields;
  /** Null: it is created before the first of its tickets. */
  readonly ticket: string | null;
}

/** What approving one revision of a PIR would cause. A value: stored, shown, approved by its fingerprint and applied. */
export interface Plan {
  readonly pirId: string;
  /** SHA-256 of the document as received. */
  readonly revision: string;
  /** Hash over the canonical form of all the rest. */
  readonly fingerprint: string;
  /** Null where tickets hang under none, or none is created. */
  readonly epic: PlannedEpic | null;
  readonly changes: readonly Change[];
}

/** A plan with what planning itself had to say. */
export interface Draft {
  readonly plan: Plan;
  readonly findings: readonly Finding[];
}

/** A ticket as named by the tracker. */
export interface TicketRef {
  /** Jira's issue id, a number as text. */
  readonly ticketId: string;
  readonly key: string;
  /** Where a person can open it. */
  readonly url: string;
}

/** Fields that a ticket can do without. */
export type OptionalField = 'dueDate' | 'priority' | 'assignee';

/** A link from a ticket back to its PIR. */
export interface TicketLink {
  /** By which the tracker knows it again; up to 255 characters. */
  readonly globalId: string;
  readonly url: string;
  readonly title: string;
  readonly summary: string;
}

/** A ticket just created. */
export interface CreatedTicket extends TicketRef {
  /** Fields that the tracker does not keep or refused; the description says what they would have said. */
  readonly leftOut: readonly OptionalField[];
}

/** An item together with the fields of its ticket as they were last approved. */
export interface PlannedItem extends ActionItem {
  readonly ticketFields: TicketFields | null;
}

/** An item that the service knows already when a revision is planned. */
export interface KnownItem extends PlannedItem {
  readonly ticket: TicketRef | null;
}

/** An item, where it stands, and the ticket that it has. */
export type TicketHolder = Pick<KnownItem, 'id' | 'pirId' | 'state' | 'ticket'>;
