import { Failure } from '../../core/failure.ts';
import { readPir } from '../../core/pir/parse.ts';
import type { Reading } from '../../core/pir/pir.ts';
import { findingsText } from '../../core/pir/render-findings.ts';
import { readingOptions } from '../../settings.ts';
import { readDocument } from './files.ts';
import type { Terminal } from './terminal.ts';

/**
 * `pir check`: reads files and prints their findings, as text or as the JSON array that scripts depend on. A file that
 * cannot be read is said and does not keep the others from being checked.
 * @returns 0, 1 on findings of severity error (with strict also warnings), 2 when a file could not be read
 */
export function checkCommand(
  terminal: Terminal,
  settings: unknown,
  files: readonly string[],
  { format, strict }: { readonly format: string; readonly strict?: boolean },
): number {
  const options = readingOptions(settings);
  const readings: { file: string; text: string; reading: Reading }[] = [];
  let exit = 0;
  for (const file of files) {
    try {
      const { text } = readDocument(file);
      readings.push({ file, text, reading: readPir(text, options) });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      terminal.tell(`${error.message} ${error.hint}\n`);
      exit = 2;
    }
  }
  if (format === 'json') {
    const results = readings.map(({ file, reading }) => ({
      file,
      pir: reading.pir,
      findings: reading.findings,
    }));
    terminal.out(`${JSON.stringify(results, null, 2)}\n`);
  } else {
    for (const { file, text, reading } of readings) terminal.out(findingsText(file, text, reading));
  }
  const failing = new Set(strict === true ? ['error', 'warning'] : ['error']);
  const failed = readings.some(({ reading }) =>
    reading.findings.some((finding) => failing.has(finding.severity)),
  );
  return Math.max(exit, failed ? 1 : 0);
}
