import { Failure } from '../../core/failure.ts';
import type { ChasePreview } from '../../core/notice/chasing.ts';
import { counted } from '../../core/notice/wording.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Document, Submission } from '../../flows/submit-pir.ts';
import type { Service } from '../service.ts';
import { withService } from './access.ts';
import type { CommandLine } from './command-line.ts';
import { markdownFiles, readDocument } from './files.ts';
import { eachWithProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** What `pir import` takes beside the folder. */
export interface ImportOptions {
  /** Create tickets for items that name none. */
  readonly create?: boolean;
  /** Write to the owners of imported items from now on. */
  readonly chase?: boolean;
  readonly yes?: boolean;
  readonly by?: string;
  readonly format: string;
  readonly server?: string;
}

/** What came of one file. */
interface ImportLine {
  readonly file: string;
  /** `unchanged`: it is in already, and asks for nothing. */
  readonly outcome: 'imported' | 'unchanged' | 'skipped' | 'failed';
  readonly pirId: string | null;
  readonly items: number;
  /** Items whose ticket is named by the document, or is in the tracker already. */
  readonly linked: number;
  readonly created: number;
  /** Why it was skipped or failed. */
  readonly reason: string | null;
}

/**
 * `pir import`: takes in the PIRs of a folder as they are: tickets that they name are linked, none is created unless asked,
 * and nobody is written to until chasing is turned on (--chase), which says first how many mails to whom that means. The
 * same folder again changes nothing. A file that cannot be read keeps no other from being imported.
 * @param folder null with --chase alone: only turns chasing on for what was imported before
 * @returns 0; 1 when a file could not be imported or nobody wanted it
 * @throws {Failure} usage, file-missing, file-unreadable, and what opening the database throws
 */
export async function importCommand(
  line: CommandLine,
  folder: string | null,
  options: ImportOptions,
): Promise<number> {
  const { terminal } = line;
  if (folder === null && options.chase !== true) {
    throw new Failure('usage', 'pir import takes the folder whose PIRs are to be imported.', {
      hint: 'For example: pir import docs/reviews. With --chase alone it turns chasing on for those imported before.',
    });
  }
  if (options.yes !== true && !terminal.interactive) {
    throw new Failure('usage', 'Importing asks first, and nobody is there to answer.', {
      hint: 'Add --yes.',
    });
  }
  const files = folder === null ? [] : markdownFiles(folder);
  return withService(line, options.server, 'pir import', async (service) => {
    const lines = folder === null ? [] : await importFiles(terminal, service, folder, files, options);
    if (lines === null) return 1;
    const isChased = options.chase === true && (await chase(terminal, service, options));
    if (options.format === 'json') terminal.out(`${JSON.stringify(lines, null, 2)}\n`);
    const isRefused = options.chase === true && !isChased;
    return isRefused || lines.some((line) => line.outcome === 'failed') ? 1 : 0;
  });
}

/** One file, read and planned. */
interface Candidate {
  readonly document: Document;
  readonly submission: Submission;
}

/** Reads all files first, so that the question says what would happen. Null where nobody wanted it. */
async function importFiles(
  terminal: Terminal,
  service: Service,
  folder: string,
  files: readonly string[],
  options: ImportOptions,
): Promise<readonly ImportLine[] | null> {
  const lines: ImportLine[] = [];
  const candidates: Candidate[] = [];
  await eachWithProgress(terminal, files, String, async (file) => {
    const read = await attempt(file, async () => {
      const document = readDocument(file);
      return { document, submission: await service.plan(document) };
    });
    if ('outcome' in read) lines.push(read);
    else if (read.submission.pir.items.length > 0) candidates.push(read);
    else lines.push(withoutItems(file, 'it has no action items'));
  });
  terminal.tell(`${outline(folder, files.length, candidates, options)}\n`);
  const isAsked = options.yes !== true && candidates.length > 0;
  if (isAsked && !/^y(es)?$/i.test((await terminal.ask('Import them? [y/N] ')).trim())) {
    terminal.tell('Nothing was imported.\n');
    return null;
  }
  const by = options.by ?? terminal.user;
  const sourceOf = ({ document }: Candidate) => document.source;
  await eachWithProgress(terminal, candidates, sourceOf, async (candidate) => {
    const { source } = candidate.document;
    lines.push(await attempt(source, () => importOne(service, candidate, by, options)));
  });
  if (candidates.length > 0) await service.deliver();
  lines.sort((a, b) => (a.file < b.file ? -1 : 1));
  report(terminal, lines);
  return lines;
}

async function importOne(
  service: Service,
  { document }: Candidate,
  by: string,
  { create = false }: ImportOptions,
): Promise<ImportLine> {
  const file = document.source;
  const { pirId, plan, pir } = await service.submit(document, by);
  const decisions = { only: null, declined: {}, create };
  const request = { pir: pirId, fingerprint: plan.fingerprint, by, decisions, chase: false };
  const { already } = await service.approve(request);
  return {
    ...{ file, outcome: already ? 'unchanged' : 'imported', pirId, items: pir.items.length, reason: null },
    linked: already ? 0 : count(plan, 'link'),
    created: already || !create ? 0 : count(plan, 'create'),
  };
}

/** A failure is the line of its file, not the end of the import; one that would meet every file ends it. */
async function attempt<T>(file: string, work: () => Promise<T>): Promise<T | ImportLine> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure) || /^(service|database)-/.test(error.code)) throw error;
    if (error.code === 'plan-blocked' || error.code === 'file-empty')
      return withoutItems(file, error.message);
    return { ...withoutItems(file, error.message), outcome: 'failed' };
  }
}

