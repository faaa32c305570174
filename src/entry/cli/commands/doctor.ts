import type { AddCommand } from '../command-line.ts';

export const addDoctor: AddCommand = (program, line) => {
  program
    .command('doctor')
    .description('check settings, database, Jira, mail and clock')
    .action(
      line.ending(async () => {
        const { doctorCommand } = await import('../doctor.ts');
        return doctorCommand(line.terminal, line.settingsFile(), line.settings);
      }),
    );
};
