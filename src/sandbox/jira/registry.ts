import type { z } from 'zod';
import type { Journal } from './journal.ts';

/** The accounts, projects or webhooks of a site: those it starts with, and what was changed since. */
export class Registry<T> {
  readonly #journal: Journal;
  readonly #kind: string;
  readonly #idOf: (value: T) => string;
  readonly #values = new Map<string, T>();

  constructor(
    journal: Journal,
    kind: string,
    schema: z.ZodType<T, unknown>,
    idOf: (value: T) => string,
    initial: readonly T[],
  ) {
    this.#journal = journal;
    this.#kind = kind;
    this.#idOf = idOf;
    const kept = journal.take(kind).map((value) => schema.parse(value));
    for (const value of [...initial, ...kept]) this.#values.set(idOf(value), value);
  }

  /** In the order they first came. */
  all(): readonly T[] {
    return [...this.#values.values()];
  }

  find(id: string): T | null {
    return this.#values.get(id) ?? null;
  }

  /** Adds or replaces one; ends when it is in the journal. */
  async keep(value: T): Promise<void> {
    const id = this.#idOf(value);
    this.#values.set(id, value);
    await this.#journal.append([{ kind: this.#kind, id, value }]);
  }

  async remove(id: string): Promise<void> {
    this.#values.delete(id);
    await this.#journal.append([{ kind: this.#kind, id, value: null }]);
  }
}
