import { type AddCommand, formatOption } from '../command-line.ts';

export const addPlan: AddCommand = (program, line) => {
  program
    .command('plan')
    .description('show which tickets approving a PIR would create; changes nothing')
    .argument('<file>', 'PIR in Markdown')
    .addOption(formatOption('text', 'json'))
    .action(
      line.ending(async (file: string, options: { format: string }) => {
        const { planCommand } = await import('../plan.ts');
        return planCommand(line.terminal, line.settings(), file, options);
      }),
    );
};
