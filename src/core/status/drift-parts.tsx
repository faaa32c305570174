import { type Drift, driftNames, driftText, offer, type Side } from '../sync/drift.ts';

/** What the forms of a page need; null where the page is only to be read. */
export interface FormAccess {
  /** Stands in each form: only pages of this process have it. */
  readonly token: string;
}

/** The differences of one item, for a list with buttons. */
interface Decidable {
  readonly itemId: string;
  readonly drift: readonly Drift[];
  /** Of the drift that is shown; a decision names it. */
  readonly version: string;
}

/** Each field that differs on a line of its own: what both sides say, and a button for each side that can be taken. */
export function DriftList({
  of,
  forms,
  back,
}: {
  of: Decidable;
  forms: FormAccess | null;
  /** Where the browser goes after a decision. */
  back: string;
}) {
  return (
    <>
      {of.drift.map((drift) => (
        <div key={drift.field} class="drift">
          <span>
            {driftNames[drift.field]}: <span class="text">{driftText(drift)}</span>
          </span>
          {drift.conflict ? <span class="tag warn">both changed</span> : null}
          {drift.taken === 'ours' ? (
            <span class="tag">ours is being sent</span>
          ) : forms === null ? null : (
            <DriftForm of={of} drift={drift} token={forms.token} back={back} />
          )}
        </div>
      ))}
    </>
  );
}

const sides: readonly Side[] = ['ours', 'theirs'];

function DriftForm({ of, drift, token, back }: { of: Decidable; drift: Drift; token: string; back: string }) {
  return (
    <form method="post" action={`/items/${encodeURIComponent(of.itemId)}/drift`}>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="seen" value={of.version} />
      <input type="hidden" name="field" value={drift.field} />
      <input type="hidden" name="back" value={back} />
      {sides.map((side) => {
        const words = offer(drift, side);
        return words === null ? null : (
          <button key={side} type="submit" name="take" value={side}>
            {words}
          </button>
        );
      })}
    </form>
  );
}
