import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type Day } from '../../../src/core/calendar.ts';
import { readPir } from '../../../src/core/pir/parse.ts';
import { isUnfilled } from '../../../src/core/pir/words/placeholders.ts';
import { type IncidentFacts, newPir } from '../../../src/core/pir/write/new-pir.ts';

const template = readFileSync(new URL('../../../config/pir-template.md', import.meta.url), 'utf8');
const incident: IncidentFacts = {
  id: 'INC-2026-0131-001',
  title: 'Street lamps | both sides\nstay dark',
  date: '2026-01-31',
  severity: 'SEV-2 (High)',
  commander: '@kim.lee',
  attendees: ['@sam.fox (Grid, nights)', '@kim.lee', '@lamp-team'],
  pirDate: '2026-02-03',
};

describe('the form', () => {
  test('is read without a finding, and states nothing that nobody said', () => {
    const { pir, findings } = readPir(template);
    expect(findings).toEqual([]);
    expect(pir).toMatchObject({ items: [], improvements: [], reviews: [], label: null, attendees: [] });
    expect(pir.incident).toEqual({ id: null, title: null, date: null, severity: null });
    expect([pir.rootCause, pir.executiveSummary, pir.pirDate]).toEqual([null, null, null]);
  });

  test('becomes a PIR by filling in one of its items, and the others do no harm', () => {
    const text = newPir(template, incident)
      .replace(/\*\*\[1\].*/, '**[1] Add a second fuse to each street**')
      .replace('**Objective**:', '**Objective**: One short circuit darkens one lamp')
      .replace('**Owner**:', '**Owner**: @lamp-team (@kim.lee)')
      .replace('**Due Date**:', '**Due Date**: 2026-02-13')
      .replace('**Success Metric**:', '**Success Metric**: A short circuit on purpose darkens 1 of 40 lamps');
    const { pir, findings } = readPir(text);
    expect(findings).toEqual([]);
    expect(pir.items).toMatchObject([
      { ref: '1', title: 'Add a second fuse to each street', priority: 'high', due: '2026-02-13' },
    ]);
  });
});

describe('a new PIR', () => {
  test('tells the incident, its label, and its reviews on working days with month ends held', () => {
    const { pir, findings } = readPir(newPir(template, incident));
    expect(findings).toEqual([]);
    expect(pir.incident).toMatchObject({ id: 'INC-2026-0131-001', severity: 'SEV-2 (High)' });
    expect(pir.incident).toMatchObject({ title: 'Street lamps | both sides stay dark', date: '2026-01-31' });
    expect(pir).toMatchObject({
      label: 'incident-PIR-2026-01-31',
      pirDate: '2026-02-03',
      incidentCommander: 'kim.lee',
      attendees: ['@kim.lee (IC)', '@sam.fox (Grid, nights)', '@lamp-team'],
      reviews: [
        { milestone: 'P7D', on: '2026-02-09' },
        { milestone: 'P1M', on: '2026-03-02' },
        { milestone: 'P3M', on: '2026-04-30' },
      ],
    });
  });

  test('keeps the form byte for byte but for what it fills in', () => {
    for (const form of [template, template.replaceAll('\n', '\r\n')]) {
      const old = form.split('\n');
      const changed = newPir(form, incident)
        .split('\n')
        .filter((line, index) => line !== old[index]);
      expect(changed).toHaveLength(11);
      expect(changed.every((line) => line.endsWith('\r') === form.includes('\r'))).toBe(true);
    }
  });

  /** Text with all that Markdown and tables could take for something. */
  const text = fc
    .array(
      fc.oneof(fc.string(), fc.constantFrom('|', '\\', '*', '`', '\n', '<!--', '&amp;', '[a](b)', '#', '\0')),
    )
    .map((parts) => `No ${parts.join('')} end`)
    // "No ### end" waits to be filled in.
    .filter((each) => !isUnfilled(each.replace(/[\s\p{Cc}]+/gu, ' ')));
  const day = fc.integer({ min: 0, max: 20_000 }).map((count): Day => addDays('2000-01-01', count));
  const handle = fc.stringMatching(/^@[a-z]{1,9}\.[a-z]{2,9}$/);
  const facts: fc.Arbitrary<IncidentFacts> = fc.record({
    id: fc.option(text),
    title: text,
    date: day,
    severity: fc.option(text),
    commander: fc.option(handle),
    attendees: fc.uniqueArray(handle, { maxLength: 5 }),
    pirDate: fc.option(day),
  });
  const none = {
    title: 'A',
    date: '2000-01-01',
    severity: null,
    commander: null,
    attendees: [],
    pirDate: null,
  } as const;
  const asRead = (each: string | null) => each?.replace(/[\s\p{Cc}]+/gu, ' ').trim() ?? null;

  test('gives back every fact that went in, and nothing to complain of', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { pir, findings } = readPir(newPir(template, given));
        expect(findings).toEqual([]);
        expect(pir.incident).toEqual({
          id: asRead(given.id),
          title: asRead(given.title),
          date: given.date,
          severity: asRead(given.severity),
        });
        expect([pir.pirDate, pir.label]).toEqual([given.pirDate, `incident-PIR-${given.date}`]);
        expect(pir.incidentCommander).toBe(given.commander?.slice(1) ?? null);
        const people = new Set([given.commander ?? [], given.attendees].flat());
        expect(pir.attendees.map((each) => each.replace(' (IC)', ''))).toEqual([...people]);
        expect(pir.reviews).toHaveLength(3);
      }),
      { numRuns: 300, examples: [[{ ...none, id: 'No <C\\|> end' }]] },
    );
  });
});
