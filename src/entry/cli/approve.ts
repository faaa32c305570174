import { existsSync } from 'node:fs';
import { Failure } from '../../core/failure.ts';
import { findingsText } from '../../core/pir/render-findings.ts';
import type { Decisions } from '../../core/plan/approve.ts';
import { changesNothing } from '../../core/plan/draft.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { PirView } from '../../core/status/pir-view.ts';
import type { Settings } from '../../settings.ts';
import type { Service } from '../service.ts';
import { withService } from './access.ts';
import type { Terminal } from './cli.ts';
import { readDocument } from './files.ts';
import { planText } from './plan-text.ts';

/** What `pir approve` takes beside the PIR. */
export interface ApproveOptions {
  readonly item?: readonly string[];
  readonly decline?: readonly string[];
  readonly yes?: boolean;
  readonly fingerprint?: string;
  readonly by?: string;
  readonly format: string;
}

/**
 * `pir approve`: shows the plan, asks, approves it by its fingerprint and creates the tickets.
 * @throws {Failure} usage when nobody is there to ask and neither --yes nor --fingerprint was given
 */
export async function approveCommand(
  terminal: Terminal,
  settings: Settings,
  name: string,
  options: ApproveOptions,
): Promise<number> {
  const decisions = readDecisions(options);
  const by = options.by ?? terminal.user;
  return withService(terminal, settings, 'pir approve', async (service) => {
    const { pirId, plan } = await planToApprove(terminal, service, name, by);
    if (plan === null || changesNothing(plan)) {
      terminal.tell('Nothing to approve: the plan asks for nothing new.\n');
      // An approved PIR may have stated-done or referenced items only; those open without a ticket.
      if (plan === null) return report(terminal, await service.pir(pirId), options.format);
    }
    const fingerprint = options.fingerprint ?? plan.fingerprint;
    if (options.fingerprint === undefined && options.yes !== true && !(await confirmed(terminal))) {
      terminal.tell('Nothing was approved.\n');
      return 1;
    }
    await service.approve({ pir: pirId, fingerprint, by, decisions });
    await service.deliver();
    return report(terminal, await service.pir(pirId), options.format);
  });
}

async function planToApprove(
  terminal: Terminal,
  service: Service,
  name: string,
  by: string,
): Promise<{ pirId: string; plan: Plan | null }> {
  if (!existsSync(name)) {
    const view = await service.pir(name);
    if (view.plan !== null) terminal.tell(planText(view.plan));
    return { pirId: view.pir.id, plan: view.plan };
  }
  const document = readDocument(name);
  const { pirId, pir, findings, plan } = await service.submit(document, by);
  if (pir.items.length === 0) {
    throw new Failure('pir-without-items', `${name} has no action items, so there is nothing to approve.`);
  }
  terminal.tell(`${findingsText(name, document.text, { pir, findings })}\n${planText(plan)}\n`);
  return { pirId, plan };
}

async function confirmed(terminal: Terminal): Promise<boolean> {
  if (!terminal.interactive) {
    throw new Failure('usage', 'Nobody is there to ask.', {
      hint: 'Add --yes, or --fingerprint with the plan that was read.',
    });
  }
  return /^y(es)?$/i.test((await terminal.ask('Approve this plan? [y/N] ')).trim());
}

function readDecisions({ item, decline }: ApproveOptions): Decisions {
  const declined = Object.fromEntries(
    (decline ?? []).map((text) => {
      const [, name, reason] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
      if (name === undefined || reason === undefined) {
        throw new Failure('usage', `--decline takes NUMBER=REASON, not "${text}".`, {
          hint: "For example --decline '4=covered by INC-7'.",
        });
      }
      return [name.trim(), reason.trim()];
    }),
  );
  return { only: item ?? null, declined };
}

function report(terminal: Terminal, view: PirView, format: string): number {
  if (format === 'json') {
    terminal.out(`${JSON.stringify(view, null, 2)}\n`);
    return 0;
  }
  for (const item of view.items) {
    const ticket = item.ticket === null ? '-' : `${item.ticket.key}  ${item.ticket.url}`;
    terminal.out(`${(item.ref ?? '').padStart(3)}  ${item.state.padEnd(11)}  ${item.title}  ${ticket}\n`);
  }
  for (const note of view.notes) terminal.tell(`${note}\n`);
  return 0;
}
