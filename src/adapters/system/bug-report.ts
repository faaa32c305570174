/**
 * What is printed of an error that nobody foresaw: its message in one line, that it is our fault, and where it happened.
 * @param version ours, to be passed on with it
 */
export function bugReport(error: unknown, version: string): string {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const line = `${name}: ${message}`.replace(/\s+/g, ' ').slice(0, 500);
  const places = (stack ?? '').split('\n').filter((entry) => /^\s+at /.test(entry));
  return [
    line,
    `This is a bug in pir-tracker ${version}. Please report it with the lines below; nothing stored is lost.`,
    ...places,
    '',
  ].join('\n');
}
