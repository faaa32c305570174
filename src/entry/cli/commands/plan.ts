import { type AddCommand, formatOption, serverOption, sourceOption } from '../command-line.ts';
import type { PlanOptions } from '../plan.ts';

const help = `
--format markdown prints a comment for a pull or merge request: findings, plan and fingerprint, in which no text of the
PIR mentions people or breaks the page. docs/pipelines shows how it is posted, and approved on merge.
`;

export const addPlan: AddCommand = (program, line) => {
  program
    .command('plan')
    .description('show which tickets approving a PIR would create; changes nothing')
    .argument('<file>', 'PIR in Markdown')
    .addOption(formatOption('text', 'json', 'markdown'))
    .option('--full', 'also print the descriptions of the tickets (text)')
    .addOption(sourceOption())
    .addOption(serverOption())
    .addHelpText('after', help)
    .action(
      line.ending(async (file: string, options: PlanOptions) => {
        const { planCommand } = await import('../plan.ts');
        return planCommand(line, file, options);
      }),
    );
};
