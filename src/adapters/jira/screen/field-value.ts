import type { Json } from '../../../core/digest.ts';
import type { ScreenField } from '../client/schema.ts';
import type { Dialect } from '../dialect.ts';

/** A single-line text field has no more (Jira's text field, 255). */
const longestLine = 255;

/** A value in the form that a field takes, or why the field does not take it. */
export type Converted =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

const fine = (value: unknown): Converted => ({ ok: true, value });

/**
 * A plain value, as settings and PIRs give it, in the form that the field's own schema asks for: text areas as rich text,
 * options and components by id, people as Jira names them, lists of any of these. An object is taken as it is: it has
 * Jira's own form already.
 */
export function convert(
  value: Json,
  { schema, allowedValues }: Pick<ScreenField, 'schema' | 'allowedValues'>,
  dialect: Pick<Dialect, 'text' | 'user'>,
): Converted {
  if (value === null) return fine(null);
  if (Array.isArray(value)) {
    if (schema.type !== 'array') return convert(value[0] ?? null, { schema, allowedValues }, dialect);
    const all = value.map((each) => convertOne(each as Json, schema.items ?? 'string', allowedValues));
    return all.find((each) => !each.ok) ?? fine(all.map((each) => (each.ok ? each.value : null)));
  }
  if (typeof value === 'object') return fine(value);
  if (schema.type === 'array') {
    const one = convertOne(value, schema.items ?? 'string', allowedValues);
    return one.ok ? fine([one.value]) : one;
  }
  if (schema.type === 'user') return fine(dialect.user(String(value)));
  if (schema.type === 'string' && isTextArea(schema.custom)) return fine(dialect.text([paragraph(value)]));
  return convertOne(value, schema.type, allowedValues);
}

function convertOne(value: Json, type: string, allowed: ScreenField['allowedValues']): Converted {
  if (typeof value === 'object') return fine(value);
  switch (type) {
    case 'number': {
      const number = Number(value);
      if (Number.isFinite(number)) return fine(number);
      return { ok: false, reason: `"${String(value)}" is no number` };
    }
    case 'string':
      return fine(oneLine(String(value)));
    case 'date':
    case 'datetime':
      return fine(String(value));
    case 'option':
      return chosen(String(value), allowed, 'value');
    default:
      // component, version, priority, resolution, group … : what has a name.
      return chosen(String(value), allowed, 'name');
  }
}

/** One of the allowed values by id, where Jira lists them; otherwise it judges the name itself. */
function chosen(wanted: string, allowed: ScreenField['allowedValues'], key: 'name' | 'value'): Converted {
  if (allowed.length === 0) return fine({ [key]: wanted });
  const hit = allowed.find((each) => sameName(each.value ?? each.name, wanted));
  if (hit !== undefined) return fine(hit.id === undefined ? { [key]: wanted } : { id: hit.id });
  const offered = allowed.flatMap((each) => each.value ?? each.name ?? []).slice(0, 20);
  return { ok: false, reason: `Jira offers ${offered.map((each) => `"${each}"`).join(', ')}` };
}

function isTextArea(custom: string | undefined): boolean {
  return custom?.endsWith(':textarea') ?? false;
}

function paragraph(value: Json) {
  return { heading: null, paragraphs: [String(value)], steps: [], link: null };
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line.length <= longestLine) return line;
  return `${line.slice(0, longestLine - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Jira compares such names without regard to case. */
export function sameName(one: string | undefined, other: string): boolean {
  return one?.trim().toLowerCase() === other.trim().toLowerCase();
}
