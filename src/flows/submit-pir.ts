import { isLive } from '../core/action-item.ts';
import { sha256 } from '../core/digest.ts';
import type { Finding } from '../core/pir/finding.ts';
import { readPir } from '../core/pir/parse.ts';
import type { Pir } from '../core/pir/pir.ts';
import type { PirRecord } from '../core/pir/pir-record.ts';
import { fromDocument } from '../core/plan/approve.ts';
import { pirIdOf } from '../core/plan/identity.ts';
import { matchItems } from '../core/plan/match.ts';
import type { Plan } from '../core/plan/plan.ts';
import { pirLabel } from '../core/plan/ticket-fields.ts';
import { driftVersion, withTick } from '../core/sync/drift.ts';
import type { TrackedItem } from '../core/sync/snapshot.ts';
import type { Ports, Records } from '../ports.ts';
import { askTracker, draftRevision, inOrder, loadKnown, type Planning, withAnswer } from './planning.ts';

/** A document as it came in. */
export interface Document {
  /** Byte for byte as received; kept so. */
  readonly bytes: Uint8Array;
  readonly text: string;
  /** Where it came from: a path or URL. */
  readonly source: string;
}

/** A document read and planned. */
export interface Submission {
  readonly pirId: string;
  readonly pir: Pir;
  /** What reading and planning had to say. */
  readonly findings: readonly Finding[];
  readonly plan: Plan;
}

/** Reads and plans a document against what is known and what the tracker says, and stores nothing. */
export async function draftPir(
  ports: Pick<Ports, 'store' | 'tracker' | 'log'>,
  planning: Planning,
  document: Document,
): Promise<Submission> {
  const reading = readPir(document.text, planning.reading);
  const pirId = pirIdOf(reading.pir, document.source);
  const known = await ports.store.transaction((records) => loadKnown(records, pirId));
  const asked = await askTracker(ports, pirId, reading, known, planning);
  const draft = draftRevision(pirId, sha256(document.bytes), reading, withAnswer(known, asked), planning);
  return {
    pirId,
    pir: reading.pir,
    plan: draft.plan,
    findings: inOrder([...draft.findings, ...asked.findings]),
  };
}

/**
 * Takes a document in: its bytes as a revision, its plan, its items as proposed. The same document again changes nothing but
 * what the tracker said last.
 * @param by who submits it, for the trail
 */
export async function submitPir(
  ports: Pick<Ports, 'store' | 'clock' | 'tracker' | 'log'>,
  planning: Planning,
  document: Document,
  by: string,
): Promise<Submission> {
  const { store, clock, log } = ports;
  const reading = readPir(document.text, planning.reading);
  const { pir } = reading;
  const pirId = pirIdOf(pir, document.source);
  const digest = sha256(document.bytes);
  const before = await store.transaction((records) => loadKnown(records, pirId));
  const asked = await askTracker(ports, pirId, reading, before, planning);
  const now = clock.now();
  const draft = await store.transaction(async (records) => {
    const stored = await records.pirs.lock(pirId);
    const record: PirRecord = {
      id: pirId,
      incidentId: pir.incident.id,
      source: document.source,
      title: pir.incident.title ?? pir.incident.id ?? document.source,
      incidentDate: pir.incident.date,
      pirDate: pir.pirDate,
      severity: pir.incident.severity,
      label: pirLabel(pir),
      state: stored?.state ?? 'submitted',
      submittedAt: stored?.submittedAt ?? now,
      approvedAt: stored?.approvedAt ?? null,
      chasedSince: stored?.chasedSince ?? null,
      revision: digest,
    };
    // Saving holds the row also where it is new; all that follows sees what another submission of it committed.
    await records.pirs.save(record);
    if (asked.preflight !== null) await records.pirs.savePreflight(pirId, asked.preflight);
    const isNew = (await records.pirs.revision(pirId, digest)) === null;
    const known = await loadKnown(records, pirId);
    const drafted = draftRevision(pirId, digest, reading, known, planning);
    await records.pirs.addRevision({
      pirId,
      digest,
      bytes: document.bytes,
      pir,
      findings: drafted.findings,
      receivedAt: now,
      receivedFrom: document.source,
    });
    await records.pirs.addPlan(drafted.plan, now);
    await replaceProposed(records, pirId, pir, known.items, now);
    if (isNew) {
      const payload = {
        revision: digest,
        source: document.source,
        items: pir.items.length,
        known: known.items.length,
      };
      await records.trail.append(pirId, by, [{ action: 'pir-submitted', subject: digest, payload }], now);
    }
    return drafted;
  });
  log.info('PIR submitted', { pirId, items: pir.items.length });
  return { pirId, pir, plan: draft.plan, findings: inOrder([...draft.findings, ...asked.findings]) };
}

/**
 * Items that nobody approved yet are as the newest revision has them, and no others. Of the approved ones only number and
 * place follow the document: they are how the item is known again, and promise nothing.
 */
async function replaceProposed(
  records: Records,
  pirId: string,
  pir: Pir,
  known: readonly TrackedItem[],
  now: PirRecord['submittedAt'],
): Promise<void> {
  const matches = matchItems(pirId, pir.items, known);
  const kept = new Set(matches.flatMap((match) => [match.itemId, ...match.mayBe]));
  await records.items.remove(
    known.filter((item) => item.state === 'proposed' && !kept.has(item.id)).map((item) => item.id),
  );
  const proposed = matches.flatMap(({ item, itemId, known: before, ambiguity }, index) =>
    ambiguity === null && (before === null || before.state === 'proposed')
      ? [fromDocument(itemId, pirId, { item, position: index + 1 }, before, now)]
      : [],
  );
  const moved = matches.flatMap(({ item, known: before }, index) => {
    if (before === null || before.state === 'proposed') return [];
    const position = index + 1;
    return before.ref === item.ref && before.position === position
      ? []
      : [{ ...before, ref: item.ref ?? before.ref, position }];
  });
  await records.items.save([...proposed, ...moved]);
  await noteTicks(records, known, new Map(matches.map((match) => [match.known?.id, match.item.state])));
}

/** Where the document says that an item is done and its ticket does not, that is shown; the item goes by the ticket. */
async function noteTicks(
  { items }: Records,
  known: readonly TrackedItem[],
  stated: ReadonlyMap<string | undefined, string | null>,
): Promise<void> {
  for (const item of known) {
    if (item.ticket === null) continue;
    const drift = withTick(item.ticket.drift, stated.get(item.id) ?? null, isLive(item));
    if (driftVersion(drift) !== driftVersion(item.ticket.drift))
      await items.saveTicket({ ...item.ticket, drift });
  }
}
