import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { defaultPriority, firstStatus, statuses } from './workflow.ts';

/** A rich text as Jira takes and gives it; checked by adf-rules before it is kept. */
export type Adf = Record<string, unknown>;

const RemoteLink = z.object({
  id: z.number().int(),
  globalId: z.string().nullable(),
  relationship: z.string().nullable(),
  object: z.record(z.string(), z.unknown()),
});

const Comment = z.object({ id: z.string(), body: z.record(z.string(), z.unknown()), created: z.number() });

const Ticket = z.object({
  id: z.string(),
  key: z.string(),
  summary: z.string(),
  description: z.record(z.string(), z.unknown()).nullable(),
  priorityId: z.string(),
  dueDate: z.string().nullable(),
  assignee: z.string().nullable(),
  labels: z.array(z.string()),
  statusId: z.string(),
  properties: z.record(z.string(), z.unknown()),
  comments: z.array(Comment),
  remoteLinks: z.array(RemoteLink),
  /** Milliseconds since 1970. */
  created: z.number(),
  updated: z.number(),
});
/** One ticket as the sandbox keeps it. */
export type Ticket = z.infer<typeof Ticket>;

const State = z.object({ version: z.literal(1), lastNumber: z.number().int(), tickets: z.array(Ticket) });

/** What a ticket is made of; the rest is given by the sandbox. */
export type NewTicket = Partial<
  Pick<Ticket, 'description' | 'priorityId' | 'dueDate' | 'assignee' | 'labels' | 'properties'>
> & { readonly summary: string };

/** Ids start where those of a real site might, so that nobody takes an id for a key's number. */
const firstId = 10_000;

/** The tickets, in memory and, where a file is given, on disk before anything is answered. */
export class TicketStore {
  readonly #file: string | null;
  readonly #project: string;
  readonly #tickets = new Map<string, Ticket>();
  #lastNumber = 0;
  #writing: Promise<void> = Promise.resolve();

  private constructor(project: string, file: string | null) {
    this.#project = project;
    this.#file = file;
  }

  /** Opens the store; a file that does not exist is an empty one, one that cannot be read is an error. */
  static async open(project: string, file: string | null): Promise<TicketStore> {
    const store = new TicketStore(project, file);
    const text = file === null ? null : await readIfThere(file);
    if (text !== null) {
      const state = State.parse(JSON.parse(text));
      store.#lastNumber = state.lastNumber;
      for (const ticket of state.tickets) store.#tickets.set(ticket.id, ticket);
    }
    return store;
  }

  /** All tickets, oldest first. */
  all(): readonly Ticket[] {
    return [...this.#tickets.values()];
  }

  /** By id or key; keys without regard to case. */
  find(idOrKey: string): Ticket | null {
    const key = idOrKey.toUpperCase();
    return this.#tickets.get(idOrKey) ?? this.all().find((ticket) => ticket.key === key) ?? null;
  }

  add(fields: NewTicket, now: number): Ticket {
    this.#lastNumber += 1;
    const ticket: Ticket = {
      id: String(firstId + this.#lastNumber),
      key: `${this.#project}-${this.#lastNumber}`,
      description: null,
      priorityId: defaultPriority,
      dueDate: null,
      assignee: null,
      labels: [],
      statusId: firstStatus.id,
      properties: {},
      comments: [],
      remoteLinks: [],
      created: now,
      updated: now,
      ...fields,
    };
    this.#tickets.set(ticket.id, ticket);
    return ticket;
  }

  /** Waits until all that was changed so far is on disk. Written to a new file that then takes the old one's place. */
  save(): Promise<void> {
    const file = this.#file;
    if (file === null) return Promise.resolve();
    const next = this.#writing.then(() => this.#write(file));
    // One failed write is told to whoever waits for it and does not stand in the way of the next.
    this.#writing = next.catch(() => undefined);
    return next;
  }

  async #write(file: string): Promise<void> {
    const state = { version: 1, lastNumber: this.#lastNumber, tickets: this.all() };
    const fresh = `${file}.new`;
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(fresh, 'w', 0o600);
    try {
      await handle.writeFile(JSON.stringify(state));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  }
}

export function statusOf(ticket: Ticket) {
  return statuses.find((status) => status.id === ticket.statusId) ?? firstStatus;
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
