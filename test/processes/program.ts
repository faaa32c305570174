import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

/** How a process ended and all it printed. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** The folder it runs in. */
  readonly cwd: string;
  /** Its whole environment, beside what is needed to run at all. */
  readonly env?: Readonly<Record<string, string>>;
}

const running = new Set<Program>();

/** The real program in a process of its own: `pir` with arguments. */
export class Program {
  readonly #child: ChildProcess;
  readonly #watchers = new Set<() => void>();
  #stdout = '';
  #stderr = '';
  /** When it has ended, however it did. */
  readonly ended: Promise<Ended>;

  constructor(args: readonly string[], { cwd, env = {} }: ProgramOptions) {
    const { PATH = '', HOME = '' } = process.env;
    this.#child = spawn(process.execPath, [main, ...args], {
      cwd,
      env: { PATH, HOME, TMPDIR: cwd, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      this.#look();
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
      this.#look();
    });
    running.add(this);
    this.ended = once(this.#child, 'close').then(([code, signal]) => {
      running.delete(this);
      this.#look();
      return { code, signal, stdout: this.#stdout, stderr: this.#stderr };
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Waits until lines that match have been printed, and gives the last of them; an end before that is an error. */
  printed(pattern: RegExp, count = 1): Promise<RegExpMatchArray> {
    const all = new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`);
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = [...`${this.#stdout}\n${this.#stderr}`.matchAll(all)][count - 1];
        if (match === undefined && running.has(this)) return;
        this.#watchers.delete(look);
        if (match !== undefined) resolve(match);
        else reject(new Error(`ended without printing ${pattern}:\n${this.#stdout}\n${this.#stderr}`));
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** Sends a signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<Ended> {
    this.#child.kill(signal);
    return this.ended;
  }

  /** Closes our end of its stdout, as `| head -1` does once it has its line. */
  stopReading(): void {
    this.#child.stdout?.destroy();
  }

  #look(): void {
    for (const look of [...this.#watchers]) look();
  }
}

/** Starts `pir` and lets it run. */
export function start(args: readonly string[], options: ProgramOptions): Program {
  return new Program(args, options);
}

/** Runs `pir` to its end. */
export function run(args: readonly string[], options: ProgramOptions): Promise<Ended> {
  return start(args, options).ended;
}

/** Kills whatever still runs; for afterEach. */
export async function killAll(): Promise<void> {
  await Promise.all([...running].map((program) => program.kill('SIGKILL')));
}
