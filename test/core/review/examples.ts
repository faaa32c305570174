import type { Instant } from '../../../src/core/calendar.ts';
import type { ItemOutcome } from '../../../src/core/review/review.ts';

/** An outcome of the one-month review of `pir-1` on 16 March 2026, unless told otherwise. */
export function anOutcome(itemId: string, given: Partial<ItemOutcome>): ItemOutcome {
  return {
    ...{ pirId: 'pir-1', milestone: 'P1M', itemId, progress: null, verdict: null },
    ...{ until: null, untilIncident: null, note: null, newItemId: null },
    ...{ by: 'Jo Doe', at: '2026-03-16T10:00:00.000Z' satisfies Instant },
    ...given,
  };
}
