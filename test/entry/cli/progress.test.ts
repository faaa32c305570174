import { describe, expect, test } from '@jest/globals';
import { eachWithProgress, progressLine, startProgress } from '../../../src/entry/cli/progress.ts';

function screen(columns: number | null) {
  const told: string[] = [];
  return { columns, told, tell: (text: string) => void told.push(text) };
}

describe('the progress bar', () => {
  test('says how far the work is, and at what', () => {
    expect(progressLine(31, 124, 'pirs/a.md', 80)).toBe('[######                  ]  31/124  pirs/a.md');
    expect(progressLine(124, 124, 'pirs/a.md', 80)).toBe(`[${'#'.repeat(24)}] 124/124  pirs/a.md`);
  });

  test('stays on one line, showing the end of a long name, and lets no name take over the terminal', () => {
    const cut = progressLine(1, 50, `reviews/${'x'.repeat(200)}/2026-03-03.md`, 60);
    expect(cut).toHaveLength(59);
    expect(cut).toMatch(/ {2}…x+\/2026-03-03\.md$/);
    // Each of these signs takes two columns.
    expect([...progressLine(1, 50, '日'.repeat(100), 60).replace(/^.* /, '')]).toHaveLength(13);
    expect(progressLine(1, 50, 'a.md', 20)).toHaveLength(19);
    expect(progressLine(1, 50, 'a\u001B[2J\n.md', 80)).toMatch(/ {2}a·\[2J·\.md$/);
  });

  test('is drawn on a terminal only, and only over many steps; then it takes itself away', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `${index}.md`);
    const [terminal, pipe, few] = [screen(80), screen(null), screen(80)];
    for (const [place, all] of [
      [terminal, names],
      [pipe, names],
      [few, names.slice(1)],
    ] as const) {
      await eachWithProgress(place, all, String, async () => undefined);
    }
    expect(terminal.told).toHaveLength(21);
    for (const text of terminal.told) expect(text.startsWith('\r\u001B[2K')).toBe(true);
    expect(terminal.told.at(-1)).toBe('\r\u001B[2K');
    expect([pipe.told, few.told]).toEqual([[], []]);
  });

  test('is gone when the work fails, and can be taken away for other words in between', async () => {
    const failing = screen(80);
    const work = eachWithProgress(failing, Array.from({ length: 30 }, String), String, async () => {
      throw new Error('x');
    });
    await expect(work).rejects.toThrow('x');
    expect(failing.told.at(-1)).toBe('\r\u001B[2K');
    const idle = screen(80);
    startProgress(30, idle).clear();
    expect(idle.told).toEqual([]);
  });
});
