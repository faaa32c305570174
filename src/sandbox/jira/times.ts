import { Temporal } from 'temporal-polyfill';

/**
 * A time stamp as Jira writes it, in the zone of the account that asks and without a colon in the offset:
 * 2024-01-15T09:00:00.000+0000.
 */
export function timeFrom(milliseconds: number, timeZone: string): string {
  const utc = new Date(milliseconds).toISOString();
  if (timeZone === 'UTC') return utc.replace('Z', '+0000');
  const zoned = Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(timeZone);
  const local = new Date(milliseconds + zoned.offsetNanoseconds / 1e6).toISOString();
  return local.replace('Z', zoned.offset.replace(':', ''));
}

/** The moment that a local date and time mean in a zone, in milliseconds since 1970; null where they are none. */
export function momentIn(local: string, timeZone: string): number | null {
  const parts = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: (\d{1,2}):(\d{2}))?$/.exec(local);
  if (parts === null) return null;
  const [year, month, day, hour, minute] = parts.slice(1).map((part) => Number(part ?? 0));
  try {
    const fields = {
      year: year ?? 0,
      month: month ?? 0,
      day: day ?? 0,
      hour: hour ?? 0,
      minute: minute ?? 0,
    };
    const plain = Temporal.PlainDateTime.from(fields, { overflow: 'reject' });
    return plain.toZonedDateTime(timeZone).epochMilliseconds;
  } catch {
    return null;
  }
}
