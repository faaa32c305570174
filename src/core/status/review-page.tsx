import { isWeekend } from '../calendar.ts';
import { agendaRemarks } from '../notice/mail-sections.ts';
import { fullDay, milestoneTitle, reviewStateName } from '../notice/wording.ts';
import type { FormAccess } from './drift-parts.tsx';
import { instantText } from './headline.ts';
import { pirHref } from './item-parts.tsx';
import { renderPage } from './layout.tsx';
import { HandOverForm, RecordingForm, type ReviewFormState } from './review-form.tsx';
import { ReviewItems } from './review-items.tsx';
import type { ReviewView } from './review-view.ts';

/**
 * The page of one review: its agenda, what was recorded of it, and the form to record it with.
 * @param forms null where the page is only to be read
 * @param form what the form holds, and why it came back
 */
export function reviewPage(view: ReviewView, forms: FormAccess | null, form: ReviewFormState): string {
  const { review, agenda, today } = view;
  const title = `${milestoneTitle(review.milestone)} of ${agenda.incident}`;
  const isOpen = forms !== null && view.recordable;
  return renderPage(
    {
      ...{ title, organisation: view.organisation, here: 'reviews', asOf: instantText(view.asOf) },
      footer: ['Only "met" verifies an item. Nothing that is recorded here moves a ticket.'],
    },
    <>
      <p class="over">
        <time dateTime={review.on}>{fullDay(review.on)}</time>
        {review.source === 'written' && isWeekend(review.on) ? ', on a weekend as the PIR has it' : ''}{' '}
        <span class={`tag ${view.late ? 'error' : ''}`}>
          {view.late ? 'late' : reviewStateName(review.state)}
        </span>
      </p>
      <h1 class="text">{title}</h1>
      <p class="lead">
        <a class="text" href={pirHref(review.pirId)}>
          {agenda.title}
        </a>
      </p>
      {form.problem === null ? null : (
        <p class="note text" role="alert">
          {form.problem}
        </p>
      )}
      {review.recordedBy === null ? null : (
        <p class="text">
          Recorded by {review.recordedBy} on {instantText(review.recordedAt ?? view.asOf)}.
          {review.note === null ? '' : ` ${review.note}`}
        </p>
      )}
      <section class="agenda" aria-labelledby="agenda-title">
        <h2 id="agenda-title">{agenda.question}</h2>
        <p class="text">Facilitator: {view.facilitator?.name ?? 'nobody known'}</p>
        <ul>
          {agendaRemarks(agenda, today).map((remark) => (
            <li key={remark} class="text">
              {remark}
            </li>
          ))}
        </ul>
      </section>
      {isOpen ? (
        <RecordingForm view={view} token={forms.token} state={form} />
      ) : (
        <ReviewItems items={view.items} today={today} />
      )}
      {isOpen && review.state !== 'recorded' ? <HandOverForm view={view} token={forms.token} /> : null}
      {forms === null && view.recordable ? (
        <p class="lead">
          To record it, open this page on the machine of the service, or use:{' '}
          <code class="text">{`pir review record ${agenda.incident} ${review.milestone}`}</code>
        </p>
      ) : null}
    </>,
  );
}
