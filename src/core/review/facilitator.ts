import { type Directory, findPerson } from '../directory.ts';
import type { ReviewRecord } from './review.ts';

/** Who holds a review. */
export interface Facilitator {
  /** As the directory has it, else as written. */
  readonly name: string;
  /** Null where the directory knows no address. */
  readonly email: string | null;
}

/**
 * Who holds a review: whom it was handed over to; else the PIR's incident commander, if the directory knows them; else who
 * stands in the settings; else the commander as written, whom nobody can reach.
 * @param commander as the PIR writes it, `@john.doe (IC)`
 * @param fallback handle, name or address from the settings
 */
export function facilitatorOf(
  { facilitator: handedTo }: Pick<ReviewRecord, 'facilitator'>,
  commander: string | null,
  fallback: string | null,
  directory: Directory,
): Facilitator | null {
  if (handedTo !== null) return personNamed(handedTo, directory);
  const known = commander === null ? null : findPerson(directory, bareName(commander));
  if (known !== null) return { name: known.name, email: known.email };
  if (fallback !== null) return personNamed(fallback, directory);
  return commander === null ? null : { name: bareName(commander), email: null };
}

/** Somebody by handle, name or address; one the directory does not know is reached only by an address. */
export function personNamed(name: string, directory: Directory): Facilitator {
  const known = findPerson(directory, bareName(name));
  if (known !== null) return { name: known.name, email: known.email };
  return { name: name.trim(), email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(name.trim()) ? name.trim() : null };
}

/** A name without the remark behind it: "@john.doe (IC)" is "@john.doe". */
export function bareName(attendee: string): string {
  return attendee.replace(/\s*\(.*\)\s*$/, '').trim();
}
