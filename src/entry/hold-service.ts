import type { Channel, HeldDeliveries, Hold } from '../core/delivery/holds.ts';
import {
  discardHeld,
  type HoldRequest,
  holdDeliveries,
  previewHeld,
  releaseHeld,
} from '../flows/hold-deliveries.ts';
import type { Ports } from '../ports.ts';

/** What can be asked about deliveries that are held back. */
export interface HoldService {
  /** What waits for a channel, and whether it is held. */
  held(channel: Channel): Promise<HeldDeliveries>;
  hold(request: HoldRequest & { readonly reason: string }): Promise<Hold>;
  release(request: HoldRequest): Promise<{ readonly waiting: number }>;
  /** Gives up what waits, of the version that was looked at. */
  discard(
    request: HoldRequest & { readonly reason: string; readonly version: string },
  ): Promise<{ readonly discarded: number }>;
}

/** Holds over the ports. `instance` is the name of this installation. */
export function createHoldService(ports: Ports, instance: string): HoldService {
  return {
    held: (channel) => previewHeld(ports, channel),
    hold: (request) => holdDeliveries(ports, instance, request),
    release: (request) => releaseHeld(ports, instance, request),
    discard: (request) => discardHeld(ports, instance, request),
  };
}
