import { type Day, isDay } from '../../core/calendar.ts';
import { Failure } from '../../core/failure.ts';
import { oneLine } from '../../core/notice/plain-text.ts';
import { counted, milestoneTitle } from '../../core/notice/wording.ts';
import type { Entry } from '../../core/review/recording.ts';
import { type Progress, progresses, type Verdict, verdicts } from '../../core/review/review.ts';
import { reviewListText, reviewText } from '../../core/status/review-text.ts';
import type { EvidenceRequest } from '../../flows/add-evidence.ts';
import { withService } from './access.ts';
import type { CommandLine } from './command-line.ts';
import { readEvidence } from './files.ts';

/** What `pir review record` takes. */
export interface RecordOptions {
  readonly item?: readonly string[];
  readonly note?: string;
  readonly itemNote?: readonly string[];
  readonly evidence?: readonly string[];
  readonly title?: readonly string[];
  readonly due?: readonly string[];
  readonly by?: string;
  readonly ifVersion?: string;
  readonly format: string;
  readonly server?: string;
}

/** What `pir review hand-over` takes. */
export interface HandOverOptions {
  readonly by?: string;
  readonly server?: string;
}

/** What `pir review list` and `show` take. */
export interface ShowOptions {
  readonly format: string;
  readonly server?: string;
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** `pir review list`. */
export async function listReviews(line: CommandLine, { format, server }: ShowOptions): Promise<void> {
  const list = await withService(line, server, 'pir review', (service) => service.reviews());
  line.terminal.out(format === 'json' ? json(list) : reviewListText(list));
}

/** `pir review show`. */
export async function showReview(
  line: CommandLine,
  pir: string,
  milestone: string,
  { format, server }: ShowOptions,
): Promise<void> {
  const view = await withService(line, server, 'pir review', (service) => service.review(pir, milestone));
  line.terminal.out(format === 'json' ? json(view) : reviewText(view));
}

/**
 * `pir review record`: evidence first, which stands by itself, then the outcomes, then the tickets that follow from them.
 * @throws {Failure} usage for an option that cannot be read, before anything is stored
 */
export async function recordReview(
  line: CommandLine,
  pir: string,
  milestone: string,
  options: RecordOptions,
): Promise<void> {
  const { terminal } = line;
  const by = options.by ?? terminal.user;
  const entries = entriesFrom(options);
  const evidence = (options.evidence ?? []).map((text) => evidenceFrom(text, { pir, milestone, by }));
  if (options.ifVersion !== undefined && !/^\d{1,9}$/.test(options.ifVersion))
    throw new Failure('usage', `--if-version ${options.ifVersion} is no number.`);
  await withService(line, options.server, 'pir review', async (service) => {
    const { review } = await service.review(pir, milestone);
    const version = options.ifVersion === undefined ? review.version : Number(options.ifVersion);
    for (const request of evidence) await service.addEvidence(request);
    if (entries.length === 0 && options.note === undefined && evidence.length > 0) {
      terminal.out(
        `${counted(evidence.length, 'piece')} of evidence kept; nothing else was given to be recorded.\n`,
      );
      return;
    }
    const recording = { version, by, note: options.note ?? null, entries };
    const recorded = await service.recordReview({ pir, milestone, recording });
    if (recorded.made.length > 0) await service.deliver();
    if (options.format === 'json') {
      terminal.out(json(recorded));
      return;
    }
    const { outcomes, verified, made, following } = recorded;
    terminal.out(
      `${milestoneTitle(milestone)} recorded: ${counted(outcomes.length, 'item')}, ${verified.length} verified.\n`,
    );
    for (const { title } of made) terminal.out(`New item: ${oneLine(title)}\n`);
    for (const next of following) terminal.out(`${milestoneTitle(next.milestone)} on ${next.on}\n`);
  });
}

/** `pir review hand-over`. */
export async function handOver(
  line: CommandLine,
  pir: string,
  milestone: string,
  to: string,
  options: HandOverOptions,
): Promise<void> {
  const by = options.by ?? line.terminal.user;
  await withService(line, options.server, 'pir review', (service) =>
    service.handOverReview({ pir, milestone, to, by }),
  );
  line.terminal.out(`${milestoneTitle(milestone)} of ${pir}, and those after it, handed over to ${to}.\n`);
}

/** `1=met` as its two sides. */
function sides(option: string, text: string): readonly [string, string] {
  const at = text.indexOf('=');
  const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (at < 1 || name === '' || value === '')
    throw new Failure('usage', `--${option} ${text} is not of the form NUMBER=TEXT.`);
  return [name, value];
}

function entriesFrom({ item = [], itemNote = [], title = [], due = [] }: RecordOptions): readonly Entry[] {
  const notes = new Map(itemNote.map((text) => sides('item-note', text)));
  const titles = new Map(title.map((text) => sides('title', text)));
  const days = new Map(due.map((text) => sides('due', text)));
  const entries = item.map((text): Entry => {
    const [name, said] = sides('item', text);
    const wishes = { title: titles.get(name), due: dayFrom('due', days.get(name)) };
    const isMakeUp = wishes.title !== undefined || wishes.due !== undefined;
    return {
      ...{ item: name, note: notes.get(name) },
      ...outcomeFrom(text, said),
      ...(isMakeUp ? { makeUp: wishes } : {}),
    };
  });
  const known = new Set(entries.map((entry) => entry.item));
  const stray = [...notes.keys(), ...titles.keys(), ...days.keys()].find((name) => !known.has(name));
  if (stray !== undefined)
    throw new Failure('usage', `Something is said of item ${stray}, but no --item names it.`);
  return entries;
}

function outcomeFrom(
  text: string,
  said: string,
): Pick<Entry, 'progress' | 'verdict' | 'until' | 'untilIncident'> {
  const [word = '', ...rest] = said.split(':');
  const wait = rest.join(':').trim();
  if (word === 'too-early' && wait !== '')
    return isDay(wait) ? { verdict: word, until: wait } : { verdict: word, untilIncident: wait };
  if (word === said && progresses.includes(said as Progress)) return { progress: said as Progress };
  if (word === said && said !== 'too-early' && verdicts.includes(said as Verdict))
    return { verdict: said as Verdict };
  throw new Failure('usage', `--item ${text} says nothing that is known.`, {
    hint: `Say ${[...progresses, ...verdicts].join(', ')}; too-early needs a day or the words of an incident behind a colon.`,
  });
}

function dayFrom(option: string, text: string | undefined): Day | undefined {
  if (text === undefined || isDay(text)) return text;
  throw new Failure('usage', `--${option} ${text} is no day such as 2026-03-31.`);
}

function evidenceFrom(
  text: string,
  review: Pick<EvidenceRequest, 'pir' | 'milestone' | 'by'>,
): EvidenceRequest {
  const [item, said] = sides('evidence', text);
  if (said.startsWith('@')) {
    const path = said.slice(1);
    const name = path.split(/[/\\]/).at(-1) ?? 'file';
    return { ...review, item, kind: 'file', text: name, bytes: readEvidence(path) };
  }
  return { ...review, item, kind: /^https?:\/\//.test(said) ? 'link' : 'text', text: said, bytes: null };
}
