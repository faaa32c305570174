import type { AddCommand } from '../command-line.ts';
import type { NewOptions } from '../new.ts';

export const addNew: AddCommand = (program, line) => {
  program
    .command('new')
    .description('write the form for a PIR, with the facts of an incident filled in')
    .argument('[file]', 'where to; else stdout')
    .requiredOption('--title <title>', 'what happened, in a few words')
    .requiredOption('--date <day>', 'day of the incident, YYYY-MM-DD')
    .option('--id <id>', 'incident id, such as INC-2026-0303-001')
    .option('--severity <severity>', 'such as SEV-2')
    .option('--commander <handle>', 'who led the response; holds the reviews')
    .option('--attendee <handle...>', 'who else takes part in the review')
    .option('--pir-date <day>', 'day of the review meeting, YYYY-MM-DD')
    .action(
      line.ending(async (file: string | undefined, options: NewOptions) => {
        const { newCommand } = await import('../new.ts');
        return newCommand(line.terminal, file ?? null, options);
      }),
    );
};
