import { expect, test } from '@jest/globals';
import { stylesheet } from '../../../src/core/status/stylesheet.ts';

/** The variables of the first `:root` block after `from`. */
function colours(from: string): ReadonlyMap<string, string> {
  const start = stylesheet.indexOf(':root', stylesheet.indexOf(from));
  const block = stylesheet.slice(start, stylesheet.indexOf('}', start));
  return new Map(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name = '', hex = '']) => [name, hex]),
  );
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

test.each([
  ['light', ':root'],
  ['dark', '@media (prefers-color-scheme: dark)'],
])('every text can be read on its ground in the %s scheme', (_scheme, from) => {
  const palette = colours(from);
  const grounds: Record<string, readonly string[]> = {
    ink: ['page', 'surface', 'sunken'],
    muted: ['page', 'surface', 'sunken'],
    link: ['page', 'surface'],
    danger: ['surface', 'danger-fill'],
    warn: ['surface', 'warn-fill'],
    good: ['surface', 'good-fill'],
  };
  for (const [text, on] of Object.entries(grounds)) {
    for (const ground of on) {
      const ratio = contrast(palette.get(text) ?? '', palette.get(ground) ?? '');
      expect({ text, ground, readable: ratio >= 4.5 }).toEqual({ text, ground, readable: true });
    }
  }
});
