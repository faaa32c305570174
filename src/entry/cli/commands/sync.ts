import { counted } from '../../../core/notice/wording.ts';
import { type AddCommand, serverOption } from '../command-line.ts';
import { foundText } from '../found-text.ts';

export const addSync: AddCommand = (program, line) => {
  program
    .command('sync')
    .description('send what waits, read the tickets and settle them with the items')
    .option('--retry', 'try again what was given up on')
    .option('--full', 'read all tickets of live items, not only those that changed')
    .addOption(serverOption())
    .action(
      line.ending(async ({ retry, full, server }: { retry?: boolean; full?: boolean; server?: string }) => {
        const { withService } = await import('../access.ts');
        return withService(line, server, 'pir sync', async (service) => {
          if (retry === true) await service.retry();
          const sent = await service.deliver();
          const report = await service.sync(full === true ? 'all' : 'changes');
          const gone = report.missing === 0 ? '' : `, ${report.missing} no longer there`;
          line.terminal.out(`${sent.delivered} sent, ${sent.again} put off, ${sent.dead} given up on.\n`);
          line.terminal.out(foundText(sent));
          line.terminal.out(`${report.read} tickets read, ${report.changed} items changed${gone}.\n`);
          if (report.failed > 0) {
            line.terminal.out(`${counted(report.failed, 'ticket')} could not be read: ${report.reason}\n`);
          }
          return sent.dead === 0 && report.failed === 0 ? 0 : 1;
        });
      }),
    );
};
