import { rmSync } from 'node:fs';

/** After all tests: removes what {@link prepareDatabase} made. */
// biome-ignore lint/style/noDefaultExport: Jest asks for it.
export default async function removeDatabase(): Promise<void> {
  const folder = process.env.PIR_TEST_FOLDER;
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
