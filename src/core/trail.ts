import type { Instant } from './calendar.ts';
import { canonicalJson, digestOf, type Json, sha256 } from './digest.ts';

/**
 * The audit trail: one append-only chain of rows per PIR. A row's hash covers the hash before it and the digest of its
 * payload, not the payload, so that a payload can be removed when its time is over and the chain still verifies.
 */
export interface TrailEntry {
  /** What happened, in the past tense: `pir-submitted`, `plan-approved`, `ticket-created` … */
  readonly action: string;
  /** What it happened to: an item id, a fingerprint … */
  readonly subject: string;
  /** Before and after and whatever else explains it. People stand in it as `{ person: name }`. */
  readonly payload: Json;
}

/** A row of the trail as stored. `actor` is a pseudonymous id; the names stand in a table of their own. */
export interface TrailRow {
  readonly chain: string;
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly at: Instant;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  /** Null once removed at the end of its retention. */
  readonly payload: Json;
  /** Random, removed with the payload: without it the digest of a short payload could be guessed. */
  readonly salt: string | null;
  readonly payloadDigest: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** Where a chain stands: its last sequence and hash, or {@link emptyChain}. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

/** The head of a chain without rows. */
export const emptyChain: ChainHead = { sequence: 0, hash: '0'.repeat(64) };

/** The digest of a salted payload. */
export function payloadDigest(salt: string, payload: Json): string {
  return sha256(`${salt}\n${canonicalJson(payload)}`);
}

function rowHash(row: Omit<TrailRow, 'hash' | 'payload' | 'salt'>): string {
  const { chain, sequence, at, actor, action, subject, payloadDigest: digest, previousHash } = row;
  return digestOf([chain, sequence, at, actor, action, subject, digest, previousHash]);
}

/** The row that follows `head` in its chain. `salt` is 32 random hex digits. */
export function nextRow(
  head: ChainHead,
  row: Pick<TrailRow, 'chain' | 'at' | 'actor' | 'action' | 'subject' | 'payload'> & {
    readonly salt: string;
  },
): TrailRow {
  const linked = {
    ...row,
    sequence: head.sequence + 1,
    payloadDigest: payloadDigest(row.salt, row.payload),
    previousHash: head.hash,
  };
  return { ...linked, hash: rowHash(linked) };
}

/** What is wrong with a chain: the first row that does not hold, and why. */
export interface ChainBreak {
  readonly chain: string;
  readonly sequence: number;
  readonly reason: 'missing row' | 'changed payload' | 'changed row' | 'broken link';
}

/** The first break of one chain, given all its rows in order; null when it verifies. */
export function findBreak(rows: readonly TrailRow[]): ChainBreak | null {
  let head = emptyChain;
  for (const row of rows) {
    const broken = (reason: ChainBreak['reason']) => ({ chain: row.chain, sequence: row.sequence, reason });
    if (row.sequence !== head.sequence + 1) return broken('missing row');
    if (row.previousHash !== head.hash) return broken('broken link');
    // Salt and payload are removed together: a payload without its salt could be any payload.
    const isRemoved = row.salt === null && row.payload === null;
    if (!isRemoved && payloadDigest(row.salt ?? '', row.payload) !== row.payloadDigest)
      return broken('changed payload');
    if (rowHash(row) !== row.hash) return broken('changed row');
    head = { sequence: row.sequence, hash: row.hash };
  }
  return null;
}
