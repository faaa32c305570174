import type { AdoptOptions } from '../adopt.ts';
import { type AddCommand, formatOption, serverOption } from '../command-line.ts';

const help = `
A ticket is an item's where it says so itself, where the PIR names it, or where their titles are alike; what fits two ways
is said, and linked to neither. Nothing is linked before the plan was shown.
`;

export const addAdopt: AddCommand = (program, line) => {
  program
    .command('adopt')
    .description('link tickets that are in Jira already to the items they belong to')
    .requiredOption('--label <label>', 'the tickets with this label')
    .option('--except <key...>', 'leave these tickets alone')
    .option('--yes', 'do not ask')
    .option('--by <who>', 'who links them (else your user name)')
    .addOption(formatOption('text', 'json'))
    .addOption(serverOption())
    .addHelpText('after', help)
    .action(
      line.ending(async (options: AdoptOptions) => {
        const { adoptCommand } = await import('../adopt.ts');
        return adoptCommand(line, options);
      }),
    );
};
