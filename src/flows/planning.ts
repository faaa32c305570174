import type { Directory } from '../core/directory.ts';
import type { ReadingOptions } from '../core/pir/pir.ts';
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

/** What a plan of this PIR depends on beside its items. */
export function planContext(
  pirId: string,
  { directory, labels, baseUrl, trackerUrl }: Planning,
): PlanContext {
  return { directory, labels, trackerUrl, pirUrl: baseUrl === null ? null : `${baseUrl}/pirs/${pirId}` };
}
