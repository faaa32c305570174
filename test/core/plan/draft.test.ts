import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Finding } from '../../../src/core/pir/finding.ts';
import { changesNothing } from '../../../src/core/plan/draft.ts';
import { isLabel, pirLabel, ticketFields } from '../../../src/core/plan/ticket-fields.ts';
import { anItem, aPir, approvedItems, context, draft, shortly } from './examples.ts';

describe('the plan of a new PIR', () => {
  test('creates one ticket for each item, with exactly these fields', () => {
    const items = [
      anItem({
        owners: '@app-team (@jane.smith)',
        objective: 'Notice a standing queue',
        approach: ['Export the age', 'Page above 120 s'],
        successMetric: 'A page within 5 minutes',
        estimate: '1 day',
        playbook: 'RUNBOOK.md',
      }),
      anItem({ ref: '2', title: 'Set unreadable messages aside', priority: null, due: null }),
    ];
    const { plan, findings } = draft(aPir(items, { executiveSummary: 'No notices for four hours.' }));
    expect(findings).toEqual([]);
    expect(plan.changes).toEqual([
      {
        kind: 'create',
        itemId: expect.stringMatching(/^item_[0-9a-f]{24}$/),
        ref: '1',
        title: 'Alert on the age of the oldest message',
        line: items[0]?.line,
        reason: 'new item',
        destination: context.tickets.destination,
        parent: null,
        fields: {
          summary: 'Alert on the age of the oldest message',
          priority: 'high',
          dueDate: '2026-03-13',
          assignee: 'j1',
          labels: ['incident-PIR-2026-03-03', 'INC-7', 'reliability'],
          custom: {},
          description: [
            part('Incident', ['INC-7 (SEV-2): Notices held up', 'No notices for four hours.']),
            part('Objective', ['Notice a standing queue']),
            part('Approach', [], ['Export the age', 'Page above 120 s']),
            part('Success metric', ['A page within 5 minutes']),
            part('Further owners', ['@app-team']),
            part('Estimate', ['1 day']),
            part('Playbook', ['RUNBOOK.md']),
            {
              heading: null,
              paragraphs: [],
              steps: [],
              link: { text: 'Post-incident review', url: context.pirUrl },
            },
          ],
        },
      },
      expect.objectContaining({
        kind: 'create',
        ref: '2',
        fields: expect.objectContaining({ priority: 'medium', dueDate: null, assignee: 'j1' }),
      }),
    ]);
  });

  test.each<[string, string | null]>([
    ['@jane.smith', 'j1'],
    ['@omar.haddad', null],
    ['@gone.person', null],
    ['@gone.person, @jane.smith', null],
    ['@app-team', null],
    ['', null],
  ])('assigns %j to %s', (owners, assignee) => {
    expect(ticketFields(anItem({ owners }), aPir([]), context).assignee).toBe(assignee);
  });

  test('names owners that are not the assignee in the ticket', () => {
    const { description } = ticketFields(anItem({ owners: '@gone.person + @app-team' }), aPir([]), context);
    expect(description).toContainEqual(part('Owners', ['@gone.person, @app-team']));
  });

  test('says of a computed date that nobody promised it', () => {
    const item = anItem({ due: null, dueBy: '2026-03-19', dueSource: 'default' });
    const fields = ticketFields(item, aPir([]), context);
    expect(fields.dueDate).toBe('2026-03-19');
    expect(fields.description.map(({ heading }) => heading)).toContain('Due date');
  });
});

