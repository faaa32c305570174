import { readFileSync, writeFileSync } from 'node:fs';
import { type Day, isDay } from '../../core/calendar.ts';
import { Failure } from '../../core/failure.ts';
import { newPir } from '../../core/pir/write/new-pir.ts';
import { reason } from './files.ts';
import type { Terminal } from './terminal.ts';

/** Our form, beside the compiled code in a checkout and in the package alike. */
const templateUrl = new URL('../../../../config/pir-template.md', import.meta.url);

/** What `pir new` takes. */
export interface NewOptions {
  readonly title: string;
  readonly date: string;
  readonly id?: string;
  readonly severity?: string;
  readonly commander?: string;
  readonly attendee?: readonly string[];
  readonly pirDate?: string;
}

/**
 * `pir new`: our form with the facts of an incident, to a file or, without one, to stdout.
 * @throws {Failure} usage for an empty title, a day that does not exist, a review before its incident, or a file that is
 *   there already or cannot be written
 */
export function newCommand(terminal: Terminal, file: string | null, options: NewOptions): number {
  const { title, id, severity, commander, attendee } = options;
  const date = readDay('--date', options.date);
  const pirDate = options.pirDate === undefined ? null : readDay('--pir-date', options.pirDate);
  if (title.trim() === '') {
    throw new Failure('usage', '--title is empty.', { hint: 'Say in a few words what happened.' });
  }
  if (pirDate !== null && pirDate < date) {
    throw new Failure('usage', `The review of ${pirDate} would be before the incident of ${date}.`, {
      hint: 'Correct --date or --pir-date.',
    });
  }
  const text = newPir(readFileSync(templateUrl, 'utf8'), {
    title,
    date,
    id: id ?? null,
    severity: severity ?? null,
    commander: commander ?? null,
    attendees: attendee ?? [],
    pirDate,
  });
  if (file === null) {
    terminal.out(text);
    return 0;
  }
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (cause) {
    const isLost = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const why = isLost ? 'its folder does not exist' : reason(cause);
    throw new Failure('usage', `${file} cannot be written: ${why}.`, {
      cause,
      hint: 'Name another file.',
    });
  }
  terminal.tell(`Wrote ${file}. Fill it in, then: pir check ${file}\n`);
  return 0;
}

function readDay(option: string, text: string): Day {
  if (isDay(text)) return text;
  throw new Failure('usage', `${option} takes a day, not "${text}".`, { hint: 'Write it as YYYY-MM-DD.' });
}
