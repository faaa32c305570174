import type { DueSource, Owner, Priority } from '../action-item.ts';
import type { Day } from '../calendar.ts';
import { type Directory, emptyDirectory } from '../directory.ts';
import type { Finding, Severity } from './finding.ts';

/** The look-backs after an incident, as ISO 8601 durations: one week, one month, three months. */
export type Milestone = 'P7D' | 'P1M' | 'P3M';

/** All milestones in order. */
export const milestones: readonly Milestone[] = ['P7D', 'P1M', 'P3M'];

/** An action item as the document states it. Absent values are null, never "N/A". */
export interface PirItem {
  /** The number the document gives it ("1" of "[1]"). */
  readonly ref: string | null;
  readonly title: string;
  readonly priority: Priority | null;
  readonly owners: readonly Owner[];
  /** The calendar day as written, and nothing else. */
  readonly due: Day | null;
  /** The text of the due date as written. */
  readonly dueRaw: string | null;
  /** The day that counts: `due`, else a reading of `dueRaw`, else the section's horizon, else the settings' default. */
  readonly dueBy: Day | null;
  readonly dueSource: DueSource | null;
  readonly estimate: string | null;
  readonly successMetric: string | null;
  readonly objective: string | null;
  /** The steps, in order; one entry where it is a single sentence. */
  readonly approach: readonly string[];
  readonly playbook: string | null;
  /** Only where the document states it. */
  readonly state: 'open' | 'done' | 'dropped' | null;
  /** Jira key or URL of a ticket that the document names. */
  readonly ticket: string | null;
  /** The issues, pull requests and Jira keys that it names beside its ticket, in order. */
  readonly references?: readonly string[];
  /** 1-based line where the item begins. */
  readonly line: number;
  /** 1-based line on which the last of its text stands; left out where only the beginning is known. */
  readonly lastLine?: number;
}

/** An entry of "What Could Be Better": no item, though it may carry an owner and a timeline. */
export interface Improvement {
  readonly ref: string | null;
  readonly title: string;
  readonly howToFix: string | null;
  readonly owners: readonly Owner[];
  readonly timeline: string | null;
  readonly line: number;
}

/** A post-incident review as read from its Markdown. */
export interface Pir {
  readonly incident: {
    readonly id: string | null;
    readonly title: string | null;
    readonly date: Day | null;
    readonly severity: string | null;
  };
  readonly pirDate: Day | null;
  /** The label the document asks its tickets to carry. */
  readonly label: string | null;
  readonly rootCause: string | null;
  readonly executiveSummary: string | null;
  /** As written, `@john.doe (IC)`. */
  readonly attendees: readonly string[];
  /** Who holds the reviews: the attendee marked (IC), else the sign-off table's incident commander. */
  readonly incidentCommander: string | null;
  readonly signOffs: readonly {
    readonly role: string;
    readonly name: string | null;
    readonly signed: boolean;
    readonly date: Day | null;
  }[];
  readonly reviews: readonly { readonly milestone: Milestone; readonly on: Day }[];
  readonly document: {
    readonly version: string | null;
    readonly owner: string | null;
    readonly distribution: string | null;
    readonly retention: string | null;
  };
  readonly items: readonly PirItem[];
  readonly improvements: readonly Improvement[];
}

/** What reading a document gives: always a PIR, however little it holds, and all there is to say about it. */
export interface Reading {
  readonly pir: Pir;
  /** In the order of the document. */
  readonly findings: readonly Finding[];
  /** What a comment in the document silenced; left out where nothing is known of such comments. */
  readonly ignored?: readonly Ignored[];
  /** What looked like an item, a date or an owner and could not be read with confidence. */
  readonly doubts?: readonly Doubt[];
  /** Lines whose text came in the wrong code page and was repaired before reading. */
  readonly repaired?: readonly number[];
}

/** A place where the reader did not guess, and why. */
export interface Doubt {
  readonly line: number;
  readonly reason: string;
}

/** A finding that the document itself silences, with the reason it gives. */
export interface Ignored {
  readonly code: string;
  /** Where the finding would stand. */
  readonly line: number;
  readonly reason: string;
}

/** What reading needs to know beside the text. */
export interface ReadingOptions {
  /** Default horizons in calendar days from the PIR date, for items that give no date of their own. */
  readonly dueDays: Readonly<Record<Priority, number>>;
  /** How many days an item may lie outside its group's horizon before it is said. */
  readonly graceDays: number;
  /** Who owners can be; nobody is complained of as unknown while it is empty. */
  readonly directory?: Directory;
  /** How strict the rules are: `template` makes owner, date and metric a must. */
  readonly profile?: 'default' | 'template';
  /** Severities by code where they are not the usual ones; `off` silences a rule. */
  readonly severities?: Readonly<Partial<Record<string, Severity | 'off'>>>;
  /** How many items to be done a PIR may have before it is said. */
  readonly mostItems?: number;
  /** Who has to sign; nobody is missed while it is empty. */
  readonly signOffRoles?: readonly string[];
  /** Whether 01/02/2024 is the first of February; null where nobody said, and then it is no date. */
  readonly dayFirst?: boolean | null;
}

/** What is used where no settings say otherwise: two weeks, a month and three months, every rule at its usual severity. */
export const defaultReadingOptions: Required<ReadingOptions> = {
  dueDays: { high: 14, medium: 30, low: 90 },
  graceDays: 3,
  directory: emptyDirectory,
  profile: 'default',
  severities: {},
  mostItems: 12,
  signOffRoles: [],
  dayFirst: null,
};
