import type { DeliveryKind } from '../delivery/delivery.ts';
import { counted } from '../notice/wording.ts';
import type { ItemLine } from '../sync/item-line.ts';
import { DriftList, type FormAccess } from './drift-parts.tsx';
import { syncText } from './headline.ts';
import { ItemTitle } from './item-parts.tsx';
import type { Backlog, Status } from './status.ts';
import { Section, Table } from './table.tsx';

const deliveryNames: Readonly<Record<DeliveryKind, string>> = {
  'create-epic': 'Create the epic of a PIR',
  'create-ticket': 'Create a ticket',
  'link-ticket': 'Link a ticket',
  'update-ticket': 'Update a ticket',
  'comment-ticket': 'Comment on a ticket',
  'link-back': 'Link a ticket back to its PIR',
  'send-mail': 'Send a mail',
};

function BacklogText({ backlog }: { backlog: Backlog }) {
  if (backlog.waiting === 0 && backlog.dead === 0) return <>Nothing waits.</>;
  return (
    <>
      {backlog.waiting > 0 ? (
        <>
          <span class="tag warn">waiting</span> <span class="text">{backlog.note}.</span>{' '}
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
