import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Failure } from '../../core/failure.ts';
import type { Finding } from '../../core/pir/finding.ts';
import { readPir } from '../../core/pir/parse.ts';
import type { ReadingOptions } from '../../core/pir/pir.ts';

/** The findings a file had before, by file as named on the command line. */
export type Baseline = ReadonlyMap<string, readonly Pick<Finding, 'code' | 'message'>[]>;

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
    return new Map(files.map(({ file, findings }) => [file, findings]));
  } catch (cause) {
    throw new Failure(
      'file-unreadable',
      `${path} is no baseline: ${(cause as Error).message.split('\n')[0]}.`,
      {
        cause,
        hint: 'A baseline is what `pir check --format json FILE…` prints.',
      },
    );
  }
}

/**
 * The findings that files had at a commit; none for a file that was not there.
 * @throws {Failure} usage when git does not know the commit
 */
export function baselineAt(ref: string, files: readonly string[], options: ReadingOptions): Baseline {
  if (git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]) === null) {
    throw new Failure('usage', `There is no commit ${ref} here.`, {
      hint: 'Run in a git repository, with enough history fetched, and name a commit, branch or tag.',
    });
  }
  const entries = files.map((file) => {
    const before = git(['show', '--end-of-options', `${ref}:./${file}`]);
    return [file, before === null ? [] : readPir(before, options).findings] as const;
  });
  return new Map(entries);
}

/** The findings that a baseline does not have. Lines move, so code and message count; of twins, as many as there were. */
export function newFindings(
  findings: readonly Finding[],
  before: Baseline,
  file: string,
): readonly Finding[] {
  const known = new Map<string, number>();
  const keyOf = ({ code, message }: Pick<Finding, 'code' | 'message'>) => `${code} ${message}`;
  for (const finding of before.get(file) ?? [])
    known.set(keyOf(finding), (known.get(keyOf(finding)) ?? 0) + 1);
  return findings.filter((finding) => {
    const left = known.get(keyOf(finding)) ?? 0;
    known.set(keyOf(finding), left - 1);
    return left <= 0;
  });
}

/** What git prints, or null where it fails. */
function git(args: readonly string[]): string | null {
  try {
    return execFileSync('git', [...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return null;
  }
}
