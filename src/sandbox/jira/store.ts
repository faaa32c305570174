import type { Journal, JournalEntry } from './journal.ts';
import { Ticket } from './ticket.ts';

/** A ticket as it was and as it is now; `before` is null for a new one. */
export interface TicketChange {
  readonly before: Ticket | null;
  readonly after: Ticket;
  /** Account id of whoever did it. */
  readonly by: string;
}

interface Following {
  readonly entries: readonly JournalEntry[];
  send(): void;
}

/** Ids start where those of a real site might, so that nobody takes an id for a key's number. */
const firstId = 10_000;

/** The tickets: in memory, in the journal before anything is answered, and as the search index still sees them. */
export class Store {
  readonly #journal: Journal;
  readonly #now: () => number;
  readonly #indexLagMs: number;
  readonly #tickets = new Map<string, Ticket>();
  readonly #idByKey = new Map<string, string>();
  readonly #lastNumber = new Map<string, number>();
  /** What the index shows instead of the newest version, oldest first: null, until a time, for a ticket not yet there. */
  readonly #superseded = new Map<string, { readonly ticket: Ticket | null; readonly until: number }[]>();
  #lastId = firstId;
  /** Highest id given to a comment or a link. */
  #lastPart = firstId;
  /** What follows from changes: entries that are kept together with them, and what is to be done after that. */
  follow: (changes: readonly TicketChange[]) => Following = () => ({ entries: [], send: () => {} });

  constructor(journal: Journal, now: () => number, indexLagMs: number) {
    this.#journal = journal;
    this.#now = now;
    this.#indexLagMs = indexLagMs;
    for (const value of journal.take('ticket')) this.#place(Ticket.parse(value));
  }

  /** All tickets that are not deleted, oldest first. */
  all(): readonly Ticket[] {
    return [...this.#tickets.values()].filter((ticket) => !ticket.deleted);
  }

  /** Those that were deleted and can be restored. */
  deleted(): readonly Ticket[] {
    return [...this.#tickets.values()].filter((ticket) => ticket.deleted);
  }

  /** By id, key or former key; keys without regard to case. Deleted ones only where asked for. */
  find(idOrKey: string, withDeleted = false): Ticket | null {
    const id = this.#idByKey.get(idOrKey.toUpperCase()) ?? idOrKey;
    const ticket = this.#tickets.get(id);
    return ticket === undefined || (ticket.deleted && !withDeleted) ? null : ticket;
  }

  /** What the search index knows, oldest first; the tickets of `reconciled` ids as they are now. */
  indexed(reconciled: ReadonlySet<string>): readonly Ticket[] {
    if (this.#superseded.size === 0) return this.all();
    const now = this.#now();
    const seen: Ticket[] = [];
    for (const [id, ticket] of this.#tickets) {
      const shown = reconciled.has(id) ? ticket : this.#shownByIndex(id, ticket, now);
      if (shown !== null && !shown.deleted) seen.push(shown);
    }
    return seen;
  }

  /** An id for a new ticket. */
  nextId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }

  /** A key for a ticket that comes into a project. */
  nextKey(project: string): string {
    const number = (this.#lastNumber.get(project) ?? 0) + 1;
    this.#lastNumber.set(project, number);
    return `${project}-${number}`;
  }

  /** An id for a comment or a link. */
  nextPartId(): number {
    this.#lastPart += 1;
    return this.#lastPart;
  }

  /** Makes a new version of each ticket the one that counts; ends when they are in the journal. */
  async keep(tickets: readonly Ticket[], by: string): Promise<void> {
    const changes = tickets.map((after) => ({ before: this.#tickets.get(after.id) ?? null, after, by }));
    for (const { before, after } of changes) this.#replace(before, after);
    const { entries, send } = this.follow(changes);
    await this.#journal.append([...tickets.map(entryOf), ...entries]);
    send();
  }

  #replace(before: Ticket | null, after: Ticket): void {
    if (this.#indexLagMs > 0) {
      const now = this.#now();
      const past = (this.#superseded.get(after.id) ?? []).filter(({ until }) => until > now);
      this.#superseded.set(after.id, [...past, { ticket: before, until: now + this.#indexLagMs }]);
    }
    this.#place(after);
  }

  #place(ticket: Ticket): void {
    this.#tickets.set(ticket.id, ticket);
    this.#lastId = Math.max(this.#lastId, Number(ticket.id));
    for (const key of [ticket.key, ...ticket.formerKeys]) {
      this.#idByKey.set(key, ticket.id);
      const [, project = '', number = ''] = /^(.*)-(\d+)$/.exec(key) ?? [];
      this.#lastNumber.set(project, Math.max(this.#lastNumber.get(project) ?? 0, Number(number)));
    }
    const parts = [...ticket.comments, ...ticket.remoteLinks, ...ticket.links];
    this.#lastPart = Math.max(this.#lastPart, ...parts.map(({ id }) => Number(id)));
  }

  #shownByIndex(id: string, ticket: Ticket, now: number): Ticket | null {
    const past = this.#superseded.get(id)?.filter(({ until }) => until > now) ?? [];
    if (past.length === 0) this.#superseded.delete(id);
    const oldest = past[0];
    return oldest === undefined ? ticket : oldest.ticket;
  }
}

function entryOf(ticket: Ticket): JournalEntry {
  return { kind: 'ticket', id: ticket.id, value: ticket };
}
