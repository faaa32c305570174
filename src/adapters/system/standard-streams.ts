import { createInterface } from 'node:readline/promises';

/**
 * Lets the reader of stdout or stderr go away early (`pir check FILE | head -1`): what is still written is dropped, and the
 * work goes on to its exit code. Any other trouble, such as a full disk, is told and ends the process with 1.
 */
export function watchStandardStreams(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      if (stream === process.stdout) {
        process.stderr.write(`The output cannot be written (${error.code ?? error.message}).\n`);
      }
      process.exit(1);
    });
  }
}

/** Asks whoever sits at the terminal. Empty where the input ends before there is an answer (Ctrl-D, Ctrl-C). */
export async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const ended = new Promise<string>((resolve) => {
      lines.once('close', () => resolve(''));
    });
    return await Promise.race([lines.question(question), ended]);
  } finally {
    lines.close();
  }
}
