import { Failure } from '../core/failure.ts';
import { type Adopter, type Adoption, type AdoptionPlan, planAdoption } from '../core/plan/adoption.ts';
import { changeName } from '../core/plan/approve.ts';
import type { Ports } from '../ports.ts';
import { askTracker, draftRevision, loadKnown, type Planning, readRevision, withAnswer } from './planning.ts';

/** The tracker's tickets with a label, and which items without a ticket they belong to. Changes nothing. */
export async function proposeAdoption(
  { store, tracker }: Pick<Ports, 'store' | 'tracker'>,
  { trackerUrl }: Planning,
  label: string,
): Promise<AdoptionPlan> {
  if (tracker === null) throw noTracker();
  const tickets = await tracker.labelled(label);
  return store.transaction(async (records) => {
    const adopters: Adopter[] = [];
    for (const pir of await records.pirs.list()) {
      const items = await records.items.ofPir(pir.id);
      if (items.every((item) => item.ticket !== null)) continue;
      const revision = await records.pirs.revision(pir.id, pir.revision);
      if (revision !== null) adopters.push({ pir, items, document: revision.pir });
    }
    const taken = await records.items.holdersOf(tickets.map(({ ticket }) => ticket.ticketId));
    return planAdoption(adopters, tickets, new Set(taken.keys()), trackerUrl);
  });
}

/** The plan of one PIR that links what it adopts, to be approved like any other. */
export interface AdoptionStep {
  readonly pirId: string;
  readonly fingerprint: string;
  /** The names under which the plan has the adopting items. */
  readonly only: readonly string[];
}

/**
 * Takes the tickets that a PIR is to adopt for tickets that the tracker has of its items already, so that its plan links
 * them. Nothing is promised by it: the plan has to be approved.
 * @param adoptions of this one PIR
 * @throws {Failure} pir-unknown; tracker-unreachable where the tracker cannot be asked about the plan
 */
export async function planAdopted(
  ports: Pick<Ports, 'store' | 'clock' | 'tracker' | 'log'>,
  planning: Planning,
  pirId: string,
  adoptions: readonly Adoption[],
): Promise<AdoptionStep> {
  const { store, clock } = ports;
  const read = await store.transaction(async (records) => {
    const pir = await records.pirs.find(pirId);
    const revision = pir === null ? null : await records.pirs.revision(pirId, pir.revision);
    if (revision === null) throw new Failure('pir-unknown', `There is no PIR "${pirId}".`);
    return { reading: readRevision(revision, planning), known: await loadKnown(records, pirId) };
  });
  const { preflight } = withAnswer(
    read.known,
    await askTracker(ports, pirId, read.reading, read.known, planning),
  );
  if (preflight === null) throw noTracker();
  const adopted = adoptions.map(({ itemId, ticket }) => ({ itemId, ticket }));
  return store.transaction(async (records) => {
    const pir = await records.pirs.lock(pirId);
    const revision = pir === null ? null : await records.pirs.revision(pirId, pir.revision);
    if (revision === null) throw new Failure('pir-unknown', `There is no PIR "${pirId}".`);
    await records.pirs.savePreflight(pirId, { ...preflight, found: [...preflight.found, ...adopted] });
    const known = await loadKnown(records, pirId);
    const reading = readRevision(revision, planning);
    const { plan } = draftRevision(pirId, revision.digest, reading, known, planning);
    await records.pirs.addPlan(plan, clock.now());
    const ids = new Set(adoptions.map(({ itemId }) => itemId));
    const only = plan.changes.flatMap((change, index) =>
      change.kind === 'link' && ids.has(change.itemId) ? [changeName(change, index)] : [],
    );
    return { pirId, fingerprint: plan.fingerprint, only };
  });
}

function noTracker(): Failure {
  return new Failure('tracker-unreachable', 'Tickets can only be adopted while Jira answers.');
}
