import { readFileSync } from 'node:fs';
import { normalize, sep } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../core/failure.ts';
import type { Finding } from '../../core/pir/finding.ts';

type Known = Pick<Finding, 'code' | 'message'>;

/** The findings that a file had before; none for a file that was not there. */
export type Baseline = (file: string) => readonly Known[];

/** What `pir check --format json` printed at some time. */
const BaselineFile = z.array(
  z.object({ file: z.string(), findings: z.array(z.object({ code: z.string(), message: z.string() })) }),
);

/**
 * The findings of an earlier `pir check --format json`.
 * @throws {Failure} file-unreadable when it is no such output
 */
export function readBaseline(path: string): Baseline {
  try {
    const files = BaselineFile.parse(JSON.parse(readFileSync(path, 'utf8')));
    const byName = new Map(files.map(({ file, findings }) => [nameOf(file), findings]));
    return (file) => byName.get(nameOf(file)) ?? [];
  } catch (cause) {
    throw new Failure('file-unreadable', `${path} is no baseline: ${reason(cause)}.`, {
      cause,
      hint: 'A baseline is what `pir check --format json FILE…` prints.',
    });
  }
}

/**
 * The findings that a baseline does not have. Lines move, so code and message count, without the lines a message names; of
 * twins, as many as there were.
 */
export function newFindings(
  findings: readonly Finding[],
  before: Baseline,
  file: string,
): readonly Finding[] {
  const known = new Map<string, number>();
  for (const finding of before(file)) known.set(keyOf(finding), (known.get(keyOf(finding)) ?? 0) + 1);
  return findings.filter((finding) => {
    const left = known.get(keyOf(finding)) ?? 0;
    known.set(keyOf(finding), left - 1);
    return left <= 0;
  });
}

function keyOf({ code, message }: Known): string {
  return `${code} ${message.replace(/\bline \d+|\d+ more lines?/g, 'line')}`;
}

/** One name for `pirs/a.md`, `./pirs/a.md` and `pirs\a.md` where that is the same file. */
function nameOf(file: string): string {
  return normalize(file).split(sep).join('/');
}

function reason(error: unknown): string {
  if (error instanceof z.ZodError) return 'it is JSON of another form';
  if (error instanceof SyntaxError) return 'it is no JSON';
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
    ? 'there is no such file'
    : (error as Error).message;
}
