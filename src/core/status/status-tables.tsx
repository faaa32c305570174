import type { Day } from '../calendar.ts';
import { counted, milestoneTitle, reviewStateName } from '../notice/wording.ts';
import type { Verdict } from '../review/review.ts';
import type { ItemLine } from '../sync/item-line.ts';
import { DayTime, Due, ItemTitle, OwnerText, PriorityTag, pirHref, reviewHref } from './item-parts.tsx';
import type { DoneLine, OverdueLine, PirLine, ReviewLine } from './status.ts';
import { type Column, Table } from './table.tsx';

const titleColumn: Column<ItemLine> = {
  header: 'Action item',
  names: true,
  cell: (item) => <ItemTitle item={item} showState />,
};

const metricColumn: Column<ItemLine> = {
  header: 'Action item',
  names: true,
  cell: (item) => <ItemTitle item={item} showMetric />,
};

const priorityColumn: Column<ItemLine> = {
  header: 'Priority',
  class: 'short',
  cell: (item) => <PriorityTag priority={item.priority} />,
};

const ownerColumn: Column<ItemLine> = {
  header: 'Owner',
  class: 'owner',
  cell: (item) => <OwnerText owner={item.owner} />,
};

const dueColumn = (today: Day): Column<ItemLine> => ({
  header: 'Due',
  label: 'due',
  class: 'short',
  cell: (item) => <Due item={item} today={today} />,
});

const itemKey = (item: ItemLine) => item.itemId;

/** Items past their due date. */
export function OverdueTable({ rows, today }: { rows: readonly OverdueLine[]; today: Day }) {
  const late: Column<OverdueLine> = {
    header: 'Late by',
    label: 'late by',
    class: 'short',
    cell: (item) => <span class="late">{counted(item.daysLate, 'day')}</span>,
  };
  return (
    <Table
      caption="Overdue action items, high priority first"
      columns={[titleColumn, priorityColumn, late, ownerColumn, dueColumn(today)]}
      rows={rows}
      keyOf={itemKey}
    />
  );
}

/** Live items with owner and due date. */
export function ItemTable({
  caption,
  rows,
  today,
}: {
  caption: string;
  rows: readonly ItemLine[];
  today: Day;
}) {
  return (
    <Table
      caption={caption}
      columns={[titleColumn, priorityColumn, ownerColumn, dueColumn(today)]}
      rows={rows}
      keyOf={itemKey}
    />
  );
}

const verdictTexts: Readonly<Record<Verdict, string>> = {
  met: 'met',
  missed: 'missed',
  'too-early': 'too early to tell',
  'no-metric': 'no metric',
};

/** Items done, with what the success metric showed. */
export function DoneTable({ rows }: { rows: readonly DoneLine[] }) {
  const unseen = (item: DoneLine) => (item.successMetric === null ? 'none written' : 'not looked at yet');
  const result: Column<DoneLine> = {
    header: 'Success metric',
    class: 'short',
    cell: (item) =>
      item.state === 'verified' ? (
        <span class="tag good">verified</span>
      ) : (
        <span class={`tag ${item.verdict === 'missed' ? 'warn' : ''}`}>
          {item.verdict === null ? unseen(item) : verdictTexts[item.verdict]}
        </span>
      ),
  };
  return (
    <Table
      caption="Action items done in the last seven days"
      columns={[metricColumn, result, ownerColumn]}
      rows={rows}
      keyOf={itemKey}
    />
  );
}

/** Reviews, late or coming. */
export function ReviewTable({
  caption,
  rows,
  today,
}: {
  caption: string;
  rows: readonly ReviewLine[];
  today: Day;
}) {
  return (
    <Table
      caption={caption}
      columns={[
        {
          header: 'Review',
          names: true,
          cell: (review) => (
            <>
              <a class="title" href={reviewHref(review.pirId, review.milestone)}>
                {milestoneTitle(review.milestone)}
              </a>
              <span class="under">
                <a class="text" href={pirHref(review.pirId)}>
                  {review.incident}
                </a>
                {review.title === review.incident ? null : <span class="text">{review.title}</span>}
              </span>
            </>
          ),
        },
        { header: 'On', class: 'short', cell: (review) => <DayTime day={review.on} today={today} /> },
        {
          header: 'State',
          class: 'short',
          cell: (review) => <span class="tag">{reviewStateName(review.state)}</span>,
        },
      ]}
      rows={rows}
      keyOf={(review) => `${review.pirId} ${review.milestone}`}
    />
  );
}

/** PIRs with how their items stand. */
export function PirTable({ rows }: { rows: readonly PirLine[] }) {
  return (
    <Table
      caption="PIRs and how their action items stand"
      columns={[
        {
          header: 'PIR',
          names: true,
          cell: (pir) => (
            <>
              <a class="title text" href={pirHref(pir.id)}>
                {pir.title}
              </a>
              <span class="under">
                {pir.incident === pir.title ? null : <span class="text">{pir.incident}</span>}
                {pir.severity === null ? null : <span class="text">{pir.severity}</span>}
              </span>
            </>
          ),
        },
        {
          header: 'State',
          class: 'short',
          cell: (pir) =>
            pir.state === 'submitted' ? (
              <span class="tag warn">waits for approval</span>
            ) : (
              <span class={`tag ${pir.open === 0 ? 'good' : ''}`}>
                {pir.open === 0 ? 'nothing open' : 'approved'}
              </span>
            ),
        },
        {
          header: 'Action items',
          class: 'short',
          cell: (pir) => <Progress pir={pir} />,
        },
      ]}
      rows={rows}
      keyOf={(pir) => pir.id}
    />
  );
}

function Progress({ pir }: { pir: PirLine }) {
  if (pir.total === 0) return <span class="quiet">no items</span>;
  if (pir.state === 'submitted') return <span>{counted(pir.total, 'item')} proposed</span>;
  return (
    <>
      {pir.done} of {pir.total} done, {pir.open} open
      {pir.overdue === 0 ? null : (
        <>
          , <span class="late">{pir.overdue} overdue</span>
        </>
      )}
      <progress max={pir.total} value={pir.done} aria-label={`${pir.done} of ${pir.total} done`} />
    </>
  );
}
