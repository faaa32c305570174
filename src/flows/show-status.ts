import type { Directory } from '../core/directory.ts';
import { Failure } from '../core/failure.ts';
import { type PirView, viewPir } from '../core/status/pir-view.ts';
import type { PirLine, Status } from '../core/status/status.ts';
import { summarise } from '../core/status/summarise.ts';
import type { Ports } from '../ports.ts';
import { draftRevision, loadKnown, type Planning, readRevision } from './planning.ts';

/** What views need to know of the settings. */
export interface ViewSettings {
  readonly organisation: string;
  readonly timeZone: string;
  readonly directory: Directory;
}

type Looking = Pick<Ports, 'store' | 'clock' | 'tracker' | 'mailer'>;

/** The engineering meeting's answer, as of now. */
export async function showStatus(ports: Looking, settings: ViewSettings): Promise<Status> {
  const now = ports.clock.now();
  return ports.store.transaction(async (records) =>
    summarise({
      ...settings,
      now,
      pirs: await records.pirs.list(),
      items: await records.items.all(),
      reviews: await records.reviews.list(),
      outcomes: await records.reviews.outcomes(null),
      outbox: await records.outbox.counts(),
      deadLetters: await records.outbox.dead(),
      pauses: await records.pauses.all(),
      holds: await records.holds.all(),
      sync: await records.sync.last(),
      hintsWaiting: await records.hints.countWaiting(),
      trackerConfigured: ports.tracker !== null,
      mailerConfigured: ports.mailer !== null,
    }),
  );
}

/** All PIRs, newest first. */
export async function showPirs(ports: Looking, settings: ViewSettings): Promise<readonly PirLine[]> {
  return (await showStatus(ports, settings)).pirs;
}

/**
 * One PIR with everything about it, and the plan of its newest revision where that waits for approval.
 * @param name PIR id, incident id or source
 * @throws {Failure} pir-unknown
 */
export async function showPir(
  ports: Looking,
  settings: ViewSettings,
  planning: Planning,
  name: string,
): Promise<PirView> {
  const now = ports.clock.now();
  return ports.store.transaction(async (records) => {
    const pir = await records.pirs.find(name);
    const revision = pir === null ? null : await records.pirs.revision(pir.id, pir.revision);
    if (pir === null || revision === null) throw new Failure('pir-unknown', `There is no PIR "${name}".`);
    const known = await loadKnown(records, pir.id);
    const approval = await records.pirs.approval(pir.id);
    const reading = readRevision(revision, planning);
    const { plan, findings } = draftRevision(pir.id, revision.digest, reading, known, planning);
    const waits = plan.changes.some((change) => change.kind !== 'none');
    return viewPir({
      ...settings,
      now,
      pir,
      findings,
      items: known.items,
      reviews: await records.reviews.ofPir(pir.id),
      plan: waits ? plan : null,
      approval,
      outbox: await records.outbox.counts(),
      pauses: await records.pauses.all(),
      holds: await records.holds.all(),
      deadLetters: await records.outbox.dead(),
      trackerConfigured: ports.tracker !== null,
      mailerConfigured: ports.mailer !== null,
    });
  });
}
