import { Failure } from '../../core/failure.ts';
import { counted } from '../../core/notice/wording.ts';
import type { DriftLine } from '../../core/status/status.ts';
import { driftFieldFrom, driftNames, driftText, offer, type Side } from '../../core/sync/drift.ts';
import type { Service } from '../service.ts';
import { withService } from './access.ts';
import type { CommandLine } from './command-line.ts';
import type { Terminal } from './terminal.ts';

/** What `pir drift` was told. */
export interface DriftOptions {
  readonly take?: Side;
  readonly field?: string;
  readonly by?: string;
  readonly format: string;
  readonly server?: string;
}

/**
 * Lists what is apart, or settles one difference.
 * @param item key of a ticket or id of an item; null: all of them
 * @returns the exit code
 */
export function driftCommand(
  line: Pick<CommandLine, 'terminal' | 'settings'>,
  item: string | null,
  options: DriftOptions,
): Promise<number> {
  const { take, field: name, server } = options;
  const { terminal } = line;
  const field = name === undefined ? null : driftFieldFrom(name);
  if (name !== undefined && field === null) {
    const names = Object.values(driftNames).join(', ').toLowerCase();
    throw new Failure('usage', `There is no field "${name}"; there are ${names}.`);
  }
  if (take !== undefined && item === null)
    throw new Failure('usage', 'Name the item whose drift is to be settled.');
  return withService(line, server, 'pir drift', async (service) => {
    if (take === undefined || item === null) return list(terminal, service, item, options.format);
    const { title, drift, sends } = await service.settleDrift({
      ...{ item, take, field, seen: null },
      by: options.by ?? terminal.user,
    });
    terminal.out(`${title}\n  ${driftNames[drift.field]}: ${driftText(drift)}; ${take} taken.\n`);
    if (!sends) return 0;
    const sent = await service.deliver();
    terminal.out(`${sent.delivered} sent, ${sent.again} put off, ${sent.dead} given up on.\n`);
    return sent.dead === 0 ? 0 : 1;
  });
}

async function list(
  { out, tell }: Terminal,
  service: Service,
  name: string | null,
  format: string,
): Promise<number> {
  const all = await service.drift();
  const lines = all.filter(({ item }) => name === null || item.itemId === name || item.ticket?.key === name);
  if (format === 'json') out(`${JSON.stringify(lines, null, 2)}\n`);
  else {
    for (const line of lines) out(driftLineText(line));
    tell(lines.length === 0 ? 'Nothing is apart.\n' : `${counted(lines.length, 'item')} and ticket apart.\n`);
  }
  return 0;
}

function driftLineText({ item, fields }: DriftLine): string {
  const texts = fields.map((drift) => {
    const offers = (['ours', 'theirs'] as const).flatMap((side) => {
      const words = offer(drift, side);
      return words === null ? [] : [`${side}: ${words.toLowerCase()}`];
    });
    const state = drift.taken === 'ours' ? 'ours is being sent' : offers.join(', ');
    const mark = drift.conflict ? ' (both changed)' : '';
    return `  ${driftNames[drift.field]}: ${driftText(drift)}${mark} [${state}]\n`;
  });
  return `${item.ticket?.key ?? item.itemId}  ${item.title}, ${item.incident}\n${texts.join('')}`;
}
