/** Where a mail leads, and how it says who sent it. */
export interface MailLinks {
  readonly status: string;
  pir(id: string): string;
  /** Where a review is recorded. */
  review(pirId: string, milestone: string): string;
  readonly closing: string;
}

/** The links of a mail, from the address that people reach the service by. */
export function mailLinks(baseUrl: string, organisation: string): MailLinks {
  const base = baseUrl.replace(/\/+$/, '');
  return {
    status: `${base}/status`,
    review: (pirId, milestone) =>
      `${base}/reviews/${encodeURIComponent(pirId)}/${encodeURIComponent(milestone)}`,
    pir: (id) => `${base}/pirs/${encodeURIComponent(id)}`,
    closing: `Sent by pir-tracker for ${organisation}, at most once a day. Reminders of an item end when it is done.`,
  };
}
