import type { Day } from '../calendar.ts';
import { counted, defaultDateMeaning, fullDay, milestoneTitle, reviewStateName } from '../notice/wording.ts';
import type { Finding } from '../pir/finding.ts';
import { isLate } from '../review/review.ts';
import { DriftList, type FormAccess } from './drift-parts.tsx';
import { instantText } from './headline.ts';
import {
  DayTime,
  Due,
  ItemTitle,
  OwnerText,
  PriorityTag,
  pirHref,
  reviewHref,
  StateTag,
  safeHref,
} from './item-parts.tsx';
import { renderPage } from './layout.tsx';
import type { PirItemLine, PirView } from './pir-view.ts';
import { PlanSection } from './plan-table.tsx';
import { incidentName } from './summarise.ts';
import { Section, Table } from './table.tsx';

function Facts({ view }: { view: PirView }) {
  const { pir, approval } = view;
  const source = safeHref(pir.source);
  return (
    <dl class="facts">
      {pir.incidentDate === null ? null : (
        <>
          <dt>Incident</dt>
          <dd>{fullDay(pir.incidentDate)}</dd>
        </>
      )}
      <dt>Submitted</dt>
      <dd>
        {instantText(pir.submittedAt)}, from{' '}
        {source === null ? <span class="text">{pir.source}</span> : <a href={source}>{pir.source}</a>}
      </dd>
      <dt>Approval</dt>
      <dd class="text">
        {approval === null
          ? 'Not approved yet; no ticket is created and nobody is reminded.'
          : `By ${approval.approvedBy} on ${instantText(approval.approvedAt)}, fingerprint ${approval.fingerprint.slice(0, 12)}.`}
      </dd>
      <dt>Label</dt>
      <dd class="mono">{pir.label}</dd>
      <dt>Revision</dt>
      <dd class="mono">{pir.revision.slice(0, 12)}</dd>
    </dl>
  );
}

function ItemNotes({ item, today, forms }: { item: PirItemLine; today: Day; forms: FormAccess | null }) {
  return (
    <>
      {item.daysLate === null ? null : <div class="late">{counted(item.daysLate, 'day')} late</div>}
      {item.slippedFrom === null ? null : (
        <div>
          first promised for <DayTime day={item.slippedFrom} today={today} />
        </div>
      )}
      {item.stateReason === null ? null : <div class="text">{item.stateReason}</div>}
      {item.ticketMissingSince === null ? null : (
        <div>The tracker no longer shows its ticket since {instantText(item.ticketMissingSince)}.</div>
      )}
      {item.drift.length === 0 ? null : (
        <DriftList
          of={{ ...item, version: item.driftVersion }}
          forms={forms}
          back={`${pirHref(item.pirId)}#items`}
        />
      )}
    </>
  );
}

function Items({ view, forms }: { view: PirView; forms: FormAccess | null }) {
  const { today } = view;
  return (
    <Section
      id="items"
      title="Action items"
      count={view.items.length}
      empty="No action item is stored yet; they are with the first approval."
    >
      <Table
        caption="Action items in the order of the document"
        columns={[
          {
            header: 'Action item',
            names: true,
            cell: (item) => (
              <>
                <ItemTitle item={item} showPir={false} showMetric />
                <span class="notes">
                  <ItemNotes item={item} today={today} forms={forms} />
                </span>
              </>
            ),
          },
          { header: 'State', class: 'short', cell: (item) => <StateTag state={item.state} /> },
          { header: 'Priority', class: 'short', cell: (item) => <PriorityTag priority={item.priority} /> },
          { header: 'Owner', class: 'owner', cell: (item) => <OwnerText owner={item.owner} /> },
          {
            header: 'Due',
            label: 'due',
            class: 'short',
            cell: (item) => <Due item={item} today={today} />,
          },
        ]}
        rows={view.items}
        keyOf={(item) => item.itemId}
      />
    </Section>
  );
}

function Findings({ findings }: { findings: readonly Finding[] }) {
  return (
    <Section id="findings" title="Findings" count={findings.length} empty="No findings.">
      <Table
        caption="What reading the document brought up"
        columns={[
          {
            header: 'Finding',
            names: true,
            cell: (finding) => (
              <>
                <span class="text">{finding.message}</span>
                <span class="under">
                  <span class="text">{finding.hint}</span>
                </span>
              </>
            ),
          },
          {
            header: 'Severity',
            class: 'short',
            cell: (finding) => <span class={`tag ${finding.severity}`}>{finding.severity}</span>,
          },
          { header: 'Line', label: 'line', class: 'short', cell: (finding) => finding.line },
          { header: 'Code', class: 'short', cell: (finding) => <code>{finding.code}</code> },
        ]}
        rows={findings}
        keyOf={(finding, index) => `${finding.code} ${finding.line} ${index}`}
      />
    </Section>
  );
}

function Reviews({ view }: { view: PirView }) {
  return (
    <Section
      id="reviews"
      title="Reviews"
      count={view.reviews.length}
      empty="Reviews are planned with the approval."
    >
      <Table
        caption="Reviews of this PIR"
        columns={[
          {
            header: 'Review',
            names: true,
            cell: (review) => (
              <a class="title" href={reviewHref(review.pirId, review.milestone)}>
                {milestoneTitle(review.milestone)}
              </a>
            ),
          },
          {
            header: 'On',
            class: 'short',
            cell: (review) => <DayTime day={review.on} today={view.today} />,
          },
          {
            header: 'State',
            class: 'short',
            cell: (review) => {
              const late = isLate(review, view.today);
              return (
                <span class={`tag ${late ? 'error' : ''}`}>
                  {late ? 'late' : reviewStateName(review.state)}
                </span>
              );
            },
          },
        ]}
        rows={view.reviews}
        keyOf={(review) => review.milestone}
      />
    </Section>
  );
}

/** The page of one PIR: what waits, what approval would do, its items, findings and reviews. */
export function pirPage(view: PirView, forms: FormAccess | null = null): string {
  const { pir, plan, notes } = view;
  const name = incidentName(pir);
  return renderPage(
    {
      title: name,
      organisation: view.organisation,
      here: 'pirs',
      asOf: instantText(view.asOf),
      footer: [defaultDateMeaning],
    },
    <>
      <p class="over text">
        {[pir.incidentId === pir.title ? null : pir.incidentId, pir.severity]
          .filter((part) => part !== null)
          .join(' · ')}
      </p>
      <h1 class="text">{pir.title}</h1>
      {notes.map((note) => (
        <p key={note} class="note text">
          {note}
        </p>
      ))}
      <section aria-label="About this PIR">
        <Facts view={view} />
      </section>
      {plan === null ? null : <PlanSection plan={plan} name={pir.incidentId ?? pir.source} />}
      <Items view={view} forms={forms} />
      <div class="columns">
        <Findings findings={view.findings} />
        <Reviews view={view} />
      </div>
    </>,
  );
}
