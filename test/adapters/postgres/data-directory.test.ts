import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { holdDataDirectory, readHolder } from '../../../src/adapters/postgres/data-directory.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pir-tracker-hold-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a data directory', () => {
  test('belongs to one holder at a time, whom it names to the next', () => {
    const path = join(folder, 'new', 'data');
    const held = holdDataDirectory(path, 'pir serve');
    expect(() => holdDataDirectory(path, 'pir status')).toThrow(
      expect.objectContaining({
        code: 'database-held',
        message: `The data directory ${path} is held by process ${process.pid} (pir serve).`,
      }),
    );
    held.release();
    holdDataDirectory(path, 'pir status').release();
  });

  test('asks to wait for a command, which soon ends, and to stop a service, which does not', () => {
    const hintOfSecond = (first: string): unknown => {
      const held = holdDataDirectory(folder, first);
      try {
        holdDataDirectory(folder, 'pir plan').release();
        return null;
      } catch (error) {
        return (error as { hint: unknown }).hint;
      } finally {
        held.release();
      }
    };
    expect(hintOfSecond('pir sync')).toMatch(/^Try again once it is done/);
    expect(hintOfSecond('pir serve')).toMatch(/^Stop that process/);
  });

  test('tells where its holder can be reached to nobody but the same user, and only while it is held', () => {
    const held = holdDataDirectory(folder, 'pir serve');
    expect(readHolder(folder)).toMatchObject({ pid: process.pid, url: null, token: null });
    const holder = { pid: process.pid, command: 'pir serve', url: 'http://127.0.0.1:1', token: 'secret' };
    held.announce(holder);
    expect(readHolder(folder)).toEqual(holder);
    expect(statSync(join(folder, 'lock')).mode & 0o077).toBe(0);
    held.release();
    expect(readHolder(folder)).toBeNull();
  });

  test.each([
    ['a file', () => writeFileSync(join(folder, 'pir.md'), 'text'), () => join(folder, 'pir.md')],
    [
      'within a file',
      () => writeFileSync(join(folder, 'pir.md'), 'text'),
      () => join(folder, 'pir.md', 'data'),
    ],
    ['where the system makes no folders', () => undefined, () => '/proc/pir-tracker'],
  ])('that is %s is refused with what to do', (_, prepare, path) => {
    prepare();
    expect(() => holdDataDirectory(path(), 'pir status')).toThrow(
      expect.objectContaining({
        code: 'database-unreachable',
        message: expect.stringContaining(`The data directory ${path()} cannot be used: `),
        hint: expect.stringContaining('PIR_DATA_DIRECTORY'),
      }),
    );
  });
});
