import type { Directory } from '../core/directory.ts';
import { readPir } from '../core/pir/parse.ts';
import type { Reading, ReadingOptions } from '../core/pir/pir.ts';
import type { RevisionRecord } from '../core/pir/pir-record.ts';
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

/** What a plan of this PIR depends on beside its items. */
export function planContext(
  pirId: string,
  { directory, labels, baseUrl, trackerUrl }: Planning,
): PlanContext {
  return { directory, labels, trackerUrl, pirUrl: baseUrl === null ? null : `${baseUrl}/pirs/${pirId}` };
}
