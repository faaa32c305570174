import type { AddCommand } from '../command-line.ts';

export const addServe: AddCommand = (program, line) => {
  program
    .command('serve')
    .description('run the service: pages, API, scheduled jobs')
    .action(
      line.ending(async () => {
        const { terminal } = line;
        const settings = line.settings();
        const { checkExpressions } = await import('../../schedule/schedule.ts');
        const { serve } = await import('../../serve.ts');
        checkExpressions(settings.schedule);
        const ports = await terminal.openPorts(settings, 'pir serve', terminal.clock);
        const running = await serve(ports, settings, `pir serve ${terminal.processId}`, {
          pageUser: terminal.user,
        });
        const stopped = terminal.untilStopped();
        terminal.out(`pir-tracker listens on ${running.url} (Ctrl-C ends it)\n`);
        await stopped;
        ports.log.info('ending');
        await running.stop();
        ports.log.info('ended');
      }),
    );
};
