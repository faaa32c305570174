import { digestOf } from '../digest.ts';
import type { Pir, PirItem } from '../pir/pir.ts';

/**
 * The id of a PIR: derived from the incident id, else from where the document lies, so that the same document always is
 * the same PIR, also after a re-import or a restored backup.
 */
export function pirIdOf(pir: Pir, source: string): string {
  const identity =
    pir.incident.id === null ? ['source', source] : ['incident', pir.incident.id.toLowerCase()];
  return `pir_${digestOf(identity).slice(0, 20)}`;
}

/** The id of an item when it is first seen: derived from the PIR and its number, else its title. Never changed later. */
export function itemIdOf(pirId: string, item: Pick<PirItem, 'ref' | 'title'>): string {
  const identity = item.ref === null ? ['title', foldTitle(item.title)] : ['ref', item.ref];
  return `item_${digestOf([pirId, ...identity]).slice(0, 24)}`;
}

/** A title as it is compared: lower case, words only. */
export function foldTitle(title: string): string {
  return titleWords(title).join(' ');
}

/** Share of words that two titles have in common, 0 to 1 (Jaccard). */
export function titleSimilarity(a: string, b: string): number {
  const [left, right] = [new Set(titleWords(a)), new Set(titleWords(b))];
  const common = [...left].filter((word) => right.has(word)).length;
  const all = left.size + right.size - common;
  return all === 0 ? 1 : common / all;
}

function titleWords(title: string): string[] {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** The id that the epic of a PIR carries in the place of an item's. */
export function epicIdOf(pirId: string): string {
  return `epic ${pirId}`;
}

/** The PIR of an epic's id; null for the id of an item, and for the key of a ticket. */
export function pirOfEpic(id: string): string | null {
  return id.startsWith('epic ') ? id.slice('epic '.length) : null;
}

/** The key of a ticket in our own tracker, from a key or a link; null for a ticket that lives elsewhere. */
export function ticketKey(text: string, trackerUrl: string | null): string | null {
  if (/^[A-Z][A-Z0-9_]+-\d+$/.test(text)) return text;
  if (trackerUrl === null || !text.startsWith(`${trackerUrl.replace(/\/$/, '')}/browse/`)) return null;
  return /\/browse\/([A-Z][A-Z0-9_]+-\d+)/.exec(text)?.[1] ?? null;
}
