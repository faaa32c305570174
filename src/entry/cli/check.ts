import { statSync } from 'node:fs';
import { Failure } from '../../core/failure.ts';
import { readPir } from '../../core/pir/parse.ts';
import type { ReadingOptions } from '../../core/pir/pir.ts';
import { explanationText } from '../../core/pir/render-findings.ts';
import { explain } from '../../core/pir/rules/rules.ts';
import { explainPlan } from '../../core/plan/findings.ts';
import { documentFrom } from '../document.ts';
import { type Baseline, newFindings, readBaseline } from './baseline.ts';
import { baselineAt } from './changed-since.ts';
import { type Checked, checkFormats } from './check-formats.ts';
import { markdownFiles, readDocument } from './files.ts';
import { startProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** What `pir check` takes beside the files. */
export interface CheckOptions {
  readonly format: string;
  readonly strict?: boolean;
  /** Earlier JSON output; only what it does not have is reported. */
  readonly baseline?: string;
  /** A commit; only what the files did not have there is reported. */
  readonly changedSince?: string;
}

/**
 * `pir check`: reads files and prints their findings. A file that cannot be read is said and does not keep the others
 * from being checked; a folder stands for the Markdown files below it, `-` for the standard input.
 * @returns 0, 1 on findings of severity error (with strict also warnings), 2 when a file could not be read
 */
export async function checkCommand(
  terminal: Terminal,
  options: ReadingOptions,
  names: readonly string[],
  { format, strict, baseline, changedSince }: CheckOptions,
): Promise<number> {
  const before: readonly Baseline[] = [
    ...(baseline === undefined ? [] : [readBaseline(baseline)]),
    ...(changedSince === undefined ? [] : [baselineAt(changedSince, options)]),
  ];
  const unread: Failure[] = [];
  const files = names.flatMap((name) => attempt(() => filesNamed(name), unread) ?? []);
  const input = files.includes('-') ? await terminal.readInput() : null;
  const progress = startProgress(files.length, terminal);
  const checked = files.flatMap((file): readonly Checked[] => {
    progress.step(file);
    const document = attempt(
      () => (file === '-' && input !== null ? documentFrom(input, 'The standard input') : readDocument(file)),
      unread,
    );
    if (document === null) return [];
    const { text } = document;
    const reading = readPir(text, options);
    const findings = before.reduce((left, known) => newFindings(left, known, file), reading.findings);
    return [{ file, text, reading: { ...reading, findings } }];
  });
  progress.clear();
  for (const { message, hint } of unread) terminal.tell(`${message} ${hint}\n`);
  terminal.out(checkFormats[format]?.(checked, terminal.version) ?? '');
  const failing = new Set(strict === true ? ['error', 'warning'] : ['error']);
  const isFailed = checked.some(({ reading: { findings } }) =>
    findings.some((finding) => failing.has(finding.severity)),
  );
  return unread.length > 0 ? 2 : isFailed ? 1 : 0;
}

/** What comes of it; null where it fails, which is kept for later. */
function attempt<T>(work: () => T, failures: Failure[]): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    failures.push(error);
    return null;
  }
}

/** The files that a name stands for: itself, or what lies below it. */
function filesNamed(name: string): readonly string[] {
  if (!(statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false)) return [name];
  const files = markdownFiles(name);
  if (files.length > 0) return files;
  throw new Failure('file-missing', `There is no Markdown file below ${name}.`, {
    hint: 'Check the path; files whose name ends in .md or .markdown are looked for.',
  });
}

/**
 * `pir check --explain CODE`: what a rule, or a finding of planning, is about, why, and what to do about it.
 * @throws {Failure} usage for a code that no rule has
 */
export function explainCommand(terminal: Terminal, code: string): number {
  const explanation = explain(code) ?? explainPlan(code);
  if (explanation === null) {
    throw new Failure('usage', `There is no rule ${code}.`, {
      hint: 'Codes stand in the output of `pir check` and `pir plan`, in docs/rules and docs/plan-findings.md.',
    });
  }
  terminal.out(explanationText(explanation));
  return 0;
}
