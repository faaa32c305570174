/** What some tasks took, each by its name: per round, so that tasks of one round can be compared. */
export type Timings<Name extends string> = Readonly<Record<Name, readonly number[]>>;

const fewest = 3;

/**
 * Times tasks in turn, round by round, in milliseconds for one run of each, until there are as many rounds as asked for or
 * the budget (milliseconds) is used up. It is the processor's time that counts, not the clock's, so that a busy machine does
 * not show in it; what else slows one task slows the other, and ratios hold where times do not. Garbage is collected when
 * the engine likes: a forced collection throws compiled code away as well.
 */
export function measure<Name extends string>(
  tasks: Readonly<Record<Name, () => unknown>>,
  { rounds, budget }: { readonly rounds: number; readonly budget: number },
): Timings<Name> {
  const names = Object.keys(tasks) as Name[];
  const timings = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  warmUp(names.map((name) => tasks[name]));
  const until = performance.now() + budget;
  for (let round = 0; round < rounds && (round < fewest || performance.now() < until); round += 1) {
    // Every other round backwards: no task always runs in the wake of the same other one.
    for (const name of round % 2 === 0 ? names : names.toReversed()) timings[name].push(timed(tasks[name]));
  }
  return timings;
}

/** Lets the engine compile what is hot, for half a second. */
function warmUp(tasks: readonly (() => unknown)[]): void {
  const until = performance.now() + 500;
  while (performance.now() < until) for (const task of tasks) if (performance.now() < until) task();
}

function timed(task: () => unknown): number {
  const start = process.cpuUsage();
  task();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** The median of what the rounds say of two series. */
export function medianRatio(values: readonly number[], baseline: readonly number[]): number {
  return median(values.map((value, round) => value / (baseline[round] ?? Number.NaN)));
}
