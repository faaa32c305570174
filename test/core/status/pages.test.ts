import { describe, expect, test } from '@jest/globals';
import { errorPage } from '../../../src/core/status/error-page.tsx';
import { headline } from '../../../src/core/status/headline.ts';
import { statusPage } from '../../../src/core/status/page.tsx';
import { pirPage } from '../../../src/core/status/pir-page.tsx';
import { viewPir } from '../../../src/core/status/pir-view.ts';
import { pirsPage } from '../../../src/core/status/pirs-page.tsx';
import { summarise } from '../../../src/core/status/summarise.ts';
import { statusText } from '../../../src/core/status/text.ts';
import { anItem, aPir, aReview, aStatusInput, aTicket, now } from './examples.ts';

const evil = `"><script>alert(1)</script>' onload=x\r\nSet-Cookie: a=b\u001b[2J\u202e`;

/** Everything a stranger can write, wherever it is shown. */
function hostileInput() {
  const pir = aPir({
    id: 'a/b"><script>',
    title: evil,
    severity: evil,
    incidentId: evil,
    source: `javascript:${evil}`,
  });
  const ticket = aTicket('x', evil, { url: 'javascript:alert(1)' });
  const drift = [
    { field: 'summary', base: evil, ours: evil, theirs: evil, conflict: true, taken: null },
  ] as const;
  const owners = [{ kind: 'unknown', handle: evil, raw: evil }] as const;
  const given = { pirId: pir.id, title: evil, owners, successMetric: evil, stateReason: evil };
  return aStatusInput({
    organisation: evil,
    pirs: [pir],
    items: [
      anItem({ ...given, due: '2026-03-01', ticket: { ...ticket, drift } }),
      anItem({ ...given, due: '2026-03-12' }),
      anItem({ ...given, state: 'done', stateSince: '2026-03-09T00:00:00.000Z' }),
    ],
    reviews: [aReview('2026-03-01', { pirId: pir.id }), aReview('2026-03-20', { pirId: pir.id })],
    deadLetters: [{ key: evil, kind: 'create-ticket', itemId: null, reason: evil }],
    outbox: [
      { kind: 'create-ticket', waiting: 1, dead: 1, delivered: 0, oldestWaiting: null, lastReason: evil },
    ],
    sync: { at: now, asOf: null, sweptAt: null, read: 1, failed: 1, reason: evil },
  });
}

