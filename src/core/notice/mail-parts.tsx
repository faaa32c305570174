import type { ComponentChildren } from 'preact';
import { isOverdue } from '../action-item.ts';
import type { Day } from '../calendar.ts';
import type { ItemLine } from '../sync/item-line.ts';
import { factsOf, type MailItem } from './mail-sections.ts';

/** The parts that mails are put together from: table rows with inline styles, which every client understands. */

export const font = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
export const ink = { color: '#16202b', margin: '0' };
export const muted = { color: '#4c5a69', margin: '2px 0 0', fontSize: '14px', lineHeight: '20px' };
const isWebAddress = (url: string) => /^https?:\/\//i.test(url);

/** One item: title linked to its ticket, then how urgent it is, its facts and why it comes to this reader. */
export function Item({
  entry,
  today,
  withOwner,
  withMetric,
}: {
  entry: MailItem;
  today: Day;
  withOwner: boolean;
  withMetric: boolean;
}) {
  const { item, urgency, why } = entry;
  const title = { ...ink, fontSize: '16px', lineHeight: '22px', fontWeight: 'bold' };
  const url = item.ticket !== null && isWebAddress(item.ticket.url) ? item.ticket.url : null;
  return (
    <tr>
      <td class="line" style={{ padding: '12px 20px', borderTop: '1px solid #d8dee5' }}>
        <p class="ink" style={title}>
          {url === null ? (
            item.title
          ) : (
            <a class="link" href={url} style={{ color: '#0a56a5' }}>
              {item.title}
            </a>
          )}
        </p>
        {urgency === null ? null : (
          <p
            class={isOverdue(item, today) ? 'danger' : 'ink'}
            style={{
              ...muted,
              color: isOverdue(item, today) ? '#9f1f18' : ink.color,
              fontWeight: 'bold',
            }}
          >
            {`${urgency[0]?.toUpperCase() ?? ''}${urgency.slice(1)}`}
          </p>
        )}
        <p class="muted" style={muted}>
          {`${factsOf(item, today, withOwner)} · ${item.ticket?.key ?? 'no ticket yet'}`}
        </p>
        {withMetric ? (
          <p class="muted" style={muted}>
            Success metric: {item.successMetric ?? 'none written'}
          </p>
        ) : null}
        {why === null ? null : (
          <p class="ink" style={{ ...muted, ...ink, marginTop: '4px', fontStyle: 'italic' }}>
            {why}
          </p>
        )}
      </td>
    </tr>
  );
}

/** A framed part of the mail under a heading; its children are table rows. */
export function Card({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <table
      role="presentation"
      class="card"
      width="100%"
      cellPadding="0"
      cellSpacing="0"
      style={{
        marginTop: '16px',
        background: '#ffffff',
        border: '1px solid #d8dee5',
        borderRadius: '8px',
        borderCollapse: 'separate',
      }}
    >
      <tbody>
        <tr>
          <td style={{ padding: '16px 20px 12px' }}>
            <h2 class="ink" style={{ ...ink, fontSize: '18px', lineHeight: '24px' }}>
              {title}
            </h2>
          </td>
        </tr>
        {children}
      </tbody>
    </table>
  );
}

/** A line of text in a card. */
export function Line({ children, strong = false }: { children: ComponentChildren; strong?: boolean }) {
  return (
    <tr>
      <td style={{ padding: '0 20px 10px' }}>
        <p
          class={strong ? 'ink' : 'muted'}
          style={strong ? { ...ink, fontWeight: 'bold', lineHeight: '22px' } : { ...muted, margin: '0' }}
        >
          {children}
        </p>
      </td>
    </tr>
  );
}

/** Items under a line that says what to do with them; nothing where there are none. */
export function List({
  title,
  items,
  today,
  withOwner,
  withMetric,
}: {
  title: string;
  items: readonly ItemLine[];
  today: Day;
  withOwner: boolean;
  withMetric: boolean;
}) {
  if (items.length === 0) return null;
  return (
    <>
      <Line strong>{title}</Line>
      {items.map((item) => (
        <Item
          key={item.itemId}
          entry={{ item, urgency: null, why: null }}
          today={today}
          withOwner={withOwner}
          withMetric={withMetric}
        />
      ))}
      <tr>
        <td style={{ height: '8px' }} />
      </tr>
    </>
  );
}
