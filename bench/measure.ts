/** What some tasks took, each by its name, round by round. */
export type Timings<Name extends string> = Readonly<Record<Name, readonly number[]>>;

const fewest = 3;

/**
 * Times tasks in turn, round by round, in milliseconds for one run of each, until there are as many rounds as asked for or
 * the budget (milliseconds) is used up. It is the processor's time that counts, not the clock's, and tasks run by turns, so
 * that what slows one slows the other: ratios hold where times do not. Garbage is collected when
 * the engine likes: a forced collection throws compiled code away as well.
 */
export function measure<Name extends string>(
  tasks: Readonly<Record<Name, () => unknown>>,
  { rounds, budget }: { readonly rounds: number; readonly budget: number },
): Timings<Name> {
  const names = Object.keys(tasks) as Name[];
  const timings = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  const started = process.cpuUsage();
  // A third of the budget lets the engine compile what is hot, which a busy machine does late.
  const warm = Math.min(budget / 3, 2000);
  while (spent(started) < warm) for (const name of names) tasks[name]();
  for (let round = 0; round < rounds && (round < fewest || spent(started) < budget); round += 1) {
    // Every other round backwards: no task always runs in the wake of the same other one.
    for (const name of round % 2 === 0 ? names : names.toReversed()) timings[name].push(timed(tasks[name]));
  }
  return timings;
}

function timed(task: () => unknown): number {
  const start = process.cpuUsage();
  task();
  return spent(start);
}

/** Milliseconds of the processor's time since a point in it. */
function spent(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

/**
 * What a task takes where nobody disturbs it: a quarter of its rounds were as fast. Neighbours on the machine only ever add,
 * and they add more to whichever task has more code and data to fetch again; the median of a busy hour is theirs.
 */
export function quartile(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 4)] ?? Number.NaN;
}

/**
 * How many times as long all rounds took: for texts of two lengths, where the short one leaves garbage that only some of its
 * rounds collect, and the long one in every round.
 */
export function ratioOfTotals(values: readonly number[], baseline: readonly number[]): number {
  return mean(values) / mean(baseline);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** How many times as long as a baseline of the same rounds. */
export function ratio(values: readonly number[], baseline: readonly number[]): number {
  return quartile(values) / quartile(baseline);
}

/** The value in the middle, for what takes so long that there are few rounds. */
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
