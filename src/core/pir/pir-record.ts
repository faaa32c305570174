import type { Day, Instant } from '../calendar.ts';
import type { Finding } from './finding.ts';
import type { Pir } from './pir.ts';

/** submitted: read and planned, nothing promised; approved: its items are open. */
export type PirState = 'submitted' | 'approved';

/** What the service keeps of a PIR across its revisions. */
export interface PirRecord {
  readonly id: string;
  readonly incidentId: string | null;
  /** Where it came from: a path or URL. */
  readonly source: string;
  readonly title: string;
  readonly incidentDate: Day | null;
  readonly pirDate: Day | null;
  readonly severity: string | null;
  readonly label: string;
  readonly state: PirState;
  readonly submittedAt: Instant;
  readonly approvedAt: Instant | null;
  /** Since when its owners are written to; null before the approval, and for an imported PIR until somebody asks for it. */
  readonly chasedSince: Instant | null;
  /** Digest of the newest revision. */
  readonly revision: string;
}

/** One version of a PIR's document, byte for byte as received, with what was read from it. */
export interface RevisionRecord {
  readonly pirId: string;
  readonly digest: string;
  readonly bytes: Uint8Array;
  readonly pir: Pir;
  readonly findings: readonly Finding[];
  readonly receivedAt: Instant;
  readonly receivedFrom: string;
}
