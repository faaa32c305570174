import type { Directory } from '../core/directory.ts';
import { readPir } from '../core/pir/parse.ts';
import type { Reading, ReadingOptions } from '../core/pir/pir.ts';
import type { RevisionRecord } from '../core/pir/pir-record.ts';
import { draftPlan } from '../core/plan/draft.ts';
import type { Draft, KnownItem } from '../core/plan/plan.ts';
import type { PlanContext } from '../core/plan/ticket-fields.ts';

/** What planning needs to know of the settings. */
export interface Planning {
  readonly reading: ReadingOptions;
  readonly directory: Directory;
  readonly labels: readonly string[];
  /** Where people reach the service, without a slash at the end; null where it has no address. */
  readonly baseUrl: string | null;
  readonly trackerUrl: string | null;
}

/** A stored document read anew: settings, or the reader itself, may have changed since it came in. */
export function readRevision({ bytes }: RevisionRecord, { reading }: Planning): Reading {
  return readPir(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), reading);
}

/**
 * The plan of a revision as things stand, with all that reading and planning have to say, in the order of the document. The
 * one way to a plan: what is submitted, shown and approved is drafted alike, so that fingerprints can be compared.
 * @param revision SHA-256 of the document as received
 */
export function draftRevision(
  pirId: string,
  revision: string,
  reading: Reading,
  known: readonly KnownItem[],
  planning: Planning,
): Draft {
  const draft = draftPlan(pirId, revision, reading, known, contextOf(pirId, planning));
  const findings = [...reading.findings, ...draft.findings].toSorted((a, b) => a.line - b.line);
  return { plan: draft.plan, findings };
}

/** What the tickets of a PIR are made with. */
export function contextOf(pirId: string, { directory, labels, baseUrl, trackerUrl }: Planning): PlanContext {
  return { directory, labels, trackerUrl, pirUrl: baseUrl === null ? null : `${baseUrl}/pirs/${pirId}` };
}
