/** A key pressed once reaches us twice where npm passes it on: a second signal this soon is taken for the first. */
const echoMs = 500;

/** What a shell expects of a process that a signal ended: 128 and the signal's number. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Resolves at the first Ctrl-C or SIGTERM, which from the call on does not end the process; a second one does, at once.
 * @param onStop called with the first
 */
export function untilStopped(onStop: () => void): Promise<void> {
  return new Promise((resolve) => {
    let stoppedAt: number | null = null;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (stoppedAt === null) {
          stoppedAt = performance.now();
          onStop();
          resolve();
        } else if (performance.now() - stoppedAt > echoMs) {
          process.exit(exitCodes[signal]);
        }
      });
    }
  });
}
