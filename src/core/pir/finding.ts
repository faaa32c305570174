/** How much a finding matters: an error blocks the approval of its item, a warning says a promise may be lost. */
export type Severity = 'error' | 'warning' | 'info';

/** What the parser or a rule has to say about a PIR. */
export interface Finding {
  /** `PIR012`; stable, never used for something else. */
  readonly code: string;
  readonly severity: Severity;
  /** 1-based line of the document. */
  readonly line: number;
  /** 1-based column, where it is known. */
  readonly column?: number;
  /** What is the case, one sentence. */
  readonly message: string;
  /** What to do about it, one sentence. */
  readonly hint: string;
}
