import { Failure } from '../../core/failure.ts';
import { readPir } from '../../core/pir/parse.ts';
import type { ReadingOptions } from '../../core/pir/pir.ts';
import { explanationText } from '../../core/pir/render-findings.ts';
import { explain } from '../../core/pir/rules/rules.ts';
import { documentFrom } from '../document.ts';
import { type Baseline, baselineAt, newFindings, readBaseline } from './baseline.ts';
import { type Checked, checkFormats } from './check-formats.ts';
import { readDocument } from './files.ts';
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
 * from being checked; `-` is the standard input.
 * @returns 0, 1 on findings of severity error (with strict also warnings), 2 when a file could not be read
 */
export async function checkCommand(
  terminal: Terminal,
  reading: ReadingOptions,
  files: readonly string[],
  { format, strict, baseline, changedSince }: CheckOptions,
): Promise<number> {
  const before: readonly Baseline[] = [
    ...(baseline === undefined ? [] : [readBaseline(baseline)]),
    ...(changedSince === undefined ? [] : [baselineAt(changedSince, files, reading)]),
  ];
  const checked: Checked[] = [];
  let exit = 0;
  for (const file of files) {
    try {
      const { text } = file === '-' ? documentFrom(await terminal.readInput(), '-') : readDocument(file);
      const read = readPir(text, reading);
      const findings = before.reduce((left, known) => newFindings(left, known, file), read.findings);
      checked.push({ file, text, reading: { ...read, findings } });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      terminal.tell(`${error.message} ${error.hint}\n`);
      exit = 2;
    }
  }
  terminal.out(checkFormats[format]?.(checked, terminal.version) ?? '');
  const failing = new Set(strict === true ? ['error', 'warning'] : ['error']);
  const failed = checked.some(({ reading: { findings } }) =>
    findings.some((finding) => failing.has(finding.severity)),
  );
  return Math.max(exit, failed ? 1 : 0);
}

/**
 * `pir check --explain CODE`: what a rule is about, why, and what to do about it.
 * @throws {Failure} usage for a code that no rule has
 */
export function explainCommand(terminal: Terminal, code: string): number {
  const explanation = explain(code.toUpperCase());
  if (explanation === null) {
    throw new Failure('usage', `There is no rule ${code}.`, {
      hint: 'Codes stand in the output of `pir check` and in docs/rules.',
    });
  }
  terminal.out(explanationText(explanation));
  return 0;
}
