import { renderToString } from 'preact-render-to-string';
import type { Day } from '../calendar.ts';
import type { Agenda } from '../review/agenda.ts';
import type { MailLinks } from './mail-links.ts';
import { Card, font, Item, ink, Line, List, muted } from './mail-parts.tsx';
import {
  agendaAsks,
  agendaRemarks,
  type DigestSection,
  digestTitle,
  type ItemSection,
  type MailSections,
  reviewTitle,
} from './mail-sections.ts';

/** Clients drop style sheets as they please: what matters is inline, and the sheet only turns colours in the dark. */
const darkScheme = `
@media (prefers-color-scheme: dark) {
  .page { background: #0f141a !important; }
  .card { background: #171e26 !important; border-color: #2c3844 !important; }
  .ink { color: #e8edf2 !important; }
  .muted { color: #aab7c4 !important; }
  .link { color: #86bdff !important; }
  .danger { color: #ffa59c !important; }
  .line { border-color: #2c3844 !important; }
}`;

function Items({ section, today }: { section: ItemSection; today: Day }) {
  return (
    <Card title={`${section.title} (${section.items.length})`}>
      <Line>{section.intro}</Line>
      {section.items.map((entry) => (
        <Item key={entry.item.itemId} entry={entry} today={today} withOwner={false} withMetric />
      ))}
    </Card>
  );
}

function AgendaCard({ agenda, today, links }: { agenda: Agenda; today: Day; links: MailLinks }) {
  return (
    <Card title={reviewTitle(agenda, today)}>
      <Line>
        <a class="link" href={links.pir(agenda.pirId)} style={{ color: '#0a56a5' }}>
          {agenda.title}
        </a>
      </Line>
      <Line>{agenda.question}</Line>
      {agenda.facilitator === null ? null : <Line>Facilitator: {agenda.facilitator}</Line>}
      <Line>
        <a
          class="link"
          href={links.review(agenda.pirId, agenda.milestone)}
          style={{ color: '#0a56a5', fontWeight: 'bold' }}
        >
          Record what it came to
        </a>
      </Line>
      {agendaRemarks(agenda, today).map((remark) => (
        <Line key={remark}>{remark}</Line>
      ))}
      <List title={agendaAsks.open} items={agenda.open} today={today} withOwner withMetric />
      <List title={agendaAsks.done} items={agenda.done} today={today} withOwner withMetric />
      {agenda.open.length + agenda.done.length === 0 ? <Line>No action item is in its scope.</Line> : null}
    </Card>
  );
}

function DigestCard({ section, today }: { section: DigestSection; today: Day }) {
  return (
    <Card title={digestTitle(section.digest, today)}>
      <Line>{section.glance}.</Line>
      {section.groups.map(({ title, items }) => (
        <List
          key={title}
          title={title}
          items={items}
          today={today}
          withOwner={section.digest.audience === 'organisation'}
          withMetric={false}
        />
      ))}
      {section.reviews.length === 0 ? null : <Line strong>Reviews</Line>}
      {section.reviews.map((review) => (
        <Line key={review}>{review}</Line>
      ))}
    </Card>
  );
}

/** The HTML part: one column of cards, tables for layout, no picture, nothing loaded from anywhere. */
export function mailHtml(
  sections: MailSections,
  subject: string,
  opening: string,
  today: Day,
  links: MailLinks,
): string {
  const { overdue, due, reviews, assigned, digests } = sections;
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
        <style>{darkScheme}</style>
      </head>
      <body class="page" style={{ margin: '0', padding: '0', background: '#f4f6f8' }}>
        <table
          role="presentation"
          class="page"
          width="100%"
          cellPadding="0"
          cellSpacing="0"
          style={{ background: '#f4f6f8' }}
        >
          <tbody>
            <tr>
              <td align="center" style={{ padding: '20px 12px 28px' }}>
                <table
                  role="presentation"
                  width="100%"
                  cellPadding="0"
                  cellSpacing="0"
                  style={{
                    maxWidth: '640px',
                    fontFamily: font,
                    fontSize: '16px',
                    textAlign: 'left',
                    wordBreak: 'break-word',
                  }}
                >
                  <tbody>
                    <tr>
                      <td>
                        <p class="ink" style={{ ...ink, padding: '0 4px', lineHeight: '24px' }}>
                          {opening}
                        </p>
                        {overdue === null ? null : <Items section={overdue} today={today} />}
                        {due === null ? null : <Items section={due} today={today} />}
                        {reviews.map((agenda) => (
                          <AgendaCard
                            key={`${agenda.pirId} ${agenda.milestone}`}
                            agenda={agenda}
                            today={today}
                            links={links}
                          />
                        ))}
                        {assigned === null ? null : <Items section={assigned} today={today} />}
                        {digests.map((section) => (
                          <DigestCard
                            key={`${section.digest.audience} ${section.digest.week}`}
                            section={section}
                            today={today}
                          />
                        ))}
                        <p class="muted" style={{ ...muted, padding: '16px 4px 0' }}>
                          {links.closing}{' '}
                          <a class="link" href={links.status} style={{ color: '#0a56a5' }}>
                            All action items
                          </a>
                        </p>
                      </td>
                    </tr>
                  </tbody>
                </table>
              </td>
            </tr>
          </tbody>
        </table>
      </body>
    </html>
  );
  return `<!DOCTYPE html>\n${renderToString(page)}\n`;
}
