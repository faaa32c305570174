/** A mail as it arrived. */
export interface ReceivedMail {
  /** From 1, in order of arrival. */
  readonly number: number;
  /** Recipients of the envelope. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  /** By lower-case name; unfolded, the last one of a name that was given more than once. */
  readonly headers: Readonly<Record<string, string>>;
  /** The mail's own date, ISO 8601 in UTC; null where it has none. */
  readonly date: string | null;
  /** Byte for byte. */
  readonly source: string;
}
