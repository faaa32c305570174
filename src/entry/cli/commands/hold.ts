import { Argument } from 'commander';
import { channels } from '../../../core/delivery/holds.ts';
import { type AddCommand, formatOption, serverOption } from '../command-line.ts';
import type { HoldOptions } from '../hold.ts';

const help = `
Without an option deliveries stop, for all instances, until they are released; what is decided meanwhile waits.
--preview shows what waits: who would get which mail, which tickets would be made or changed. --release sends it.
--discard gives it up for good, after showing it; each delivery stays visible as given up on, with who did so and why,
and the hold stays. A database that another instance made (service.instance) starts held.
`;

export const addHold: AddCommand = (program, line) => {
  program
    .command('hold')
    .description('stop mails or tickets, look at what waits, release or discard it')
    .addArgument(new Argument('<channel>', 'what is held').choices(channels))
    .option('--preview', 'show what waits, change nothing')
    .option('--release', 'let deliveries go on')
    .option('--discard', 'give up what waits')
    .option('--reason <text>', 'why, as the status page and the trail say it')
    .option('--by <who>', 'who does so (else your user name)')
    .option('--yes', 'do not ask before discarding')
    .addOption(formatOption('text', 'json'))
    .addOption(serverOption())
    .addHelpText('after', help)
    .action(
      line.ending(async (channel: string, options: HoldOptions) => {
        const { holdCommand } = await import('../hold.ts');
        return holdCommand(line, channel, options);
      }),
    );
};
