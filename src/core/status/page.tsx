import type { ComponentChildren } from 'preact';
import { counted, defaultDateMeaning, fullDay } from '../notice/wording.ts';
import type { FormAccess } from './drift-parts.tsx';
import { forDecision, headline, instantText } from './headline.ts';
import { Health } from './health.tsx';
import { renderPage } from './layout.tsx';
import type { Status } from './status.ts';
import { DoneTable, ItemTable, OverdueTable, PirTable, ReviewTable } from './status-tables.tsx';
import { Section } from './table.tsx';

/** More PIRs than this stand on the page of their own. */
const pirsShown = 10;
/** More items than this are folded away. */
const laterShown = 12;

function Tile({
  count,
  href,
  attention = false,
  children,
}: {
  count: number;
  href?: string;
  attention?: boolean;
  children: ComponentChildren;
}) {
  const content = (
    <>
      <strong>{count}</strong> {children}
    </>
  );
  const className = attention && count > 0 ? 'attention' : undefined;
  return (
    <li>
      {href !== undefined && count > 0 ? (
        <a href={href} class={className}>
          {content}
        </a>
      ) : (
        <div class={className}>{content}</div>
      )}
    </li>
  );
}

function Tiles({ status }: { status: Status }) {
  const { counts } = status;
  const backlog = status.tickets.waiting + status.mails.waiting;
  return (
    <ul class="tiles" aria-label="Counts">
      <Tile count={counts.overdue} href="#overdue" attention>
        overdue
      </Tile>
      <Tile count={counts.unowned} href="#unowned" attention>
        no reachable owner
      </Tile>
      <Tile count={status.reviews.late.length} href="#late-reviews" attention>
        {status.reviews.late.length === 1 ? 'review late' : 'reviews late'}
      </Tile>
      <Tile count={counts.dueThisWeek} href="#due">
        due this week
      </Tile>
      <Tile count={counts.open}>open in all</Tile>
      <Tile count={counts.blocked}>blocked</Tile>
      <Tile count={counts.proposed} href="#pirs">
        {counts.proposed === 1 ? 'awaits' : 'await'} approval
      </Tile>
      <Tile count={counts.done + counts.verified}>
        done, {counts.verified} verified
        {counts.missed === 0 ? '' : `, ${counts.missed} missed`}
        {counts.noMetric === 0 ? '' : `, ${counts.noMetric} without metric`}
      </Tile>
      {backlog === 0 ? null : (
        <Tile count={backlog} href="#health">
          to be delivered
        </Tile>
      )}
    </ul>
  );
}

function Later({ status }: { status: Status }) {
  const { openLater } = status;
  if (openLater.length === 0) return null;
  return (
    <section id="later" aria-labelledby="later-title">
      <details open={openLater.length <= laterShown}>
        <summary>
          <h2 id="later-title">
            Open, due later or without a date<span class="count">{openLater.length}</span>
          </h2>
        </summary>
        <ItemTable caption="Other open action items, by due date" rows={openLater} today={status.today} />
      </details>
    </section>
  );
}

/** The status page: what the weekly engineering meeting has to decide first, then all the rest. */
export function statusPage(status: Status, forms: FormAccess | null = null): string {
  const overdue = forDecision(status.overdue);
  const shown = status.pirs.slice(0, pirsShown);
  return renderPage(
    {
      title: 'Status',
      organisation: status.organisation,
      here: 'status',
      asOf: instantText(status.asOf),
      footer: [defaultDateMeaning, 'The same as data: /status.json. As plain text: /status.txt.'],
    },
    <>
      <p class="over">
        <time dateTime={status.today}>{fullDay(status.today)}</time>
      </p>
      <h1>{headline(status)}</h1>
      <Tiles status={status} />
      <div class="decisions">
        <Section id="overdue" title="Overdue" count={overdue.length} empty="Nothing overdue.">
          <OverdueTable rows={overdue} today={status.today} />
        </Section>
        {status.unowned.length === 0 ? null : (
          <Section id="unowned" title="No reachable owner" count={status.unowned.length}>
            <ItemTable
              caption="Open action items whose owner cannot be reached"
              rows={status.unowned}
              today={status.today}
            />
          </Section>
        )}
        {status.reviews.late.length === 0 ? null : (
          <Section id="late-reviews" title="Reviews late" count={status.reviews.late.length}>
            <ReviewTable caption="Reviews past their day" rows={status.reviews.late} today={status.today} />
          </Section>
        )}
      </div>
      <Section
        id="due"
        title="Due this week"
        count={status.dueThisWeek.length}
        empty="Nothing falls due until Sunday."
      >
        <ItemTable
          caption="Action items due from today to Sunday"
          rows={status.dueThisWeek}
          today={status.today}
        />
      </Section>
      <Section
        id="done"
        title="Done since last week"
        count={status.doneLately.length}
        empty="Nothing was done in the last seven days."
      >
        <DoneTable rows={status.doneLately} />
      </Section>
      <Section
        id="pirs"
        title="PIRs"
        count={status.pirs.length}
        empty="No PIR yet. Submit one with: pir plan FILE, then pir approve FILE."
      >
        <PirTable rows={shown} />
        {status.pirs.length > shown.length ? (
          <p class="lead">
            <a href="/pirs">All {counted(status.pirs.length, 'PIR')}</a>
          </p>
        ) : null}
      </Section>
      <Section
        id="reviews"
        title="Reviews in the next 30 days"
        count={status.reviews.coming.length}
        empty="No review in the next 30 days."
      >
        <ReviewTable caption="Reviews to come" rows={status.reviews.coming} today={status.today} />
      </Section>
      <Later status={status} />
      <Health status={status} forms={forms} />
    </>,
  );
}
