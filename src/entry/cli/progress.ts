import { harmless } from '../../core/pir/render-findings.ts';
import type { Terminal } from './terminal.ts';

/** With fewer steps nobody waits long enough to read a bar. */
const fewest = 20;
const barWidth = 24;
const clearLine = '\r\x1B[2K';

/** Tells how far a long piece of work is. */
export interface Progress {
  /** One more step begins; `what` is worked on, a path for example. */
  step(what: string): void;
  /** Takes the bar away: before anything else is told, and at the end. */
  clear(): void;
}

/**
 * A progress bar for work of so many steps, on the last line of the terminal. Draws nothing where words do not go to a
 * terminal, or the steps are few.
 */
export function startProgress(steps: number, terminal: Pick<Terminal, 'tell' | 'columns'>): Progress {
  let done = 0;
  let isShown = false;
  return {
    step: (what) => {
      done += 1;
      const { columns } = terminal;
      if (columns === null || steps < fewest) return;
      isShown = true;
      terminal.tell(`${clearLine}${progressLine(done, steps, what, columns)}`);
    },
    clear: () => {
      if (isShown) terminal.tell(clearLine);
      isShown = false;
    },
  };
}

/** Works on each of them, one after the other, under a progress bar; it is gone when that ends, however it does. */
export async function eachWithProgress<T>(
  terminal: Pick<Terminal, 'tell' | 'columns'>,
  all: readonly T[],
  nameOf: (one: T) => string,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const progress = startProgress(all.length, terminal);
  try {
    for (const one of all) {
      progress.step(nameOf(one));
      await work(one);
    }
  } finally {
    progress.clear();
  }
}

/** `[######                  ]  31/124  pirs/2026-03-03.md`, cut so that it never takes a second line. */
export function progressLine(done: number, steps: number, what: string, columns: number): string {
  const filled = Math.floor((barWidth * done) / steps);
  const count = `${done}`.padStart(`${steps}`.length);
  const head = `[${'#'.repeat(filled)}${' '.repeat(barWidth - filled)}] ${count}/${steps}  `;
  // The last column stays free: some terminals go to the next line once it is written.
  const room = columns - 1 - head.length;
  return room < 2 ? head.trimEnd().slice(0, Math.max(columns - 1, 0)) : head + lastPart(harmless(what), room);
}

/** The end of a path says more than its beginning. */
function lastPart(text: string, room: number): string {
  const signs = [...text];
  let used = 0;
  let from = signs.length;
  while (from > 0 && used + widthOf(signs[from - 1] ?? '') <= room) {
    from -= 1;
    used += widthOf(signs[from] ?? '');
  }
  if (from === 0) return text;
  while (used + 1 > room) {
    used -= widthOf(signs[from] ?? '');
    from += 1;
  }
  return `…${signs.slice(from).join('')}`;
}

/** East Asian signs and emoji take two columns; counting some others as two as well does no harm. */
function widthOf(sign: string): number {
  return (sign.codePointAt(0) ?? 0) < 0x1100 ? 1 : 2;
}
