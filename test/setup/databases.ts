import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { openOver } from '../../src/adapters/postgres/embedded.ts';
import { type OpenDatabase, openServer } from '../../src/adapters/postgres/server.ts';

/** A kind of database that tests run on. */
export interface TestDatabase {
  readonly name: string;
  /** A fresh, empty database; closing it removes it. */
  open(): Promise<OpenDatabase>;
}

const embedded: TestDatabase = {
  name: 'PGlite',
  open: async () => {
    const copy = readFileSync(join(process.env.PIR_TEST_FOLDER ?? '', 'pglite.tar'));
    return openOver(await PGlite.create({ loadDataDir: new Blob([copy]) }), 'PGlite in memory');
  },
};

let databases = 0;

function onServer(url: string): TestDatabase {
  return {
    name: 'PostgreSQL',
    open: async () => {
      databases += 1;
      const name = `pir_test_${process.pid}_${databases}`;
      await administer(url, `create database ${name}`);
      const target = new URL(url);
      target.pathname = `/${name}`;
      const opened = await openServer(target.href, () => undefined);
      return {
        ...opened,
        close: async () => {
          await opened.close();
          await administer(url, `drop database ${name} with (force)`);
        },
      };
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

const url = process.env.TEST_DATABASE_URL;

/** Every kind of database at hand: PGlite always, PostgreSQL where TEST_DATABASE_URL names one. */
export const testDatabases: readonly TestDatabase[] = url ? [embedded, onServer(url)] : [embedded];
