/**
 * Makes one call of many: while one is under way, what comes in is gathered for the next. Each caller waits for the call that
 * had its value, and gets the error of that one. So a burst costs a few commits, not one each.
 * @param work must do all the values or none
 * @param most values of one call
 */
export function gather<T>(
  work: (values: readonly T[]) => Promise<unknown>,
  most: number,
): (value: T) => Promise<void> {
  let waiting: { readonly value: T; readonly done: () => void; readonly failed: (error: unknown) => void }[] =
    [];
  let isUnderWay = false;
  const run = async (): Promise<void> => {
    if (isUnderWay) return;
    isUnderWay = true;
    while (waiting.length > 0) {
      const now = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        await work(now.map(({ value }) => value));
        for (const { done } of now) done();
      } catch (error) {
        for (const { failed } of now) failed(error);
      }
    }
    isUnderWay = false;
  };
  return (value) =>
    new Promise((done, failed) => {
      waiting.push({ value, done, failed });
      void run();
    });
}

/**
 * Runs `work` soon after each call: at once where it does not run already, else once more when it has ended. Whoever calls does
 * not wait; `idle` does.
 */
export function wakeUp(work: () => Promise<unknown>): { wake(): void; idle(): Promise<void> } {
  let isWanted = false;
  let running: Promise<void> | null = null;
  const run = async () => {
    while (isWanted) {
      isWanted = false;
      await work();
    }
    running = null;
  };
  return {
    wake: () => {
      isWanted = true;
      running ??= run();
    },
    idle: async () => running ?? undefined,
  };
}
