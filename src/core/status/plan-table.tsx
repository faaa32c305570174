import type { Day } from '../calendar.ts';
import { counted, listed, mediumDay, priorityName } from '../notice/wording.ts';
import type { Change, Plan, TicketFields } from '../plan/plan.ts';
import { Section, Table } from './table.tsx';

const verbs: Readonly<Record<Change['kind'], string>> = {
  create: 'create',
  update: 'update',
  link: 'link',
  drop: 'drop',
  none: 'leave as it is',
};

function fieldsOf(change: Change, today: Day): readonly string[] {
  if (change.kind !== 'create' && change.kind !== 'update') return [];
  const fields: Partial<TicketFields> = change.fields;
  return [
    fields.summary !== undefined && fields.summary !== change.title ? `summary "${fields.summary}"` : null,
    fields.priority ? `priority ${priorityName(fields.priority).toLowerCase()}` : null,
    fields.dueDate ? `due ${mediumDay(fields.dueDate, today)}` : null,
    fields.dueDate === null ? 'no due date' : null,
    fields.assignee ? `assigned to ${fields.assignee}` : null,
    fields.assignee === null ? 'unassigned' : null,
    fields.labels && fields.labels.length > 0 ? `labels ${fields.labels.join(', ')}` : null,
    change.kind === 'update' && fields.description ? 'new description' : null,
  ].filter((part) => part !== null);
}

/** `create 3 tickets, update 1 and drop 1`; null where no ticket is touched. */
export function planSummary(plan: Plan): string | null {
  const kinds: readonly Change['kind'][] = ['create', 'update', 'link', 'drop'];
  const parts = kinds
    .map((kind) => ({ kind, count: plan.changes.filter((change) => change.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }, index) => `${kind} ${index === 0 ? counted(count, 'ticket') : count}`);
  return parts.length === 0 ? null : listed(parts);
}

function ChangeTag({ change }: { change: Change }) {
  if (change.kind !== 'none') return <span class="tag good">{verbs[change.kind]}</span>;
  return change.why === 'blocked' ? (
    <span class="tag error">not possible</span>
  ) : (
    <span class="tag">{verbs.none}</span>
  );
}

/** What approval would cause, step by step, and how to approve exactly this. */
export function PlanSection({ plan, name, today }: { plan: Plan; name: string; today: Day }) {
  return (
    <Section
      id="plan"
      title="What approval would do"
      count={plan.changes.length}
      empty="Nothing would change."
    >
      <p>
        It would {planSummary(plan) ?? 'touch no ticket'}. Nothing of this happens before somebody approves
        exactly this plan:
      </p>
      <pre class="mono">{`pir approve ${quoted(name)} --fingerprint ${plan.fingerprint}`}</pre>
      <Table
        caption="Changes that approval would cause"
        columns={[
          {
            header: 'Action item',
            names: true,
            cell: (change) => (
              <>
                <span class="title text">{change.title}</span>
                <span class="under">
                  {change.line === null ? null : <span>line {change.line}</span>}
                  <span class="text">{change.reason}</span>
                </span>
              </>
            ),
          },
          {
            header: 'Ticket',
            class: 'short',
            cell: (change) => (
              <>
                <ChangeTag change={change} />
                {'ticket' in change && change.ticket !== null ? <> {change.ticket}</> : null}
              </>
            ),
          },
          {
            header: 'With',
            class: 'wide',
            cell: (change) => <span class="text">{fieldsOf(change, today).join(' · ')}</span>,
          },
        ]}
        rows={plan.changes}
        keyOf={(change, index) => `${change.itemId} ${index}`}
      />
    </Section>
  );
}

/** As one word of a shell, whatever it holds. */
function quoted(name: string): string {
  return /^[\w./:-]+$/.test(name) && !name.startsWith('-') ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
