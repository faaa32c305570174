import { describe, expect, test } from '@jest/globals';
import { readPir } from '../../../src/core/pir/parse.ts';

describe('the facts of the incident', () => {
  const incident = (...lines: string[]) => readPir(lines.join('\n')).pir.incident;

  test('may share a line, with bars or points between them', () => {
    const facts = { date: '2026-01-05', severity: 'SEV-2' };
    expect(incident('# Dark house', '**Date:** 2026-01-05 | **Severity:** SEV-2')).toMatchObject(facts);
    expect(
      incident('# Dark house', '**Date** · 2026-01-05', '**Severity** · SEV-2 · no light'),
    ).toMatchObject(facts);
  });

  test('stand below a second line of the title, and as a range of dates', () => {
    expect(
      incident(
        '# Dark house',
        '## No light, July 11',
        '**Incident ID:** INC-7',
        '**Date range:** 2026-07-10 to 2026-07-11',
        '## Impact',
      ),
    ).toMatchObject({ title: 'Dark house', id: 'INC-7', date: '2026-07-10' });
  });

  test('are missing where a form waits for them', () => {
    for (const [id, severity] of [
      ['INC-XXXX', '[P1, P2, P3]'],
      ['[Number]', 'low | medium | high'],
      ['INC-YYYY-NNN', 'SEV-1/2/3'],
      ['PMXX', 'SEV-?'],
      ['INC-XXX', 'S1/S2'],
    ])
      expect(incident('# Dark house', `**Incident ID:** ${id}`, `**Severity:** ${severity}`)).toMatchObject({
        id: null,
        severity: null,
      });
  });

  test('hold a day that another date of the document shows how to read', () => {
    const timeline = ['## Timeline', '- **27-02-2026** fuse bought', '- **06-05-2026 01:00** light out'];
    expect(incident('# 06-05-2026 - Dark house', ...timeline).date).toBe('2026-05-06');
    expect(incident('# 06-05-2026 - Dark house').date).toBeNull();
  });

  test('hold a day that opens the report, with its year behind the last of several', () => {
    expect(incident('# X', 'Between May 3 and May 5, 2026 it was dark.').date).toBe('2026-05-03');
    expect(incident('# X', '## Overview', 'Monday, Nov. 13, 2017 it was dark.').date).toBe('2017-11-13');
  });

  test('take their title from below a heading that only says so', () => {
    expect(incident('# Title:', '### Dark house', '# Timeline').title).toBe('Dark house');
  });

  test.each([
    ['number of the report', '| 보고서 번호 | LAMP-2026-007 |', { id: 'LAMP-2026-007' }],
    ['number of the report', '| Report number | LAMP-2026-007 |', { id: 'LAMP-2026-007' }],
    ['day with a time zone', '| Date (UTC) | 2026-07-11 |', { date: '2026-07-11' }],
    ['day it was first seen', '| **首次出现** | 2026-07-11 |', { date: '2026-07-11' }],
  ])('hold a %s: %s', (_name, row, expected) => {
    expect(incident('# Dark house', '|Field|Value|', '|-|-|', row, '|Severity|SEV-3|')).toMatchObject({
      ...expected,
      severity: 'SEV-3',
    });
  });

  test('are missing where front matter or a table waits for them', () => {
    const front = ['---', 'title: Dark house', 'severity: SEV-1 | SEV-2 | SEV-3', 'id: INC-XXXX', '---'];
    expect(incident(...front, '# Dark house')).toMatchObject({ id: null, severity: null });
    expect(
      incident('# Dark house', '|Field|Value|', '|-|-|', '|Date|soon|', '|Severity|SEV-N|').severity,
    ).toBeNull();
  });
});
