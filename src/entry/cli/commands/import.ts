import { type AddCommand, formatOption, serverOption } from '../command-line.ts';
import type { ImportOptions } from '../import.ts';

const help = `
Tickets that the PIRs name are linked; items without one are kept without. Nobody is written to about imported items
before --chase, which says first how many mails to whom that means. The same folder again changes nothing.
`;

export const addImport: AddCommand = (program, line) => {
  program
    .command('import')
    .description('take in a folder of old PIRs, link their tickets, write to nobody')
    .argument('[folder]', 'where the PIRs lie, as Markdown; folders in it too')
    .option('--create', 'create tickets for the items that name none')
    .option('--chase', 'write to the owners of imported items from now on; says first what that means')
    .option('--yes', 'do not ask')
    .option('--by <who>', 'who imports (else your user name)')
    .addOption(formatOption('text', 'json'))
    .addOption(serverOption())
    .addHelpText('after', help)
    .action(
      line.ending(async (folder: string | undefined, options: ImportOptions) => {
        const { importCommand } = await import('../import.ts');
        return importCommand(line, folder ?? null, options);
      }),
    );
};
