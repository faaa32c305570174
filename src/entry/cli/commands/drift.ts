import { Option } from 'commander';
import { type AddCommand, formatOption, serverOption } from '../command-line.ts';
import type { DriftOptions } from '../drift.ts';

const help = `
Ours sends what the item says to the ticket; theirs takes over what the ticket says, or lets it stand where the PIR owns
the field. docs/jira.md says what each means, field by field.
`;

export const addDrift: AddCommand = (program, line) => {
  program
    .command('drift')
    .description('where items and tickets are apart, and settling it')
    .argument('[item]', 'ticket key or item id')
    .addOption(new Option('--take <side>', 'settle it this way').choices(['ours', 'theirs']))
    .option('--field <field>', 'which one, such as due, where there are more')
    .option('--by <who>', 'who decides (else your user name)')
    .addOption(formatOption('text', 'json'))
    .addOption(serverOption())
    .addHelpText('after', help)
    .action(
      line.ending(async (item: string | undefined, options: DriftOptions) => {
        const { driftCommand } = await import('../drift.ts');
        return driftCommand(line, item ?? null, options);
      }),
    );
};
