import { existsSync, readFileSync } from 'node:fs';

/** The example PIR that ships with the product, wherever this file was compiled to. */
export function exampleText(): string {
  for (const up of ['../', '../../']) {
    const file = new URL(`${up}config/example-pir.md`, import.meta.url);
    if (existsSync(file)) return readFileSync(file, 'utf8');
  }
  throw new Error('config/example-pir.md is missing');
}

/** The example over and over up to some length, each time with item numbers and titles of its own. */
export function longText(length: number): string {
  const example = exampleText();
  const parts: string[] = [];
  for (let copy = 0, total = 0; total < length; copy += 1) {
    const part = example.replace(
      /^\*\*\[(\d+)\] (.*)\*\*$/gm,
      (_whole, number, title) => `**[${Number(number) + 100 * copy}] ${title} (${copy})**`,
    );
    parts.push(part);
    total += part.length;
  }
  return parts.join('\n\n');
}
