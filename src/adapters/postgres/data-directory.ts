import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
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

/**
 * Takes a data directory for this process alone. PGlite takes no lock of its own and lets a second process in, whose
 * writes then destroy committed rows of the first. The lock is the operating system's (flock or its like): it ends with
 * the process, however that ends, so nothing stale is ever left behind.
 * @throws {Failure} database-held naming the holder
 */
export function holdDataDirectory(path: string, command: string): DataDirectory {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const lockPath = join(path, 'lock');
  const file = openSync(lockPath, 'a+', 0o600);
  if (!tryLock(file)) {
    closeSync(file);
    const holder = readHolder(path);
    const who = holder === null ? 'another process' : `process ${holder.pid} (${holder.command})`;
    throw new Failure('database-held', `The data directory ${path} is held by ${who}.`);
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