function withoutItems(file: string, reason: string): ImportLine {
  return { file, outcome: 'skipped', pirId: null, items: 0, linked: 0, created: 0, reason };
}

function count({ changes }: Plan, kind: Plan['changes'][number]['kind']): number {
  return changes.filter((change) => change.kind === kind).length;
}

/** What the import would do, before it is asked for. */
function outline(
  folder: string,
  files: number,
  candidates: readonly Candidate[],
  { create }: ImportOptions,
): string {
  const sum = (of: (candidate: Candidate) => number) =>
    candidates.reduce((total, each) => total + of(each), 0);
  const items = sum(({ submission }) => submission.pir.items.length);
  const links = sum(({ submission }) => count(submission.plan, 'link'));
  const creates = sum(({ submission }) => count(submission.plan, 'create'));
  const rest =
    creates === 0
      ? ''
      : create === true
        ? `; ${counted(creates, 'ticket')} would be created`
        : `; ${counted(creates, 'item')} without a ticket would be kept without one (--create makes them)`;
  return (
    `${folder}: ${counted(files, 'file')}, ${counted(candidates.length, 'PIR')} with ${counted(items, 'item')}. ` +
    `${counted(links, 'ticket')} would be linked${rest}. Nobody is written to.`
  );
}

function report(terminal: Terminal, lines: readonly ImportLine[]): void {
  for (const { file, outcome, reason } of lines) {
    if (reason !== null) terminal.tell(`${outcome.padEnd(9)} ${file}: ${reason}\n`);
  }
  const of = (outcome: ImportLine['outcome']) => lines.filter((line) => line.outcome === outcome);
  const imported = of('imported');
  const sum = (field: 'items' | 'linked' | 'created') =>
    imported.reduce((total, line) => total + line[field], 0);
  terminal.tell(
    `${counted(imported.length, 'PIR')} imported with ${counted(sum('items'), 'item')}: ` +
      `${sum('linked')} linked, ${sum('created')} created. ` +
      `${of('unchanged').length} unchanged, ${of('skipped').length} skipped, ${of('failed').length} failed.\n`,
  );
}

/** Says how many mails to whom, asks, and turns chasing on; false where nobody wanted it. */
async function chase(terminal: Terminal, service: Service, { yes, by }: ImportOptions): Promise<boolean> {
  const preview = await service.chasePreview();
  terminal.tell(`${chaseText(preview)}\n`);
  if (preview.pirs === 0) return true;
  if (yes !== true && !/^y(es)?$/i.test((await terminal.ask('Write to them from now on? [y/N] ')).trim())) {
    terminal.tell('Nobody is written to.\n');
    return false;
  }
  const chased = await service.chase(by ?? terminal.user);
  terminal.tell(`The owners of ${counted(chased, 'PIR')} are written to from now on.\n`);
  return true;
}

/** How many mails to whom, a line each. */
export function chaseText({ pirs, lines, unreachable }: ChasePreview): string {
  if (pirs === 0) return 'There is no PIR whose owners are not written to.';
  const mails = lines.reduce((sum, line) => sum + line.mails, 0);
  const width = Math.max(...lines.map((line) => line.recipient.length), 0);
  return [
    `Chasing ${counted(pirs, 'imported PIR')} would mean ${counted(mails, 'mail')} to ${counted(lines.length, 'person', 'people')} in the next four weeks, none about what has passed:`,
    ...lines.map(
      ({ recipient, items, overdue, mails: theirs }) =>
        `  ${recipient.padEnd(width)}  ${counted(theirs, 'mail')}, ${counted(items, 'item')}${overdue === 0 ? '' : `, ${overdue} overdue`}`,
    ),
    ...(unreachable === 0 ? [] : [`  ${counted(unreachable, 'item')} nobody can be written to about`]),
  ].join('\n');
}
