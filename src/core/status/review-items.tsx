import type { Day } from '../calendar.ts';
import type { Evidence } from '../review/review.ts';
import { ItemTitle, OwnerText, safeHref } from './item-parts.tsx';
import type { ReviewItem } from './review-view.ts';
import { Section, Table } from './table.tsx';

const words = (text: string) => text.replaceAll('-', ' ');

/** What was recorded of an item, in one line; null where nothing was. */
export function outcomeText({ outcome }: ReviewItem): string | null {
  if (outcome === null) return null;
  const wait =
    outcome.until ?? (outcome.untilIncident === null ? null : `an incident with "${outcome.untilIncident}"`);
  const said = words(outcome.verdict ?? outcome.progress ?? '');
  return `${said}${wait === null ? '' : ` until ${wait}`}, said ${outcome.by}${outcome.note === null ? '' : `: ${outcome.note}`}`;
}

/** Evidence, each piece by what it is: words, a link, or a file to be saved. */
export function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  if (evidence.length === 0) return null;
  return (
    <ul aria-label="Evidence">
      {evidence.map((piece) => (
        <li key={piece.id} class="text">
          <EvidencePiece piece={piece} />
        </li>
      ))}
    </ul>
  );
}

function EvidencePiece({ piece }: { piece: Evidence }) {
  const { kind, text, id, size } = piece;
  if (kind === 'file') {
    const kilobytes = Math.max(1, Math.round(size / 1024));
    return (
      <a href={`/evidence/${encodeURIComponent(id)}`} download>
        {text} ({kilobytes} KB)
      </a>
    );
  }
  const href = kind === 'link' ? safeHref(text) : null;
  return href === null ? <span>{text}</span> : <a href={href}>{text}</a>;
}

/** The items of a review that is only to be read. */
export function ReviewItems({ items, today }: { items: readonly ReviewItem[]; today: Day }) {
  return (
    <Section id="items" title="Action items" count={items.length} empty="No action item is in its scope.">
      <Table
        caption={`Action items of the review, as of ${today}`}
        columns={[
          {
            header: 'Action item',
            names: true,
            cell: (item) => (
              <>
                <ItemTitle item={item} showPir={false} showState showMetric />
                <EvidenceList evidence={item.evidence} />
              </>
            ),
          },
          { header: 'Owner', class: 'owner', cell: (item) => <OwnerText owner={item.owner} /> },
          { header: 'Recorded', cell: (item) => <span class="text">{outcomeText(item) ?? 'nothing'}</span> },
        ]}
        rows={items}
        keyOf={(item) => item.itemId}
      />
    </Section>
  );
}
