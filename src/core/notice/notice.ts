import type { Day } from '../calendar.ts';
import type { Agenda } from '../review/agenda.ts';
import type { ItemLine } from '../sync/item-line.ts';

/** What a notice is about, most urgent first; the order in which sections stand in a mail. */
export const noticeKinds = ['overdue', 'due', 'review', 'assigned', 'digest'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** What a notice says, as data; the mail is made from it when it leaves. */
export type NoticeContent =
  /** Your item is overdue; `insteadOf` names the owner when the mail goes to somebody else. */
  | {
      readonly kind: 'overdue';
      readonly item: ItemLine;
      readonly daysLate: number;
      readonly insteadOf: string | null;
    }
  /** Your item falls due today or soon. */
  | {
      readonly kind: 'due';
      readonly item: ItemLine;
      readonly daysLeft: number;
      readonly insteadOf: string | null;
    }
  /** You own this item from now on. */
  | { readonly kind: 'assigned'; readonly item: ItemLine; readonly insteadOf: string | null }
  | { readonly kind: 'review'; readonly agenda: Agenda }
  | { readonly kind: 'digest'; readonly digest: Digest };

/** The week, for one owner or, with `audience` organisation, for everybody. */
export interface Digest {
  readonly audience: 'owner' | 'organisation';
  readonly week: string;
  readonly from: Day;
  readonly to: Day;
  readonly overdue: readonly ItemLine[];
  readonly dueThisWeek: readonly ItemLine[];
  readonly openLater: number;
  readonly doneLastWeek: readonly ItemLine[];
  readonly unowned: readonly ItemLine[];
  readonly reviews: readonly { readonly incident: string; readonly milestone: string; readonly on: Day }[];
}

/** One section of a mail to come, by its natural key: recipient, kind, scope, period. */
export interface NoticeRecord {
  /** E-mail address. */
  readonly recipient: string;
  readonly kind: NoticeKind;
  /** What it is about: an item id, a PIR and milestone, a team … */
  readonly scope: string;
  /** Which of its occasions: an offset and due date, an ISO week … */
  readonly period: string;
  readonly content: NoticeContent;
}

/** A mail ready to leave. */
export interface Mail {
  /** Deterministic, from the mail's natural key: a second try carries the same one. With angle brackets. */
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The natural key of a mail in the outbox: one per recipient and day. */
export function mailKey(recipient: string, day: Day): string {
  return `mail ${recipient} ${day}`;
}

/** A mail that was composed: one per recipient and day. */
export interface MailRecord extends Mail {
  readonly day: Day;
  readonly kinds: readonly NoticeKind[];
}
