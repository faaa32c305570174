import type { JiraSite } from './site.ts';
import { projectKeyOf, type Ticket } from './ticket.ts';
import { momentIn } from './times.ts';
import { statusById, workflows } from './workflow.ts';

/* The fields that the sandbox's JQL knows. */

/** What a query is asked of. */
export interface JqlScope {
  readonly site: JiraSite;
  /** A date, or a time before now as -5m, in milliseconds since 1970; null where it is neither. */
  momentOf(text: string): number | null;
}

/** A field with texts to compare with, or one with a moment. */
export type Field =
  | {
      readonly kind: 'text';
      /** Without regard to case. */
      readonly of: (ticket: Ticket, scope: JqlScope) => readonly string[];
      /** What a value of the query stands for, in lower case. */
      readonly meaning: (text: string, scope: JqlScope) => readonly string[];
      /** Whether there is such a thing; where not, the query is refused. */
      readonly isKnown: (text: string, scope: JqlScope) => boolean;
    }
  | { readonly kind: 'moment'; readonly of: (ticket: Ticket) => number };

const itself = (text: string) => [text.toLowerCase()];

/** Data Center refuses what it does not know by name; of Cloud that is not certain, and it has been seen to answer. */
const isLenient = ({ site }: JqlScope) => site.deployment === 'cloud';

function text(
  of: (ticket: Ticket) => readonly string[],
  isKnown: (value: string, scope: JqlScope) => boolean = () => true,
): Field {
  return {
    kind: 'text',
    of,
    meaning: itself,
    isKnown: (value, scope) => isLenient(scope) || isKnown(value, scope),
  };
}

/** Names a ticket by id or by any key it ever had. */
const byKey: Field = {
  kind: 'text',
  of: (ticket) => [ticket.id],
  meaning: (value, { site }) => [site.store.find(value)?.id ?? '-'],
  isKnown: (value, scope) => isLenient(scope) || scope.site.store.find(value) !== null,
};

const statuses = Object.values(workflows).flatMap((workflow) => workflow.statuses);
const isStatus = (value: string) =>
  statuses.some(({ id, name }) => id === value || name.toLowerCase() === value.toLowerCase());

export const jqlFields: Readonly<Record<string, Field>> = {
  project: text(
    (ticket) => [projectKeyOf(ticket)],
    (value, { site }) => site.projects.find(value.toUpperCase()) !== null,
  ),
  labels: text((ticket) => ticket.labels),
  key: byKey,
  issue: byKey,
  issuekey: byKey,
  id: byKey,
  status: text((ticket) => [ticket.statusId, statusById(ticket.statusId).name], isStatus),
  statuscategory: text((ticket) => {
    const { id, key, name } = statusById(ticket.statusId).category;
    return [String(id), key, name];
  }),
  created: { kind: 'moment', of: (ticket) => ticket.created },
  updated: { kind: 'moment', of: (ticket) => ticket.updated },
};

export const compareBy: Readonly<Record<string, (one: Ticket, other: Ticket) => number>> = {
  created: (one, other) => one.created - other.created || Number(one.id) - Number(other.id),
  id: (one, other) => Number(one.id) - Number(other.id),
  key: (one, other) =>
    projectKeyOf(one).localeCompare(projectKeyOf(other)) || numberOf(one.key) - numberOf(other.key),
  updated: (one, other) => one.updated - other.updated,
};

function numberOf(key: string): number {
  return Number(key.slice(key.lastIndexOf('-') + 1));
}

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** The scope of a query that is asked now. */
export function jqlScope(site: JiraSite): JqlScope {
  return {
    site,
    momentOf: (value) => {
      const parts = value.trim().split(/\s+/);
      const periods = parts.map((part) => /^([+-]?)(\d+)([mhdw])$/.exec(part));
      if (periods.some((period) => period === null)) return momentIn(value.trim(), site.timeZone);
      const sign = periods[0]?.[1] === '-' ? -1 : 1;
      const length = periods.reduce(
        (sum, period) => sum + Number(period?.[2]) * units[period?.[3] as keyof typeof units],
        0,
      );
      return site.now() + sign * length;
    },
  };
}
