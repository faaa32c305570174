import { existsSync, renameSync, rmSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import { Failure } from '../../core/failure.ts';
import { type DataDirectory, holdDataDirectory } from './data-directory.ts';
import { columnTypes, kyselyOver } from './database.ts';
import type { OpenDatabase } from './server.ts';

/**
 * Opens the embedded database (PGlite) in a data directory, behind the same pg pool as a server. Makes the directory on
 * the first start, which takes some seconds; `onFirstStart` is called before it does.
 * @param command what this process is doing, told to others that want the directory
 * @throws {Failure} database-held when another process has it, database-unreachable when it cannot be made or opened
 */
export async function openEmbedded(
  path: string,
  command: string,
  onFirstStart: () => void,
): Promise<OpenDatabase & { readonly directory: DataDirectory }> {
  const directory = holdDataDirectory(path, command);
  try {
    if (!existsSync(directory.databasePath)) {
      onFirstStart();
      await initialise(directory.databasePath).catch((cause: unknown) => {
        throw new Failure(
          'database-unreachable',
          `The embedded database in ${path} cannot be made: ${reasonOf(cause)}.`,
          { cause, hint: 'Check that the disk has 100 MB of room and that you may write there.' },
        );
      });
    }
    const engine = await PGlite.create(directory.databasePath).catch((cause: unknown) => {
      throw new Failure(
        'database-unreachable',
        `The embedded database in ${path} cannot be opened: ${reasonOf(cause)}.`,
        {
          cause,
          hint: 'Put a copy of the folder back, or move it away to begin anew; check too that the disk has room.',
        },
      );
    });
    const opened = openOver(engine, `embedded database in ${path}`);
    return {
      ...opened,
      directory,
      close: async () => {
        await opened.close();
        directory.release();
      },
    };
  } catch (error) {
    directory.release();
    throw error;
  }
}

/** Made under another name and renamed when whole, so that a kill half-way leaves nothing that looks like a database. */
async function initialise(path: string): Promise<void> {
  const unfinished = `${path}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const engine = await PGlite.create(unfinished);
  await engine.close();
  renameSync(unfinished, path);
}

/** The engine's own words are long and about its insides; the first line of them is enough, where it says anything. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/^Aborted\(/.test(text)) return 'its files are damaged or some are missing';
  return (text.split('\n')[0] ?? '').slice(0, 200).replace(/\.$/, '') || 'no reason was given';
}

/** A database over a PGlite engine that is there already; closing it closes the engine too. */
export function openOver(engine: PGlite, name: string): OpenDatabase {
  const pool = new pg.Pool({ ...createPgConfig(engine), types: columnTypes, max: 1 });
  const db = kyselyOver(pool);
  return {
    db,
    name,
    exclusive: true,
    close: async () => {
      await db.destroy();
      await engine.close();
    },
  };
}
