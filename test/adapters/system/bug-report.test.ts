import { expect, test } from '@jest/globals';
import { bugReport } from '../../../src/adapters/system/bug-report.ts';

test('an error that nobody foresaw is one line, whose fault it is, and where it happened', () => {
  const error = new TypeError('cannot read\nthis');
  const [line, fault, place, ...rest] = bugReport(error, '1.2.3').split('\n');
  expect(line).toBe('TypeError: cannot read this');
  expect(fault).toMatch(/^This is a bug in pir-tracker 1\.2\.3\. Please report it/);
  expect(place).toMatch(/^ {4}at .*bug-report\.test\.ts/);
  expect(rest.at(-1)).toBe('');
});

test('whatever is thrown is said', () => {
  expect(bugReport('only a text', '1.2.3')).toMatch(/^Error: only a text\n/);
});
