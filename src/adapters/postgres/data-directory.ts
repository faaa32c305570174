import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { tryLock, unlock } from 'fs-native-extensions';
import { Failure } from '../../core/failure.ts';

/** Who holds a data directory, for those who are turned away and for the command line, which then goes through it. */
export interface Holder {
  readonly pid: number;
  /** What it is doing: `pir serve`. */
  readonly command: string;
  /** Where its API listens, once it does. */
  readonly url: string | null;
  /** Lets a command of the same user in; the file is readable by that user only. */
  readonly token: string | null;
}

/** A held data directory. */
export interface DataDirectory {
  /** Where PGlite keeps its files. */
  readonly databasePath: string;
  /** Tells others how to reach this process. */
  announce(holder: Holder): void;
  release(): void;
}

/** What to do where a data directory is of no use. */
const anotherDirectory =
  'Set database.dataDirectory or PIR_DATA_DIRECTORY to a folder on a local disk that you may write to.';

/**
 * Takes a data directory for this process alone. PGlite takes no lock of its own and lets a second process in, whose
 * writes then destroy committed rows of the first. The lock is the operating system's (flock or its like): it ends with
 * the process, however that ends, so nothing stale is ever left behind.
 * @throws {Failure} database-held naming the holder; database-unreachable where no folder or no lock can be made
 */
export function holdDataDirectory(path: string, command: string): DataDirectory {
  const file = openLock(path);
  if (!takeLock(path, file)) {
    closeSync(file);
    throw held(path, readHolder(path));
  }
  const announce = (holder: Holder) => {
    ftruncateSync(file);
    writeSync(file, JSON.stringify(holder));
  };
  announce({ pid: process.pid, command, url: null, token: null });
  return {
    databasePath: join(path, 'pg'),
    announce,
    release: () => {
      ftruncateSync(file);
      unlock(file);
      closeSync(file);
    },
  };
}

/** Who last said to hold a data directory; null where nobody did. Says nothing about whether it still runs. */
export function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(join(path, 'lock'), 'utf8')) as Holder;
  } catch {
    return null;
  }
}

function openLock(path: string): number {
  try {
    makeFolder(resolve(path));
    return openSync(join(path, 'lock'), 'a+', 0o600);
  } catch (cause) {
    throw unusable(path, cause);
  }
}

function makeFolder(folder: string): void {
  try {
    // Not recursive where it need not be: Node would try for ever where the system makes no folders, as in /proc.
    mkdirSync(folder, { recursive: !existsSync(dirname(folder)), mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !statSync(folder).isDirectory()) throw error;
  }
}

function takeLock(path: string, file: number): boolean {
  try {
    return tryLock(file);
  } catch (cause) {
    closeSync(file);
    throw unusable(path, cause);
  }
}

function held(path: string, holder: Holder | null): Failure {
  const who = holder === null ? 'another process' : `process ${holder.pid} (${holder.command})`;
  const hint =
    holder === null || holder.command === 'pir serve'
      ? 'Stop that process, or give this one another data directory (PIR_DATA_DIRECTORY).'
      : 'Try again once it is done, or give this one another data directory (PIR_DATA_DIRECTORY).';
  return new Failure('database-held', `The data directory ${path} is held by ${who}.`, { hint });
}

function unusable(path: string, cause: unknown): Failure {
  const { code, message } = cause as NodeJS.ErrnoException;
  const words: Record<string, string> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EEXIST: 'it is a file',
    ENOTDIR: 'it is no folder',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
  };
  const reason = words[code ?? ''] ?? message;
  return new Failure('database-unreachable', `The data directory ${path} cannot be used: ${reason}.`, {
    cause,
    hint: anotherDirectory,
  });
}
