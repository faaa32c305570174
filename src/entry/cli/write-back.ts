import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { Failure } from '../../core/failure.ts';
import { writeTickets } from '../../core/pir/write/write-tickets.ts';
import type { PirView } from '../../core/status/pir-view.ts';
import type { Document } from '../../flows/submit-pir.ts';
import type { Service } from '../service.ts';
import type { Terminal } from './terminal.ts';

/**
 * `pir approve --write`: puts each item's ticket into the file, in the item's own shape, changing nothing else. The next
 * reading finds them there and links instead of creating.
 * @param path of the file that the document was read from
 * @throws {Failure} file-unreadable when the file cannot be written or has changed meanwhile; it is as it was then
 */
export async function writeBack(
  terminal: Terminal,
  service: Service,
  path: string,
  document: Document,
  view: PirView,
): Promise<void> {
  const { plan } = await service.plan(document);
  const tickets = new Map(view.items.map((item) => [item.itemId, item.ticket]));
  const wanted = plan.changes.flatMap(({ line, itemId }) => {
    const ticket = tickets.get(itemId) ?? null;
    return line === null || ticket === null ? [] : [{ line, key: ticket.key, url: ticket.url }];
  });
  const { text, written, notWritten } = writeTickets(document.text, wanted);
  if (text !== document.text) replaceFile(path, document.bytes, text);
  terminal.tell(`${written.length} ticket keys written into ${path}.\n`);
  for (const { line, reason } of notWritten) terminal.tell(`${path}:${line}: not written: ${reason}\n`);
}

/**
 * Written beside and renamed, so that a full disk or a kill leaves the old file whole. A link stays one. Creating tickets
 * takes its time, and somebody may have saved the file in an editor meanwhile: that is not overwritten.
 */
function replaceFile(path: string, before: Uint8Array, text: string): void {
  try {
    const target = realpathSync(path);
    if (!readFileSync(target).equals(before)) throw new Error('it has changed since it was read');
    const beside = `${target}.pir-tracker`;
    try {
      writeFileSync(beside, text, { mode: statSync(target).mode });
      renameSync(beside, target);
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
  } catch (cause) {
    throw new Failure('file-unreadable', `${path} cannot be written: ${(cause as Error).message}.`, {
      cause,
      hint: 'The approval is stored, and so are the tickets. Mend that and run the same command again.',
    });
  }
}
