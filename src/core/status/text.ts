import { oneLine, padded, shorten, wrap } from '../notice/plain-text.ts';
import {
  counted,
  defaultDateMeaning,
  fullDay,
  milestoneName,
  priorityName,
  shortDay,
  stateName,
} from '../notice/wording.ts';
import type { ItemLine } from '../sync/item-line.ts';
import { forDecision, headline, instantText, syncText } from './headline.ts';
import type { Backlog, OverdueLine, PirLine, ReviewLine, Status } from './status.ts';
import { section, type TextColumn, table, width } from './text-table.ts';

/** There is no room for the word; the last line explains the sign. */
const mark = (item: ItemLine) => (item.dueIsDefault ? '*' : '');

function itemColumns(status: Status): readonly TextColumn<ItemLine>[] {
  const { today } = status;
  const title = (item: ItemLine) =>
    item.state === 'open' ? item.title : `[${stateName(item.state)}] ${item.title}`;
  const due = (item: ItemLine) =>
    item.due === null ? 'no date' : `${shortDay(item.due, today)}${mark(item)}`;
  return [
    { header: 'PRIORITY', width: 8, cell: (item) => priorityName(item.priority) },
    { header: 'DUE', width: 16, cell: due },
    { header: 'ACTION ITEM', cell: title },
    { header: 'OWNER', width: 16, cell: (item) => item.owner ?? 'no owner' },
    { header: 'TICKET', width: 10, cell: (item) => item.ticket?.key ?? 'none yet' },
  ];
}

function reviewTable(reviews: readonly ReviewLine[], status: Status): readonly string[] {
  return table(reviews, [
    { header: 'ON', width: 15, cell: (review) => shortDay(review.on, status.today) },
    { header: 'REVIEW', width: 15, cell: (review) => milestoneName(review.milestone) },
    { header: 'PIR', width: 20, cell: (review) => review.incident },
    { header: 'TITLE', cell: (review) => review.title },
    {
      header: 'AGENDA',
      width: 7,
      cell: (review) => (review.announced ? 'sent' : 'to come'),
    },
  ]);
}

function pirTable(pirs: readonly PirLine[]): readonly string[] {
  const number = (of: (pir: PirLine) => number) => (pir: PirLine) =>
    pir.state === 'submitted' ? '-' : String(of(pir));
  return table(pirs, [
    { header: 'PIR', width: 20, cell: (pir) => pir.incident },
    { header: 'TITLE', cell: (pir) => pir.title },
    {
      header: 'STATE',
      width: 18,
      cell: (pir) => (pir.state === 'submitted' ? 'waits for approval' : 'approved'),
    },
    { header: 'ITEMS', width: 5, cell: (pir) => String(pir.total) },
    { header: 'OPEN', width: 4, cell: number((pir) => pir.open) },
    { header: 'LATE', width: 4, cell: number((pir) => pir.overdue) },
    { header: 'DONE', width: 4, cell: number((pir) => pir.done) },
  ]);
}

function backlogText(backlog: Backlog): string {
  const parts = [
    backlog.waiting > 0
      ? `${backlog.note}.`
      : backlog.held === null
        ? null
        : `Nothing waits, ${backlog.held}.`,
    backlog.dead > 0 ? `${counted(backlog.dead, 'delivery', 'deliveries')} given up on.` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'Nothing waits.' : parts.join(' ');
}

function countsLine({ counts }: Status): string {
  return [
    `${counts.open} open`,
    `${counts.overdue} overdue`,
    `${counts.dueThisWeek} due this week`,
    `${counts.blocked} blocked`,
    `${counts.unowned} without a reachable owner`,
    `${counts.done + counts.verified} done (${counts.verified} verified)`,
    `${counts.proposed} awaiting approval`,
  ].join(', ');
}

function head(status: Status): readonly string[] {
  const asOf = `as of ${instantText(status.asOf)}`;
  const left = `${shorten(status.organisation, 40)}, ${fullDay(status.today)}`;
  return [
    `${padded(left, width - asOf.length - 2)}  ${asOf}`,
    '',
    ...wrap(headline(status), width),
    ...wrap(`${countsLine(status)}.`, width),
  ];
}

function health(status: Status): readonly string[] {
  const entry = (name: string, text: string) => wrap(text, width, '           ', `  ${name.padEnd(9)}`);
  return [
    '',
    'Delivery and sync',
    ...entry('Tickets', backlogText(status.tickets)),
    ...entry('Mails', backlogText(status.mails)),
    ...entry('Tracker', syncText(status).text),
    ...status.deadLetters.flatMap((letter) =>
      entry('Given up', `${letter.itemId ?? letter.key}: ${oneLine(letter.reason)}`),
    ),
    ...(status.drift.length === 0
      ? []
      : entry('Apart', `${counted(status.drift.length, 'item')} and ticket differ: pir drift lists them.`)),
  ];
}

/** The status for a terminal of 100 columns: the decisions first, as on the page. */
export function statusText(status: Status): string {
  const items = itemColumns(status);
  const late: TextColumn<OverdueLine> = {
    header: 'LATE BY',
    width: 9,
    cell: (item) => `${counted(item.daysLate, 'day')}${mark(item)}`,
  };
  const overdue = forDecision(status.overdue);
  const lines = [
    ...head(status),
    ...section(
      'Overdue',
      overdue.length,
      table(overdue, [late, ...items.filter((column) => column.header !== 'DUE')]),
      'Nothing overdue.',
    ),
    ...section('No reachable owner', status.unowned.length, table(status.unowned, items)),
    ...section('Reviews late', status.reviews.late.length, reviewTable(status.reviews.late, status)),
    ...section(
      'Due this week',
      status.dueThisWeek.length,
      table(status.dueThisWeek, items),
      'Nothing falls due until Sunday.',
    ),
    ...section('Done since last week', status.doneLately.length, table(status.doneLately, items)),
    ...section('PIRs', status.pirs.length, pirTable(status.pirs), 'No PIR yet.'),
    ...section(
      'Reviews in the next 30 days',
      status.reviews.coming.length,
      reviewTable(status.reviews.coming, status),
    ),
    ...section('Open, due later or without a date', status.openLater.length, table(status.openLater, items)),
    ...health(status),
    '',
    `* ${defaultDateMeaning}`,
  ];
  return `${lines.join('\n')}\n`;
}
