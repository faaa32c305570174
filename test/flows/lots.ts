import type { NewTicket } from '../../src/core/plan/plan.ts';
import type { Tracker } from '../../src/ports.ts';
import type { ItemLines, Scene } from './examples.ts';

/** So many items, numbered from 1, of which a delivery makes lots. */
export const many = (count: number): readonly ItemLines[] =>
  Array.from({ length: count }, (_, index) => ({
    ref: String(index + 1),
    title: `Item number ${index + 1}`,
  }));

export const titles = (items: readonly ItemLines[]) => items.map(({ title }) => title);

/** What the trail says of tickets and epics. */
export async function ticketActions(scene: Scene, pirId: string): Promise<readonly string[]> {
  const actions = (await scene.trail(pirId)).map((row) => row.action);
  return actions.filter((action) => /^(ticket|epic)-/.test(action));
}

/** The tracker, telling of each lot before it is sent. */
export function trackerTelling(
  tracker: Tracker,
  tell: (lot: readonly NewTicket[]) => Promise<void> | void,
): Tracker {
  return {
    ...tracker,
    createMany: async (lot) => {
      await tell(lot);
      return tracker.createMany(lot);
    },
  };
}
