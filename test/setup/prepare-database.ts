import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

/**
 * Before all tests: initialises the embedded database once and keeps a copy, which each test file loads in half a second
 * instead of initialising its own in five. Says which database is left out, and why.
 */
// biome-ignore lint/style/noDefaultExport: Jest asks for it.
export default async function prepareDatabase(): Promise<void> {
  const { CI, TEST_DATABASE_URL } = process.env;
  if (!TEST_DATABASE_URL && CI) {
    throw new Error('TEST_DATABASE_URL is missing: in CI the tests must run on PostgreSQL too.');
  }
  if (!TEST_DATABASE_URL) {
    process.stdout.write(
      'Skipped: PostgreSQL, since TEST_DATABASE_URL is not set; the tests run on PGlite only.\n',
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'pir-tracker-test-'));
  const engine = await PGlite.create();
  const copy = await engine.dumpDataDir('none');
  await engine.close();
  const path = join(folder, 'pglite.tar');
  writeFileSync(path, Buffer.from(await copy.arrayBuffer()));
  process.env.PIR_TEST_FOLDER = folder;
}
