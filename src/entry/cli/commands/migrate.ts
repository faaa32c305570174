import type { AddCommand } from '../command-line.ts';

export const addMigrate: AddCommand = (program, line) => {
  program
    .command('migrate')
    .description('bring the database schema up to date')
    .action(
      line.ending(async () => {
        const { terminal } = line;
        const ports = await terminal.openPorts(line.settings(), 'pir migrate', terminal.clock);
        const checks = await ports.store.check().finally(() => ports.close());
        for (const { name, detail } of checks) terminal.out(`${name}: ${detail}\n`);
        const { migrated } = ports;
        terminal.out(migrated.length === 0 ? 'nothing to do\n' : `carried out: ${migrated.join(', ')}\n`);
        return checks.every((check) => check.ok) ? 0 : 1;
      }),
    );
};
