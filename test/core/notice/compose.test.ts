import { describe, expect, test } from '@jest/globals';
import { composeMail, type MailInput } from '../../../src/core/notice/compose.tsx';
import type { Digest, NoticeContent, NoticeRecord } from '../../../src/core/notice/notice.ts';
import type { Agenda } from '../../../src/core/review/agenda.ts';
import type { ItemLine } from '../../../src/core/sync/item-line.ts';

function anItem(title: string, given: Partial<ItemLine> = {}): ItemLine {
  return {
    itemId: title,
    pirId: 'pir-1',
    title,
    incident: 'INC-2026-0216-001',
    priority: 'high',
    due: '2026-03-05',
    dueIsDefault: false,
    owner: '@jane.smith',
    successMetric: 'p99 below 100 ms for 7 days',
    state: 'open',
    ticket: { key: 'PAY-1', url: 'https://acme.atlassian.net/browse/PAY-1' },
    ...given,
  };
}

function anAgenda(given: Partial<Agenda> = {}): Agenda {
  return {
    pirId: 'pir-1',
    incident: 'INC-2026-0216-001',
    title: 'Payment delays',
    milestone: 'P7D',
    on: '2026-03-12',
    facilitator: '@john.doe (IC)',
    question: 'Are the high-priority items under way?',
    open: [],
    done: [],
    notYetDue: [],
    waiting: [],
    since: null,
    changes: [],
    ...given,
  };
}

function aDigest(given: Partial<Digest> = {}): Digest {
  return {
    audience: 'organisation',
    week: '2026-W11',
    from: '2026-03-09',
    to: '2026-03-15',
    overdue: [],
    dueThisWeek: [],
    openLater: 4,
    doneLastWeek: [],
    unowned: [],
    reviews: [],
    ...given,
  };
}

const overdue = (title: string, daysLate = 5, insteadOf: string | null = null): NoticeContent => ({
  kind: 'overdue',
  item: anItem(title),
  daysLate,
  insteadOf,
});
const due = (title: string, daysLeft: number): NoticeContent => ({
  kind: 'due',
  item: anItem(title, { due: '2026-03-13' }),
  daysLeft,
  insteadOf: null,
});
const assigned = (title: string): NoticeContent => ({
  kind: 'assigned',
  item: anItem(title),
  insteadOf: null,
});
const review = (agenda = anAgenda()): NoticeContent => ({ kind: 'review', agenda });

function compose(contents: readonly NoticeContent[], given: Partial<MailInput> = {}) {
  const notices = contents.map(
    (content, index): NoticeRecord => ({
      recipient: 'jane@acme.example',
      kind: content.kind,
      scope: String(index),
      period: 'p',
      content,
    }),
  );
  return composeMail({
    recipient: 'jane@acme.example',
    day: '2026-03-10',
    notices,
    baseUrl: 'https://pir.acme.example/',
    organisation: 'Acme Payments',
    messageIdDomain: 'acme.example',
    ...given,
  });
}

const count = (text: string, part: string) => text.split(part).length - 1;

describe('the subject', () => {
  test.each<[string, readonly NoticeContent[]]>([
    ['2 overdue action items, 1 review to prepare', [review(), overdue('A'), overdue('B')]],
    ['5 days overdue: Fix it', [overdue('Fix it')]],
    ['Due tomorrow: Fix it', [due('Fix it', 1)]],
    ['2 action items due in 3 days', [due('A', 3), due('B', 3)]],
    [
      '1 overdue action item, 2 due soon, 1 assigned to you',
      [assigned('D'), due('A', 0), due('B', 3), overdue('C')],
    ],
    ['Agenda: 1-week review of INC-2026-0216-001 on Thu 12 March', [review()]],
    ['Acme Payments: action items in week 11: 4 open later', [{ kind: 'digest', digest: aDigest() }]],
  ])('%s', (subject, contents) => {
    expect(compose(contents).subject).toBe(subject);
  });

  test('stays one short line whatever a title holds', () => {
    const { subject } = compose([
      overdue(`Fix\r\nBcc: all@acme.example\u2028${'very '.repeat(100_000)}long`),
    ]);
    expect(subject).toMatch(/^5 days overdue: Fix Bcc: all@acme\.example very .*…$/);
    expect(subject.length).toBeLessThanOrEqual(120);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(subject).not.toMatch(/[\u0000-\u001f\u2028]/);
  });
});

