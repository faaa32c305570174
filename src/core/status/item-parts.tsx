import type { ItemState, Priority } from '../action-item.ts';
import type { Day } from '../calendar.ts';
import { defaultDateMark, priorityName, shortDay, stateName } from '../notice/wording.ts';
import type { ItemLine } from '../sync/item-line.ts';

/** The address, if it is one a browser may follow: a tracker's answer could hold `javascript:`. */
export function safeHref(url: string): string | null {
  return /^https?:\/\//i.test(url) ? url : null;
}

/** The page of a PIR. */
export function pirHref(id: string): string {
  return `/pirs/${encodeURIComponent(id)}`;
}

/** The page on which a review is recorded. */
export function reviewHref(pirId: string, milestone: string): string {
  return `/reviews/${encodeURIComponent(pirId)}/${encodeURIComponent(milestone)}`;
}

/** A day for people and machines. */
export function DayTime({ day, today }: { day: Day; today: Day }) {
  return <time dateTime={day}>{shortDay(day, today)}</time>;
}

/** A due date, marked where nobody promised it. */
export function Due({ item, today }: { item: Pick<ItemLine, 'due' | 'dueIsDefault'>; today: Day }) {
  if (item.due === null) return <span class="quiet">no date</span>;
  return (
    <>
      <DayTime day={item.due} today={today} />
      {item.dueIsDefault ? <span class="tag">{defaultDateMark}</span> : null}
    </>
  );
}

/** The priority as a word; high stands out by weight and frame besides colour. */
export function PriorityTag({ priority }: { priority: Priority | null }) {
  return <span class={`tag ${priority ?? ''}`}>{priorityName(priority)}</span>;
}

const stateClasses: Partial<Record<ItemState, string>> = { blocked: 'warn', done: 'good', verified: 'good' };

/** The state as a word. */
export function StateTag({ state }: { state: ItemState }) {
  return <span class={`tag ${stateClasses[state] ?? ''}`}>{stateName(state)}</span>;
}

/** The owner as the PIR names it. */
export function OwnerText({ owner }: { owner: string | null }) {
  return owner === null ? <span class="quiet">no owner</span> : <span class="text">{owner}</span>;
}

/** An item's title, linked to its ticket, with ticket key and PIR under it. */
export function ItemTitle({
  item,
  showPir = true,
  showState = false,
  showMetric = false,
}: {
  item: ItemLine;
  /** False where the page is the PIR's own. */
  showPir?: boolean;
  showState?: boolean;
  showMetric?: boolean;
}) {
  const href = item.ticket === null ? null : safeHref(item.ticket.url);
  return (
    <>
      {href === null ? (
        <span class="title text">{item.title}</span>
      ) : (
        <a class="title text" href={href}>
          {item.title}
        </a>
      )}
      <span class="under">
        {showState && item.state !== 'open' ? <StateTag state={item.state} /> : null}
        <span class="text">{item.ticket?.key ?? 'no ticket yet'}</span>
        {showPir ? (
          <a class="text" href={pirHref(item.pirId)}>
            {item.incident}
          </a>
        ) : null}
        {showMetric ? (
          <span class="text">
            {item.successMetric === null
              ? 'no success metric written'
              : `Success metric: ${item.successMetric}`}
          </span>
        ) : null}
      </span>
    </>
  );
}
