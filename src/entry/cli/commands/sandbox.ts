import type { AddCommand } from '../command-line.ts';
import type { SandboxOptions } from '../sandbox.ts';

export const addSandbox: AddCommand = (program, line) => {
  program
    .command('sandbox')
    .description('run a small Jira to try things with')
    .option('--port <port>', 'port to listen on', '8090')
    .option('--state <file>', 'keep the tickets in this file')
    .option('--directory <file>', 'whose Jira accounts there are: a directory of people and teams')
    .option('--token <token>', 'ask for this API token; others are served as anonymous')
    .option('--latency <ms>', 'answer after so many milliseconds', '0')
    .option('--index-lag <ms>', 'let search lag behind by so many milliseconds', '0')
    .action(
      line.ending(async (options: SandboxOptions) => {
        const { sandboxCommand } = await import('../sandbox.ts');
        return sandboxCommand(line.terminal, options);
      }),
    );
};
