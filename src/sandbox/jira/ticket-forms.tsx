import type { ComponentChildren, VNode } from 'preact';
import { editableFields } from './action-routes.ts';
import { flagField, isFlagged } from './custom-fields.ts';
import { type JiraSite, projectOf } from './site.ts';
import type { Ticket } from './ticket.ts';
import { linkTypes, priorities } from './workflow.ts';

interface Props {
  readonly site: JiraSite;
  readonly ticket: Ticket;
}

/** What can be done to a ticket besides moving it along. */
export function TicketForms({ site, ticket }: Props): VNode {
  const elsewhere = site.projects.all().filter(({ key }) => key !== projectOf(site, ticket).key);
  return (
    <aside aria-label="Change this ticket">
      <Edit site={site} ticket={ticket} />
      <Form ticket={ticket} action="comment" title="Comment">
        <textarea name="text" rows={3} aria-label="Comment" required />
        <button type="submit">Add comment</button>
      </Form>
      <Form ticket={ticket} action="link" title="Link">
        <Select name="type" label="This ticket" options={linkOptions} chosen="Blocks/inward" />
        <label>
          Ticket <input name="other" placeholder={`${projectOf(site, ticket).key}-1`} required />
        </label>
        <button type="submit">Add link</button>
      </Form>
      {elsewhere.length === 0 ? null : (
        <Form ticket={ticket} action="move" title="Another project">
          <Select
            name="project"
            label="Project"
            options={elsewhere.map(({ key, name }) => ({ value: key, text: `${key} ${name}` }))}
            chosen=""
          />
          <button type="submit">Move</button>
        </Form>
      )}
      <Form ticket={ticket} action="delete" title="Delete">
        <p class="soft">It can be restored from the board.</p>
        <button type="submit" class="danger">
          Delete {ticket.key}
        </button>
      </Form>
    </aside>
  );
}

const linkOptions = linkTypes.flatMap(({ name, inward, outward }) => [
  { value: `${name}/inward`, text: inward },
  ...(inward === outward ? [] : [{ value: `${name}/outward`, text: outward }]),
]);

/** The fields of the edit screen; what the screen does not have is not there. */
function Edit({ site, ticket }: Props): VNode {
  const has = editableFields(site, ticket);
  const offered = projectOf(site, ticket).priorities;
  return (
    <>
      <Form ticket={ticket} action="edit" title="Fields">
        {has.has('summary') ? (
          <label>
            Summary <input name="summary" value={ticket.summary} required />
          </label>
        ) : null}
        {has.has('duedate') ? (
          <label>
            Due date <input type="date" name="dueDate" value={ticket.dueDate ?? ''} />
          </label>
        ) : null}
        {has.has('priority') ? (
          <Select
            name="priority"
            label="Priority"
            options={offered.map((each) => ({ value: each, text: each }))}
            chosen={priorities.find(({ id }) => id === ticket.priorityId)?.name ?? ''}
          />
        ) : null}
        {has.has('assignee') ? (
          <Select
            name="assignee"
            label="Assignee"
            options={[
              { value: '', text: 'unassigned' },
              ...site.accounts.all().map(({ accountId, displayName, active }) => ({
                value: accountId,
                text: active === false ? `${displayName} (deactivated)` : displayName,
              })),
            ]}
            chosen={ticket.assignee ?? ''}
          />
        ) : null}
        {has.has('labels') ? (
          <label>
            Labels, with blanks between <input name="labels" value={ticket.labels.join(' ')} />
          </label>
        ) : null}
        <button type="submit">Save</button>
      </Form>
      {has.has(flagField.id) ? (
        <Form ticket={ticket} action="flag" title="Flag">
          <button type="submit" name="flagged" value={String(!isFlagged(ticket))}>
            {isFlagged(ticket) ? 'Take the flag away' : 'Flag as impeded'}
          </button>
        </Form>
      ) : null}
    </>
  );
}

function Form(props: {
  readonly ticket: Ticket;
  readonly action: string;
  readonly title: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <form class="sheet panel" method="post" action={`/sandbox/tickets/${props.ticket.key}/${props.action}`}>
      <h2>{props.title}</h2>
      {props.children}
    </form>
  );
}

function Select(props: {
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly chosen: string;
}): VNode {
  return (
    <label>
      {props.label}{' '}
      <select name={props.name}>
        {props.options.map(({ value, text }) => (
          <option value={value} selected={value === props.chosen}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