describe('a mail', () => {
  test('has its sections most urgent first and names each item once among what the owner must do', () => {
    const mail = compose([
      { kind: 'digest', digest: aDigest({ overdue: [anItem('Late'), anItem('Other')] }) },
      assigned('New'),
      assigned('Late'),
      review(),
      due('Soon', 3),
      due('Soon', 1),
      overdue('Late', 3),
      overdue('Late', 7),
    ]);
    expect(mail.kinds).toEqual(['overdue', 'due', 'review', 'assigned', 'digest']);
    const places = ['Overdue (1)', 'Due soon (1)', '1-week review of', 'Assigned to you (1)', 'Week 11:'];
    for (const part of [mail.text, mail.html]) {
      const found = places.map((text) => part.lastIndexOf(text));
      expect(found).not.toContain(-1);
      expect(found).toEqual([...found].sort((a, b) => a - b));
      expect(part).toContain('7 days overdue, newly assigned to you');
      expect(part).toContain('Due tomorrow');
      expect(part).toContain('Overdue (1 more above)');
    }
    expect(count(mail.text, ' Late\n')).toBe(1);
    expect(count(mail.text, ' Soon\n')).toBe(1);
  });

  test('says why it comes to somebody who is not the owner', () => {
    const mail = compose([overdue('A', 5, '@platform'), overdue('B', 5, 'nobody')]);
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain('You get this because @platform has no address in the directory.');
      expect(part).toContain('You get this because the item names no owner.');
    }
  });

  test('has a text part that needs no other: wrapped, with whole addresses', () => {
    const url = `https://acme.atlassian.net/browse/PAY-1?${'x'.repeat(90)}`;
    const long = anItem('word '.repeat(60), { ticket: { key: 'PAY-1', url } });
    const { text } = compose([{ kind: 'overdue', item: long, daysLate: 1, insteadOf: null }, review()]);
    for (const line of text.split('\n')) {
      if (!line.includes('https://')) expect(line.length).toBeLessThanOrEqual(78);
    }
    expect(text).toContain(url);
    expect(text).toContain('https://pir.acme.example/status');
    expect(text).toContain('https://pir.acme.example/pirs/pir-1');
  });

  test('asks in a review how open items stand and whether done ones worked', () => {
    const agenda = anAgenda({
      open: [anItem('Still open')],
      done: [anItem('Done one', { state: 'done', successMetric: null })],
    });
    const { text } = compose([review(agenda)]);
    expect(text).toMatch(/on track, at risk or blocked\?[\s\S]*Still open[\s\S]*Was it met[\s\S]*Done one/);
    expect(text).toContain('Success metric: none written');
  });

  test('marks a due date that nobody promised', () => {
    const item = anItem('A', { dueIsDefault: true });
    expect(compose([{ kind: 'assigned', item, insteadOf: null }]).text).toContain('(default date)');
  });

  test('keeps its Message-ID for a recipient and day, whatever it says', () => {
    const first = compose([overdue('A')]).messageId;
    expect(first).toMatch(/^<[0-9a-f]{32}@acme\.example>$/);
    expect(compose([overdue('B'), review()]).messageId).toBe(first);
    expect(compose([overdue('A')], { day: '2026-03-11' }).messageId).not.toBe(first);
    expect(compose([overdue('A')], { recipient: 'john@acme.example' }).messageId).not.toBe(first);
    expect(compose([overdue('A')], { messageIdDomain: 'x>\r\nBcc: y' }).messageId).toMatch(
      /^<[0-9a-f]{32}@[a-z.-]+>$/,
    );
  });
});

test('text of strangers cannot break out of a mail', () => {
  const evil = `"><script>alert(1)</script><img src="https://evil.example/x">' onload=x\r\nBcc: a@b\u001b[2J`;
  const item = anItem(evil, {
    owner: evil,
    incident: evil,
    successMetric: evil,
    ticket: { key: evil, url: 'javascript:alert(1)' },
  });
  const mail = compose(
    [
      { kind: 'overdue', item, daysLate: 1, insteadOf: evil },
      review(
        anAgenda({
          title: evil,
          incident: evil,
          question: evil,
          facilitator: evil,
          open: [item],
          pirId: evil,
        }),
      ),
      { kind: 'digest', digest: aDigest({ unowned: [{ ...item, itemId: 'other' }] }) },
    ],
    { organisation: evil },
  );
  expect(mail.html).toContain('alert(1)');
  expect(mail.html).not.toMatch(/<script|<img|href="javascript:|<[a-z][^>]*\sonload/i);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(`${mail.subject}${mail.text.replaceAll('\n', '')}`).not.toMatch(/[\u0000-\u001f]/);
  expect(mail.text).not.toMatch(/^Bcc:/m);
});
