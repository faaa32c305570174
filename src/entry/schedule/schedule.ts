import cron from 'node-cron';
import { Failure } from '../../core/failure.ts';
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
 * Refuses expressions that are none, all of them at once, each with the setting it stands in.
 * @throws {Failure} settings-invalid
 */
export function checkExpressions(schedule: Readonly<Record<string, string>>): void {
  const wrong = Object.entries(schedule).filter(([, expression]) => !cron.validate(expression));
  if (wrong.length === 0) return;
  const list = wrong.map(([name, expression]) => `schedule.${name}: "${expression}"`).join(', ');
  throw new Failure('settings-invalid', `What stands in ${list} is not a cron expression.`, {
    hint: 'Write five or six fields such as "*/5 * * * *" (every five minutes).',
  });
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
  const options = { timezone: timeZone, logger: cronLogger(log) };
  const tasks = jobs.map((job) =>
    cron.schedule(job.expression, () => start(job), { ...options, name: job.name }),
  );
  for (const job of jobs) start(job);
  return {
    stop: async () => {
      await Promise.all(tasks.map((task) => task.destroy()));
      await Promise.all(running.values());
    },
  };
}

/** What node-cron would otherwise print among our lines. A missed tick does no harm, so its warnings are no news. */
function cronLogger(log: Log) {
  const debug = (what: string) => log.debug('cron', { what });
  return {
    info: debug,
    debug: (what: string | Error) => debug(String(what)),
    warn: debug,
    error: (what: string | Error, error?: Error) => log.error('cron failed', { what: String(what), error }),
  };
}
