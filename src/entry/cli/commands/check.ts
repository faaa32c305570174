import { Failure } from '../../../core/failure.ts';
import type { CheckOptions } from '../check.ts';
import { type AddCommand, formatOption } from '../command-line.ts';

export const addCheck: AddCommand = (program, line) => {
  program
    .command('check')
    .description('read PIRs and say what is wrong with their promises')
    .argument('[file...]', 'PIRs in Markdown, or folders of them; - reads the standard input')
    .addOption(formatOption('text', 'json', 'github', 'sarif'))
    .option('--strict', 'fail on warnings too')
    .option('--baseline <file>', 'report only what an earlier --format json output does not have')
    .option('--changed-since <ref>', 'report only what the files did not have at that commit')
    .option('--explain <code>', 'say what a rule is about, such as PIR022, and check nothing')
    .action(
      line.ending(async (files: string[], options: CheckOptions & { explain?: string }) => {
        const { checkCommand, explainCommand } = await import('../check.ts');
        if (options.explain !== undefined) return explainCommand(line.terminal, options.explain);
        if (files.length === 0) {
          throw new Failure('usage', 'There is no file to check.', {
            hint: 'Name files or folders: pir check pirs, or - for the standard input.',
          });
        }
        return checkCommand(line.terminal, line.readingOptions(), files, options);
      }),
    );
};
