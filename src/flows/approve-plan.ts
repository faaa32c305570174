import { addDays, dayAt, type Workplace } from '../core/calendar.ts';
import { intentsFor } from '../core/delivery/intents.ts';
import { Failure } from '../core/failure.ts';
import { type Audience, assignmentNotices } from '../core/notice/due-notices.ts';
import type { PirRecord } from '../core/pir/pir-record.ts';
import { approve, type Decisions, wantsMore } from '../core/plan/approve.ts';
import { changesNothing } from '../core/plan/draft.ts';
import type { Plan } from '../core/plan/plan.ts';
import { scheduleReviews } from '../core/review/schedule.ts';
import type { Ports } from '../ports.ts';
import { draftRevision, linkTo, loadKnown, type Planning, readRevision } from './planning.ts';

/** An approval as it comes in. */
export interface ApprovalRequest {
  /** PIR id, incident id or source. */
  readonly pir: string;
  /** The plan that was read. */
  readonly fingerprint: string;
  /** Who approves it: a person's name or address. */
  readonly by: string;
  readonly decisions: Decisions;
  /** False: nobody is written to about its items until chasing is turned on, as for a PIR that is imported. */
  readonly chase?: boolean;
}

/** What came of an approval. */
export interface ApprovalResult {
  readonly pir: PirRecord;
  readonly plan: Plan;
  /** The plan asked for nothing, or was approved before; nothing was changed. */
  readonly already: boolean;
  /** Changes that go to the tracker. */
  readonly changes: number;
}

/**
 * Carries out the approval of a plan, in one transaction: items open, intents go to the outbox, reviews are scheduled,
 * owners get their notice.
 * @throws {Failure} pir-unknown, plan-stale when the fingerprint is not that of the newest plan, pir-without-items,
 *   approval-refused, plan-blocked; nothing is changed then
 */
export async function approvePlan(
  { store, clock, holidays: source, log }: Pick<Ports, 'store' | 'clock' | 'holidays' | 'log'>,
  planning: Planning,
  { timeZone, place }: Workplace,
  audience: Audience,
  request: ApprovalRequest,
): Promise<ApprovalResult> {
  const now = clock.now();
  const today = dayAt(now, timeZone);
  // Reviews that are still to come are counted from an incident of the last months.
  const holidays = await source.of(place, addDays(today, -366), addDays(today, 366));
  const result = await store.transaction(async (records): Promise<ApprovalResult> => {
    const found = await records.pirs.find(request.pir);
    const pir = found === null ? null : await records.pirs.lock(found.id);
    const revision = pir === null ? null : await records.pirs.revision(pir.id, pir.revision);
    if (pir === null || revision === null)
      throw new Failure('pir-unknown', `There is no PIR "${request.pir}".`);
    const reading = readRevision(revision, planning);
    if (reading.pir.items.length === 0) {
      throw new Failure(
        'pir-without-items',
        `The PIR ${pir.incidentId ?? pir.source} has no action items to approve.`,
      );
    }
    const known = await loadKnown(records, pir.id);
    const { plan } = draftRevision(pir.id, revision.digest, reading, known, planning);
    const last = await records.pirs.approval(pir.id);
    const isRepeated = last?.fingerprint === request.fingerprint && last.revision === pir.revision;
    if (isRepeated && !wantsMore(plan, request.decisions, known.items)) {
      return { pir, plan, already: true, changes: 0 };
    }
    if (plan.fingerprint !== request.fingerprint) {
      throw new Failure(
        'plan-stale',
        `The plan ${request.fingerprint} of ${pir.incidentId ?? pir.source} is out of date; it is ${plan.fingerprint} now.`,
      );
    }
    if (pir.state === 'approved' && changesNothing(plan)) return { pir, plan, already: true, changes: 0 };

    const approved = approve(plan, reading.pir, known.items, request.decisions, now);
    if (pir.state === 'approved' && approved.items.length === 0)
      return { pir, plan, already: true, changes: 0 };
    const opened = approved.items
      .filter((item) => item.openedAt === now)
      .map((item) => ({ ...item, ticket: null }));
    const approvedAt = pir.approvedAt ?? now;
    // Who was written to before goes on being written to, also when the document comes in again by an import.
    const chasedSince = pir.chasedSince ?? (request.chase === false ? null : now);
    const approvedPir: PirRecord = { ...pir, state: 'approved', approvedAt, chasedSince };

    await records.pirs.save(approvedPir);
    await records.pirs.addPlan(plan, now);
    await records.pirs.addApproval({
      pirId: pir.id,
      fingerprint: plan.fingerprint,
      revision: revision.digest,
      approvedBy: request.by,
      approvedAt: now,
      declined: approved.declined,
    });
    await records.items.save(approved.items);
    const { preflight } = known;
    const link = linkTo(pir, planning);
    await records.outbox.add(
      intentsFor(plan, approved.changes, { askedAt: preflight?.askedAt ?? null, link }),
      now,
    );
    const epic = preflight?.found.find((found) => found.itemId === plan.epic?.itemId);
    if (epic !== undefined) await records.pirs.addEpic(pir.id, epic.ticket);
    // From the first approval: a review missed since then, in a downtime, does not count as held before it.
    const reviews = await records.reviews.ofPir(pir.id);
    const approvedOn = dayAt(approvedAt, timeZone);
    await records.reviews.save(scheduleReviews(pir.id, reading.pir, approvedOn, reviews, holidays));
    if (chasedSince !== null)
      await records.notices.add(assignmentNotices(opened, pir.incidentId ?? pir.title, audience), now);
    const payload = {
      fingerprint: plan.fingerprint,
      revision: revision.digest,
      changes: approved.changes.length,
    };
    await records.trail.append(
      pir.id,
      request.by,
      [{ action: 'plan-approved', subject: plan.fingerprint, payload }, ...approved.trail],
      now,
    );
    return { pir: approvedPir, plan, already: false, changes: approved.changes.length };
  });
  log.info('plan approved', {
    pirId: result.pir.id,
    fingerprint: request.fingerprint,
    changes: result.changes,
    already: result.already,
  });
  return result;
}
