import { existsSync } from 'node:fs';
import { Failure } from '../../core/failure.ts';
import { findingsText } from '../../core/pir/render-findings.ts';
import { changeName, type Decisions } from '../../core/plan/approve.ts';
import { changesNothing } from '../../core/plan/draft.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { PirView } from '../../core/status/pir-view.ts';
import type { Document } from '../../flows/submit-pir.ts';
import type { Service } from '../service.ts';
import { withService } from './access.ts';
import type { CommandLine } from './command-line.ts';
import { readDocument } from './files.ts';
import { foundText } from './found-text.ts';
import { planText } from './plan-text.ts';
import type { Terminal } from './terminal.ts';

/** What `pir approve` takes beside the PIR. */
export interface ApproveOptions {
  readonly item?: readonly string[];
  readonly decline?: readonly string[];
  readonly yes?: boolean;
  readonly fingerprint?: string;
  readonly by?: string;
  /** Put the ticket keys into the file. */
  readonly write?: boolean;
  readonly format: string;
  /** Where the document comes from, if not its path. */
  readonly source?: string;
  readonly server?: string;
}

/** What is to be decided on. */
interface Proposal {
  readonly pirId: string;
  /** Null where nothing waits for approval. */
  readonly plan: Plan | null;
  /** The PIR as it is stored; null where it is not yet. */
  readonly stored: PirView | null;
}

/**
 * `pir approve`: shows the plan, asks, approves it by its fingerprint and creates the tickets. Nothing is stored before the
 * answer. Tickets that cannot be created now wait: that is no failure, since the approval holds and they are tried again.
 * @returns 0 when it is approved, 1 when nobody wanted it or deliveries were given up on
 * @throws {Failure} usage when nobody is there to ask and neither --yes nor --fingerprint was given; file-missing,
 *   pir-unknown, pir-without-items, plan-stale, approval-refused, plan-blocked, and what opening the database throws
 */
export async function approveCommand(
  line: CommandLine,
  name: string,
  options: ApproveOptions,
): Promise<number> {
  const { terminal } = line;
  const decisions = readDecisions(options);
  const by = readApprover(options.by, terminal.user);
  const document = documentNamed(name, options.source);
  const fingerprint = options.fingerprint ?? null;
  if (options.write === true && document === null) {
    throw new Failure('usage', '--write needs the file to write into.', {
      hint: 'Name the file instead of the incident.',
    });
  }
  const mustAsk = options.yes !== true && fingerprint === null;
  if (mustAsk && !terminal.interactive) {
    throw new Failure('usage', 'Approving asks first, and nobody is there to answer.', {
      hint: 'Add --yes, or --fingerprint with that of the plan that was read (`pir plan` prints it).',
    });
  }
  return withService(line, options.server, 'pir approve', async (service) => {
    const proposal = await propose(terminal, service, name, document);
    const { pirId, plan } = proposal;
    const already = isApproved(proposal, fingerprint);
    if (fingerprint !== null && fingerprint !== plan?.fingerprint && !already) {
      const now = plan === null ? 'nothing waits for approval' : `it is ${plan.fingerprint} now`;
      throw new Failure('plan-stale', `The plan ${fingerprint} of ${name} is out of date; ${now}.`);
    }
    if (plan === null || already) {
      terminal.tell('Nothing to approve: this is approved already and asks for nothing new.\n');
    } else {
      terminal.tell(`${planText(plan)}\n`);
      refuseUnknownItems(plan, decisions);
      if (mustAsk && !/^y(es)?$/i.test((await terminal.ask('Approve this plan? [y/N] ')).trim())) {
        terminal.tell('Nothing was approved, and nothing was stored.\n');
        return 1;
      }
      if (document !== null) await service.submit(document, by);
      await service.approve({ pir: pirId, fingerprint: plan.fingerprint, by, decisions });
      terminal.tell(`Approved by ${by}. Telling the tracker …\n`);
    }
    return ofApproved(async () => {
      terminal.tell(foundText(await service.deliver()));
      if (options.write === true && document !== null) {
        const { writeBack } = await import('./write-back.ts');
        await writeBack(terminal, service, name, document, await service.pir(pirId));
      }
      return report(terminal, service, await service.pir(pirId), options.format);
    });
  });
}

