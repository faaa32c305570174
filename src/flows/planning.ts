import type { Directory } from '../core/directory.ts';
import { Failure } from '../core/failure.ts';
import type { Finding } from '../core/pir/finding.ts';
import { readPir } from '../core/pir/parse.ts';
import type { Reading, ReadingOptions } from '../core/pir/pir.ts';
import type { PirRecord, RevisionRecord } from '../core/pir/pir-record.ts';
import { draftPlan, type Known } from '../core/plan/draft.ts';
import { planFinding } from '../core/plan/findings.ts';
import type { Draft, TicketLink } from '../core/plan/plan.ts';
import { type Preflight, preflightRequest } from '../core/plan/preflight.ts';
import type { PlanContext, TicketSettings } from '../core/plan/ticket-fields.ts';
import type { Ports, Records } from '../ports.ts';

/** What planning needs to know of the settings. */
export interface Planning {
  readonly reading: ReadingOptions;
  readonly directory: Directory;
  readonly labels: readonly string[];
  /** Where people reach the service, without a slash at the end; null where it has no address. */
  readonly baseUrl: string | null;
  readonly trackerUrl: string | null;
  readonly playbookUrl: string | null;
  readonly tickets: TicketSettings;
  /** How long the tracker may take to be asked about a plan. */
  readonly askSeconds: number;
}

/** A stored document read anew: settings, or the reader itself, may have changed since it came in. */
export function readRevision({ bytes }: RevisionRecord, { reading }: Planning): Reading {
  return readPir(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), reading);
}

/** What is known of a PIR, with what the tracker said when it was last asked. */
export async function loadKnown(records: Records, pirId: string) {
  return {
    items: await records.items.ofPir(pirId),
    epic: (await records.pirs.epic(pirId))?.key ?? null,
    preflight: await records.pirs.preflight(pirId),
  };
}

/**
 * The plan of a revision as things stand, with all that reading and planning have to say, in the order of the document. The
 * one way to a plan: what is submitted, shown and approved is drafted alike, so that fingerprints can be compared.
 * @param revision SHA-256 of the document as received
 */
export function draftRevision(
  pirId: string,
  revision: string,
  reading: Reading,
  known: Known,
  planning: Planning,
): Draft {
  const draft = draftPlan(pirId, revision, reading, known, contextOf(pirId, planning));
  return { plan: draft.plan, findings: inOrder([...reading.findings, ...draft.findings]) };
}

/** What the tracker says to a plan before anybody approves it. */
export interface Asked {
  /** Null: no tracker, or it did not answer. */
  readonly preflight: Preflight | null;
  /** That it did not. */
  readonly findings: readonly Finding[];
}

/**
 * Asks the tracker whether it would take what is planned, and for no longer than the settings allow: a tracker that is slow or
 * down makes no plan fail. Call it outside of a transaction.
 */
export async function askTracker(
  { tracker, log }: Pick<Ports, 'tracker' | 'log'>,
  pirId: string,
  reading: Reading,
  known: Known,
  planning: Planning,
): Promise<Asked> {
  const { pir } = reading;
  if (tracker === null || pir.items.length === 0) return { preflight: null, findings: [] };
  const request = preflightRequest(pir, known.items, contextOf(pirId, planning));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const what = `Jira did not answer within ${planning.askSeconds} seconds.`;
    timer = setTimeout(() => reject(new Failure('tracker-unreachable', what)), planning.askSeconds * 1000);
  });
  try {
    return { preflight: await Promise.race([tracker.preflight(request), late]), findings: [] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.warn('planned without the tracker', { pirId, reason: error.message });
    const hint =
      known.preflight === null
        ? 'The plan goes by the settings alone; what may be in Jira already is looked for before anything is created.'
        : `The plan goes by what Jira said at ${known.preflight.askedAt}; plan again to be sure.`;
    const message = `Jira could not be asked about this plan: ${error.message}`;
    return { preflight: null, findings: [planFinding('PLAN030', pir.items[0]?.line ?? 1, message, hint)] };
  } finally {
    clearTimeout(timer);
  }
}

/** What is known, with what the tracker just said; where it said nothing, what it said before stands. */
export function withAnswer(known: Known, { preflight }: Asked): Known {
  return preflight === null ? known : { ...known, preflight };
}

/** The link from a PIR's tickets back to it; null where the service has no address. */
export function linkTo({ id, incidentId, title }: PirRecord, { baseUrl }: Planning): TicketLink | null {
  if (baseUrl === null) return null;
  const url = `${baseUrl}/pirs/${id}`;
  const name = incidentId === null || incidentId === title ? title : `${incidentId}: ${title}`;
  return { globalId: `pir-tracker ${id}`, url, title: 'Post-incident review', summary: name };
}

/** Findings in the order of the document. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => a.line - b.line);
}

/** What the tickets of a PIR are made with. */
export function contextOf(
  pirId: string,
  { directory, labels, baseUrl, trackerUrl, playbookUrl, tickets }: Planning,
): PlanContext {
  const pirUrl = baseUrl === null ? null : `${baseUrl}/pirs/${pirId}`;
  return { directory, labels, trackerUrl, pirUrl, playbookUrl, tickets };
}
