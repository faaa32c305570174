import { Option } from 'commander';
import type { AddCommand } from '../command-line.ts';
import type { SandboxOptions } from '../sandbox.ts';

export const addSandbox: AddCommand = (program, line) => {
  program
    .command('sandbox')
    .description('run a small Jira to try things with')
    .option('--port <port>', 'port to listen on', '8090')
    .addOption(
      new Option('--deployment <kind>', 'which Jira to be').choices(['cloud', 'datacenter']).default('cloud'),
    )
    .option('--state <file>', 'keep tickets and all other state in this file')
    .option('--site <file>', 'projects, screens, fields of its own and accounts: see docs/sandbox.md')
    .option('--directory <file>', 'whose Jira accounts there are: a directory of people and teams')
    .option('--token <token>', 'ask for this API token; others are served as anonymous, or refused')
    .option('--webhook <url>', 'tell this address of what happens to tickets')
    .option('--webhook-secret <secret>', 'sign what is told with this')
    .option('--latency <ms>', 'answer after so many milliseconds', '0')
    .option('--index-lag <ms>', 'let search lag behind by so many milliseconds', '0')
    .addHelpText('after', control)
    .action(
      line.ending(async (options: SandboxOptions) => {
        const { sandboxCommand } = await import('../sandbox.ts');
        return sandboxCommand(line.terminal, options);
      }),
    );
};

const control = `
While it runs, on 127.0.0.1 only (docs/sandbox.md has the details):
  GET    /                          the boards; tickets are moved, edited, linked and deleted by forms
  GET    /sandbox/tickets           all tickets as JSON
  POST   /sandbox/tickets/KEY/VERB  transition, edit, flag, comment, link, unlink, unlink-remote, move, delete, restore
  POST   /sandbox/faults            lets coming requests go wrong; DELETE ends it
  PUT    /sandbox/limits            rate limits: burst, perIssue, quota; DELETE ends them
  PUT    /sandbox/projects/KEY      another project, or another one of that key
  PUT    /sandbox/accounts/ID       {"active": false} deactivates somebody
  PUT    /sandbox/webhook-delivery  duplicates, delayMs, reorder, retryDelaysMs`;
