import type { Day } from '../calendar.ts';
import { agendaRemarks } from '../notice/mail-sections.ts';
import { oneLine, wrap } from '../notice/plain-text.ts';
import { fullDay, milestoneName, milestoneTitle, reviewStateName, shortDay } from '../notice/wording.ts';
import type { ReviewItem, ReviewList, ReviewListLine, ReviewView } from './review-view.ts';
import { section, table, width } from './text-table.ts';

/** The reviews for a terminal. */
export function reviewListText(list: ReviewList): string {
  const rows = (lines: readonly ReviewListLine[]) =>
    table(lines, [
      { header: 'ON', width: 15, cell: ({ on }) => shortDay(on, list.today) },
      { header: 'REVIEW', width: 15, cell: ({ milestone }) => milestoneName(milestone) },
      { header: 'PIR', width: 20, cell: ({ incident }) => incident },
      { header: 'MILESTONE', width: 16, cell: ({ milestone }) => milestone },
      { header: 'WHO', cell: ({ recordedBy, facilitator }) => recordedBy ?? facilitator ?? 'nobody known' },
    ]);
  return [
    `${list.organisation}: reviews, ${fullDay(list.today)}`,
    ...section('Late', list.late.length, rows(list.late), 'None is late.'),
    ...section('Coming', list.coming.length, rows(list.coming), 'None is coming.'),
    ...section('Recorded', list.recorded.length, rows(list.recorded)),
    '',
  ].join('\n');
}

const partTitles: Readonly<Record<ReviewItem['part'], string>> = {
  open: 'Open: on-track, at-risk or blocked?',
  done: 'Done: met, missed, too-early or no-metric?',
  notYetDue: 'Not due yet',
  waiting: 'Too early to tell so far',
  settled: 'Settled here',
};

/** One review for a terminal: its agenda, and what was recorded of it. */
export function reviewText(view: ReviewView): string {
  const { review, agenda, today } = view;
  const version = review.version === 0 ? '' : `, version ${review.version}`;
  const state = view.late ? 'late' : reviewStateName(review.state);
  return [
    ...wrap(`${milestoneTitle(review.milestone)} of ${agenda.incident}: ${agenda.title}`, width),
    ...wrap(`${fullDay(review.on)}, ${state}${version}`, width),
    ...wrap(`Facilitator: ${view.facilitator?.name ?? 'nobody known'}`, width),
    ...(review.recordedBy === null
      ? []
      : wrap(`Recorded by ${review.recordedBy} at ${review.recordedAt}`, width)),
    ...(review.note === null ? [] : wrap(`Note: ${review.note}`, width)),
    ...wrap(agenda.question, width),
    ...agendaRemarks(agenda, today).flatMap((remark) => ['', ...wrap(remark, width)]),
    ...(['open', 'done', 'notYetDue', 'waiting', 'settled'] as const).flatMap((part) => {
      const items = view.items.filter((item) => item.part === part);
      return section(
        partTitles[part],
        items.length,
        items.flatMap((item) => itemLines(item, today)),
      );
    }),
    '',
  ].join('\n');
}

function itemLines(item: ReviewItem, today: Day): readonly string[] {
  const under = '      ';
  const due = item.due === null ? 'no date' : `due ${shortDay(item.due, today)}`;
  const facts = [item.owner ?? 'no owner', due, item.ticket?.key ?? 'no ticket yet'].join(', ');
  const { outcome } = item;
  const wait = outcome?.until ?? outcome?.untilIncident ?? null;
  const said = outcome?.verdict ?? outcome?.progress ?? null;
  return [
    ...wrap(item.title, width, under, `  ${item.name.padEnd(4)}`),
    ...wrap(facts, width, under),
    ...wrap(`Success metric: ${item.successMetric ?? 'none written'}`, width, under),
    ...(said === null ? [] : wrap(`Recorded: ${said}${wait === null ? '' : ` until ${wait}`}`, width, under)),
    ...(outcome?.note ? wrap(`Note: ${outcome.note}`, width, under) : []),
    ...item.evidence.flatMap(({ kind, text }) => wrap(`Evidence, ${kind}: ${oneLine(text)}`, width, under)),
  ];
}
