import type { ComponentChildren } from 'preact';
import { isOverdue } from '../action-item.ts';
import type { Day } from '../calendar.ts';
import { isSecondLook, progresses, verdicts } from '../review/review.ts';
import { Due, OwnerText, reviewHref, StateTag, safeHref } from './item-parts.tsx';
import { EvidenceList, outcomeText } from './review-items.tsx';
import type { ReviewItem, ReviewView } from './review-view.ts';

/** What the form of a review holds: empty at first, and what was sent where it comes back. */
export interface ReviewFormState {
  /** Under which name it is recorded unless another is given. */
  readonly by: string;
  /** What was sent, by the name of the field. */
  readonly values: ReadonlyMap<string, string>;
  /** Why it came back, and what to do. */
  readonly problem: string | null;
}

const labels: Readonly<Record<string, string>> = {
  'on-track': 'On track',
  'at-risk': 'At risk',
  blocked: 'Blocked',
  met: 'Met',
  missed: 'Missed',
  'too-early': 'Too early to tell',
  'no-metric': 'No metric',
};

/** The form to record a review with: one group an item, plain controls, usable by keyboard and without scripts. */
export function RecordingForm({
  view,
  token,
  state,
}: {
  view: ReviewView;
  token: string;
  state: ReviewFormState;
}) {
  const { review } = view;
  const value = (name: string) => state.values.get(name) ?? '';
  return (
    <section class="record" aria-labelledby="record-title">
      <h2 id="record-title">What did it come to?</h2>
      <form method="post" action={reviewHref(review.pirId, review.milestone)} encType="multipart/form-data">
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="version" value={String(review.version)} />
        {view.items.length === 0 ? <p class="empty">No action item is in its scope.</p> : null}
        {view.items.map((item) => (
          <ItemFields key={item.itemId} item={item} today={view.today} value={value} />
        ))}
        <Field label="A note on the whole review">
          <textarea name="note" maxLength={5000}>
            {value('note')}
          </textarea>
        </Field>
        <Field label="Recorded by">
          <input name="by" required maxLength={200} autocomplete="name" value={value('by') || state.by} />
        </Field>
        <button type="submit">Record the review</button>
      </form>
    </section>
  );
}

function ItemFields({
  item,
  today,
  value,
}: {
  item: ReviewItem;
  today: Day;
  value: (name: string) => string;
}) {
  const id = item.itemId;
  const said = outcomeText(item);
  const choices = item.asked === 'progress' ? progresses : item.asked === 'verdict' ? verdicts : [];
  const field = item.asked === 'progress' ? 'progress' : 'verdict';
  return (
    <fieldset>
      <legend class="text">
        {item.name}. {item.title}
      </legend>
      <ItemFacts item={item} today={today} />
      {said === null ? null : <p class="text">Recorded so far: {said}.</p>}
      <EvidenceList evidence={item.evidence} />
      {choices.length === 0 ? null : (
        <>
          <div class="choices">
            {choices.map((choice) => (
              <label key={choice}>
                <input
                  type="radio"
                  name={`${field}:${id}`}
                  value={choice}
                  checked={value(`${field}:${id}`) === choice}
                />
                {labels[choice]}
              </label>
            ))}
          </div>
          {item.asked === 'verdict' ? <VerdictFields id={id} value={value} /> : null}
          <Field label="Note">
            <textarea name={`note:${id}`} maxLength={5000}>
              {value(`note:${id}`)}
            </textarea>
          </Field>
          <div class="fields">
            <Field label="Evidence: words or a link">
              <input name={`evidence:${id}`} maxLength={2000} value={value(`evidence:${id}`)} />
            </Field>
            <Field label="Evidence: a file, 5 MB at most">
              <input type="file" name={`file:${id}`} />
            </Field>
          </div>
        </>
      )}
    </fieldset>
  );
}

function ItemFacts({ item, today }: { item: ReviewItem; today: Day }) {
  const { ticket } = item;
  const href = ticket === null ? null : safeHref(ticket.url);
  return (
    <div>
      <span class="under">
        {ticket === null ? <span>no ticket yet</span> : null}
        {ticket !== null && href === null ? <span class="text">{ticket.key}</span> : null}
        {ticket !== null && href !== null ? <a href={href}>{ticket.key}</a> : null}
        <StateTag state={item.state} />
        <OwnerText owner={item.owner} />
        <span class={isOverdue(item, today) ? 'late' : undefined}>
          due: <Due item={item} today={today} />
        </span>
      </span>
      <p class="text">Success metric: {item.successMetric ?? 'none written'}</p>
    </div>
  );
}

function VerdictFields({ id, value }: { id: string; value: (name: string) => string }) {
  return (
    <div class="fields">
      <Field label="Too early: until this day">
        <input type="date" name={`until:${id}`} value={value(`until:${id}`)} />
      </Field>
      <Field label="… or until an incident with these words">
        <input name={`incident:${id}`} maxLength={200} value={value(`incident:${id}`)} />
      </Field>
      <Field label="Missed: title of the new item">
        <input name={`title:${id}`} maxLength={500} value={value(`title:${id}`)} />
      </Field>
      <Field label="… and its due date, if one is promised">
        <input type="date" name={`due:${id}`} value={value(`due:${id}`)} />
      </Field>
    </div>
  );
}

/** The form to hand a review, and those after it, to somebody else. */
export function HandOverForm({ view, token }: { view: ReviewView; token: string }) {
  const { pirId, milestone } = view.review;
  return (
    <section class="record" aria-labelledby="hand-over-title">
      <h2 id="hand-over-title">Hand over</h2>
      <form method="post" action={`${reviewHref(pirId, milestone)}/facilitator`}>
        <input type="hidden" name="token" value={token} />
        <Field
          label={
            isSecondLook(milestone)
              ? 'Who holds this one: handle, name or address'
              : 'Who holds this one and those after it: handle, name or address'
          }
        >
          <input name="to" required maxLength={200} />
        </Field>
        <button type="submit">Hand over</button>
      </form>
    </section>
  );
}

function Field({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is its child
    <label class="field">
      <span>{label}</span>
      {children}
    </label>
  );
}
