import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { DueSource, ItemState, Owner, Priority } from '../../core/action-item.ts';
import type { Day, Instant } from '../../core/calendar.ts';
import type { Delivery, DeliveryKind } from '../../core/delivery/delivery.ts';
import type { Channel } from '../../core/delivery/holds.ts';
import type { PauseScope } from '../../core/delivery/pauses.ts';
import type { Json } from '../../core/digest.ts';
import type { NoticeContent, NoticeKind } from '../../core/notice/notice.ts';
import type { Finding } from '../../core/pir/finding.ts';
import type { Pir } from '../../core/pir/pir.ts';
import type { PirState } from '../../core/pir/pir-record.ts';
import type { Plan, TicketFields } from '../../core/plan/plan.ts';
import type { Preflight } from '../../core/plan/preflight.ts';
import type {
  Evidence,
  ItemOutcome,
  ItemStanding,
  ReviewRecord,
  ReviewState,
} from '../../core/review/review.ts';
import type { Drift } from '../../core/sync/drift.ts';
import type { Snapshot } from '../../core/sync/snapshot.ts';

/** jsonb: comes back as a value, is written as JSON text. */
type Jsonb<T> = ColumnType<T, string, string>;
type NullableJsonb<T> = ColumnType<T | null, string | null, string | null>;

/** The tables of db/migrations, column by column; names are camel case here and snake case in SQL. */
export interface Database {
  pirs: {
    id: string;
    incidentId: string | null;
    source: string;
    title: string;
    incidentDate: Day | null;
    pirDate: Day | null;
    severity: string | null;
    label: string;
    state: PirState;
    submittedAt: Instant;
    approvedAt: Instant | null;
    chasedSince: Instant | null;
    revision: string;
  };
  revisions: {
    pirId: string;
    digest: string;
    bytes: Uint8Array;
    pir: Jsonb<Pir>;
    findings: Jsonb<readonly Finding[]>;
    receivedAt: Instant;
    receivedFrom: string;
  };
  plans: { pirId: string; fingerprint: string; plan: Jsonb<Plan>; createdAt: Instant };
  approvals: {
    pirId: string;
    fingerprint: string;
    revision: string;
    approvedBy: string;
    approvedAt: Instant;
    declined: JSONColumnType<Record<string, string>>;
  };
  items: {
    id: string;
    pirId: string;
    ref: string | null;
    position: number;
    title: string;
    priority: Priority | null;
    owners: Jsonb<readonly Owner[]>;
    due: Day | null;
    dueSource: DueSource | null;
    firstDue: Day | null;
    estimate: string | null;
    successMetric: string | null;
    objective: string | null;
    approach: Jsonb<readonly string[]>;
    playbook: string | null;
    state: ItemState;
    stateReason: string | null;
    stateSince: Instant;
    openedAt: Instant | null;
    follows: string | null;
    ticketFields: NullableJsonb<TicketFields>;
  };
  tickets: {
    itemId: string;
    ticketId: string;
    key: string;
    url: string;
    base: NullableJsonb<Snapshot>;
    drift: Jsonb<readonly Drift[]>;
    syncedAt: Instant | null;
    missingSince: Instant | null;
  };
  outbox: {
    key: string;
    position: Generated<number>;
    kind: DeliveryKind;
    itemId: string | null;
    delivery: Jsonb<Delivery>;
    state: Generated<'waiting' | 'delivered' | 'dead'>;
    dueAt: Instant;
    createdAt: Instant;
    settledAt: Instant | null;
    attempts: Generated<number>;
    inDoubt: Generated<boolean>;
    lookUps: Generated<number>;
    reason: string | null;
    holder: string | null;
    leasedUntil: Instant | null;
    after: string | null;
    discarded: Generated<boolean>;
  };
  epics: { pirId: string; ticketId: string; key: string; url: string };
  preflights: { pirId: string; preflight: Jsonb<Preflight> };
  pauses: {
    scope: PauseScope;
    failures: number;
    since: Instant;
    until: Instant | null;
    reason: string;
  };
  holds: { channel: Channel; since: Instant; by: string; reason: string };
  instance: { isOnly: Generated<boolean>; name: string; namedAt: Instant };
  reviews: {
    pirId: string;
    milestone: ReviewRecord['milestone'];
    heldOn: Day;
    source: ReviewRecord['source'];
    state: ReviewState;
    announcedAt: Instant | null;
    askedOn: Day | null;
    facilitator: string | null;
    version: number;
    recordedAt: Instant | null;
    recordedBy: string | null;
    note: string | null;
    standings: Jsonb<readonly ItemStanding[]>;
  };
  outcomes: { [Column in keyof ItemOutcome]: ItemOutcome[Column] };
  evidence: { [Column in keyof Evidence]: Evidence[Column] } & { bytes: Uint8Array | null };
  mails: {
    recipient: string;
    day: Day;
    messageId: string;
    subject: string;
    textPart: string;
    htmlPart: string;
    kinds: Jsonb<readonly NoticeKind[]>;
    composedAt: Instant;
  };
  notices: {
    recipient: string;
    kind: NoticeKind;
    scope: string;
    period: string;
    content: Jsonb<NoticeContent>;
    noticedAt: Instant;
    mailedOn: Day | null;
  };
  people: { id: string; name: string };
  trail: {
    chain: string;
    sequence: number;
    at: Instant;
    actor: string;
    action: string;
    subject: string;
    payload: NullableJsonb<Json>;
    salt: string | null;
    payloadDigest: string;
    previousHash: string;
    hash: string;
  };
  syncs: {
    tracker: string;
    at: Instant;
    asOf: Instant | null;
    sweptAt: Instant | null;
    read: number;
    failed: number;
    reason: string | null;
  };
  cursors: { tracker: string; cursor: string; movedAt: Instant };
  hints: {
    delivery: string;
    event: string;
    ticketIds: Jsonb<readonly string[]>;
    receivedAt: Instant;
    takenAt: Instant | null;
  };
}
