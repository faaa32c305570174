import { type Channel, channels, type HeldDeliveries, type HeldLine } from '../../core/delivery/holds.ts';
import { Failure } from '../../core/failure.ts';
import { oneLine } from '../../core/notice/plain-text.ts';
import { counted } from '../../core/notice/wording.ts';
import { deliveryNames } from '../../core/status/backlog.ts';
import { instantText } from '../../core/status/headline.ts';
import type { Service } from '../service.ts';
import { withService } from './access.ts';
import type { CommandLine } from './command-line.ts';
import type { Terminal } from './terminal.ts';

/** What `pir hold` takes. */
export interface HoldOptions {
  readonly preview?: boolean;
  readonly release?: boolean;
  readonly discard?: boolean;
  readonly reason?: string;
  readonly by?: string;
  readonly yes?: boolean;
  readonly format: string;
  readonly server?: string;
}

/**
 * `pir hold`: stops the deliveries of a channel, shows what waits for it, lets it go on or gives it up.
 * @returns 0; 1 when nobody wanted to discard
 * @throws {Failure} usage for options that do not go together or lack a reason, hold-refused, hold-changed
 */
export async function holdCommand(line: CommandLine, name: string, options: HoldOptions): Promise<number> {
  const { terminal } = line;
  const channel = channels.find((each) => each === name);
  const { preview, release, discard, reason, server } = options;
  if (channel === undefined) throw new Failure('usage', `There is no channel "${name}".`);
  if ([preview, release, discard].filter(Boolean).length > 1)
    throw new Failure('usage', 'Take one of --preview, --release and --discard.');
  if (discard && reason === undefined)
    throw new Failure('usage', 'Discarding needs a reason.', { hint: 'Add --reason "why".' });
  if (discard && !options.yes && !terminal.interactive)
    throw new Failure('usage', 'Discarding asks first, and nobody is there to answer.', {
      hint: 'Add --yes.',
    });
  const by = options.by ?? terminal.user;
  const told = (text: string, value: object) =>
    terminal.out(options.format === 'json' ? `${JSON.stringify(value, null, 2)}\n` : text);
  return withService(line, server, 'pir hold', async (service) => {
    if (preview) {
      const held = await service.held(channel);
      told(heldText(held), held);
    } else if (release) {
      const released = await service.release({ channel, by });
      const what = counted(released.waiting, 'delivery', 'deliveries');
      told(`Released; ${what} to be sent by \`pir serve\` or \`pir sync\`.\n`, released);
    } else if (discard) {
      return discardWaiting(
        terminal,
        service,
        channel,
        { by, reason: reason ?? '', yes: options.yes === true },
        told,
      );
    } else {
      const hold = await service.hold({ channel, by, reason: reason ?? 'no reason given' });
      told(`Held: nothing goes to ${channel} until \`pir hold ${channel} --release\`.\n`, hold);
    }
    return 0;
  });
}

async function discardWaiting(
  terminal: Terminal,
  service: Service,
  channel: Channel,
  { by, reason, yes }: { readonly by: string; readonly reason: string; readonly yes: boolean },
  told: (text: string, value: object) => void,
): Promise<number> {
  const held = await service.held(channel);
  if (held.hold !== null) {
    terminal.tell(heldText(held));
    const question = `Discard ${counted(held.lines.length, 'delivery', 'deliveries')} for good? [y/N] `;
    if (!yes && !/^y(es)?$/i.test((await terminal.ask(question)).trim())) {
      terminal.tell('Nothing was discarded.\n');
      return 1;
    }
  }
  const result = await service.discard({ channel, by, reason, version: held.version });
  told(
    `${counted(result.discarded, 'delivery', 'deliveries')} discarded; ${channel} stays held until \`pir hold ${channel} --release\`.\n`,
    result,
  );
  return 0;
}

/** What waits for a channel, a line a delivery. */
export function heldText({ channel, hold, lines }: HeldDeliveries): string {
  const state =
    hold === null
      ? `${channel} is not held: what waits may leave at any moment.`
      : `${channel} is held by ${hold.by} since ${instantText(hold.since)}: ${oneLine(hold.reason)}`;
  const count =
    lines.length === 0 ? 'Nothing waits.' : `${counted(lines.length, 'delivery', 'deliveries')} to come:`;
  return `${[state, count, ...lines.map(lineText)].join('\n')}\n`;
}

function lineText({ kind, to, title, inDoubt }: HeldLine): string {
  const doubt = inDoubt ? '  (an earlier try may have been carried out)' : '';
  return `  ${deliveryNames[kind]}${to === null ? '' : `  ${to}`}  ${oneLine(title)}${doubt}`;
}
