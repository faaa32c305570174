import { answerablePerson, type Directory, findPerson } from '../directory.ts';
import type { Pir, PirItem } from '../pir/pir.ts';
import type { DescriptionPart, OptionalField } from './plan.ts';

/** What a description depends on beside item and PIR. */
export interface DescriptionContext {
  readonly directory: Directory;
  /** The page of the PIR in the service; null where the service has no address of its own. */
  readonly pirUrl: string | null;
  /** Where playbooks lie; null: they are named and not linked. */
  readonly playbookUrl: string | null;
}

/** All texts of a description together, in characters: well under Jira's 32,767, which its own markup counts towards. */
const roomForText = 10_000;

/** What the incident was; it opens every description. */
export function incidentPart(pir: Pir): DescriptionPart | null {
  const { id, title, severity } = pir.incident;
  const incident = [id, severity === null ? null : `(${severity})`].filter((word) => word !== null).join(' ');
  return part('Incident', [
    [incident, title].filter((text) => text !== null && text !== '').join(': '),
    pir.executiveSummary,
  ]);
}

/**
 * The description of an item's ticket: the incident, then what is to be done and how one sees that it worked.
 * @param leftOut fields of which the ticket has none, so that the description says them
 */
export function itemDescription(
  item: PirItem,
  pir: Pir,
  context: DescriptionContext,
  isCut: boolean,
  leftOut: ReadonlySet<OptionalField>,
): readonly DescriptionPart[] {
  const person = answerablePerson(context.directory, item.owners);
  const others = item.owners.filter(
    (owner) => person === null || findPerson(context.directory, owner) !== person,
  );
  const isUnassigned = person !== null && leftOut.has('assignee');
  const dueNotes = [
    leftOut.has('dueDate') ? item.dueBy : null,
    item.dueSource === 'default' ? 'No date was promised; this one follows from the priority.' : null,
  ];
  return fitting([
    incidentPart(pir),
    isCut ? part('Title in full', [item.title]) : null,
    part('Objective', [item.objective]),
    item.approach.length === 1 ? part('Approach', item.approach) : part('Approach', [], item.approach),
    part('Success metric', [item.successMetric]),
    isUnassigned ? part('Owner', [`${person.name}. Please assign this ticket by hand.`]) : null,
    part(person === null ? 'Owners' : 'Further owners', [others.map((owner) => owner.raw).join(', ')]),
    part('Estimate', [item.estimate]),
    item.playbook === null ? null : playbookPart(item.playbook, context.playbookUrl),
    leftOut.has('priority') ? part('Priority', [item.priority ?? 'medium']) : null,
    part('Due date', dueNotes),
    linkPart(context.pirUrl),
  ]);
}

/** The link from a ticket to its PIR. */
export function linkPart(pirUrl: string | null): DescriptionPart | null {
  if (pirUrl === null) return null;
  return { heading: null, paragraphs: [], steps: [], link: { text: 'Post-incident review', url: pirUrl } };
}

/** Those parts that are there, cut where all of them together would be too long for Jira. */
export function fitting(parts: readonly (DescriptionPart | null)[]): readonly DescriptionPart[] {
  let room = roomForText;
  const fit = (text: string): string => {
    const fits = text.length <= room ? text : `${cut(text, Math.max(0, room - 1))}…`;
    room = Math.max(0, room - text.length);
    return fits;
  };
  return parts
    .filter((entry) => entry !== null)
    .map((entry) => ({ ...entry, paragraphs: entry.paragraphs.map(fit), steps: entry.steps.map(fit) }));
}

/** The beginning of a text, without half a character at its end: PostgreSQL takes no JSON that has one. */
export function cut(text: string, limit: number): string {
  return text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '');
}

function part(
  heading: string,
  paragraphs: readonly (string | null)[],
  steps: readonly string[] = [],
): DescriptionPart | null {
  const texts = paragraphs.filter((text): text is string => text !== null && text.trim() !== '');
  return texts.length === 0 && steps.length === 0 ? null : { heading, paragraphs: texts, steps, link: null };
}

/** A playbook as the document names it, with a link where it has an address: its own, or one below that of all playbooks. */
function playbookPart(playbook: string, playbookUrl: string | null): DescriptionPart | null {
  const [, label, target] = /^\[([^\]]*)\]\(([^)\s]+)\)$/.exec(playbook.trim()) ?? [];
  const text = (label ?? playbook).replaceAll('`', '').trim();
  const url = playbookAddress((target ?? text).trim(), playbookUrl);
  if (text === '' || url === null) return part('Playbook', [playbook]);
  return { heading: 'Playbook', paragraphs: [], steps: [], link: { text, url } };
}

/** The address of a playbook: `PB-12`, `PB-12: restart the queue`, `queues/restart.md`; null where it names no place. */
function playbookAddress(name: string, playbookUrl: string | null): string | null {
  if (/^https?:\/\/\S+$/i.test(name)) return name;
  const [place] = /^[A-Za-z]+-\d+(?=$|[\s:,])|^\.{0,2}\/?[\w.%~/-]+(#[\w-]+)?$/.exec(name) ?? [];
  if (playbookUrl === null || place === undefined) return null;
  const base = new URL(playbookUrl.replace(/\/*$/, '/'));
  const address = new URL(place.replace(/^\/+/, ''), base);
  // "../../" must not lead out of where playbooks lie.
  return address.href.startsWith(base.href) ? address.href : null;
}
