import cron from 'node-cron';
import type { Log } from '../../ports.ts';

/** Something done again and again. It asks the database what is due, so a missed or doubled tick does no harm. */
export interface Job {
  readonly name: string;
  /** Cron expression, five or six fields. */
  readonly expression: string;
  run(): Promise<unknown>;
}

/** Running jobs. */
export interface Schedule {
  /** No more ticks; resolves when the jobs under way have ended. */
  stop(): Promise<void>;
}

/**
 * Runs each job once now, since ticks may have been missed while nothing ran, and then whenever its expression says. A
 * job that is still running is not started again. A job that throws is logged and tried at its next tick.
 * @param timeZone IANA name, in which the expressions are read
 */
export function startSchedule(jobs: readonly Job[], timeZone: string, log: Log): Schedule {
  const running = new Map<string, Promise<void>>();
  const start = (job: Job): void => {
    if (running.has(job.name)) return;
    const run = job
      .run()
      .then(
        () => undefined,
        (error: unknown) => log.error('job failed', { job: job.name, error }),
      )
      .finally(() => running.delete(job.name));
    running.set(job.name, run);
  };
  const tasks = jobs.map((job) =>
    cron.schedule(job.expression, () => start(job), { timezone: timeZone, name: job.name }),
  );
  for (const job of jobs) start(job);
  return {
    stop: async () => {
      await Promise.all(tasks.map((task) => task.destroy()));
      await Promise.all(running.values());
    },
  };
}
