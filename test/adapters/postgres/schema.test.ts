import { afterEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { migrate } from '../../../src/adapters/postgres/migrate.ts';
import { schemaText } from '../../../src/adapters/postgres/schema-text.ts';
import type { OpenDatabase } from '../../../src/adapters/postgres/server.ts';
import { testDatabases } from '../../setup/databases.ts';
import { expectGenerated } from '../../setup/generated.ts';

describe.each(testDatabases)('the schema on $name', ({ open }) => {
  let opened: OpenDatabase;
  afterEach(() => opened.close());

  test('is the one in db/schema.snapshot.sql', async () => {
    opened = await open();
    await migrate(opened.db);
    expectGenerated('db/schema.snapshot.sql', await schemaText(opened.db));
  });

  test('is made once, and up to date from then on', async () => {
    opened = await open();
    expect(await migrate(opened.db)).toContain('0001_foundation');
    expect(await migrate(opened.db)).toEqual([]);
  });

  test('of a later version is refused', async () => {
    opened = await open();
    await migrate(opened.db);
    await sql`insert into kysely_migration (name, timestamp) values ('9999_later', '')`.execute(opened.db);
    await expect(migrate(opened.db)).rejects.toMatchObject({ code: 'database-newer' });
  });
});
