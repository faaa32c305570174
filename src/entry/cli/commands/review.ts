import { type AddCommand, formatOption, serverOption } from '../command-line.ts';
import type { HandOverOptions, RecordOptions, ShowOptions } from '../review.ts';

const help = `
Say of each open item how it goes on, and of each done one whether it worked by its success metric:
  --item 1=on-track  --item 2=at-risk  --item 3=blocked
  --item 4=met  --item 5=missed  --item 6=no-metric
  --item 7=too-early:2026-05-04      asked again on that day
  --item 8="too-early:ledger lag"    asked again when an incident has these words in title or root cause
Only "met" verifies an item. "missed" makes a new one, with a ticket and without a date unless --due gives one. Items that
are left out stay as they are, and the review can be recorded once more.
`;

export const addReview: AddCommand = (program, line) => {
  const review = program.command('review').description('list, show, record and hand over reviews');
  review
    .command('list')
    .description('reviews that are late, coming and recorded')
    .addOption(formatOption('text', 'json'))
    .addOption(serverOption())
    .action(
      line.ending(async (options: ShowOptions) => {
        const { listReviews } = await import('../review.ts');
        return listReviews(line, options);
      }),
    );
  review
    .command('show')
    .description('the agenda of a review, and what was recorded of it')
    .argument('<pir>', 'incident id of a PIR')
    .argument('<milestone>', 'P7D, P1M, P3M …')
    .addOption(formatOption('text', 'json'))
    .addOption(serverOption())
    .action(
      line.ending(async (pir: string, milestone: string, options: ShowOptions) => {
        const { showReview } = await import('../review.ts');
        return showReview(line, pir, milestone, options);
      }),
    );
  review
    .command('record')
    .description('record what a review came to')
    .argument('<pir>', 'incident id of a PIR')
    .argument('<milestone>', 'P7D, P1M, P3M …')
    .option('--item <number=outcome...>', 'what is to be said of an item')
    .option('--note <text>', 'a note on the whole review')
    .option('--item-note <number=text...>', 'a note on an item')
    .option('--evidence <number=evidence...>', 'words, an https:// link, or @FILE, which is stored')
    .option('--title <number=title...>', 'what the item that makes up for a missed one is called')
    .option('--due <number=day...>', 'and by when it is promised')
    .option('--by <who>', 'who records it (else your user name)')
    .option('--if-version <number>', 'refuse when it is not the version that was read')
    .addOption(formatOption('text', 'json'))
    .addOption(serverOption())
    .addHelpText('after', help)
    .action(
      line.ending(async (pir: string, milestone: string, options: RecordOptions) => {
        const { recordReview } = await import('../review.ts');
        return recordReview(line, pir, milestone, options);
      }),
    );
  review
    .command('hand-over')
    .description('let somebody else hold a review of a PIR and those after it')
    .argument('<pir>', 'incident id of a PIR')
    .argument('<milestone>', 'P7D, P1M, P3M …')
    .argument('<to>', 'handle, name or e-mail address')
    .option('--by <who>', 'who hands it over (else your user name)')
    .addOption(serverOption())
    .action(
      line.ending(async (pir: string, milestone: string, to: string, options: HandOverOptions) => {
        const { handOver } = await import('../review.ts');
        return handOver(line, pir, milestone, to, options);
      }),
    );
};
