import { isLive } from '../action-item.ts';
import type { Pir } from '../pir/pir.ts';
import type { PirRecord } from '../pir/pir-record.ts';
import { foldTitle, ticketKey, titleSimilarity } from './identity.ts';
import type { KnownItem, TicketRef } from './plan.ts';

/** A ticket that carries a label, as far as adoption looks at it. */
export interface Adoptable {
  readonly ticket: TicketRef;
  readonly summary: string;
  /** The item that the ticket says it is of; null where it says none. */
  readonly itemId: string | null;
}

/** A PIR with the items it has and its newest document. */
export interface Adopter {
  readonly pir: PirRecord;
  readonly document: Pir;
  readonly items: readonly KnownItem[];
}

/** How a ticket and an item were brought together, the surest first. */
export type AdoptionGround = 'says so' | 'named' | 'same title' | 'similar title';

/** A ticket that is to become an item's. */
export interface Adoption {
  readonly pirId: string;
  /** Incident id, or the PIR's title. */
  readonly incident: string;
  readonly itemId: string;
  readonly title: string;
  readonly ticket: TicketRef;
  readonly summary: string;
  readonly ground: AdoptionGround;
}

/** What adopting the tickets of a label would do. A value: shown first, and carried out as shown. */
export interface AdoptionPlan {
  readonly adoptions: readonly Adoption[];
  /** Tickets that fit several items, or fit one that other tickets fit as well. Nothing is guessed about them. */
  readonly unclear: readonly {
    readonly ticket: TicketRef;
    readonly summary: string;
    readonly fits: number;
  }[];
  /** Tickets that fit no item without a ticket. */
  readonly unmatched: readonly { readonly ticket: TicketRef; readonly summary: string }[];
}

/** How alike a summary and a title must be where they are not the same; it is shown before it counts. */
const similarEnough = 0.6;

interface Candidate {
  readonly adopter: Adopter;
  readonly item: KnownItem;
  /** Key that the document names for it. */
  readonly named: string | null;
}

type Fit = (ticket: Adoptable, candidate: Candidate) => boolean;

/** Each ground is asked of all tickets before the next, as in matching the items of a revision. */
const grounds: readonly (readonly [AdoptionGround, Fit])[] = [
  ['says so', (ticket, { item }) => ticket.itemId === item.id],
  ['named', ({ ticket }, { named }) => named === ticket.key],
  ['same title', ({ summary }, { item }) => foldTitle(summary) === foldTitle(item.title)],
  ['similar title', ({ summary }, { item }) => titleSimilarity(summary, item.title) >= similarEnough],
];

/**
 * Which tickets belong to items that have none: by what the ticket says of itself, by the key that the document names, by
 * title. A ticket that says it is another item's stays that item's; what fits two ways is said, never guessed.
 * @param taken ids of the tickets that items have already
 * @param trackerUrl the tracker's own address
 */
export function planAdoption(
  adopters: readonly Adopter[],
  tickets: readonly Adoptable[],
  taken: ReadonlySet<string>,
  trackerUrl: string | null,
): AdoptionPlan {
  let candidates = adopters.flatMap((adopter) => candidatesOf(adopter, trackerUrl));
  let open = tickets.filter(({ ticket }) => !taken.has(ticket.ticketId));
  const adoptions: Adoption[] = [];
  const unclear: { ticket: TicketRef; summary: string; fits: number }[] = [];
  for (const [ground, belongs] of grounds) {
    // What a ticket says of itself outweighs any likeness.
    const asked = ground === 'says so' ? open : open.filter(({ itemId }) => itemId === null);
    const fits = new Map(
      asked.map((ticket) => [ticket, candidates.filter((candidate) => belongs(ticket, candidate))]),
    );
    const settled = new Set<Adoptable>();
    const spoken = new Set<Candidate>();
    for (const [adoptable, fitting] of fits) {
      const [first] = fitting;
      if (first === undefined) continue;
      const rivals = [...fits.values()].filter((others) => others.includes(first)).length;
      const { ticket, summary } = adoptable;
      if (fitting.length === 1 && rivals === 1) adoptions.push(adoptionOf(first, adoptable, ground));
      else unclear.push({ ticket, summary, fits: fitting.length });
      settled.add(adoptable);
      for (const candidate of fitting) spoken.add(candidate);
    }
    open = open.filter((ticket) => !settled.has(ticket));
    candidates = candidates.filter((candidate) => !spoken.has(candidate));
  }
  return { adoptions, unclear, unmatched: open.map(({ ticket, summary }) => ({ ticket, summary })) };
}

/** Items that may get a ticket: promised or proposed, and none is on its way to being created. */
function candidatesOf(adopter: Adopter, trackerUrl: string | null): readonly Candidate[] {
  return adopter.items
    .filter((item) => item.ticket === null && item.ticketFields === null)
    .filter((item) => item.state === 'proposed' || isLive(item))
    .map((item) => {
      const written = adopter.document.items[item.position - 1]?.ticket ?? null;
      return { adopter, item, named: written === null ? null : ticketKey(written, trackerUrl) };
    });
}

function adoptionOf(
  { adopter: { pir }, item }: Candidate,
  { ticket, summary }: Adoptable,
  ground: AdoptionGround,
): Adoption {
  const incident = pir.incidentId ?? pir.title;
  return { pirId: pir.id, incident, itemId: item.id, title: item.title, ticket, summary, ground };
}
