import type { ItemReading } from '../items/items.ts';
import { plainText, type Section } from '../markdown/markdown.ts';
import type { Milestone, Pir, PirItem, ReadingOptions } from '../pir.ts';
import type { Remark } from './remarks.ts';

/** What the reader hands to the rules. */
export interface Given {
  readonly pir: Pir;
  readonly items: readonly ItemReading[];
  /** The items that are still to be done: nobody wants to be told about the others. */
  readonly pending: readonly ItemReading[];
  readonly lines: {
    /** Where the action items begin, or would. */
    readonly actions: number;
    readonly followUp: number;
    readonly label: number;
    readonly reviews: ReadonlyMap<Milestone, number>;
  };
  readonly options: ReadingOptions;
  /** The document's sections. */
  readonly root: Section;
  /** The comments in it that ask for silence; none where it is left out. */
  readonly remarks?: readonly Remark[];
  /** Lines whose text came in the wrong code page and was repaired; none where it is left out. */
  readonly repaired?: readonly number[];
  /** What looked like an item and could not be read with confidence; none where it is left out. */
  readonly doubts?: readonly { readonly line: number; readonly reason: string }[];
}

/** All that a rule may look at. */
export interface Subject extends Given {
  readonly options: Required<ReadingOptions>;
  readonly repaired: readonly number[];
  readonly doubts: readonly { readonly line: number; readonly reason: string }[];
  /** The document, line by line. */
  readonly text: readonly string[];
  /** Whether it is written in English: rules about wording know no other language. Costs a look at its first pages. */
  readonly isEnglish: () => boolean;
  readonly remarks: readonly Remark[];
  /** Whether there is a rule of that code, and whether a comment may silence it. */
  readonly kindOf: (code: string) => 'unknown' | 'firm' | 'soft';
  /**
   * Whether a field that no item states is complained of once for all of them. Not where the complaint is an error: that
   * keeps an item from being approved, so it has to name each.
   */
  readonly together: boolean;
}

/** What a rule found. Its code and severity are given outside the rule. */
export interface Complaint {
  readonly line: number;
  /** Text on that line that the complaint is about; its column is looked up. */
  readonly about?: string;
  readonly message: string;
  readonly hint: string;
}

/** One rule: what it finds in a document, and what its page and `pir check --explain` say about it. */
export interface Rule {
  /** What is wrong where it finds something, as a headline. */
  readonly title: string;
  /** Why that is worth saying. */
  readonly why: string;
  /** Whose practice or which fact the rule follows. */
  readonly source: string;
  /** What to do about it. */
  readonly mend: string;
  readonly find: (subject: Subject) => readonly Complaint[];
}

/** An item as messages name it: `[1] Build a dashboard`. */
export function nameOf(item: Pick<PirItem, 'ref' | 'title'>): string {
  const title = shorten(item.title);
  return item.ref === null ? `"${title}"` : `[${item.ref}] ${title}`;
}

/** A text of strangers short enough for a message. */
export function shorten(text: string, length = 60): string {
  const plain = plainText(text.slice(0, 4 * length));
  if (plain.length <= length) return plain;
  const characters = [...plain];
  return characters.length <= length
    ? characters.join('')
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trim()}…`;
}

/** Names in a row, of which a message shows the first few: "a, b, c and 4 more". */
export function listOf(names: readonly string[], shown = 3): string {
  const rest = names.length - shown;
  if (rest > 0) return `${names.slice(0, shown).join(', ')} and ${rest} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/**
 * Complaints about a field that items lack: one each, or a single one where no item has it, because then it is the
 * document's habit and not the items' fault.
 */
export function missing(
  subject: Subject,
  lacks: (item: PirItem) => boolean,
  each: (item: PirItem) => Omit<Complaint, 'line'>,
  all: () => Omit<Complaint, 'line'>,
): readonly Complaint[] {
  const lacking = subject.pending.filter(({ item }) => lacks(item));
  if (subject.together && lacking.length > 1 && lacking.length === subject.pending.length)
    return [{ line: subject.lines.actions, ...all() }];
  return lacking.map(({ item }) => ({ line: item.line, ...each(item) }));
}
