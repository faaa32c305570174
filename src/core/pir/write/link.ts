/** A ticket as it is to stand in a document. */
export interface TicketLink {
  readonly key: string;
  /** Safe within a link and a table; null where it is no web address, and then the key stands alone. */
  readonly url: string | null;
  readonly markdown: string;
}

/** What a key may hold so that it can stand in any Markdown without being taken for something else. */
const writable = /^[\p{L}\p{N}][\p{L}\p{N}#/._-]{0,98}[\p{L}\p{N}]$/u;

/** The link for a ticket: `[OPS-1](https://…/browse/OPS-1)`; null for a key that cannot be written. */
export function ticketLink(key: string, url: string): TicketLink | null {
  if (!writable.test(key)) return null;
  const address = /^https?:\/\/[^\s\p{Cc}]+$/iu.test(url) ? escapeUrl(url) : null;
  return { key, url: address, markdown: address === null ? key : `[${key}](${address})` };
}

/** Percent-encodes what would end the link, the table cell or the reader's notion of a URL. */
function escapeUrl(url: string): string {
  return url.replace(
    /[<>()[\]"'`|\\^{}*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