describe('the label of a PIR', () => {
  test.each<[string | null, string]>([
    ['incident-PIR-2024-01-15', 'incident-PIR-2024-01-15'],
    ['two words', 'incident-PIR-2026-03-03'],
    ['x'.repeat(256), 'incident-PIR-2026-03-03'],
    [null, 'incident-PIR-2026-03-03'],
  ])('%j gives %s', (label, expected) => {
    expect(pirLabel(aPir([], { label }))).toBe(expected);
  });

  test('falls back to the PIR’s own date, and to a word where there is none', () => {
    const incident = { id: null, title: null, date: null, severity: null };
    expect(pirLabel(aPir([], { incident }))).toBe('incident-PIR-2026-03-05');
    expect(pirLabel(aPir([], { incident, pirDate: null }))).toBe('incident-PIR-undated');
  });

  test('stands with the incident id and those of settings, each once and none that Jira refuses', () => {
    fc.assert(
      fc.property(
        fc.option(fc.string({ unit: 'grapheme', maxLength: 300 }), { nil: null }),
        fc.option(fc.string({ unit: 'grapheme', maxLength: 300 }), { nil: null }),
        (label, id) => {
          const incident = { id, title: null, date: null, severity: null };
          const { labels } = ticketFields(anItem(), aPir([], { label, incident }), context);
          expect(labels.every(isLabel)).toBe(true);
          expect(labels.join()).not.toMatch(/\p{Surrogate}/u);
          expect(new Set(labels).size).toBe(labels.length);
          expect(labels.at(-1)).toBe('reliability');
        },
      ),
    );
  });
});

describe('the summary of a ticket', () => {
  test('is cut at 255 characters, with the whole title in the description', () => {
    const title = `${'word '.repeat(60)}end`;
    const { summary, description } = ticketFields(anItem({ title }), aPir([]), context);
    expect(summary).toHaveLength(255);
    expect(summary).toMatch(/word wor…$|word…$/);
    expect(description).toContainEqual(part('Title in full', [title]));
  });

  test('is one line of 1 to 255 characters that any database takes, whatever the title', () => {
    const anyTitle = fc.string({ unit: 'grapheme', maxLength: 400 });
    fc.assert(
      fc.property(
        fc.oneof(
          anyTitle,
          anyTitle.map((text) => `${'a'.repeat(253)}😀${text}b`),
        ),
        (title) => {
          const { summary } = ticketFields(anItem({ title }), aPir([]), context);
          expect(summary.length).toBeGreaterThanOrEqual(1);
          expect(summary.length).toBeLessThanOrEqual(255);
          expect(summary).not.toMatch(/[\r\n]/);
          expect(summary).not.toMatch(/\p{Surrogate}/u);
        },
      ),
    );
  });
});

describe('what needs no new ticket', () => {
  test('an item that names a ticket of ours is linked, by key or by address', () => {
    const items = [
      anItem({ ticket: 'OPS-12' }),
      anItem({ ref: '2', title: 'Second', ticket: 'https://acme.atlassian.net/browse/OPS-13' }),
    ];
    expect(draft(aPir(items)).plan.changes).toMatchObject([
      { kind: 'link', ticket: 'OPS-12' },
      { kind: 'link', ticket: 'OPS-13' },
    ]);
  });

  test('an item with a ticket in another tracker is referenced', () => {
    const ticket = 'https://github.com/acme/app/issues/12';
    expect(draft(aPir([anItem({ ticket })])).plan.changes).toMatchObject([
      { kind: 'none', why: 'referenced', ticket },
    ]);
    const elsewhere = 'https://acme.atlassian.net.evil.example/browse/OPS-1';
    expect(shortly(draft(aPir([anItem({ ticket: elsewhere })])).plan.changes)).toEqual(['none 1 referenced']);
  });

  test('an item that the document states as done makes none', () => {
    expect(shortly(draft(aPir([anItem({ state: 'done' })])).plan.changes)).toEqual(['none 1 stated-done']);
  });
});

