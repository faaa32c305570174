import { counted, listed } from '../notice/wording.ts';
import { descriptionOf, epicLines, fieldLines } from '../plan/field-lines.ts';
import type { Change, Plan, PlannedEpic } from '../plan/plan.ts';
import { Section, Table } from './table.tsx';

const verbs: Readonly<Record<Change['kind'], string>> = {
  create: 'create',
  update: 'update',
  link: 'link',
  drop: 'drop',
  none: 'leave as it is',
};

/** The fields as they will be sent; the description opens on a click. */
function Fields({ change }: { change: Change }) {
  const description = descriptionOf(change);
  return (
    <>
      {fieldLines(change)
        .filter(({ name, value }) => name !== 'summary' || value !== change.title)
        .map(({ name, value }) => (
          <div key={name}>
            {name} <span class="text">{value}</span>
          </div>
        ))}
      {description === null ? null : (
        <details>
          <summary>description</summary>
          <pre class="text">{description}</pre>
        </details>
      )}
    </>
  );
}

/** The epic that is created with the first of its tickets. */
function Epic({ epic }: { epic: PlannedEpic }) {
  const fields = epicLines(epic).filter(({ name }) => name !== 'summary');
  return (
    <p>
      First the epic <span class="text">{epic.fields.summary}</span>:{' '}
      <span class="text">{fields.map(({ name, value }) => `${name} ${value}`).join(' · ')}</span>
    </p>
  );
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
export function PlanSection({ plan, name }: { plan: Plan; name: string }) {
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
      {plan.epic?.ticket === null ? <Epic epic={plan.epic} /> : null}
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
            cell: (change) => <Fields change={change} />,
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