describe('text of strangers', () => {
  const input = hostileInput();
  const status = summarise(input);
  const [pir = aPir()] = input.pirs;
  const view = viewPir({
    ...input,
    pir,
    findings: [{ code: 'PIR001', severity: 'error', line: 1, message: evil, hint: evil }],
    plan: {
      pirId: pir.id,
      revision: 'r',
      fingerprint: 'f',
      epic: null,
      changes: [
        {
          kind: 'none',
          why: 'referenced',
          itemId: 'x',
          ref: null,
          title: evil,
          line: 1,
          reason: evil,
          ticket: evil,
        },
      ],
    },
    approval: {
      pirId: pir.id,
      fingerprint: 'f',
      revision: 'r',
      approvedBy: evil,
      approvedAt: now,
      declined: {},
    },
  });
  const error = { status: 404, title: evil, detail: evil, hint: evil, requestId: evil };

  test.each([
    ['the status page', statusPage(status)],
    ['the page of a PIR', pirPage(view)],
    ['the page of all PIRs', pirsPage(status.pirs, input.organisation)],
    ['the error page', errorPage(error, evil)],
  ])('cannot break out of %s', (_name, html) => {
    expect(html).toContain('alert(1)');
    expect(html).not.toMatch(/<script/i);
    // Every quote inside an attribute is escaped, so that no attribute can be added.
    expect(html).not.toMatch(/<[a-z][^>]*\sonload/i);
    expect(html).not.toMatch(/href="javascript:/i);
    expect(html).not.toMatch(/<[^>]+\sstyle=/i);
  });

  test('cannot drive a terminal, and no line is wider than it', () => {
    const text = statusText(status);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('cannot break out of the command a page offers for copying', () => {
    expect(pirPage(view)).toMatch(/pir approve '[^<]*'\\''[^<]*' --fingerprint f/);
  });
});

describe('the status page', () => {
  test('begins with what needs a decision, high priority before longest late', () => {
    const items = [
      anItem({ title: 'Medium very late', due: '2026-01-01' }),
      anItem({ title: 'High a bit late', due: '2026-03-08', priority: 'high' }),
      anItem({ title: 'Ownerless', owners: [] }),
    ];
    const html = statusPage(summarise(aStatusInput({ items, reviews: [aReview('2026-03-01')] })));
    const places = ['2 items are overdue, 1 has no reachable owner and 1 review is late.'].concat(
      ['High a bit late', 'Medium very late', 'No reachable owner</h2>', 'Ownerless', 'Reviews late'].map(
        String,
      ),
    );
    const found = places.map((text) => html.replace(/<span class="count">\d+<\/span>/g, '').indexOf(text));
    expect(found).not.toContain(-1);
    expect(found).toEqual([...found].sort((a, b) => a - b));
  });

  test('marks a due date that nobody promised, and links an item to its ticket and PIR', () => {
    const item = anItem({ id: 'i', due: '2026-03-01', dueSource: 'default', ticket: aTicket('i', 'PAY-7') });
    const html = statusPage(summarise(aStatusInput({ items: [item] })));
    expect(html).toContain('<span class="tag">default</span>');
    expect(html).toContain('href="https://acme.atlassian.net/browse/PAY-7"');
    expect(html).toContain('href="/pirs/pir-1"');
  });

  test('says something useful where there is nothing', () => {
    const html = statusPage(summarise(aStatusInput({ pirs: [] })));
    expect(html).toContain('No PIR has been submitted yet.');
    expect(html).toContain('Nothing overdue.');
    expect(html).toContain('The tracker has not been read yet.');
  });

  test('gives every table a caption, and its rows and columns headers with a scope', () => {
    const html = statusPage(summarise(hostileInput()));
    const tables = html.split('<table').slice(1);
    expect(tables.length).toBeGreaterThan(4);
    for (const table of tables) {
      expect(table).toContain('<caption>');
      expect(table).toContain('scope="col"');
      expect(table).toContain('scope="row"');
    }
  });
});

describe('the headline', () => {
  const of = (input: Parameters<typeof aStatusInput>[0]) => headline(summarise(aStatusInput(input)));
  test('is a whole sentence whatever there is to say', () => {
    expect(of({ items: [anItem({ owners: [] })] })).toBe('1 item has no reachable owner.');
    expect(of({ items: [anItem({ due: '2026-03-09' })] })).toBe('1 item is overdue.');
    expect(of({ reviews: [aReview('2026-03-01')] })).toBe('1 review is late.');
    expect(of({ items: [anItem()] })).toBe('Nothing to decide: 1 open item, none overdue.');
    expect(of({})).toBe('Nothing is open.');
  });
});

describe('the page of a PIR', () => {
  test('says which tickets wait, what was given up on, and where a date has slipped', () => {
    const pir = aPir();
    const ticketFields = {
      summary: 's',
      description: [],
      priority: 'low' as const,
      dueDate: null,
      assignee: null,
      labels: [],
      custom: {},
    };
    const items = [
      anItem({ id: 'waits', ticketFields }),
      anItem({ id: 'dead', title: 'Refused', ticketFields }),
      anItem({ id: 'lives in another tracker' }),
      anItem({
        id: 'slipped',
        due: '2026-03-30',
        firstDue: '2026-03-12',
        ticket: aTicket('slipped', 'PAY-2'),
      }),
    ];
    const view = viewPir({
      ...aStatusInput({ items, trackerConfigured: false }),
      pir,
      deadLetters: [
        { key: 'k', kind: 'create-ticket', itemId: 'dead', reason: 'Jira said no' },
        { key: 'l', kind: 'create-ticket', itemId: 'of another PIR', reason: 'Not shown' },
      ],
      findings: [],
      plan: null,
      approval: null,
    });
    expect(view.notes).toEqual([
      '1 ticket waits: no tracker configured',
      'Given up on "Refused": Jira said no',
    ]);
    expect(view.items.map((item) => item.slippedFrom)).toEqual([null, null, null, '2026-03-12']);
    expect(pirPage(view)).toContain('first promised for');
  });
});
