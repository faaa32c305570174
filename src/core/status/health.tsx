import { counted } from '../notice/wording.ts';
import type { ItemLine } from '../sync/item-line.ts';
import { deliveryNames } from './backlog.ts';
import { DriftList, type FormAccess } from './drift-parts.tsx';
import { syncText } from './headline.ts';
import { ItemTitle } from './item-parts.tsx';
import type { Backlog, Status } from './status.ts';
import { Section, Table } from './table.tsx';

function BacklogText({ backlog }: { backlog: Backlog }) {
  const { held } = backlog;
  if (backlog.waiting === 0 && backlog.dead === 0 && held === null) return <>Nothing waits.</>;
  return (
    <>
      {held === null ? null : (
        <>
          <span class="tag error">held</span>{' '}
          {backlog.waiting > 0 ? null : <span class="text">{held}. </span>}
        </>
      )}
      {backlog.waiting > 0 ? (
        <>
          {held === null ? <span class="tag warn">waiting</span> : null}{' '}
          <span class="text">{backlog.note}.</span>{' '}
        </>
      ) : null}
      {backlog.dead > 0 ? (
        <>
          <span class="tag error">given up</span> {counted(backlog.dead, 'delivery', 'deliveries')}.
        </>
      ) : null}
    </>
  );
}

/** Whether everything reached the tracker and the mailboxes, and how old what is shown may be. */
export function Health({ status, forms }: { status: Status; forms: FormAccess | null }) {
  const sync = syncText(status);
  const known = new Map<string, ItemLine>(
    [...status.overdue, ...status.dueThisWeek, ...status.openLater, ...status.doneLately].map((item) => [
      item.itemId,
      item,
    ]),
  );
  return (
    <>
      <Section id="health" title="Delivery and sync">
        <dl class="facts">
          <dt>Tickets</dt>
          <dd>
            <BacklogText backlog={status.tickets} />
          </dd>
          <dt>Mails</dt>
          <dd>
            <BacklogText backlog={status.mails} />
          </dd>
          <dt>Tracker</dt>
          <dd>
            {sync.attention ? <span class="tag warn">look</span> : null} <span class="text">{sync.text}</span>
          </dd>
        </dl>
      </Section>
      {status.deadLetters.length === 0 ? null : (
        <Section id="given-up" title="Given up on" count={status.deadLetters.length}>
          <Table
            caption="Deliveries given up on, with the reason"
            columns={[
              {
                header: 'What',
                names: true,
                cell: (letter) => {
                  const item = letter.itemId === null ? undefined : known.get(letter.itemId);
                  return (
                    <>
                      <span class="title">{deliveryNames[letter.kind]}</span>
                      <span class="under">
                        <span class="text">{item?.title ?? letter.itemId ?? letter.key}</span>
                      </span>
                    </>
                  );
                },
              },
              {
                header: 'Why',
                class: 'wide',
                cell: (letter) => <span class="text">{letter.reason}</span>,
              },
            ]}
            rows={status.deadLetters}
            keyOf={(letter) => letter.key}
          />
        </Section>
      )}
      {status.drift.length === 0 ? null : (
        <Section id="drift" title="Apart from the tracker" count={status.drift.length}>
          <Table
            caption="Fields on which item and ticket differ"
            columns={[
              {
                header: 'Action item',
                names: true,
                cell: ({ item }) => <ItemTitle item={item} showState />,
              },
              {
                header: 'Difference',
                class: 'wide',
                cell: ({ item, fields, version }) => (
                  <DriftList
                    of={{ itemId: item.itemId, drift: fields, version }}
                    forms={forms}
                    back="/status#drift"
                  />
                ),
              },
            ]}
            rows={status.drift}
            keyOf={({ item }) => item.itemId}
          />
        </Section>
      )}
    </>
  );
}
