import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { hasShellTools } from './shell-tools.ts';

/** Material that is not part of the product; what reads it is skipped where it is absent. */
const shared = new URL('../../../shared', import.meta.url);

/**
 * Before all tests: initialises the embedded database once and keeps a copy, which each test file loads in half a second
 * instead of initialising its own in five. Says in one line what the run leaves out, and why.
 */
// biome-ignore lint/style/noDefaultExport: Jest asks for it.
export default async function prepareDatabase(): Promise<void> {
  const { CI, TEST_DATABASE_URL } = process.env;
  if (!TEST_DATABASE_URL && CI) {
    throw new Error('TEST_DATABASE_URL is missing: in CI the tests must run on PostgreSQL too.');
  }
  const skipped = [
    ...(TEST_DATABASE_URL ? [] : ['PostgreSQL (TEST_DATABASE_URL is not set; PGlite is used)']),
    ...(existsSync(shared) ? [] : ['real documents and published contracts (there is no ../shared folder)']),
    ...(hasShellTools ? [] : ['pipelines (they need bash 4, jq, curl and git)']),
  ];
  process.stdout.write(`Skipped: ${skipped.join(', ') || 'nothing'}.\n`);
  const folder = mkdtempSync(join(tmpdir(), 'pir-tracker-test-'));
  const engine = await PGlite.create();
  const copy = await engine.dumpDataDir('none');
  await engine.close();
  const path = join(folder, 'pglite.tar');
  writeFileSync(path, Buffer.from(await copy.arrayBuffer()));
  process.env.PIR_TEST_FOLDER = folder;
}
