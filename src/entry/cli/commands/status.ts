import { type AddCommand, formatOption, serverOption } from '../command-line.ts';

export const addStatus: AddCommand = (program, line) => {
  program
    .command('status')
    .description('what is open, overdue, coming and done')
    .addOption(formatOption('text', 'json'))
    .addOption(serverOption())
    .action(
      line.ending(async ({ format, server }: { format: string; server?: string }) => {
        const { withService } = await import('../access.ts');
        const { statusText } = await import('../../../core/status/text.ts');
        await withService(line, server, 'pir status', async (service) => {
          const status = await service.status();
          line.terminal.out(format === 'json' ? `${JSON.stringify(status, null, 2)}\n` : statusText(status));
        });
      }),
    );
};
