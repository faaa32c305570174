import { existsSync, renameSync, rmSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import { type DataDirectory, holdDataDirectory } from './data-directory.ts';
import { columnTypes, kyselyOver } from './database.ts';
import type { OpenDatabase } from './server.ts';

/**
 * Opens the embedded database (PGlite) in a data directory, behind the same pg pool as a server. Makes the directory on
 * the first start, which takes some seconds; `onFirstStart` is called before it does.
 * @param command what this process is doing, told to others that want the directory
 * @throws {Failure} database-held when another process has it
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
      await initialise(directory.databasePath);
    }
    const engine = await PGlite.create(directory.databasePath);
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
