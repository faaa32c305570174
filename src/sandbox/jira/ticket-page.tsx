import type { ComponentChildren, VNode } from 'preact';
import { Page } from '../page.tsx';
import { AdfView } from './adf-view.tsx';
import { Facts, Moves, name, note } from './board-page.tsx';
import type { Refusal } from './field-rules.ts';
import { showText } from './rich-text.ts';
import { type JiraSite, projectOf } from './site.ts';
import type { RichText, Ticket } from './ticket.ts';
import { TicketForms } from './ticket-forms.tsx';
import { linkTypes, statusById } from './workflow.ts';

interface Props {
  readonly site: JiraSite;
  readonly ticket: Ticket;
}

/** All of one ticket, with the forms that change it. `refusal` says why what was just tried was not done. */
export function TicketPage(props: Props & { readonly refusal: Refusal | null }): VNode {
  const { site, ticket, refusal } = props;
  const status = statusById(ticket.statusId);
  const project = projectOf(site, ticket);
  return (
    <Page title={`${ticket.key} ${ticket.summary}`} name={name} note={note}>
      <p class="soft">
        <a href={`/#${project.key}`}>{project.name}</a> / {ticket.key}{' '}
        <span class={`pill ${status.category.key}`}>{status.name}</span>
        {ticket.formerKeys.length === 0 ? null : ` formerly ${ticket.formerKeys.join(', ')}`}
      </p>
      <h1>{ticket.summary}</h1>
      {refusal === null ? null : <Refused refusal={refusal} />}
      <Facts site={site} ticket={ticket} />
      <Moves site={site} ticket={ticket} from="ticket" />
      <div class="ticket">
        <div>
          <Section title="Description">
            <Text text={ticket.description} site={site} />
          </Section>
          {ticket.comments.map((comment) => (
            <Section
              title={`Comment by ${site.accounts.find(comment.author)?.displayName ?? comment.author}`}
              at={comment.created}
            >
              <Text text={comment.body} site={site} />
            </Section>
          ))}
          <Links site={site} ticket={ticket} />
          <RemoteLinks ticket={ticket} />
          <Section title="Entity properties">
            <pre>{JSON.stringify(ticket.properties, null, 2)}</pre>
          </Section>
        </div>
        <TicketForms site={site} ticket={ticket} />
      </div>
    </Page>
  );
}

function Refused({ refusal }: { readonly refusal: Refusal }): VNode {
  const fields = Object.entries(refusal.errors).map(([field, text]) => `${field}: ${text}`);
  return (
    <div class="sheet refused" role="alert">
      {[...refusal.errorMessages, ...fields].map((text) => (
        <p>{text}</p>
      ))}
    </div>
  );
}

function Section(props: {
  readonly title: string;
  readonly at?: number;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <section>
      <h2>
        {props.title}{' '}
        {props.at === undefined ? null : (
          <span class="soft">{`${new Date(props.at).toISOString().slice(0, 16).replace('T', ' ')} UTC`}</span>
        )}
      </h2>
      <div class="sheet">{props.children}</div>
    </section>
  );
}

function Text({ text, site }: { readonly text: RichText | null; readonly site: JiraSite }): VNode {
  if (text === null) return <p class="soft">None.</p>;
  return <AdfView document={showText(text, { site, api: '3' })} />;
}

function Links({ site, ticket }: Props): VNode | null {
  const parent = ticket.parent === null ? null : site.store.find(ticket.parent);
  const children = site.store.all().filter((each) => each.parent === ticket.id);
  const linked = ticket.links.flatMap((link) => {
    const other = site.store.find(link.other);
    return other === null ? [] : [{ link, other }];
  });
  if (parent === null && children.length + linked.length === 0) return null;
  return (
    <Section title="Links">
      {parent === null ? null : <Named words="belongs to" ticket={parent} />}
      {children.map((child) => (
        <Named words="holds" ticket={child} />
      ))}
      {linked.map(({ link, other }) => (
        <form method="post" action={`/sandbox/tickets/${ticket.key}/unlink`}>
          <Named
            words={linkTypes.find(({ id }) => id === link.typeId)?.[link.direction] ?? ''}
            ticket={other}
          />
          <button type="submit" name="link" value={link.id} aria-label={`Remove the link to ${other.key}`}>
            Remove
          </button>
        </form>
      ))}
    </Section>
  );
}

function Named(props: { readonly words: string; readonly ticket: Ticket }): VNode {
  const { words, ticket } = props;
  return (
    <span class="named">
      {words} <a href={`/browse/${ticket.key}`}>{ticket.key}</a> {ticket.summary}{' '}
      <span class="soft">{statusById(ticket.statusId).name}</span>
    </span>
  );
}

function RemoteLinks({ ticket }: { readonly ticket: Ticket }): VNode | null {
  if (ticket.remoteLinks.length === 0) return null;
  return (
    <Section title="Links to elsewhere">
      {ticket.remoteLinks.map((link) => (
        <form method="post" action={`/sandbox/tickets/${ticket.key}/unlink-remote`}>
          <span class="named">
            {String(link.object.title)} <span class="soft">{String(link.object.url)}</span>
          </span>
          <button
            type="submit"
            name="link"
            value={link.id}
            aria-label={`Remove ${String(link.object.title)}`}
          >
            Remove
          </button>
        </form>
      ))}
    </Section>
  );
}
