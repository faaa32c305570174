import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';

/**
 * Expects a committed file to be what the code generates. `npm run generate` writes such files anew.
 * @param path from the root of the repository
 */
export function expectGenerated(path: string, content: string): void {
  const file = new URL(`../../${path}`, import.meta.url);
  if (process.env.WRITE_GENERATED) writeFileSync(file, content);
  expect(readFileSync(file, 'utf8')).toBe(content);
}
