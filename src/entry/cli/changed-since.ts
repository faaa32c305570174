import { execFileSync } from 'node:child_process';
import { posix, relative, sep } from 'node:path';
import { Failure } from '../../core/failure.ts';
import { readPir } from '../../core/pir/parse.ts';
import type { ReadingOptions } from '../../core/pir/pir.ts';
import type { Baseline } from './baseline.ts';

/**
 * The findings that files had at a commit, under the name they had there.
 * @throws {Failure} usage when there is no git, or it does not know the commit
 */
export function baselineAt(ref: string, options: ReadingOptions): Baseline {
  const commit = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])?.trim();
  if (commit === undefined) {
    throw new Failure('usage', `There is no commit ${ref} here.`, {
      hint: 'Run in a git repository, with enough history fetched, and name a commit, branch or tag.',
    });
  }
  const folder = git(['rev-parse', '--show-prefix'])?.trimEnd() ?? '';
  const renamed = renamedSince(commit);
  return (file) => {
    const now = posix.join(folder, relative('', file).split(sep).join('/'));
    const before = git(['cat-file', 'blob', `${commit}:${renamed.get(now) ?? now}`]);
    return before === null ? [] : readPir(before, options).findings;
  };
}

/** What files were called, by what they are called now; both from the root of the repository. */
function renamedSince(commit: string): ReadonlyMap<string, string> {
  const list = git(['diff', '--name-status', '-z', '--find-renames', '--diff-filter=R', commit]) ?? '';
  // Status, old name and new name of each, one after the other.
  const fields = list.split('\0');
  return new Map(
    fields.flatMap((_, at) => (at % 3 === 2 ? [[fields[at] ?? '', fields[at - 1] ?? ''] as const] : [])),
  );
}

/** What git prints, or null where it fails. */
function git(args: readonly string[]): string | null {
  try {
    return execFileSync('git', [...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') return null;
    throw new Failure('usage', '--changed-since needs git, which is not on the path.', {
      cause,
      hint: 'Install git, or compare with an earlier output: --baseline FILE.',
    });
  }
}
