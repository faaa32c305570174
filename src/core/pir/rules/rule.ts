import type { ItemReading } from '../items.ts';
import { plainText } from '../markdown.ts';
import type { Milestone, Pir, PirItem, ReadingOptions } from '../pir.ts';

/** All that a rule may look at. */
export interface Subject {
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
}

/** What a rule found. Its code and severity are given outside the rule. */
export interface Complaint {
  readonly line: number;
  /** Text on that line that the complaint is about; its column is looked up. */
  readonly about?: string;
  readonly message: string;
  readonly hint: string;
}

/** One rule: what it finds in a document. */
export type Rule = (subject: Subject) => readonly Complaint[];

/** An item as messages name it: `[1] Build a dashboard`. */
export function nameOf(item: Pick<PirItem, 'ref' | 'title'>): string {
  const title = shorten(item.title);
  return item.ref === null ? `"${title}"` : `[${item.ref}] ${title}`;
}

/** A text of strangers short enough for a message. */
export function shorten(text: string, length = 60): string {
  const characters = [...plainText(text.slice(0, 4 * length))];
  return characters.length <= length
    ? characters.join('')
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trim()}…`;
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
  if (lacking.length > 1 && lacking.length === subject.pending.length)
    return [{ line: subject.lines.actions, ...all() }];
  return lacking.map(({ item }) => ({ line: item.line, ...each(item) }));
}
