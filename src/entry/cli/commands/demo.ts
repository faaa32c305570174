import { type AddCommand, formatOption } from '../command-line.ts';
import type { DemoOptions } from '../demo.ts';

export const addDemo: AddCommand = (program, line) => {
  program
    .command('demo')
    .description('show the whole way of a PIR, with a Jira sandbox and a mail inbox')
    .argument('[file]', 'a PIR of your own')
    .option('--once', 'end after the summary')
    .addOption(formatOption('text', 'json'))
    .action(
      line.ending(async (file: string | undefined, options: DemoOptions) => {
        const { demoCommand } = await import('../demo.ts');
        return demoCommand(line.terminal, file ?? null, options);
      }),
    );
};
