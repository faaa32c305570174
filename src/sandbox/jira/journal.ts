import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

/** One thing as it is from now on; null: it is gone. */
export interface JournalEntry {
  readonly kind: string;
  readonly id: string;
  readonly value: unknown;
}

const Header = z.tuple([z.literal('pir-sandbox'), z.literal(2)]);
const Line = z.tuple([z.string(), z.string(), z.unknown()]);
const header = `${JSON.stringify(['pir-sandbox', 2])}\n`;

/**
 * What has to outlive the process: a file of lines `["kind","id",value]`, the last of which says how a thing is. Lines are
 * only added, so a request costs one write however much there is; opening writes the file anew without what is past.
 */
export class Journal {
  readonly #file: string | null;
  readonly #kept = new Map<string, Map<string, unknown>>();
  #waiting: string[] = [];
  #writing: Promise<void> | null = null;

  private constructor(file: string | null) {
    this.#file = file;
  }

  /**
   * Opens a journal; null keeps nothing. A file that does not exist is an empty journal.
   * @throws SyntaxError or ZodError where the file holds something else
   */
  static open(file: string | null): Journal {
    const journal = new Journal(file);
    if (file !== null) journal.#load(file);
    return journal;
  }

  /** Hands over what was kept of a kind when the journal was opened, in the order it first came. */
  take(kind: string): readonly unknown[] {
    const values = [...(this.#kept.get(kind)?.values() ?? [])];
    this.#kept.delete(kind);
    return values;
  }

  /** Ends when the entries are in the file, where a killed process leaves them. */
  append(entries: readonly JournalEntry[]): Promise<void> {
    const file = this.#file;
    if (file === null || entries.length === 0) return Promise.resolve();
    this.#waiting.push(...entries.map(lineOf));
    // What comes while a write is under way goes into the next one together.
    const next = (this.#writing ?? Promise.resolve()).then(() => this.#flush(file));
    this.#writing = next.catch(() => undefined);
    return next;
  }

  /** Ends when all that was appended is written. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  async #flush(file: string): Promise<void> {
    if (this.#waiting.length === 0) return;
    const lines = this.#waiting.join('');
    this.#waiting = [];
    try {
      await appendFile(file, lines);
    } catch (error) {
      // Whoever waits for the next write must not be told that this one's lines are kept.
      this.#waiting.unshift(lines);
      throw error;
    }
  }

  #load(file: string): void {
    mkdirSync(dirname(file), { recursive: true });
    const lines = (readIfThere(file) ?? header).split('\n');
    // A process that was killed while it wrote leaves half a line; nobody was told that it was kept.
    lines.pop();
    Header.parse(JSON.parse(lines.shift() ?? 'null'));
    for (const line of lines) {
      const [kind, id, value] = Line.parse(JSON.parse(line));
      const values = this.#kept.get(kind) ?? new Map<string, unknown>();
      this.#kept.set(kind, values);
      if (value === null) values.delete(id);
      else values.set(id, value);
    }
    const fresh = `${file}.new`;
    writeFileSync(fresh, header, { mode: 0o600 });
    for (const [kind, values] of this.#kept) {
      appendFileSync(fresh, [...values].map(([id, value]) => lineOf({ kind, id, value })).join(''));
    }
    renameSync(fresh, file);
  }
}

function lineOf({ kind, id, value }: JournalEntry): string {
  return `${JSON.stringify([kind, id, value])}\n`;
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