/** A file of that name, or null where the name is an incident's. What looks like a path and is not there is missing. */
function documentNamed(name: string, source: string | undefined): Document | null {
  const isPath = /[/\\]|\.(md|markdown|txt)$/i.test(name);
  return isPath || existsSync(name) ? readDocument(name, source) : null;
}

async function propose(
  terminal: Terminal,
  service: Service,
  name: string,
  document: Document | null,
): Promise<Proposal> {
  if (document === null) {
    const stored = await service.pir(name);
    return { pirId: stored.pir.id, plan: stored.plan, stored };
  }
  const { pirId, pir, findings, plan } = await service.plan(document);
  terminal.tell(`${findingsText(name, document.text, { pir, findings })}\n`);
  if (pir.items.length === 0) {
    throw new Failure('pir-without-items', `${name} has no action items, so there is nothing to approve.`);
  }
  const stored = await service.pir(pirId).catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'pir-unknown') return null;
    throw error;
  });
  return { pirId, plan, stored };
}

/** Whether the approval asked for was given before: by the same fingerprint, or the plan asks for nothing new. */
function isApproved({ plan, stored }: Proposal, fingerprint: string | null): boolean {
  if (stored === null || stored.pir.state !== 'approved') return false;
  const { approval } = stored;
  if (fingerprint === null) return plan === null || changesNothing(plan);
  return approval?.fingerprint === fingerprint && (plan?.revision ?? approval.revision) === approval.revision;
}

/** Refused before anything is stored; the service would refuse it too, but only after the document went in. */
function refuseUnknownItems(plan: Plan, { only, declined }: Decisions): void {
  const names = plan.changes.map(changeName);
  const unknown = [...(only ?? []), ...Object.keys(declined)].find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new Failure('approval-refused', `The plan has no item ${unknown}; it has ${names.join(', ')}.`);
}

/**
 * What follows an approval.
 * @throws {Failure} service-unreachable, saying that the approval holds all the same
 */
async function ofApproved<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof Failure) || cause.code !== 'service-unreachable') throw cause;
    throw new Failure('service-unreachable', `${cause.message} The approval is stored all the same.`, {
      cause,
      hint: 'Start `pir serve` again: it creates the tickets that are missing, and none twice.',
    });
  }
}

function readApprover(given: string | undefined, user: string): string {
  const by = (given ?? user).trim();
  if (by !== '' && by.length <= 200 && !/\p{Cc}/u.test(by)) return by;
  throw new Failure('usage', '--by takes the name of who approves: one line of up to 200 characters.', {
    hint: 'For example --by "Jo Doe <jo.doe@example.com>".',
  });
}

function readDecisions({ item, decline }: ApproveOptions): Decisions {
  const declined = Object.fromEntries(
    (decline ?? []).map((text) => {
      const [, name = '', reason = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
      if (name.trim() === '' || reason.trim() === '') {
        throw new Failure('usage', `--decline takes NUMBER=REASON, not "${text}".`, {
          hint: "For example --decline '4=covered by INC-7'.",
        });
      }
      return [name.trim(), reason.trim()];
    }),
  );
  return { only: item ?? null, declined };
}

async function report(terminal: Terminal, service: Service, view: PirView, format: string): Promise<number> {
  if (format === 'json') terminal.out(`${JSON.stringify(view, null, 2)}\n`);
  else {
    for (const item of view.items) {
      const ticket = item.ticket === null ? '-' : `${item.ticket.key}  ${item.ticket.url}`;
      terminal.out(`${(item.ref ?? '').padStart(3)}  ${item.state.padEnd(11)}  ${item.title}  ${ticket}\n`);
    }
  }
  if (view.notes.length === 0) return 0;
  for (const note of view.notes) terminal.tell(`${note.replace(/\.?$/, '.')}\n`);
  const ids = new Set(view.items.map((item) => item.itemId));
  const { deadLetters } = await service.status();
  if (deadLetters.some(({ itemId }) => itemId !== null && ids.has(itemId))) return 1;
  terminal.tell(
    'The approval is stored, and what waits is sent once that is mended, by `pir serve` or `pir sync`; `pir doctor` says more.\n',
  );
  return 0;
}
