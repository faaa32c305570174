import { Failure } from '../../core/failure.ts';
import { counted } from '../../core/notice/wording.ts';
import type { Adoption, AdoptionPlan } from '../../core/plan/adoption.ts';
import { withService } from './access.ts';
import type { CommandLine } from './command-line.ts';

/** What `pir adopt` takes. */
export interface AdoptOptions {
  readonly label: string;
  readonly except?: readonly string[];
  readonly yes?: boolean;
  readonly by?: string;
  readonly format: string;
  readonly server?: string;
}

/**
 * `pir adopt`: shows which tickets with a label belong to items that have none, asks, and links them.
 * @returns 0; 1 when nobody wanted it
 * @throws {Failure} usage when nobody is there to ask and --yes was not given; tracker-unreachable, and what opening the
 *   database throws
 */
export async function adoptCommand(
  line: CommandLine,
  { label, except = [], yes = false, by, format, server }: AdoptOptions,
): Promise<number> {
  const { terminal } = line;
  if (!yes && !terminal.interactive) {
    throw new Failure('usage', 'Adopting asks first, and nobody is there to answer.', { hint: 'Add --yes.' });
  }
  return withService(line, server, 'pir adopt', async (service) => {
    const plan = await service.adoptable(label);
    const adoptions = plan.adoptions.filter(({ ticket }) => !except.includes(ticket.key));
    terminal.tell(`${adoptionText(label, { ...plan, adoptions })}\n`);
    const keys = adoptions.map(({ ticket }) => ticket.key);
    const isWanted =
      yes || keys.length === 0 || /^y(es)?$/i.test((await terminal.ask('Link them? [y/N] ')).trim());
    if (!isWanted) {
      terminal.tell('Nothing was linked.\n');
      return 1;
    }
    const linked = keys.length === 0 ? [] : await service.adopt(label, keys, by ?? terminal.user);
    if (linked.length > 0) {
      const { delivered, dead } = await service.deliver();
      terminal.tell(`${counted(linked.length, 'ticket')} adopted; ${delivered} sent, ${dead} given up on.\n`);
    }
    if (format === 'json') terminal.out(`${JSON.stringify({ ...plan, adoptions: linked }, null, 2)}\n`);
    return 0;
  });
}

/** What adopting would do, a line a ticket. */
export function adoptionText(label: string, { adoptions, unclear, unmatched }: AdoptionPlan): string {
  const lineOf = ({ ticket, incident, title, summary, ground }: Adoption) =>
    `  ${ticket.key}  ${incident}: ${title}  (${ground}${ground === 'similar title' ? `: "${summary}"` : ''})`;
  return [
    adoptions.length === 0
      ? `No ticket with the label ${label} belongs to an item without one.`
      : `${counted(adoptions.length, 'ticket')} with the label ${label} would be linked:`,
    ...adoptions.map(lineOf),
    ...(unclear.length === 0 ? [] : ['Not linked, since it is not clear which belongs to which:']),
    ...unclear.map(
      ({ ticket, summary, fits }) => `  ${ticket.key}  ${summary}  (fits ${counted(fits, 'item')})`,
    ),
    ...(unmatched.length === 0 ? [] : ['Not linked, since no item without a ticket is like them:']),
    ...unmatched.map(({ ticket, summary }) => `  ${ticket.key}  ${summary}`),
  ].join('\n');
}
