import { instantFrom } from '../../core/calendar.ts';
import type { Clock } from '../../ports.ts';

/** The machine's clock. */
export const systemClock: Clock = { now: () => instantFrom(Date.now()) };
