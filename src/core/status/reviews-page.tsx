import type { Day } from '../calendar.ts';
import { counted, milestoneTitle, reviewStateName } from '../notice/wording.ts';
import { instantText } from './headline.ts';
import { DayTime, reviewHref } from './item-parts.tsx';
import { renderPage } from './layout.tsx';
import type { ReviewList, ReviewListLine } from './review-view.ts';
import { Section, Table } from './table.tsx';

/** The page of all reviews: late ones first, then those to come, then what was recorded. */
export function reviewsPage(list: ReviewList): string {
  const { late, coming, recorded, today } = list;
  return renderPage(
    {
      title: 'Reviews',
      organisation: list.organisation,
      here: 'reviews',
      asOf: instantText(list.asOf),
      footer: [],
    },
    <>
      <h1>
        {late.length === 0 ? 'No review is late' : `${counted(late.length, 'review')} not recorded in time`}
      </h1>
      <p class="lead">
        Agendas go out two working days before; what a review came to is recorded on its page.
      </p>
      {late.length === 0 ? null : (
        <Section id="late" title="Late" count={late.length}>
          <ListTable caption="Reviews past their day" rows={late} today={today} />
        </Section>
      )}
      <Section id="coming" title="Coming" count={coming.length} empty="No review is planned.">
        <ListTable caption="Reviews to come" rows={coming} today={today} />
      </Section>
      <Section id="recorded" title="Recorded" count={recorded.length} empty="No review was recorded yet.">
        <ListTable caption="Reviews recorded, newest first" rows={recorded} today={today} />
      </Section>
    </>,
  );
}

function ListTable({
  caption,
  rows,
  today,
}: {
  caption: string;
  rows: readonly ReviewListLine[];
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
              <a class="title text" href={reviewHref(review.pirId, review.milestone)}>
                {milestoneTitle(review.milestone)} of {review.incident}
              </a>
              <span class="under">
                <span class="text">{review.title}</span>
              </span>
            </>
          ),
        },
        { header: 'On', class: 'short', cell: (review) => <DayTime day={review.on} today={today} /> },
        {
          header: 'Who',
          class: 'owner',
          cell: ({ recordedBy, facilitator }) => (
            <span class="text">{recordedBy ?? facilitator ?? 'nobody known'}</span>
          ),
        },
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
