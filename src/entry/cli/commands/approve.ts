import type { ApproveOptions } from '../approve.ts';
import { type AddCommand, formatOption, serverOption, sourceOption } from '../command-line.ts';

const help = `
Nothing is stored before the plan is approved. Tickets that cannot be created now (Jira is away or refuses the token)
wait and are tried again: the exit code is 0 then, and 1 where one was given up on. The same approval twice is fine.
`;

export const addApprove: AddCommand = (program, line) => {
  program
    .command('approve')
    .description('approve a PIR and create its tickets')
    .argument('<pir>', 'file, or incident id of a submitted PIR')
    .option('--item <number...>', 'approve only these items')
    .option('--decline <number=reason...>', 'decline an item, with the reason')
    .option('--yes', 'do not ask')
    .option(
      '--fingerprint <fingerprint>',
      'approve exactly the plan that was read; refused when it is out of date',
    )
    .option('--by <who>', 'who approves (else your user name)')
    .option('--write', "put each ticket's key into the file, and change nothing else in it")
    .addOption(formatOption('text', 'json'))
    .addOption(sourceOption())
    .addOption(serverOption())
    .addHelpText('after', help)
    .action(
      line.ending(async (pir: string, options: ApproveOptions) => {
        const { approveCommand } = await import('../approve.ts');
        return approveCommand(line, pir, options);
      }),
    );
};