describe('what blocks an item', () => {
  test('two items with one number are both blocked, and the others go on', () => {
    const items = [
      anItem({ ref: '3', title: 'Alert' }),
      anItem({ ref: '3', title: 'Runbook' }),
      anItem({ ref: '4', title: 'Drill' }),
    ];
    const { plan, findings } = draft(aPir(items));
    expect(shortly(plan.changes)).toEqual(['none 3 blocked', 'none 3 blocked', 'create 4']);
    expect(findings.map(({ code, line }) => [code, line])).toEqual([
      ['PLAN001', items[0]?.line],
      ['PLAN001', items[1]?.line],
    ]);
  });

  test('a finding of severity error blocks its own item and no other; a warning blocks none', () => {
    const items = [anItem(), anItem({ ref: '2', title: 'Second' })];
    const finding = (line: number, severity: Finding['severity']): Finding => ({
      ...{ code: 'PIR010', severity, line, message: 'Number 1 is used twice.', hint: '' },
    });
    const [first = 0, second = 0] = items.map((item) => item.line);
    const { plan } = draft(aPir(items), [], [finding(first, 'error'), finding(second, 'warning')]);
    expect(shortly(plan.changes)).toEqual(['none 1 blocked', 'create 2']);
    expect(plan.changes[0]?.reason).toBe('PIR010: Number 1 is used twice.');
  });

  test('an error on any line of an item blocks it, and one below it does not', () => {
    const given = anItem();
    const item = { ...given, lastLine: given.line + 4 };
    const blocked = (line: number) => {
      const error: Finding = { code: 'PIR031', severity: 'error', line, message: 'No day.', hint: '' };
      return shortly(draft(aPir([item]), [], [error]).plan.changes);
    };
    expect(blocked(item.line + 4)).toEqual(['none 1 blocked']);
    expect(blocked(item.line + 5)).toEqual(['create 1']);
    expect(blocked(item.line - 1)).toEqual(['create 1']);
  });
});

describe('the fingerprint', () => {
  const anyItem = fc.record({
    ref: fc.constantFrom('1', '2', '3'),
    title: fc.string({ minLength: 1 }),
    due: fc.constantFrom('2026-03-13' as const, '2026-04-01' as const, null),
    priority: fc.constantFrom('high' as const, 'low' as const, null),
    owners: fc.constantFrom('@jane.smith', '@omar.haddad', ''),
    line: fc.integer({ min: 1, max: 500 }),
  });

  test('is the same for the same input, also after a round trip through JSON', () => {
    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 5 }), (given) => {
        const pir = aPir(given.map(anItem));
        const { plan } = draft(pir);
        expect(draft(JSON.parse(JSON.stringify(pir))).plan).toEqual(plan);
        expect(plan.fingerprint).toMatch(/^[0-9a-f]{16}$/);
      }),
    );
  });

  test('is another one as soon as anything changes that would be sent, or the document itself', () => {
    const pir = aPir([anItem({ line: 10 })]);
    const others = [
      aPir([anItem({ line: 10, title: 'Another title' })]),
      aPir([anItem({ line: 10, due: '2026-03-14' })]),
      aPir([anItem({ line: 10, priority: 'low' })]),
      aPir([anItem({ line: 10, owners: '@omar.haddad' })]),
      aPir([anItem({ line: 10, successMetric: 'None' })]),
      aPir([anItem({ line: 10, state: 'done' })]),
      aPir([anItem({ line: 10, ticket: 'OPS-1' })]),
      aPir([anItem({ line: 10 })], { label: 'another-label' }),
      aPir([anItem({ line: 10 })], { rootCause: 'said elsewhere in the document' }),
      aPir([]),
    ];
    const fingerprints = [
      ...[pir, ...others].map((each) => draft(each).plan.fingerprint),
      draft(pir, [], [], { labels: [] }).plan.fingerprint,
      draft(pir, [], [], { directory: { people: [], teams: [] } }).plan.fingerprint,
      draft(pir, approvedItems(pir)).plan.fingerprint,
    ];
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
  });

  test('a plan without changes needs no approval', () => {
    const pir = aPir([anItem()]);
    expect(changesNothing(draft(pir).plan)).toBe(false);
    expect(changesNothing(draft(pir, approvedItems(pir)).plan)).toBe(true);
  });
});

function part(heading: string, paragraphs: readonly string[], steps: readonly string[] = []) {
  return { heading, paragraphs, steps, link: null };
}
