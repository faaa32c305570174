import type { Hint } from '../core/sync/snapshot.ts';
import type { Ports } from '../ports.ts';

/**
 * Keeps what webhooks said, all or nothing; the same delivery again changes nothing. The tickets are read afterwards, by
 * syncTickets.
 * @returns how many were new
 */
export function takeHints(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  hints: readonly Hint[],
): Promise<number> {
  return store.transaction((records) => records.hints.add(hints, clock.now()));
}
