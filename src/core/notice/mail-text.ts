import type { Day } from '../calendar.ts';
import type { Agenda } from '../review/agenda.ts';
import type { ItemLine } from '../sync/item-line.ts';
import type { MailLinks } from './mail-links.ts';
import {
  agendaAsks,
  agendaRemarks,
  type DigestSection,
  digestTitle,
  factsOf,
  type ItemSection,
  type MailItem,
  type MailSections,
  reviewTitle,
} from './mail-sections.ts';
import { oneLine, wrap } from './plain-text.ts';

/** Where old clients and quoting begin to break lines. */
const width = 78;

type Lines = readonly string[];

const paragraph = (text: string): Lines => wrap(text, width);
const heading = (text: string): Lines => {
  const title = oneLine(text);
  return ['', '', ...wrap(title, width), '='.repeat(Math.min(width, Math.max(3, title.length)))];
};

function itemLines(
  entry: MailItem,
  index: number,
  today: Day,
  withOwner: boolean,
  withMetric: boolean,
): Lines {
  const { item, urgency, why } = entry;
  const under = '    ';
  return [
    '',
    ...wrap(item.title, width, under, `${index + 1}.`.padEnd(4)),
    ...(urgency === null ? [] : wrap(`${urgency[0]?.toUpperCase()}${urgency.slice(1)}`, width, under)),
    ...wrap(factsOf(item, today, withOwner), width, under),
    ...(withMetric ? wrap(`Success metric: ${item.successMetric ?? 'none written'}`, width, under) : []),
    ...(item.ticket === null
      ? [`${under}No ticket yet`]
      : wrap(`${item.ticket.key}: ${item.ticket.url}`, width, under)),
    ...(why === null ? [] : wrap(why, width, under)),
  ];
}

const plain = (item: ItemLine): MailItem => ({ item, urgency: null, why: null });

function itemSection(section: ItemSection, today: Day): Lines {
  return [
    ...heading(`${section.title} (${section.items.length})`),
    '',
    ...paragraph(section.intro),
    ...section.items.flatMap((entry, index) => itemLines(entry, index, today, false, true)),
  ];
}

function agendaLines(agenda: Agenda, today: Day, links: MailLinks): Lines {
  const list = (ask: string, items: readonly ItemLine[]): Lines =>
    items.length === 0
      ? []
      : [
          '',
          ...paragraph(ask),
          ...items.flatMap((item, index) => itemLines(plain(item), index, today, true, true)),
        ];
  return [
    ...heading(reviewTitle(agenda, today)),
    '',
    ...(agenda.title === agenda.incident ? [] : paragraph(agenda.title)),
    ...paragraph(agenda.question),
    ...(agenda.facilitator === null ? [] : paragraph(`Facilitator: ${agenda.facilitator}`)),
    ...paragraph(`To be recorded here: ${links.review(agenda.pirId, agenda.milestone)}`),
    ...paragraph(`The PIR: ${links.pir(agenda.pirId)}`),
    ...agendaRemarks(agenda, today).flatMap((remark) => ['', ...paragraph(remark)]),
    ...list(agendaAsks.open, agenda.open),
    ...list(agendaAsks.done, agenda.done),
    ...(agenda.open.length + agenda.done.length === 0 ? ['', 'No action item is in its scope.'] : []),
  ];
}

function digestLines(section: DigestSection, today: Day): Lines {
  return [
    ...heading(digestTitle(section.digest, today)),
    '',
    ...paragraph(`${section.glance}.`),
    ...section.groups.flatMap(({ title, items }) => [
      '',
      `${title}:`,
      ...items.flatMap((item, index) =>
        itemLines(plain(item), index, today, section.digest.audience === 'organisation', false),
      ),
    ]),
    ...(section.reviews.length === 0
      ? []
      : ['', 'Reviews:', ...section.reviews.flatMap((review) => wrap(review, width, '  ', '- '))]),
  ];
}

/** The text part: everything the HTML part says, wrapped, with full addresses. */
export function mailText(sections: MailSections, opening: string, today: Day, links: MailLinks): string {
  const { overdue, due, reviews, assigned, digests } = sections;
  const lines = [
    ...paragraph(opening),
    ...(overdue === null ? [] : itemSection(overdue, today)),
    ...(due === null ? [] : itemSection(due, today)),
    ...reviews.flatMap((agenda) => agendaLines(agenda, today, links)),
    ...(assigned === null ? [] : itemSection(assigned, today)),
    ...digests.flatMap((section) => digestLines(section, today)),
    '',
    // The customary line before a signature: clients leave out what follows when they quote.
    '-- ',
    ...paragraph(links.closing),
    `All action items: ${links.status}`,
  ];
  return `${lines.join('\n')}\n`;
}
